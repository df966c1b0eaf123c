/** Looks on the chain what became of open payments. Only what the chain says closes a payment: a timeout is unknown, never failed. */

import type { AccountHistory } from '../../src/account-history.js';
import type { NodeReader } from '../../src/node-reader.js';
import { codeOf } from '../refusal.js';
import { type Entry, isOpen } from './entry.js';
import type { Ledger } from './ledger.js';

export interface Chain {
  readonly node: Pick<NodeReader, 'nonces'>;
  readonly history: Pick<AccountHistory, 'sent'>;
}

/** What an API lists at once. */
const LISTED = 50;

/** @throws `node_unreachable`, `invalid_node_answer` */
export async function reconcile(ledger: Ledger, network: string, chain: Chain): Promise<void> {
  const open = ledger.state.entries.filter(
    (entry) => entry.network === network && isOpen(entry) && entry.txid !== undefined,
  );
  for (const payer of new Set(open.flatMap((entry) => entry.payer ?? []))) {
    const { confirmed } = await chain.node.nonces(payer);
    const gone = open.filter(
      ({ payer: of, nonce }) => of === payer && nonce !== undefined && BigInt(nonce) < confirmed,
    );
    if (gone.length === 0) continue;
    const sent = await chain.history.sent(payer).catch(withoutLists);
    for (const entry of gone) {
      const mined = sent?.find(({ nonce, status }) => nonce === BigInt(entry.nonce as string) && status !== 'pending');
      // A list that is not long enough to have forgotten it has not heard of it yet.
      if (!mined && sent && sent.length < LISTED) continue;
      await ledger.close(entry.id, landedAs(entry, mined?.txid));
    }
  }
}

/** A plain node knows nonces, and no transactions by their sender: all that can be said there is that the nonce is gone. */
function withoutLists(error: unknown): undefined {
  if (codeOf(error) !== 'invalid_node_answer') throw error;
}

/** What has the nonce. Where no list says it, the money counts as spent. */
function landedAs({ txid, cancel }: Entry, mined: string | undefined): NonNullable<Entry['landed']> {
  if (mined === undefined || mined === txid) return 'payment';
  return mined === cancel?.txid ? 'cancellation' : 'other';
}
