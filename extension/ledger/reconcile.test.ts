import { describe, expect, it } from 'vitest';
import type { SentTransaction } from '../../src/account-history.js';
import { Refusal } from '../refusal.js';
import type { Entry } from './entry.js';
import type { Journal } from './journal.js';
import { type Draft, Ledger } from './ledger.js';
import { reconcile } from './reconcile.js';

const [MINE, CANCEL, OTHER] = ['aa', 'bb', 'cc'].map((byte) => byte.repeat(32)) as [string, string, string];
const DRAFT: Draft = {
  ...{ network: 'n', site: 'https://a.example', seller: 'https://a.example', resource: 'https://a.example/a' },
  ...{ method: 'GET', asset: 'STX', symbol: 'STX', decimals: 6, amountAtomic: '100', maxFeeAtomic: '20' },
  ...{ payTo: 'payee', challenge: 'c', approved: true },
};
const sent = (txid: string, status: SentTransaction['status'] = 'success'): SentTransaction => ({
  ...{ txid, status, nonce: 0n, text: '' },
});

async function open(): Promise<Ledger> {
  const journal: Journal = { read: async () => undefined, write: async () => {}, clear: async () => {} };
  const ledger = await Ledger.open({ journal, now: () => 1000, newId: () => 'id' });
  await ledger.reserve({ assets: { 'n/STX': {} }, maxFeeAtomic: 20n }, DRAFT);
  await ledger.number('id', 'me', () => 0n);
  await ledger.change('id', 'signed', { txid: MINE, feeAtomic: '7', header: 'payment' });
  await ledger.note('id', { cancel: { txid: CANCEL, feeAtomic: '15' } });
  return ledger;
}

async function known(confirmed: bigint, list: readonly SentTransaction[] | Error) {
  const ledger = await open();
  const node = { nonces: async () => ({ confirmed, next: confirmed, missing: [] }) };
  const sent = async () => {
    if (list instanceof Error) throw list;
    return list;
  };
  await reconcile(ledger, 'n', { node, history: { sent } });
  const { state, landed } = ledger.entry('id') as Entry;
  const [spending] = ledger.state.budget.spendings;
  return [state, landed, spending?.state, (spending?.amountAtomic ?? 0n) + (spending?.fee?.amountAtomic ?? 0n)];
}

describe('what the chain says of a payment', () => {
  it.each<[string, bigint, SentTransaction[] | Error, unknown[]]>([
    [
      'is nothing while its nonce is free: it counts with all that it may cost',
      0n,
      [],
      ['signed', undefined, 'signed', 120n],
    ],
    ['is nothing while it waits', 0n, [sent(MINE, 'pending')], ['signed', undefined, 'signed', 120n]],
    ['is that it has landed: it counts with what it cost', 1n, [sent(MINE)], ['signed', 'payment', 'settled', 107n]],
    ['is that its cancellation has: that counts', 1n, [sent(CANCEL)], ['cancelled', 'cancellation', 'settled', 16n]],
    [
      'is that something else has its nonce: it never counts again',
      1n,
      [sent(OTHER)],
      ['cancelled', 'other', 'released', 107n],
    ],
    ['is not known yet where the list has not heard of it', 1n, [], ['signed', undefined, 'signed', 120n]],
    [
      'is not known any more where the list has forgotten it: it counts',
      1n,
      Array.from({ length: 50 }, () => ({ ...sent(OTHER), nonce: 9n })),
      ['signed', 'payment', 'settled', 107n],
    ],
    [
      'is only that its nonce is gone where a node keeps no lists: it counts',
      1n,
      new Refusal('invalid_node_answer'),
      ['signed', 'payment', 'settled', 107n],
    ],
  ])('%s', async (_, confirmed, list, expected) => {
    expect(await known(confirmed, list)).toEqual(expected);
  });

  it('is not known while the lists cannot be reached', async () => {
    await expect(known(1n, new Refusal('node_unreachable'))).rejects.toMatchObject({ code: 'node_unreachable' });
  });
});
