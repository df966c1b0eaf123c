import { afterAll, describe, expect, it } from 'vitest';
import { accessRecordCases, claimStoreCases } from 'x402pay/verifier/claim-store-suite';
import { openClaims } from './open-claims.js';
import { describeWith, openPostgres, openRedis, type TestServer } from './servers.js';

/** What every claim store must do, by every driver. */
const keepsThePromises = (server: TestServer) => {
  afterAll(() => server.close());

  it('looks at its server in the same way by every driver', async () => {
    const place = server.place();
    const [one, other] = await Promise.all(
      server.drivers.map(async (driver) => {
        const warnings: string[] = [];
        const { store, close } = await openClaims(driver, place, (warning) => warnings.push(warning));
        await store.check();
        await close();
        return warnings;
      }),
    );
    await server.remove(place);
    expect(one).toEqual(other);
  });

  describe.each(server.drivers)('claims by %s', (driver) => {
    it.each([...claimStoreCases, ...accessRecordCases].map(({ title, run }) => [title, run] as const))(
      '%s',
      async (_title, run) => {
        await run(async () => {
          const place = server.place();
          const { store, close } = await openClaims(driver, place);
          return {
            store,
            advance: (seconds) => server.advance(place, seconds),
            close: async () => {
              await close();
              await server.remove(place);
            },
          };
        });
      },
    );
  });
};

await describeWith(openRedis, keepsThePromises);
await describeWith(openPostgres, keepsThePromises);
