import { describe, expect, it } from 'vitest';
import type { Entry } from '../ledger/entry.js';
import type { Journal } from '../ledger/journal.js';
import { type Draft, Ledger } from '../ledger/ledger.js';
import { nextNonce } from '../ledger/nonce.js';
import { Cancellation } from './cancellation.js';
import type { Signer } from './signer.js';

const forgetful: Journal = { read: async () => undefined, write: async () => undefined, clear: async () => undefined };
const POLICY = { assets: { 'n/STX': {} }, maxFeeAtomic: 10n };
const DRAFT: Draft = {
  ...{ network: 'n', site: 'https://a.example', seller: 'https://a.example', resource: 'https://a.example/a' },
  ...{ method: 'GET', asset: 'STX', symbol: 'STX', decimals: 6, amountAtomic: '100', maxFeeAtomic: '10' },
  ...{ payTo: 'payee', challenge: 'c', approved: true },
};

/** @param signing runs while the cancellation is being signed */
async function scene(signing: (ledger: Ledger) => Promise<unknown> = async () => undefined) {
  let ids = 0;
  const ledger = await Ledger.open({ journal: forgetful, now: () => 1000, newId: () => `${ids++}` });
  /** Takes the nonce that is free, as the chain has heard of nothing yet. */
  const sign = async (facts: Partial<Entry> = {}) => {
    const { entry } = await ledger.reserve(POLICY, { ...DRAFT, challenge: `${ids}` });
    const id = entry?.id ?? '';
    await ledger.number(id, 'me', (others) => nextNonce({ confirmed: 0n, next: 0n, missing: [] }, others));
    return ledger.change(id, 'signed', { txid: id.padStart(64, '0'), header: `header ${id}`, ...facts });
  };
  const sent: string[] = [];
  const signer = {
    signCancellation: async ({ nonce }: Entry) => {
      await signing(ledger);
      return { transaction: `0${nonce}`, txid: 'ab'.repeat(32), feeAtomic: 9n };
    },
  } as unknown as Signer;
  const cancellation = new Cancellation({
    ...{ ledger, signer, nodeUrl: async () => 'http://127.0.0.1:1/' },
    fetch: async (request) => {
      sent.push(`${new Uint8Array(await request.arrayBuffer())[0]}`);
      return new Response('"ab"');
    },
  });
  return { ledger, sign, sent, cancellation };
}

describe('a cancellation', () => {
  it('takes the nonce of its payment, and is written down before it leaves', async () => {
    const { ledger, sign, sent, cancellation } = await scene();
    const { id } = await sign();
    expect(await cancellation.cancel(id)).toBe('ab'.repeat(32));
    expect([sent, ledger.entry(id)?.cancel?.txid]).toEqual([['0'], 'ab'.repeat(32)]);
  });

  it('does not take the nonce of a payment that was made since, in the place of the one that its seller turned away', async () => {
    const { ledger, sign, sent, cancellation } = await scene();
    const turnedAway = await sign();
    await ledger.note(turnedAway.id, { turnedAway: true });
    const other = await sign();
    expect(other.nonce).toBe(turnedAway.nonce);
    await expect(cancellation.cancel(turnedAway.id)).rejects.toMatchObject({ code: 'no_such_payment' });
    expect(sent).toEqual([]);
    await cancellation.cancel(other.id);
    expect(sent).toEqual(['0']);
  });

  it('does not leave when its payment was released in the meantime: the nonce is another one’s by then', async () => {
    const { ledger, sign, sent, cancellation } = await scene((one) => one.takeBack(() => false));
    const { id } = await sign({ unsent: true });
    await expect(cancellation.cancel(id)).rejects.toMatchObject({ code: 'no_such_payment' });
    expect([sent, ledger.entry(id)?.state]).toEqual([[], 'released']);
  });
});
