/**
 * The ledger's lines have the domains that their sellers had when they were written. A later list of public suffixes can name others, and no list at
 * all does: so that nothing that was spent falls out of a limit, each worker reads them with the domains it decides with itself.
 */

import type { Journal } from '../ledger/journal.js';
import type { DomainOf } from './registrable-domain.js';

export function withDomains(journal: Journal, domains: Promise<DomainOf>): Journal {
  return {
    ...journal,
    async read() {
      const [written, domainOf] = await Promise.all([journal.read(), domains]);
      if (!written) return undefined;
      const entries = written.entries.map((entry) =>
        // What was sent back to the owner is on no domain's account.
        entry.domain === undefined ? entry : { ...entry, domain: domainOf(entry.seller) },
      );
      return { ...written, entries };
    },
  };
}
