/** When a payment counts as settled: in the mempool, in a block, or under a number of burn blocks. */

/** `mempool` is credit to the payer; `block` is the usual choice; a number is the count of burn (Bitcoin) blocks on top. */
export type Finality = 'mempool' | 'block' | number;

/** Most burn blocks that can be asked for: a week. */
const MAX_BURN_BLOCKS = 1008;

/** `undefined` for anything but `mempool`, `block` and whole numbers from 1 to 1008. */
export function parseFinality(text: string): Finality | undefined {
  if (text === 'mempool' || text === 'block') return text;
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  return count <= MAX_BURN_BLOCKS ? count : undefined;
}
