import { describe, expect, it } from 'vitest';
import { addressOfPrivateKey } from '../../src/key-payer.js';
import type { Journal } from '../ledger/journal.js';
import { Ledger } from '../ledger/ledger.js';
import { nextNonce } from '../ledger/nonce.js';
import { Refusal } from '../refusal.js';
import { defaultSettings } from './settings.js';
import type { Signer } from './signer.js';
import { Withdrawal } from './withdrawal.js';

const KEY = '11'.repeat(32);
const NETWORK = 'stacks:2147483648';
const TO = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
const STX = { to: TO, asset: 'STX', amountAtomic: '1000000000' };
const CHAIN = { confirmed: 0n, next: 0n, missing: [] };

/** @param answer of the node to a transaction */
async function scene(answer: () => Promise<Response>) {
  const journal: Journal = { read: async () => undefined, write: async () => {}, clear: async () => {} };
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const ledger = await Ledger.open({ journal, now: () => 1000, newId });
  const written: string[] = [];
  const sign = async (entry: { id: string }) => {
    await ledger.number(entry.id, 'me', (others) => nextNonce(CHAIN, others));
    return { transaction: '00', txid: 'ab'.repeat(32), feeAtomic: 200n };
  };
  const withdrawal = new Withdrawal({
    ...{ ledger, newId, self: 'chrome-extension://x', nodeUrl: async () => 'http://127.0.0.1:1/' },
    signer: { sign } as unknown as Signer,
    key: async () => KEY,
    settings: async () => defaultSettings(NETWORK, 0),
    fetch: async () => {
      written.push(ledger.state.entries.at(-1)?.state ?? '');
      return answer();
    },
  });
  return { ledger, withdrawal, written };
}

describe('a withdrawal', () => {
  it('is written down as signed before it leaves, and is above every limit of payments', async () => {
    const { ledger, withdrawal, written } = await scene(async () => new Response('"ab"'));
    expect(await withdrawal.send(STX)).toBe('ab'.repeat(32));
    expect(written).toEqual(['signed']);
    expect(ledger.state.entries.map(({ state, withdrawal: isOne }) => [state, isOne])).toEqual([['sent', true]]);
    expect(ledger.state.budget.spendings[0]).toMatchObject({ asset: `withdrawn ${NETWORK}/STX`, state: 'signed' });
  });

  it('that may be on its way keeps its nonce', async () => {
    const statuses = [408, 429, 502].map((status) => async () => new Response('', { status }));
    for (const answer of [() => Promise.reject(new TypeError()), ...statuses]) {
      const { ledger, withdrawal } = await scene(answer);
      await expect(withdrawal.send(STX)).rejects.toMatchObject({ code: 'node_unreachable' });
      expect(ledger.state.entries[0]).toMatchObject({ state: 'signed', nonce: '0' });
      expect(nextNonce(CHAIN, ledger.state.entries)).toBe(1n);
    }
  });

  it('that the node did not take gives its nonce to the next one', async () => {
    const { ledger, withdrawal } = await scene(async () => new Response('{"error":"rejected"}', { status: 400 }));
    await expect(withdrawal.send(STX)).rejects.toMatchObject({ code: 'broadcast_rejected' });
    expect(nextNonce(CHAIN, ledger.state.entries)).toBe(0n);
  });

  it('whose answer was lost keeps its nonce when the node does not take it a second time', async () => {
    const answers = [() => Promise.reject(new TypeError()), async () => new Response('', { status: 400 })];
    const { ledger, withdrawal, written } = await scene(async () => (answers.shift() as () => Promise<Response>)());
    await expect(withdrawal.send(STX)).rejects.toMatchObject({ code: 'node_unreachable' });
    await withdrawal.sendAgain(NETWORK);
    expect(written).toHaveLength(2);
    expect(ledger.state.entries[0]?.turnedAway).toBeUndefined();
    expect(nextNonce(CHAIN, ledger.state.entries)).toBe(1n);
  });

  it('that cannot be signed has never been', async () => {
    const { ledger, withdrawal } = await scene(async () => new Response());
    const refusing = new Withdrawal({
      ...(withdrawal as unknown as { ports: ConstructorParameters<typeof Withdrawal>[0] }).ports,
      signer: { sign: async () => Promise.reject(new Refusal('insufficient_funds')) } as unknown as Signer,
    });
    await expect(refusing.send(STX)).rejects.toMatchObject({ code: 'insufficient_funds' });
    expect(ledger.state.entries[0]).toMatchObject({ state: 'released', reason: 'insufficient_funds' });
  });

  it.each([
    [{ ...STX, to: addressOfPrivateKey(KEY, NETWORK) }, 'invalid_address'],
    [{ ...STX, to: 'SP000000000000000000002Q6VF78' }, 'invalid_address'],
    [{ ...STX, to: TO.replace('NNC', 'NNQ') }, 'invalid_address'],
    [{ ...STX, asset: `${TO}.sbtc-token` }, 'unknown_asset'],
  ])('%o is refused with %s, and nothing is written', async (transfer, code) => {
    const { ledger, withdrawal } = await scene(async () => new Response());
    await expect(withdrawal.send(transfer)).rejects.toMatchObject({ code });
    expect(ledger.state.entries).toEqual([]);
  });
});
