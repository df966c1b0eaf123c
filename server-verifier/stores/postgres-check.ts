/** Whether a PostgreSQL is ready for claims, and keeps what it was told. */

import { refuseConfiguration } from '../configuration.js';
import { CLAIMS_VERSION, installedVersion } from './postgres-migration.js';
import type { PostgresPool } from './postgres-pool.js';

interface Facts {
  readonly version: number | null;
  readonly replica: boolean;
  readonly fsync: string;
  readonly commit: string;
  readonly isolation: string;
}

/**
 * What is unsafe about this PostgreSQL, in words for its operator.
 *
 * @throws `invalid_configuration` when the tables are not there or cannot be written
 */
export async function postgresWarnings(pool: PostgresPool, schema: string): Promise<string[]> {
  const { rows } = await pool.query(
    `SELECT ${installedVersion(schema)} AS version, pg_is_in_recovery() AS replica, current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS commit, current_setting('transaction_isolation') AS isolation`,
  );
  const { version, replica, fsync, commit, isolation } = rows[0] as Facts;
  if (replica)
    refuseConfiguration('pool', 'This PostgreSQL is a replica, which cannot be written; connect to the primary.');
  if (version === null || version < CLAIMS_VERSION) {
    refuseConfiguration(
      'schema',
      `PostgreSQL has no tables for claims in the schema "${schema}", or older ones; call migrate() of the store, or run postgresClaimsMigration('${schema}').`,
    );
  }
  return [
    ...(fsync === 'on' ? [] : ['PostgreSQL has "fsync off": a power cut may destroy the claims. Set "fsync on".']),
    ...(commit === 'off'
      ? [
          'PostgreSQL has "synchronous_commit off": a crash forgets the claims of the last half second, and their payments can be used again. Set "synchronous_commit on", at least for the role or database of the claims.',
        ]
      : []),
    ...(isolation === 'read committed'
      ? []
      : [
          `PostgreSQL has "default_transaction_isolation" "${isolation}": payments that are presented at the same time are refused as if it were overloaded. Set "read committed" for the role of the claims.`,
        ]),
  ];
}
