/** The claim stores for several processes, each behind every driver that it supports. */

import { createPostgresClaims, type PostgresClaims } from 'x402pay/verifier/postgres-claims';
import { createRedisClaims, type RedisClaims } from 'x402pay/verifier/redis-claims';
import { type Driver, POSTGRES_URL, REDIS_URL } from './driver.js';

export interface OpenClaims {
  readonly store: RedisClaims | PostgresClaims;
  close(): Promise<void>;
}

const quiet = () => {};

/** A connection of its own to a store at this place, ready for use. */
export async function openClaims(
  driver: Driver,
  place: string,
  onWarning: (warning: string) => void = quiet,
): Promise<OpenClaims> {
  const opened = await connect(driver, place, onWarning);
  if ('migrate' in opened.store) await opened.store.migrate();
  return opened;
}

/** Each process loads its own driver only. */
async function connect(driver: Driver, place: string, onWarning: (warning: string) => void): Promise<OpenClaims> {
  switch (driver) {
    case 'redis': {
      const { createClient } = await import('redis');
      const client = createClient({ url: REDIS_URL });
      client.on('error', quiet);
      await client.connect();
      return { store: createRedisClaims({ client, prefix: place, onWarning }), close: () => client.close() };
    }
    case 'ioredis': {
      const { Redis } = await import('ioredis');
      const client = new Redis(REDIS_URL);
      return { store: createRedisClaims({ client, prefix: place, onWarning }), close: async () => client.disconnect() };
    }
    case 'pg': {
      const { default: pg } = await import('pg');
      const pool = new pg.Pool({ connectionString: POSTGRES_URL, max: 8 });
      return { store: createPostgresClaims({ pool, schema: place, onWarning }), close: () => pool.end() };
    }
    case 'postgres': {
      const { default: postgres } = await import('postgres');
      const sql = postgres(POSTGRES_URL, { max: 8 });
      const pool = {
        query: async (text: string, values?: unknown[]) => ({ rows: await sql.unsafe(text, values as never[]) }),
      };
      return { store: createPostgresClaims({ pool, schema: place, onWarning }), close: () => sql.end() };
    }
  }
}
