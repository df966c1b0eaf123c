import { describe, expect, it } from 'vitest';
import { strengthOf } from './strength.js';

describe('the hint at a passphrase', () => {
  it('knows what is too short, what is guessed first, and what holds', () => {
    expect(['', '1234567'].map(strengthOf)).toEqual([0, 0]);
    expect(['12345678', '20261121', 'password', 'aaaaaaaaaaaa', 'abcabcabcabc'].map(strengthOf)).toEqual([
      1, 1, 1, 1, 1,
    ]);
    expect(['blue horse 7', 'Tr0ub4dor&3'].map(strengthOf).every((strength) => strength >= 2)).toBe(true);
    expect(['correct horse battery staple', 'fK3!pq9Zx_w2Lm'].map(strengthOf)).toEqual([3, 3]);
  });
});
