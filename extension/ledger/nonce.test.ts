import { describe, expect, it } from 'vitest';
import type { Entry } from './entry.js';
import { nextNonce } from './nonce.js';

const chain = (confirmed: bigint, next = confirmed, missing: readonly bigint[] = []) => ({ confirmed, next, missing });
const signed = (nonce: number, facts: Partial<Entry> = {}) => ({ state: 'sent', nonce: `${nonce}`, ...facts }) as Entry;

describe('the next nonce', () => {
  it.each<[string, ReturnType<typeof chain>, Entry[], bigint]>([
    ['is the one that the node says', chain(5n), [], 5n],
    ['comes after payments that the node has not heard of', chain(5n), [signed(5), signed(6)], 7n],
    ['comes after payments that the node has', chain(5n, 6n), [signed(5)], 6n],
    ['is not that of a payment which may still be signed', chain(5n), [signed(5, { state: 'reserved' })], 6n],
    ['is that of a payment which was turned away', chain(5n), [signed(5, { turnedAway: true }), signed(6)], 5n],
    ['is not given to three', chain(5n), [signed(5, { turnedAway: true }), signed(5), signed(6)], 7n],
    ['is not that of one which the node has after all', chain(5n, 6n), [signed(5, { turnedAway: true })], 6n],
    ['fills a gap of ours', chain(5n, 7n, [5n]), [signed(5, { turnedAway: true }), signed(6)], 5n],
    [
      'leaves a cancellation alone',
      chain(5n),
      [signed(5, { turnedAway: true, cancel: { txid: '', feeAtomic: '1' } })],
      6n,
    ],
    ['is free again when its payment was never signed', chain(5n), [signed(5, { state: 'released', closedAt: 1 })], 5n],
  ])('%s', (_, node, entries, nonce) => {
    expect(nextNonce(node, entries)).toBe(nonce);
  });

  it('is refused when the account is as far ahead of the chain as nodes allow', () => {
    const open = Array.from({ length: 25 }, (_, index) => signed(5 + index));
    expect(() => nextNonce(chain(5n), open)).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
  });
});
