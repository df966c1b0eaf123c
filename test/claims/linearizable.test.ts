import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClaimStore } from 'x402pay/verifier';
import {
  type Attempt,
  attempt,
  isExplained,
  LEASE_SECONDS,
  type Operation,
  RETAIN_SECONDS,
  type Recorded,
  type Step,
} from './linearizable.js';
import { type OpenClaims, openClaims } from './open-claims.js';
import { describeWith, openPostgres, openRedis, type TestServer } from './servers.js';

const holds: fc.Arbitrary<Operation> = fc.record({
  do: fc.constant('hold' as const),
  transaction: fc.nat(3),
  holder: fc.nat({ max: 1 }),
  purpose: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  supersedes: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(3) }),
});
const changes: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    do: fc.constant('record' as const),
    hold: fc.nat(4),
    settlement: fc.constantFrom('submitted', 'unknown', 'settled'),
  }),
  fc.record({
    do: fc.constant('renew' as const),
    hold: fc.nat(4),
    seconds: fc.constantFrom(LEASE_SECONDS, 2 * LEASE_SECONDS),
  }),
  fc.record({ do: fc.constantFrom('spend', 'release', 'release', 'forget'), hold: fc.nat(4) }),
);
const operations = fc.oneof(holds, changes);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(operations) },
  { weight: 3, arbitrary: fc.array(operations, { minLength: 2, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant({ seconds: LEASE_SECONDS + 50 }) },
  { weight: 1, arbitrary: fc.constant({ seconds: 2 * RETAIN_SECONDS }) },
);

/** At the same time through different connections and drivers. */
const isLinearizable = (server: TestServer) => {
  const place = server.place();
  const opened: OpenClaims[] = [];
  beforeAll(async () => {
    for (const driver of server.drivers) opened.push(await openClaims(driver, place));
  });
  afterAll(async () => {
    for (const { close } of opened) await close();
    await server.remove(place);
    await server.close();
  });

  it('answers as the memory store would, in some order of what runs at the same time', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 14 }), async (script) => {
        const stores = opened.map(({ store }) => store);
        const recorded = await play(script, stores, `run-${runs++}`, (seconds) => server.advance(place, seconds));
        expect(await isExplained(recorded), JSON.stringify(recorded, answersOnly, 1)).toBe(true);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  });
};

async function play(
  script: readonly Step[],
  stores: readonly ClaimStore[],
  name: string,
  advance: (seconds: number) => Promise<void>,
): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  let held: Attempt[] = [];
  let turn = 0;
  for (const step of script) {
    if ('seconds' in step) {
      await advance(step.seconds);
      // What a store does with the fence of a claim that it may forget is its own affair.
      if (step.seconds > RETAIN_SECONDS) held = [];
      recorded.push(step);
      continue;
    }
    const attempts = step.map((operation): Attempt => {
      const of = operation.do === 'hold' ? undefined : held[held.length - 1 - operation.hold];
      return { operation, of, fence: '', answer: '' };
    });
    const running = attempts.map((one) => attempt(stores[turn++ % stores.length]!, one, name));
    for (const [index, done] of (await Promise.all(running)).entries()) {
      [attempts[index]!.answer, attempts[index]!.fence] = done;
    }
    held.push(...attempts.filter(({ operation }) => operation.do === 'hold'));
    recorded.push(attempts);
  }
  return recorded;
}

function answersOnly(key: string, value: unknown): unknown {
  return key === 'fence' || key === 'of' ? undefined : value;
}

await describeWith(openRedis, isLinearizable);
await describeWith(openPostgres, isLinearizable);
