/** When a payment counts as settled: in the mempool, in a block, or under a number of burn blocks. */

/** `mempool` is credit to the payer; `block` is the usual choice; a number is the count of burn (Bitcoin) blocks on top. */
export type Finality = 'mempool' | 'block' | number;

/** Most burn blocks that can be asked for: a week. */
const MAX_BURN_BLOCKS = 1008;

/**
 * Seconds within which that finality nearly always comes after the block: none, or for burn blocks twice the ten minutes that each takes on average, and two
 * hours more, because they come at random. Access begins after that: what was paid for must not be over before it can be had.
 */
export function finalitySeconds(finality: Finality): number {
  return typeof finality === 'number' ? 7200 + 1200 * finality : 0;
}

/** `undefined` for anything but `mempool`, `block` and whole numbers from 1 to 1008. */
export function parseFinality(text: string): Finality | undefined {
  if (text === 'mempool' || text === 'block') return text;
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  return count <= MAX_BURN_BLOCKS ? count : undefined;
}
