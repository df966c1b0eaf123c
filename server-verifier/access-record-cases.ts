/** What a store of bought accesses must do, as named cases for any test runner. */

import type { ClaimStoreCase, ClaimStoreUnderTest } from './claim-store-case.js';
import type { AccessRecords } from './claims.js';

const RETAIN_SECONDS = 60;
/** Where a store's clock is real, so much time may pass by itself. */
const SLACK_SECONDS = 10;
const FIRST = { txid: '11', endsAt: 1_800_000_000 };
const LATER = { txid: '22', endsAt: 1_800_086_400 };

/**
 * The cases, for stores that payers can sign in with.
 *
 * @example
 * ```ts
 * import { createMemoryClaims } from 'x402pay/verifier';
 * import { accessRecordCases } from 'x402pay/verifier/claim-store-suite';
 * for (const { run } of accessRecordCases) {
 *   let now = 1_700_000_000_000;
 *   await run(async () => ({
 *     store: createMemoryClaims({ clock: () => now }),
 *     advance: async (seconds) => { now += 1000 * seconds; },
 *   }));
 * }
 * ```
 */
export const accessRecordCases: readonly ClaimStoreCase[] = [
  recordCase('recalls an access, and nothing under another key', async (records) => {
    await records.remember('access-1', FIRST, RETAIN_SECONDS);
    same(await records.recall('access-1'), FIRST);
    same(await records.recall('access-2'), undefined);
  }),
  recordCase('keeps the access that ends last, whichever comes first', async (records) => {
    await records.remember('access-1', FIRST, RETAIN_SECONDS);
    await records.remember('access-1', LATER, RETAIN_SECONDS);
    await records.remember('access-1', FIRST, RETAIN_SECONDS);
    same(await records.recall('access-1'), LATER);
  }),
  recordCase('keeps the access that ends last of fifty that come at once', async (records) => {
    const all = Array.from({ length: 50 }, (_, index) => ({
      txid: String(index),
      endsAt: FIRST.endsAt + ((index * 7) % 50),
    }));
    await Promise.all(all.map((access) => records.remember('access-1', access, RETAIN_SECONDS)));
    const last = all.find(({ endsAt }) => endsAt === FIRST.endsAt + 49);
    same(await records.recall('access-1'), last);
  }),
  recordCase('remembers an access for as long as it was asked to, and no longer', async (records, { advance }) => {
    await records.remember('access-1', FIRST, RETAIN_SECONDS);
    await advance(RETAIN_SECONDS - SLACK_SECONDS);
    same(await records.recall('access-1'), FIRST);
    await advance(SLACK_SECONDS + 1);
    same(await records.recall('access-1'), undefined);
  }),
  recordCase('takes a new access where the old one has been forgotten', async (records, { advance }) => {
    await records.remember('access-1', LATER, RETAIN_SECONDS);
    await advance(RETAIN_SECONDS + 1);
    await records.remember('access-1', FIRST, RETAIN_SECONDS);
    same(await records.recall('access-1'), FIRST);
  }),
];

function recordCase(
  title: string,
  body: (records: AccessRecords, under: ClaimStoreUnderTest) => Promise<void>,
): ClaimStoreCase {
  const run = async (make: () => Promise<ClaimStoreUnderTest>) => {
    const under = await make();
    const { remember, recall } = under.store;
    try {
      if (!remember || !recall) throw new Error('The store does not remember accesses.');
      await body({ remember: remember.bind(under.store), recall: recall.bind(under.store) }, under);
    } finally {
      await under.close?.();
    }
  };
  return { title, run };
}

function same(actual: unknown, due: unknown): void {
  const [found, wanted] = [actual, due].map((value) => JSON.stringify(value));
  if (found !== wanted) throw new Error(`${wanted} was due, not ${found}`);
}
