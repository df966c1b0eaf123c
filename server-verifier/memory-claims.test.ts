import { describe, expect, it } from 'vitest';
import { accessRecordCases, claimStoreCases } from './claim-store-suite.js';
import type { HoldRequest } from './claims.js';
import { createMemoryClaims } from './memory-claims.js';

const START = 1_700_000_000_000;

describe('claims in memory', () => {
  it.each([...claimStoreCases, ...accessRecordCases].map(({ title, run }) => [title, run] as const))(
    '%s',
    async (_title, run) => {
      let now = START;
      await run(async () => ({
        store: createMemoryClaims({ clock: () => now }),
        advance: async (seconds) => {
          now += 1000 * seconds;
        },
      }));
    },
  );

  const request = (index: number): HoldRequest => ({
    keys: [`tx:${index}`, `nonce:${index}`],
    holder: 'holder',
    purpose: 'purpose',
    txid: String(index),
    leaseSeconds: 60,
    retainSeconds: 3600,
  });

  it('refuses one more than its bound rather than forget a live claim', async () => {
    const claims = createMemoryClaims({ maxClaims: 3, clock: () => START });
    for (let index = 0; index < 3; index++) expect((await claims.hold(request(index))).status).toBe('held');
    expect((await claims.hold(request(3))).status).toBe('full');
    expect((await claims.hold(request(0))).status).toBe('busy');
  });

  it('makes room by forgetting what has expired', async () => {
    let now = START;
    const claims = createMemoryClaims({ maxClaims: 2, clock: () => now });
    await claims.hold(request(0));
    now += 1_800_000;
    await claims.hold(request(1));
    now += 1_801_000;
    expect((await claims.hold(request(2))).status).toBe('held');
    expect((await claims.hold(request(3))).status).toBe('full');
  });

  it('makes room again and again', async () => {
    let now = START;
    const claims = createMemoryClaims({ maxClaims: 2, clock: () => now });
    for (let index = 0; index < 20; index += 2) {
      expect((await claims.hold(request(index))).status).toBe('held');
      expect((await claims.hold(request(index + 1))).status).toBe('held');
      expect((await claims.hold(request(index + 2))).status).toBe('full');
      now += 3_601_000;
    }
  });

  it('makes room when a claim is forgotten', async () => {
    const claims = createMemoryClaims({ maxClaims: 1, clock: () => START });
    const held = await claims.hold(request(0));
    expect(held.status === 'held' && (await claims.forget(request(0).keys, held.fence))).toBe(true);
    expect((await claims.hold(request(1))).status).toBe('held');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a bound of %s', (maxClaims) => {
    expect(() => createMemoryClaims({ maxClaims })).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
  });
});
