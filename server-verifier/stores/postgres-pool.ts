/** PostgreSQL as the claim store sees it: types only, so that no driver has to be installed. */

/** What is used of a pool of `pg`, or of anything that can be written like one. */
export interface PostgresPool {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}
