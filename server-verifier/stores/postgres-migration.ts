/** Tables of the claim store in PostgreSQL, and the function that holds a payment. */

import { refuseConfiguration } from '../configuration.js';

/** Of the tables and the function. It is written down in the comment of the table. */
export const CLAIMS_VERSION = 3;

/**
 * SQL that makes the tables and the function of the claim store, as one statement. It may run again, and at the same time in several processes. For those who
 * change their database with a tool of their own; others call `migrate()` of the store.
 *
 * @param schema made when it is not there. Default `x402pay`.
 * @throws `invalid_configuration` for a name that is not plain
 * @example
 * ```ts
 * import { postgresClaimsMigration } from 'x402pay/verifier/postgres-claims';
 * console.assert(postgresClaimsMigration('shop').includes('CREATE TABLE shop.claims'));
 * ```
 */
export function postgresClaimsMigration(schema = 'x402pay'): string {
  const name = checkedSchema(schema);
  // One block is one transaction. It asks for no right and no lock when there is nothing to do.
  return `DO $migration$
BEGIN
IF ${installedVersion(name)} >= ${CLAIMS_VERSION} THEN RETURN; END IF;
PERFORM pg_advisory_xact_lock(hashtextextended('x402pay claims ${name}', 0));
IF ${installedVersion(name)} >= ${CLAIMS_VERSION} THEN RETURN; END IF;
IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '${name}') THEN
  CREATE SCHEMA ${name};
END IF;
IF ${installedVersion(name)} IS NULL THEN
${tables(name)}
END IF;
IF coalesce(${installedVersion(name)}, 1) < 2 THEN
${accessTable(name)}
END IF;
${holdFunction(name)}
COMMENT ON TABLE ${name}.claims IS 'Used payments of x402pay, version ${CLAIMS_VERSION}';
END
$migration$`;
}

/** An expression: the version that is there, or NULL. It reads the catalogue itself: lookups by name may answer from what this session saw earlier. */
export function installedVersion(schema: string): string {
  return `(
  SELECT substring(d.description FROM 'x402pay, version (\\d+)')::integer
  FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
  JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
  WHERE n.nspname = '${schema}' AND c.relname = 'claims'
)`;
}

/** Plain names need no quotes, and cannot end them. */
export function checkedSchema(schema: unknown): string {
  if (typeof schema === 'string' && /^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema;
  return refuseConfiguration(
    'schema',
    'schema is a name of at most 63 small letters, digits and "_", like "x402pay" or "public".',
  );
}

/** A claim, and the keys that lead to it: a key that is in use cannot be given a second time, whatever the function does. */
function tables(schema: string): string {
  return `
CREATE TABLE ${schema}.claims (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  holder text NOT NULL,
  purpose text NOT NULL,
  txid text NOT NULL,
  settlement text NOT NULL,
  fence text NOT NULL,
  first_held_at timestamptz NOT NULL,
  lease_until timestamptz NOT NULL,
  retain interval NOT NULL,
  expires_at timestamptz NOT NULL,
  spent boolean NOT NULL DEFAULT false
);
CREATE INDEX claims_expires_at ON ${schema}.claims (expires_at);
CREATE TABLE ${schema}.claim_keys (
  key text PRIMARY KEY,
  claim bigint NOT NULL REFERENCES ${schema}.claims ON DELETE CASCADE
);
CREATE INDEX claim_keys_claim ON ${schema}.claim_keys (claim);`;
}

/** Accesses that were bought, by payer and resource. Since version 2. */
function accessTable(schema: string): string {
  return `
CREATE TABLE ${schema}.accesses (
  key text PRIMARY KEY,
  txid text NOT NULL,
  ends_at bigint NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX accesses_expires_at ON ${schema}.accesses (expires_at);`;
}

/** Most expired claims that a new one clears away: more than one, so that they get fewer; few, so that nobody waits. */
const SWEEP = 10;

/**
 * Whoever wants a key waits for those who want it too, always in the order of the locks, so that nobody waits in a circle. Each statement of a function sees what
 * was committed before it began: those after the locks see what the earlier holders of the locks did. A claim's row is locked before it is judged, since changes
 * take no other lock.
 */
function holdFunction(schema: string): string {
  return `
CREATE OR REPLACE FUNCTION ${schema}.hold_claim(
  wanted_keys text[], wanted_holder text, wanted_purpose text, wanted_txid text,
  lease_seconds float8, retain_seconds float8, superseded text
) RETURNS json LANGUAGE plpgsql AS $hold$
DECLARE
  lock_number bigint;
  moment timestamptz;
  lease_end timestamptz;
  expiry timestamptz;
  found_claim ${schema}.claims;
  own ${schema}.claims;
BEGIN
  FOR lock_number IN
    SELECT DISTINCT hashtextextended(wanted, '${schema}.claims'::regclass::oid::bigint)
    FROM unnest(wanted_keys) AS wanted ORDER BY 1
  LOOP
    PERFORM pg_advisory_xact_lock(lock_number);
  END LOOP;
  moment := clock_timestamp();
  lease_end := moment + make_interval(secs => lease_seconds);
  expiry := moment + make_interval(secs => greatest(retain_seconds, lease_seconds));

  FOR found_claim IN
    SELECT c.* FROM ${schema}.claim_keys k JOIN ${schema}.claims c ON c.id = k.claim
    WHERE k.key = ANY (wanted_keys) ORDER BY c.id FOR UPDATE OF c
  LOOP
    IF found_claim.expires_at <= moment OR (found_claim.txid = superseded AND NOT found_claim.spent) THEN
      DELETE FROM ${schema}.claims c WHERE c.id = found_claim.id;
    ELSIF found_claim.holder <> wanted_holder OR found_claim.purpose <> wanted_purpose OR found_claim.id <> own.id THEN
      RETURN json_build_object('status', 'taken', 'txid', found_claim.txid, 'settlement', found_claim.settlement);
    ELSE
      own := found_claim;
    END IF;
  END LOOP;

  IF own.id IS NULL THEN
    INSERT INTO ${schema}.claims (holder, purpose, txid, settlement, fence, first_held_at, lease_until, retain, expires_at)
    VALUES (wanted_holder, wanted_purpose, wanted_txid, 'new', gen_random_uuid(), moment, lease_end,
      make_interval(secs => retain_seconds), expiry) RETURNING * INTO own;
    DELETE FROM ${schema}.claims c WHERE c.id IN (
      SELECT old.id FROM ${schema}.claims old WHERE old.expires_at < moment
      ORDER BY old.expires_at LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED
    );
  ELSIF own.spent THEN
    RETURN json_build_object('status', 'spent', 'settlement', own.settlement,
      'firstHeldAt', floor(extract(epoch FROM own.first_held_at)));
  ELSIF own.lease_until > moment THEN
    RETURN json_build_object('status', 'busy',
      'retryAfterSeconds', least(ceil(extract(epoch FROM own.lease_until - moment)), 2));
  ELSE
    -- Another transaction of the same nonce: nothing is known of it yet, but the earlier one may still land.
    UPDATE ${schema}.claims c SET txid = wanted_txid, fence = gen_random_uuid(), lease_until = lease_end,
      settlement = CASE WHEN c.txid = wanted_txid OR c.settlement = 'new' THEN c.settlement ELSE 'unknown' END,
      retain = make_interval(secs => retain_seconds), expires_at = expiry
    WHERE c.id = own.id RETURNING * INTO own;
  END IF;

  INSERT INTO ${schema}.claim_keys (key, claim)
    SELECT DISTINCT wanted, own.id FROM unnest(wanted_keys) AS wanted
    WHERE NOT EXISTS (SELECT FROM ${schema}.claim_keys k WHERE k.key = wanted AND k.claim = own.id);
  RETURN json_build_object('status', 'held', 'fence', own.fence, 'settlement', own.settlement,
    'firstHeldAt', floor(extract(epoch FROM own.first_held_at)));
END
$hold$;`;
}
