import { describe, expect, it } from 'vitest';
import { createAccountHistory } from './account-history.js';

const ACCOUNT = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const OTHER = 'SP3FBR2AGK5H9QBDH3EEN6DF8EK8JY7RX8QJ5SVTE';
const id = (digit: string) => digit.repeat(64);
const v3 = (digit: string, nonce: number, status: string, address = ACCOUNT) => ({
  tx_id: `0x${id(digit)}`,
  sender: { address, nonce },
  status,
  token_transfer: { memo: { hex: '0xABCD' } },
});
const v1 = (digit: string, nonce: number, tx_status: string) => ({
  tx_id: `0x${id(digit)}`,
  sender_address: ACCOUNT,
  nonce,
  tx_status,
});

/** An API with these routes, everything else is 404. */
function history(routes: Readonly<Record<string, unknown>>) {
  return createAccountHistory({
    url: 'https://api.example/base',
    fetch: async ({ url }) => {
      const path = new URL(url).pathname.replace('/base/extended/', '');
      return path in routes ? Response.json(routes[path]) : new Response(null, { status: 404 });
    },
  });
}

describe('the history of an account', () => {
  it('lists what the account has signed, pending first, from the routes of v3', async () => {
    const sent = await history({
      [`v3/principals/${ACCOUNT}/mempool/transactions`]: { results: [v3('b', 8, 'pending')] },
      [`v3/principals/${ACCOUNT}/transactions`]: {
        results: [{ transaction: v3('a', 7, 'success') }, { transaction: v3('c', 6, 'abort_by_response') }],
      },
    }).sent(ACCOUNT);
    expect(sent.map(({ txid, nonce, status }) => [txid, nonce, status])).toEqual([
      [id('b'), 8n, 'pending'],
      [id('a'), 7n, 'success'],
      [id('c'), 6n, 'failed'],
    ]);
    expect(sent[1]?.text).toContain('0xabcd');
  });

  it('falls back to the routes of v1', async () => {
    const sent = await history({
      'v1/tx/mempool': { results: [v1('b', 8, 'pending')] },
      [`v1/address/${ACCOUNT}/transactions`]: { results: [v1('a', 7, 'success')] },
    }).sent(ACCOUNT);
    expect(sent.map(({ nonce }) => nonce)).toEqual([8n, 7n]);
  });

  it('leaves out what others have signed, what was dropped, and what is listed twice', async () => {
    const sent = await history({
      [`v3/principals/${ACCOUNT}/mempool/transactions`]: {
        results: [v3('a', 7, 'pending'), v3('d', 9, 'dropped_replace_by_fee')],
      },
      [`v3/principals/${ACCOUNT}/transactions`]: {
        results: [{ transaction: v3('a', 7, 'success') }, { transaction: v3('e', 1, 'success', OTHER) }],
      },
    }).sent(ACCOUNT);
    expect(sent.map(({ txid, status }) => [txid, status])).toEqual([[id('a'), 'success']]);
  });

  it('gives the whole text of a transaction, arguments of calls included', async () => {
    const text = await history({
      [`v3/transactions/0x${id('a')}`]: { contract_call: { function_args: ['0x0A'] } },
    }).text(id('a'));
    expect(text).toContain('"0x0a"');
  });

  it.each([
    ['no lists at all', {}],
    [
      'a list that is none',
      {
        [`v3/principals/${ACCOUNT}/transactions`]: { results: 'x' },
        [`v3/principals/${ACCOUNT}/mempool/transactions`]: { results: [] },
      },
    ],
    [
      'an impossible nonce',
      {
        [`v3/principals/${ACCOUNT}/transactions`]: { results: [v3('a', -1, 'success')] },
        [`v3/principals/${ACCOUNT}/mempool/transactions`]: { results: [] },
      },
    ],
  ])('refuses %s', async (_, routes) => {
    await expect(history(routes).sent(ACCOUNT)).rejects.toMatchObject({ code: 'invalid_node_answer' });
  });

  it('asks about nothing but addresses and transaction ids', async () => {
    await expect(history({}).sent('../secret')).rejects.toMatchObject({ code: 'invalid_address' });
    await expect(history({}).text('../secret')).rejects.toMatchObject({ code: 'invalid_transaction' });
    expect(() => createAccountHistory({ url: 'ftp://api.example' })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', field: 'url' }),
    );
  });
});
