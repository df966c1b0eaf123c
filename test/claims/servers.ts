/** The Redis and the PostgreSQL of this machine, and places of our own in them. */

import pg from 'pg';
import { createClient } from 'redis';
import { describe } from 'vitest';
import { type Driver, POSTGRES_URL, REDIS_URL } from './driver.js';

/** A server that tests share with others, where nothing is touched but places that were made here. */
export interface TestServer {
  readonly name: string;
  readonly drivers: readonly Driver[];
  /** A key prefix or a schema that nobody else has. */
  place(): string;
  /** Brings every lease and every expiry in that place so much nearer, as if time had passed. */
  advance(place: string, seconds: number): Promise<void>;
  remove(place: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Describes what needs a server. Where there is none it is skipped, and says so; where `CI` is set it fails.
 */
export async function describeWith(
  open: () => Promise<TestServer>,
  tests: (server: TestServer) => void,
): Promise<void> {
  let server: TestServer;
  try {
    server = await open();
  } catch (error) {
    if (process.env.CI) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    console.warn(`SKIPPED: ${reason}`);
    describe.skip(`what needs a server (${reason})`, () => tests(NOWHERE));
    return;
  }
  describe(`in ${server.name}`, () => tests(server));
}

export async function openRedis(): Promise<TestServer> {
  const client = createClient({ url: REDIS_URL, socket: { connectTimeout: 60_000, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect().catch((cause) => missing('Redis', REDIS_URL, 'TEST_REDIS_URL', cause));
  const keysOf = async (place: string) => {
    const found: string[] = [];
    for await (const keys of client.scanIterator({ MATCH: `{${place}}:*`, COUNT: 1000 })) found.push(...keys);
    return found;
  };
  return {
    name: 'Redis',
    drivers: ['redis', 'ioredis'],
    place: newPlace,
    advance: async (place, seconds) => {
      for (const key of await keysOf(place)) {
        if (key.includes(':claim:')) await client.hIncrBy(key, 'leaseUntil', -1000 * seconds);
        await client.pExpire(key, (await client.pTTL(key)) - 1000 * seconds);
      }
    },
    remove: async (place) => {
      const keys = await keysOf(place);
      if (keys.length > 0) await client.del(keys);
    },
    close: () => client.close(),
  };
}

export async function openPostgres(): Promise<TestServer> {
  const pool = new pg.Pool({ connectionString: POSTGRES_URL, max: 1, connectionTimeoutMillis: 60_000 });
  await pool.query('SELECT').catch((cause) => missing('PostgreSQL', POSTGRES_URL, 'TEST_POSTGRES_URL', cause));
  return {
    name: 'PostgreSQL',
    drivers: ['pg', 'postgres'],
    place: newPlace,
    advance: async (place, seconds) => {
      await pool.query(
        `UPDATE ${place}.claims SET lease_until = lease_until - $1::interval, expires_at = expires_at - $1::interval`,
        [`${seconds} seconds`],
      );
      await pool.query(`UPDATE ${place}.accesses SET expires_at = expires_at - $1::interval`, [`${seconds} seconds`]);
    },
    remove: async (place) => {
      await pool.query('SET client_min_messages = warning');
      await pool.query(`DROP SCHEMA IF EXISTS ${place} CASCADE`);
    },
    close: () => pool.end(),
  };
}

function newPlace(): string {
  return `x402pay_test_${crypto.randomUUID().replaceAll('-', '')}`;
}

function missing(name: string, url: string, variable: string, cause: unknown): never {
  const { host } = new URL(url);
  throw new Error(`${name} does not answer at ${host}: start one there, or set ${variable}.`, { cause });
}

/** Stands in for a server in tests that are skipped. */
const NOWHERE: TestServer = {
  name: 'nowhere',
  drivers: ['redis'],
  place: newPlace,
  advance: async () => {},
  remove: async () => {},
  close: async () => {},
};
