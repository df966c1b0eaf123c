/** What a node's answers mean, and which of them are not believed. */

import { describe, expect, it } from 'vitest';
import {
  dead,
  json,
  mined,
  minedV1,
  minedV3,
  missing,
  network,
  PAYER,
  RAW,
  type Script,
  SLOT,
  TXID,
  V1,
  V3,
} from './scripted-nodes.js';

describe('a transaction', () => {
  it('is asked for by version 3', async () => {
    const { chain, asked } = network({ a: () => json(minedV3) });
    expect(await chain.transaction(TXID)).toEqual(mined);
    expect(asked).toEqual([`a ${V3}?include=result`]);
  });

  it.each([404, 400, 410, 501])('is asked for by version 1 when version 3 answers %s', async (status) => {
    const { chain } = network({ a: (path) => (path.startsWith(V3) ? json({}, status) : json(minedV1)) });
    expect(
      await (status === 501 ? chain.transaction(TXID).catch(({ code }) => code) : chain.transaction(TXID)),
    ).toEqual(status === 501 ? 'node_unreachable' : mined);
  });

  it('is not found when both versions say so, also when version 1 has been switched off', async () => {
    for (const status of [404, 410]) {
      const { chain } = network({ a: (path) => (path.startsWith(V3) ? missing(path, {}) : json({}, status)) });
      expect(await chain.transaction(TXID)).toEqual({ status: 'not_found', txid: TXID });
    }
  });

  it('is not asked for twice once version 3 is known to work', async () => {
    let answer: Script = () => json(minedV3);
    const { chain, asked } = network({ a: (path, init) => answer(path, init) });
    await chain.transaction(TXID);
    answer = missing;
    expect((await chain.transaction(TXID)).status).toBe('not_found');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['pending', 'pending'],
    ['dropped_replace_by_fee', 'dropped'],
    ['dropped_stale_garbage_collect', 'dropped'],
    ['dropped_problematic', 'dropped'],
    ['abort_by_response', 'aborted'],
    ['abort_by_post_condition', 'aborted'],
    ['problematic_skipped', 'aborted'],
  ])('that is %s is %s, in both versions', async (status, meaning) => {
    const inV3 = network({ a: () => json({ ...minedV3, status }) });
    expect((await inV3.chain.transaction(TXID)).status).toBe(meaning);
    const inV1 = network({
      a: (path) => (path.startsWith(V3) ? json({}, 410) : json({ ...minedV1, tx_status: status })),
    });
    expect((await inV1.chain.transaction(TXID)).status).toBe(meaning);
  });

  it('on another fork is not mined', async () => {
    const { chain } = network({
      a: (path) => (path.startsWith(V3) ? json({}, 404) : json({ ...minedV1, canonical: false })),
    });
    expect((await chain.transaction(TXID)).status).toBe('pending');
  });

  it.each([
    ['of another id', { ...minedV3, tx_id: `0x${'00'.repeat(32)}` }],
    ['without an id', { ...minedV3, tx_id: undefined }],
    ['with an unknown status', { ...minedV3, status: 'fine' }],
    ['without a status', { ...minedV3, status: undefined }],
    ['that is text', 'success'],
    ['that is null', null],
    ['that is a list', [minedV3]],
  ])('is not believed from an answer %s', async (_what, body) => {
    const { chain } = network({ a: () => json(body) });
    await expect(chain.transaction(TXID)).rejects.toMatchObject({ code: 'node_unreachable', retryable: true });
  });

  it.each([
    ['a time that is text', { block: { time: '1000' } }],
    ['a negative time', { block: { time: -1 } }],
    ['a time in fractions', { block: { time: 0.5 } }],
    ['no block', { block: undefined }],
  ])('has no time in an answer with %s', async (_what, change) => {
    const { chain } = network({ a: () => json({ ...minedV3, ...change }) });
    expect((await chain.transaction(TXID)).blockTime).toBeUndefined();
  });
});

describe('transfers', () => {
  const event = (details: object, type = 'ft_asset') => ({
    event_index: 0,
    type,
    [type]: { type: 'transfer', sender: 'A', recipient: 'B', amount: '5', ...details },
  });
  const token = { asset_identifier: 'C.token::name' };

  it('are read from all pages of version 3', async () => {
    const { chain, asked } = network({
      a: (path) =>
        path.includes('cursor=2')
          ? json({ results: [event({}, 'stx_asset')], cursor: { next: null } })
          : json({ results: [event(token), { type: 'contract_log', contract_log: {} }], cursor: { next: '2' } }),
    });
    expect(await chain.transfers(TXID)).toEqual([
      { asset: 'C.token', tokenName: 'name', sender: 'A', recipient: 'B', amount: 5n },
      { asset: 'STX', sender: 'A', recipient: 'B', amount: 5n },
    ]);
    expect(asked).toEqual([`a ${V3}/events?limit=100`, `a ${V3}/events?limit=100&cursor=2`]);
  });

  it('are read from all pages of version 1', async () => {
    const asset = { asset_event_type: 'transfer', asset_id: 'C.token::name', sender: 'A', recipient: 'B', amount: '5' };
    const page = (event_type: string) => json({ ...minedV1, event_count: 2, events: [{ event_type, asset }] });
    const { chain } = network({
      a: (path) =>
        path.startsWith(V3)
          ? json({}, 404)
          : page(path.includes('event_offset=0') ? 'stx_asset' : 'fungible_token_asset'),
    });
    expect((await chain.transfers(TXID)).map(({ asset: id }) => id)).toEqual(['STX', 'C.token']);
  });

  it('are neither mints nor burns', async () => {
    const { chain } = network({
      a: () => json({ results: [event({ ...token, type: 'mint' }), event({ type: 'burn' }, 'stx_asset')] }),
    });
    expect(await chain.transfers(TXID)).toEqual([]);
  });

  it.each([
    ['no list', { results: {} }],
    ['an event that is text', { results: ['transfer'] }],
    ['no details', { results: [{ type: 'ft_asset' }] }],
    ['no amount', { results: [event({ ...token, amount: undefined })] }],
    ['an amount in fractions', { results: [event({ ...token, amount: '0.5' })] }],
    ['a negative amount', { results: [event({ ...token, amount: '-5' })] }],
    ['no token', { results: [event({ asset_identifier: 'C.token' })] }],
    ['two tokens', { results: [event({ asset_identifier: 'C.token::a::b' })] }],
    ['no sender', { results: [event({ ...token, sender: null })] }],
  ])('are not read from an answer with %s', async (_what, body) => {
    const { chain } = network({ a: (path) => (path.startsWith(V3) ? json(body) : json({}, 410)) });
    await expect(chain.transfers(TXID)).rejects.toMatchObject({ code: 'node_unreachable' });
  });

  it('are not read without end', async () => {
    const { chain, asked } = network(
      { a: (path) => (path.startsWith(V3) ? json({ results: [], cursor: { next: '1' } }) : json({}, 410)) },
      { rounds: 1 },
    );
    await expect(chain.transfers(TXID)).rejects.toMatchObject({ code: 'node_unreachable' });
    expect(asked.length).toBe(11);
  });
});

describe('the raw transaction', () => {
  const hex = Buffer.from(RAW).toString('hex');

  it('comes from the API, or from the node itself', async () => {
    for (const body of [{ raw_tx: `0x${hex}` }, { tx: hex }]) {
      const { chain } = network({
        a: (path) => (path.endsWith('/raw') === 'raw_tx' in body ? json(body) : json({}, 404)),
      });
      expect(await chain.rawTransaction(TXID)).toEqual(RAW);
    }
  });

  it('is not believed when its id is another one', async () => {
    const { chain } = network({ a: () => json({ raw_tx: `0x${hex}00` }), b: () => json({ raw_tx: `0x${hex}` }) });
    expect(await chain.rawTransaction(TXID)).toEqual(RAW);
  });

  it('does not exist when nobody has it, and is not known when nobody answers', async () => {
    expect(await network({ a: missing, b: missing }).chain.rawTransaction(TXID)).toBeUndefined();
    await expect(network({ a: dead }).chain.rawTransaction(TXID)).rejects.toMatchObject({ code: 'node_unreachable' });
    await expect(network({ a: () => json({ raw_tx: '0xzz' }) }).chain.rawTransaction(TXID)).rejects.toMatchObject({
      code: 'node_unreachable',
    });
  });
});

describe('a transaction that was replaced', () => {
  const node =
    (confirmed: number | null, found: Script): Script =>
    (path, init) =>
      path.includes('/nonces')
        ? json({ next_nonce: 9, last_confirmed_nonce: confirmed, mempool: {} })
        : found(path, init);

  it('is one whose nonce was executed by an index that does not have it', async () => {
    expect(await network({ a: node(3, missing) }).chain.isReplaced(SLOT)).toBe(true);
    expect(
      await network({ a: node(7, () => json({ ...minedV3, status: 'dropped_replace_by_fee' })) }).chain.isReplaced(
        SLOT,
      ),
    ).toBe(true);
  });

  it('is also found by version 1', async () => {
    const { chain } = network({
      a: (path) =>
        path.includes('/v3/')
          ? json({}, 404)
          : path.includes('nonces')
            ? json({ last_executed_tx_nonce: 3 })
            : json({}, 404),
    });
    expect(await chain.isReplaced(SLOT)).toBe(true);
  });

  it.each([
    ['the nonce is not executed', node(2, missing)],
    ['the account has sent nothing', node(null, missing)],
    ['the transaction is mined', node(3, () => json(minedV3))],
    ['the transaction waits', node(3, () => json({ ...minedV3, status: 'pending' }))],
    ['the nonces cannot be read', (path: string) => (path.includes('nonces') ? json({ nonce: 3 }) : json({}, 404))],
    ['nobody answers', dead],
  ])('is not proved when %s', async (_what, script) => {
    expect(await network({ a: script as Script }).chain.isReplaced(SLOT)).toBe(false);
  });

  it('is not proved by one index when another has it', async () => {
    expect(await network({ a: node(3, missing), b: node(3, () => json(minedV3)) }).chain.isReplaced(SLOT)).toBe(false);
    expect(await network({ a: node(3, missing), b: node(2, missing) }).chain.isReplaced(SLOT)).toBe(true);
  });
});

describe('an account', () => {
  it('has nonce and balance from the node', async () => {
    const { chain, asked } = network({
      a: () => json({ nonce: 4, balance: '0x00000000000000000000000000000010', locked: '0x00' }),
    });
    expect(await chain.account(PAYER)).toEqual({ nonce: 4n, balance: 16n });
    expect(asked).toEqual([`a /v2/accounts/${PAYER}?proof=0`]);
  });

  it.each([{}, { nonce: '4x', balance: '0x10' }, { nonce: 4, balance: '16' }, { nonce: 4, balance: 16 }])(
    'is not read from %j',
    async (body) => {
      await expect(network({ a: () => json(body) }).chain.account(PAYER)).rejects.toMatchObject({
        code: 'node_unreachable',
      });
    },
  );
});

describe('where version 1 stood', () => {
  it('its path is the documented one', async () => {
    const { chain, asked } = network({ a: (path) => (path.startsWith(V3) ? json({}, 404) : json(minedV1)) });
    await chain.transaction(TXID);
    expect(asked).toEqual([`a ${V3}?include=result`, `a ${V1}`]);
  });
});
