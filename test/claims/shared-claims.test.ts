import { afterAll, describe, it } from 'vitest';
import { claimStoreCases } from 'x402pay/verifier/claim-store-suite';
import { openClaims } from './open-claims.js';
import { describeWith, openPostgres, openRedis, type TestServer } from './servers.js';

/** What every claim store must do, by every driver. */
const keepsThePromises = (server: TestServer) => {
  afterAll(() => server.close());

  describe.each(server.drivers)('claims by %s', (driver) => {
    it.each(claimStoreCases.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
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
    });
  });
};

await describeWith(openRedis, keepsThePromises);
await describeWith(openPostgres, keepsThePromises);
