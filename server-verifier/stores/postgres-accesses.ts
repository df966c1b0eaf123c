/** Bought accesses in PostgreSQL. */

import type { AccessRecords, BoughtAccess } from '../claims.js';
import type { PostgresPool } from './postgres-pool.js';

/** Most expired accesses that a new one clears away. */
const SWEEP = 10;

export class PostgresAccesses implements AccessRecords {
  readonly #pool: PostgresPool;
  readonly #table: string;

  constructor(pool: PostgresPool, schema: string) {
    this.#pool = pool;
    this.#table = `${schema}.accesses`;
  }

  async remember(key: string, { txid, endsAt }: BoughtAccess, retainSeconds: number): Promise<void> {
    await this.#pool.query(
      `WITH expired AS (
        DELETE FROM ${this.#table} WHERE key IN (
          SELECT old.key FROM ${this.#table} old WHERE old.expires_at < clock_timestamp() AND old.key <> $1
          ORDER BY old.expires_at LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED
        )
      )
      INSERT INTO ${this.#table} AS known (key, txid, ends_at, expires_at)
      VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))
      ON CONFLICT (key) DO UPDATE SET txid = excluded.txid, ends_at = excluded.ends_at, expires_at = excluded.expires_at
      WHERE known.ends_at < excluded.ends_at OR known.expires_at <= clock_timestamp()`,
      [key, txid, endsAt, retainSeconds],
    );
  }

  async recall(key: string): Promise<BoughtAccess | undefined> {
    const { rows } = await this.#pool.query(
      `SELECT txid, ends_at::text AS ends_at FROM ${this.#table} WHERE key = $1 AND expires_at > clock_timestamp()`,
      [key],
    );
    const found = rows[0] as { txid: string; ends_at: string } | undefined;
    return found && { txid: found.txid, endsAt: Number(found.ends_at) };
  }
}
