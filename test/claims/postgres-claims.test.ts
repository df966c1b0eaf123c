import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HoldRequest } from 'x402pay/verifier';
import { createPostgresClaims, postgresClaimsMigration } from 'x402pay/verifier/postgres-claims';
import { POSTGRES_URL } from './driver.js';
import { describeWith, openPostgres, type TestServer } from './servers.js';

const request = (index: number): HoldRequest => ({
  keys: [`tx:${index}`, `nonce:${index}`],
  holder: 'holder',
  purpose: 'purpose',
  txid: String(index),
  leaseSeconds: 60,
  retainSeconds: 3600,
});

const keepsOrder = (server: TestServer) => {
  let place: string;
  let pool: pg.Pool;
  beforeEach(() => {
    place = server.place();
    pool = new pg.Pool({ connectionString: POSTGRES_URL, max: 8 });
  });
  afterEach(async () => {
    await pool.end();
    await server.remove(place);
  });
  afterAll(() => server.close());

  const countOf = async (table: string) => {
    const { rows } = await pool.query(`SELECT count(*)::integer AS count FROM ${place}.${table}`);
    return rows[0].count;
  };

  describe('the migration', () => {
    it('may run in several processes at once, and again', async () => {
      const claims = createPostgresClaims({ pool, schema: place });
      await Promise.all(Array.from({ length: 8 }, () => claims.migrate()));
      expect((await claims.hold(request(1))).status).toBe('held');
      await claims.migrate();
      expect((await claims.hold(request(1))).status).toBe('busy');
    });

    it('brings tables of version 1 up to date, with the claims in them', async () => {
      const claims = createPostgresClaims({ pool, schema: place });
      await claims.migrate();
      await claims.hold(request(1));
      await pool.query(
        `DROP TABLE ${place}.accesses; COMMENT ON TABLE ${place}.claims IS 'Used payments of x402pay, version 1'`,
      );
      await expect(claims.check()).rejects.toThrow('migrate()');
      await Promise.all([claims.migrate(), claims.migrate()]);
      await claims.check();
      expect((await claims.hold(request(1))).status).toBe('busy');
      await claims.remember('access', { txid: '11', endsAt: 1_800_000_000 }, 60);
      expect(await claims.recall('access')).toEqual({ txid: '11', endsAt: 1_800_000_000 });
    });

    it('brings tables of version 2 up to date, with what was bought', async () => {
      const claims = createPostgresClaims({ pool, schema: place });
      await claims.migrate();
      await claims.remember('access', { txid: '11', endsAt: 1_800_000_000 }, 60);
      await pool.query(`COMMENT ON TABLE ${place}.claims IS 'Used payments of x402pay, version 2'`);
      await expect(claims.check()).rejects.toThrow('migrate()');
      await claims.migrate();
      await claims.check();
      expect(await claims.recall('access')).toEqual({ txid: '11', endsAt: 1_800_000_000 });
    });

    it('needs no right to create when there is nothing to do', async () => {
      const role = `${place.slice(0, 40)}_role`;
      await createPostgresClaims({ pool, schema: place }).migrate();
      const client = await pool.connect();
      try {
        await client.query(`CREATE ROLE ${role}; GRANT USAGE ON SCHEMA ${place} TO ${role};
          GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${place} TO ${role}; SET ROLE ${role}`);
        const claims = createPostgresClaims({ pool: client, schema: place });
        await claims.migrate();
        await claims.check();
        const held = await claims.hold(request(1));
        expect(held.status === 'held' && (await claims.spend(request(1).keys, held.fence))).toBe(true);
      } finally {
        await client.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
        client.release();
      }
    });

    it('leaves alone a table of the same name that is not ours', async () => {
      await pool.query(`CREATE SCHEMA ${place}; CREATE TABLE ${place}.claims (insurance text)`);
      await expect(createPostgresClaims({ pool, schema: place }).migrate()).rejects.toThrow('already exists');
      const { rows } = await pool.query(`SELECT * FROM ${place}.claims`);
      expect(rows).toEqual([]);
    });

    it.each(['a"b', 'Shop', 'a.b', '', '1a', 'a'.repeat(64), 'a;b'])('refuses %j as a schema', (schema) => {
      const refusal = expect.objectContaining({ code: 'invalid_configuration', field: 'schema' });
      expect(() => postgresClaimsMigration(schema)).toThrow(refusal);
      expect(() => createPostgresClaims({ pool, schema })).toThrow(refusal);
    });
  });

  it('clear away what has expired, a few at a time', async () => {
    const claims = createPostgresClaims({ pool, schema: place });
    await claims.migrate();
    for (let index = 0; index < 25; index++) await claims.hold(request(index));
    await server.advance(place, 3601);
    await claims.hold(request(100));
    expect(await countOf('claims')).toBe(16);
    await claims.hold(request(101));
    await claims.hold(request(102));
    expect(await countOf('claims')).toBe(3);
    expect(await countOf('claim_keys')).toBe(6);
  });

  it('never wait for each other in a circle, whatever the order of the keys', async () => {
    const claims = createPostgresClaims({ pool, schema: place });
    await claims.migrate();
    const crossed = Array.from({ length: 200 }, (_, index) => {
      const keys = [`key:${index % 5}`, `key:${(index * 3 + 1) % 5}`];
      return claims.hold({ ...request(index), keys, supersedes: String(index - 1) });
    });
    const outcomes = await Promise.all(crossed);
    expect(outcomes.filter(({ status }) => status === 'held').length).toBeGreaterThan(0);
  });

  describe('the check', () => {
    const checked = async (setting?: string) => {
      const client = await pool.connect();
      const warnings: string[] = [];
      try {
        if (setting) await client.query(`SET ${setting}`);
        await createPostgresClaims({ pool: client, schema: place, onWarning: (one) => warnings.push(one) }).check();
      } finally {
        client.release(true);
      }
      return warnings;
    };

    it('refuses a database without tables, and says how to make them', async () => {
      await expect(checked()).rejects.toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
      await expect(checked()).rejects.toThrow('migrate()');
    });

    it('is done by the first holds when nobody did it before, and again when it has failed', async () => {
      const client = await pool.connect();
      const onWarning = vi.fn();
      const claims = createPostgresClaims({ pool: client, schema: place, onWarning });
      try {
        await client.query(`SET synchronous_commit = 'off'`);
        await expect(claims.hold(request(1))).rejects.toThrow('migrate()');
        expect(onWarning).not.toHaveBeenCalled();
        await claims.migrate();
        for (const index of [1, 2]) expect((await claims.hold(request(index))).status).toBe('held');
      } finally {
        client.release(true);
      }
      expect(onWarning.mock.calls).toEqual([[expect.stringContaining('"synchronous_commit on"')]]);
    });

    it('warns of what may forget claims, or refuse those who come together', async () => {
      await createPostgresClaims({ pool, schema: place }).migrate();
      expect(await checked(`synchronous_commit = 'on'`)).toEqual([]);
      expect(await checked(`synchronous_commit = 'off'`)).toEqual([expect.stringContaining('"synchronous_commit on"')]);
      expect(await checked(`default_transaction_isolation = 'serializable'`)).toEqual([
        expect.stringContaining('"read committed"'),
      ]);
    });
  });
};

await describeWith(openPostgres, keepsOrder);
