/** What every claim store must do, as named cases for any test runner. A store that fails one of them lets a payment be used twice, or leaves a payer outside. */

export { accessRecordCases } from './access-record-cases.js';
export type { ClaimStoreCase, ClaimStoreUnderTest } from './claim-store-case.js';

import type { ClaimStoreCase, ClaimStoreUnderTest } from './claim-store-case.js';
import type { ClaimStore, HoldOutcome, HoldRequest } from './claims.js';

const LEASE_SECONDS = 20;
const RETAIN_SECONDS = 60;
/** Where a store's clock is real, so much time may pass by itself: a machine has other things to do. */
const SLACK_SECONDS = 10;
const TX_1 = 'tx:stacks:1:11';
const TX_2 = 'tx:stacks:1:22';
const NONCE = 'nonce:stacks:1:SP1:7';
const REQUEST: HoldRequest = {
  keys: [TX_1, NONCE],
  holder: 'holder-1',
  purpose: 'purpose-1',
  txid: '11',
  leaseSeconds: LEASE_SECONDS,
  retainSeconds: RETAIN_SECONDS,
};
/** The same nonce of the same account in another transaction. */
const REPLACEMENT: HoldRequest = { ...REQUEST, keys: [TX_2, NONCE], txid: '22' };

/**
 * The cases.
 *
 * @example
 * ```ts
 * import { createMemoryClaims } from 'x402pay/verifier';
 * import { claimStoreCases } from 'x402pay/verifier/claim-store-suite';
 * for (const { run } of claimStoreCases) {
 *   let now = 1_700_000_000_000;
 *   await run(async () => ({
 *     store: createMemoryClaims({ clock: () => now }),
 *     advance: async (seconds) => { now += 1000 * seconds; },
 *   }));
 * }
 * ```
 */
export const claimStoreCases: readonly ClaimStoreCase[] = [
  claimCase('holds a payment that nobody has, as new', async ({ store }) => {
    const held = await holding(store, REQUEST);
    equal(held.settlement, 'new');
  }),
  claimCase('lets exactly one of fifty concurrent holders have it', async ({ store }) => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => store.hold(REQUEST)));
    equal(count(outcomes, 'held'), 1);
    equal(count(outcomes, 'busy'), 49);
  }),
  claimCase('lets exactly one of fifty concurrent strangers have it', async ({ store }) => {
    const strangers = Array.from({ length: 50 }, (_, index) => ({ ...REQUEST, holder: `holder-${index}` }));
    const outcomes = await Promise.all(strangers.map((request) => store.hold(request)));
    equal(count(outcomes, 'held'), 1);
    equal(count(outcomes, 'taken'), 49);
  }),
  claimCase(
    'lets exactly one of two transactions with one nonce have it when different holders come at once',
    async ({ store }) => {
      const outcomes = await Promise.all([store.hold(REQUEST), store.hold({ ...REPLACEMENT, holder: 'holder-2' })]);
      equal(count(outcomes, 'held'), 1);
      equal(count(outcomes, 'taken'), 1);
    },
  ),
  claimCase('is busy for the same holder while the lease runs', async ({ store }) => {
    await holding(store, REQUEST);
    const outcome = await store.hold(REQUEST);
    if (outcome.status !== 'busy') throw new Error(`busy was due, not ${outcome.status}`);
    assert(
      outcome.retryAfterSeconds >= 1 && outcome.retryAfterSeconds <= LEASE_SECONDS,
      'retryAfterSeconds is within the lease',
    );
  }),
  claimCase('is taken for another holder, and tells whose key it is', async ({ store }) => {
    await holding(store, REQUEST);
    const outcome = await store.hold({ ...REPLACEMENT, holder: 'holder-2' });
    if (outcome.status !== 'taken') throw new Error(`taken was due, not ${outcome.status}`);
    equal(outcome.txid, '11');
  }),
  claimCase('is taken for the same holder with another purpose', async ({ store }) => {
    await holding(store, REQUEST);
    equal((await store.hold({ ...REQUEST, purpose: 'purpose-2' })).status, 'taken');
  }),
  claimCase('claims all keys or none', async ({ store }) => {
    await holding(store, REQUEST);
    const both = { ...REQUEST, keys: ['tx:stacks:1:33', NONCE], holder: 'holder-2', txid: '33' };
    equal((await store.hold(both)).status, 'taken');
    const free = { ...both, keys: ['tx:stacks:1:33', 'nonce:stacks:1:SP1:8'] };
    equal((await store.hold(free)).status, 'held');
  }),
  claimCase('keeps payments of different accounts apart', async ({ store }) => {
    await holding(store, REQUEST);
    const other = { ...REQUEST, keys: [TX_2, 'nonce:stacks:1:SP2:7'], txid: '22', holder: 'holder-2' };
    equal((await store.hold(other)).status, 'held');
  }),
  claimCase('is held again by the same holder after a release', async ({ store }) => {
    const first = await holding(store, REQUEST);
    equal(await store.release(REQUEST.keys, first.fence), true);
    const second = await holding(store, REQUEST);
    equal(second.firstHeldAt, first.firstHeldAt);
    assert(second.fence !== first.fence, 'each hold has a fence of its own');
  }),
  claimCase('stays taken for others after a release', async ({ store }) => {
    const { fence } = await holding(store, REQUEST);
    await store.release(REQUEST.keys, fence);
    equal((await store.hold({ ...REQUEST, holder: 'holder-2' })).status, 'taken');
  }),
  claimCase('is taken over by the same holder when the lease ran out', async ({ store, advance }) => {
    const first = await holding(store, REQUEST);
    await advance(LEASE_SECONDS + 1);
    const second = await holding(store, REQUEST);
    equal(second.firstHeldAt, first.firstHeldAt);
    equal(await store.spend(REQUEST.keys, first.fence), false);
    equal(await store.release(REQUEST.keys, first.fence), false);
    equal(await store.record(REQUEST.keys, first.fence, 'settled'), false);
    equal(await store.forget(REQUEST.keys, first.fence), false);
    equal(await store.spend(REQUEST.keys, second.fence), true);
  }),
  claimCase('is busy for as long as its lease is renewed, and not longer', async ({ store, advance }) => {
    const first = await holding(store, REQUEST);
    for (let times = 0; times < 3; times++) {
      await advance(LEASE_SECONDS - SLACK_SECONDS);
      equal(await store.renew(REQUEST.keys, first.fence, LEASE_SECONDS), true);
    }
    equal((await store.hold(REQUEST)).status, 'busy');
    await advance(LEASE_SECONDS + 1);
    const second = await holding(store, REQUEST);
    equal(second.firstHeldAt, first.firstHeldAt);
  }),
  claimCase('is remembered for a lease that is longer than all else', async ({ store, advance }) => {
    const { fence } = await holding(store, REQUEST);
    equal(await store.renew(REQUEST.keys, fence, RETAIN_SECONDS + 2 * SLACK_SECONDS), true);
    await advance(RETAIN_SECONDS + SLACK_SECONDS);
    equal((await store.hold(REQUEST)).status, 'busy');
    equal((await store.hold({ ...REQUEST, holder: 'holder-2' })).status, 'taken');
  }),
  claimCase('renews no lease but that of the one who holds it', async ({ store, advance }) => {
    equal(await store.renew(REQUEST.keys, '1', LEASE_SECONDS), false);
    const first = await holding(store, REQUEST);
    await advance(LEASE_SECONDS + 1);
    equal(await store.renew(REQUEST.keys, first.fence, LEASE_SECONDS), true);
    await advance(LEASE_SECONDS + 1);
    const second = await holding(store, REQUEST);
    equal(await store.renew(REQUEST.keys, first.fence, LEASE_SECONDS), false);
    await store.release(REQUEST.keys, second.fence);
    equal(await store.renew(REQUEST.keys, second.fence, LEASE_SECONDS), false);
    const third = await holding(store, REQUEST);
    await store.spend(REQUEST.keys, third.fence);
    equal(await store.renew(REQUEST.keys, third.fence, LEASE_SECONDS), false);
    equal((await store.hold(REQUEST)).status, 'spent');
  }),
  claimCase('stays taken for others when the lease ran out', async ({ store, advance }) => {
    await holding(store, REQUEST);
    await advance(LEASE_SECONDS + 1);
    equal((await store.hold({ ...REQUEST, holder: 'holder-2' })).status, 'taken');
  }),
  claimCase('accepts nothing with the fence of a release', async ({ store }) => {
    const { fence } = await holding(store, REQUEST);
    await store.release(REQUEST.keys, fence);
    equal(await store.spend(REQUEST.keys, fence), false);
    equal(await store.record(REQUEST.keys, fence, 'settled'), false);
    equal(await store.forget(REQUEST.keys, fence), false);
  }),
  claimCase('accepts nothing for keys that nobody holds', async ({ store }) => {
    equal(await store.spend(REQUEST.keys, '1'), false);
    equal(await store.release(REQUEST.keys, '1'), false);
    equal(await store.record(REQUEST.keys, '1', 'settled'), false);
    equal(await store.forget(REQUEST.keys, '1'), false);
  }),
  claimCase('remembers what became of the transaction', async ({ store }) => {
    const { fence } = await holding(store, REQUEST);
    equal(await store.record(REQUEST.keys, fence, 'unknown'), true);
    await store.release(REQUEST.keys, fence);
    equal((await holding(store, REQUEST)).settlement, 'unknown');
    const taken = await store.hold({ ...REQUEST, holder: 'holder-2' });
    equal(taken.status === 'taken' && taken.settlement, 'unknown');
  }),
  claimCase('is spent for the same holder, and taken for others, once it was spent', async ({ store, advance }) => {
    const { fence, firstHeldAt } = await holding(store, REQUEST);
    await store.record(REQUEST.keys, fence, 'settled');
    equal(await store.spend(REQUEST.keys, fence), true);
    await advance(LEASE_SECONDS + 1);
    const again = await store.hold(REQUEST);
    equal(again.status === 'spent' && again.settlement, 'settled');
    equal(again.status === 'spent' && again.firstHeldAt, firstHeldAt);
    equal((await store.hold({ ...REQUEST, holder: 'holder-2' })).status, 'taken');
  }),
  claimCase('is spent also for another transaction with the same nonce', async ({ store }) => {
    const { fence } = await holding(store, REQUEST);
    await store.spend(REQUEST.keys, fence);
    equal((await store.hold(REPLACEMENT)).status, 'spent');
    equal((await store.hold({ ...REPLACEMENT, supersedes: '11' })).status, 'spent');
    equal((await store.hold({ ...REPLACEMENT, holder: 'holder-2', supersedes: '11' })).status, 'taken');
  }),
  claimCase('does not forget what was spent', async ({ store }) => {
    const { fence } = await holding(store, REQUEST);
    await store.spend(REQUEST.keys, fence);
    equal(await store.forget(REQUEST.keys, fence), false);
    equal((await store.hold(REQUEST)).status, 'spent');
  }),
  claimCase('frees all keys when it is told to forget', async ({ store }) => {
    const { fence } = await holding(store, REQUEST);
    equal(await store.forget(REQUEST.keys, fence), true);
    const stranger = await holding(store, { ...REPLACEMENT, holder: 'holder-2' });
    equal(stranger.settlement, 'new');
    equal((await store.hold({ ...REQUEST, keys: [TX_1, 'nonce:stacks:1:SP1:8'], holder: 'holder-3' })).status, 'held');
  }),
  claimCase('joins another transaction of the same holder with the same nonce to its claim', async ({ store }) => {
    const first = await holding(store, REQUEST);
    await store.record(REQUEST.keys, first.fence, 'unknown');
    equal((await store.hold(REPLACEMENT)).status, 'busy');
    await store.release(REQUEST.keys, first.fence);
    const second = await holding(store, REPLACEMENT);
    equal(await store.spend(REPLACEMENT.keys, second.fence), true);
    equal((await store.hold(REQUEST)).status, 'spent');
  }),
  claimCase('does not take a nonce for new because a second transaction has come', async ({ store }) => {
    const first = await holding(store, REQUEST);
    await store.release(REQUEST.keys, first.fence);
    const second = await holding(store, REPLACEMENT);
    equal(second.settlement, 'new');
    await store.release(REPLACEMENT.keys, second.fence);
    for (const settlement of ['submitted', 'unknown', 'settled'] as const) {
      const earlier = await holding(store, REQUEST);
      await store.record(REQUEST.keys, earlier.fence, settlement);
      await store.release(REQUEST.keys, earlier.fence);
      const later = await holding(store, REPLACEMENT);
      equal(later.settlement, 'unknown');
      await store.release(REPLACEMENT.keys, later.fence);
    }
  }),
  claimCase('gives the keys of a transaction that was proved dead to another holder', async ({ store }) => {
    const first = await holding(store, REQUEST);
    equal((await store.hold({ ...REPLACEMENT, holder: 'holder-2', supersedes: '99' })).status, 'taken');
    await holding(store, { ...REPLACEMENT, holder: 'holder-2', supersedes: '11' });
    equal(await store.spend(REQUEST.keys, first.fence), false);
    const back = await store.hold(REQUEST);
    equal(back.status === 'taken' && back.txid, '22');
  }),
  claimCase('remembers a claim for as long as it was asked to after its last change', async ({ store, advance }) => {
    const { fence } = await holding(store, REQUEST);
    await advance(LEASE_SECONDS - 1);
    await store.spend(REQUEST.keys, fence);
    await advance(RETAIN_SECONDS - SLACK_SECONDS);
    equal((await store.hold(REQUEST)).status, 'spent');
  }),
  claimCase('may forget a claim only after that time', async ({ store, advance }) => {
    const { fence } = await holding(store, REQUEST);
    await store.spend(REQUEST.keys, fence);
    await advance(RETAIN_SECONDS + 2);
    const { status } = await store.hold(REQUEST);
    assert(status === 'held' || status === 'spent', 'it is either forgotten as a whole or remembered');
  }),
];

function claimCase(title: string, body: (under: ClaimStoreUnderTest) => Promise<void>): ClaimStoreCase {
  const run = async (make: () => Promise<ClaimStoreUnderTest>) => {
    const under = await make();
    try {
      await body(under);
    } finally {
      await under.close?.();
    }
  };
  return { title, run };
}

async function holding(store: ClaimStore, request: HoldRequest): Promise<Extract<HoldOutcome, { status: 'held' }>> {
  const outcome = await store.hold(request);
  if (outcome.status === 'held') return outcome;
  throw new Error(`held was due, not ${outcome.status}`);
}

function count(outcomes: readonly HoldOutcome[], status: HoldOutcome['status']): number {
  return outcomes.filter((outcome) => outcome.status === status).length;
}

function equal(actual: unknown, due: unknown): void {
  if (actual !== due) throw new Error(`${String(due)} was due, not ${String(actual)}`);
}

function assert(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`Not so: ${what}.`);
}
