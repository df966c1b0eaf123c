/** Claims in PostgreSQL, shared by any number of processes, and kept when the power fails. */

import type { BoughtAccess, ClaimStore, HoldOutcome, HoldRequest, SettlementState } from '../claims.js';
import { checkNames, refuseConfiguration } from '../configuration.js';
import { FirstLook } from './first-look.js';
import { PostgresAccesses } from './postgres-accesses.js';
import { postgresWarnings } from './postgres-check.js';
import { checkedSchema, postgresClaimsMigration } from './postgres-migration.js';
import type { PostgresPool } from './postgres-pool.js';

export { postgresClaimsMigration } from './postgres-migration.js';
export type { PostgresPool } from './postgres-pool.js';

export interface PostgresClaimsOptions {
  /** A `Pool` of `pg`. With `postgres` (postgres.js): `{ query: async (text, values) => ({ rows: await sql.unsafe(text, values) }) }`. */
  readonly pool: PostgresPool;
  /** Where the tables are. Default `x402pay`. */
  readonly schema?: string;
  /** Gets what the check finds to be unsafe, and what to set, in words. Default `console.warn`. */
  readonly onWarning?: (warning: string) => void;
}

export interface PostgresClaims extends Required<ClaimStore> {
  /** Makes the tables, or brings them up to date. May be called by every process at every start. Needs the right to create in the database or schema. */
  migrate(): Promise<void>;
  /**
   * Looks at how PostgreSQL is configured, and warns. Call it when your program starts; otherwise the first hold does it.
   *
   * @throws `invalid_configuration` when the tables are not there or cannot be written; what the pool throws when PostgreSQL does not answer
   */
  check(): Promise<void>;
}

/**
 * A claim store in PostgreSQL 13 or later. Every method is one statement by the clock of the database, so it also works through a pooler in transaction mode.
 * Expired claims are cleared away by new ones, a few at a time.
 *
 * A claim is as durable as a commit: nothing is forgotten with `synchronous_commit on`, as it is by default; with `off`, a crash forgets the last half second, and
 * replicas that are not synchronous may lack the last claims when they take over. A payment for `access: "once"` whose claim was forgotten can be used again by its
 * payer (by nobody else) for as long as its offer is honoured.
 *
 * The role that runs the program needs USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on its tables.
 *
 * @throws `invalid_configuration` with the `field` that is wrong
 * @example
 * ```ts
 * import pg from 'pg';
 * import { createVerifier } from 'x402pay/verifier';
 * import { createPostgresClaims } from 'x402pay/verifier/postgres-claims';
 * const pool = new pg.Pool({ connectionString: 'postgres://postgres@127.0.0.1/shop' });
 * const claims = createPostgresClaims({ pool });
 * const start = async () => {
 *   await claims.migrate();
 *   await claims.check();
 * };
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://blog.example',
 *   claims,
 * });
 * console.assert(typeof verifier.protect({ price: { STX: '0.50' }, access: 'once' }) === 'function' && start);
 * ```
 */
export function createPostgresClaims(options: PostgresClaimsOptions): PostgresClaims {
  checkNames('an option', options, ['pool', 'schema', 'onWarning']);
  if (typeof options.pool?.query !== 'function') {
    refuseConfiguration('pool', 'pool is a Pool of the package "pg", or an object with the same method "query".');
  }
  return new StoredInPostgres(
    options.pool,
    checkedSchema(options.schema ?? 'x402pay'),
    options.onWarning ?? ((warning) => console.warn(`x402pay: ${warning}`)),
  );
}

/** What a change looks for: by one key, since all keys of a payment are of one claim. The row is locked and judged again when another change came first. */
const CURRENT = 'k.key = $1 AND c.id = k.claim AND c.fence = $2';
const TOUCHED = 'expires_at = greatest(clock_timestamp() + c.retain, c.lease_until)';

class StoredInPostgres implements PostgresClaims {
  readonly #pool: PostgresPool;
  readonly #schema: string;
  readonly #warn: (warning: string) => void;
  readonly #accesses: PostgresAccesses;
  readonly #look: FirstLook;

  constructor(pool: PostgresPool, schema: string, warn: (warning: string) => void) {
    this.#pool = pool;
    this.#schema = schema;
    this.#warn = warn;
    this.#accesses = new PostgresAccesses(pool, schema);
    this.#look = new FirstLook(() => this.#inspect());
  }

  remember(key: string, access: BoughtAccess, retainSeconds: number): Promise<void> {
    return this.#accesses.remember(key, access, retainSeconds);
  }

  recall(key: string): Promise<BoughtAccess | undefined> {
    return this.#accesses.recall(key);
  }

  async migrate(): Promise<void> {
    await this.#pool.query(postgresClaimsMigration(this.#schema));
  }

  check(): Promise<void> {
    return this.#look.take();
  }

  async hold(request: HoldRequest): Promise<HoldOutcome> {
    await this.#look.before();
    const { keys, holder, purpose, txid, leaseSeconds, retainSeconds, supersedes = null } = request;
    const { rows } = await this.#pool.query(
      `SELECT ${this.#schema}.hold_claim($1, $2, $3, $4, $5, $6, $7)::text AS outcome`,
      [[...keys], holder, purpose, txid, leaseSeconds, retainSeconds, supersedes],
    );
    return JSON.parse((rows[0] as { outcome: string }).outcome);
  }

  record(keys: readonly string[], fence: string, settlement: SettlementState): Promise<boolean> {
    return this.#update(keys, fence, 'settlement = $3', settlement);
  }

  renew(keys: readonly string[], fence: string, leaseSeconds: number): Promise<boolean> {
    const { claims, claimKeys } = this.#tables;
    const lease = 'make_interval(secs => $3::float8)';
    const change = `lease_until = clock_timestamp() + ${lease}, expires_at = clock_timestamp() + greatest(c.retain, ${lease})`;
    const text = `UPDATE ${claims} c SET ${change} FROM ${claimKeys} k WHERE ${CURRENT} AND NOT c.spent`;
    return this.#change(text, keys, fence, String(leaseSeconds));
  }

  spend(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#update(keys, fence, `spent = true, lease_until = '-infinity'`);
  }

  release(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#update(keys, fence, `fence = '', lease_until = '-infinity'`);
  }

  forget(keys: readonly string[], fence: string): Promise<boolean> {
    const { claims, claimKeys } = this.#tables;
    return this.#change(`DELETE FROM ${claims} c USING ${claimKeys} k WHERE ${CURRENT} AND NOT c.spent`, keys, fence);
  }

  #update(keys: readonly string[], fence: string, change: string, ...values: string[]): Promise<boolean> {
    const { claims, claimKeys } = this.#tables;
    const text = `UPDATE ${claims} c SET ${change}, ${TOUCHED} FROM ${claimKeys} k WHERE ${CURRENT}`;
    return this.#change(text, keys, fence, ...values);
  }

  async #change(text: string, keys: readonly string[], fence: string, ...values: string[]): Promise<boolean> {
    // A claim that was released has an empty fence.
    if (fence === '') return false;
    const { rows } = await this.#pool.query(`${text} RETURNING c.id`, [keys[0], fence, ...values]);
    return rows.length === 1;
  }

  async #inspect(): Promise<void> {
    for (const warning of await postgresWarnings(this.#pool, this.#schema)) this.#warn(warning);
  }

  get #tables(): { claims: string; claimKeys: string } {
    return { claims: `${this.#schema}.claims`, claimKeys: `${this.#schema}.claim_keys` };
  }
}
