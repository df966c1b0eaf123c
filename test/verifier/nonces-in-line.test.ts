/** Whether a payment can be mined as things stand: what indexes say of an account's nonces. */

import { describe, expect, it } from 'vitest';
import { dead, json, network, type Script, SLOT } from './scripted-nodes.js';

describe('a transaction that is in line', () => {
  /** Version 3 of what an index says of an account: last nonce that was mined, last that waits, those that are missing in between. */
  const nonces = (confirmed: unknown, waiting: unknown, gaps: unknown): Script => {
    const mempool = { last_nonce: waiting, pending_nonces: [], missing_nonces: gaps };
    return () => json({ next_nonce: 9, last_confirmed_nonce: confirmed, mempool });
  };
  const inVersion1 =
    (executed: unknown, waiting: unknown, gaps: unknown): Script =>
    (path) =>
      path.includes('/v3/')
        ? json({}, 404)
        : json({
            last_executed_tx_nonce: executed,
            last_mempool_tx_nonce: waiting,
            detected_missing_nonces: gaps,
          });

  describe.each([
    ['version 3', nonces],
    ['version 1', inVersion1],
  ])('in the words of %s', (_version, told) => {
    it.each([
      ['follows the last that was mined', told(2, 3, [])],
      ['follows it, though the index has not seen it yet', told(2, null, [])],
      ['follows others that wait', told(null, 3, [])],
      ['follows others, and a gap comes after it', told(1, 7, [4, 5])],
    ])('is one that %s', async (_what, script) => {
      expect(await network({ a: script }).chain.isInLine(SLOT)).toBe(true);
    });

    it.each([
      ['waits behind a gap', told(0, 3, [1])],
      ['waits behind two', told(null, 8, [7, 2, 0])],
      ['is further than the index can see', told(0, 1, [])],
      ['is further, and nothing waits', told(1, null, [])],
      ['has a nonce that was mined', told(3, null, [])],
    ])('is not one that %s', async (_what, script) => {
      expect(await network({ a: script }).chain.isInLine(SLOT)).toBe(false);
    });

    it.each([
      ['no list', told(0, 3, undefined)],
      ['a list of something else', told(0, 3, ['1x'])],
      ['no last one', told(0, undefined, [])],
      ['no mined one', told('all', 3, [])],
    ])('is not told from an answer with %s', async (_what, script) => {
      await expect(network({ a: script }).chain.isInLine(SLOT)).rejects.toMatchObject({ code: 'node_unreachable' });
    });
  });

  it('is so when one of several indexes says it', async () => {
    expect(await network({ a: nonces(0, 3, [1]), b: nonces(2, 3, []) }).chain.isInLine(SLOT)).toBe(true);
    expect(await network({ a: nonces(0, 3, [1]), b: dead }).chain.isInLine(SLOT)).toBe(false);
  });
});
