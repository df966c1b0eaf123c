/** Finds out on the chain what became of an attempt. */

import {
  type AccountHistory,
  type AccountHistoryOptions,
  createAccountHistory,
  type SentTransaction,
} from '../../src/account-history.js';
import { isX402Error } from '../../src/errors.js';
import type { NodeReader } from '../../src/node-reader.js';
import type { PaymentAttempt } from '../paywall/record.js';
import { txidOf } from './txid.js';
import type { Trace } from './wallet.js';

/** Most transactions whose arguments are looked up one by one. An API without a key answers 25 questions a minute. */
const MOST_LOOKUPS = 8;

/** @throws `node_unreachable`, `invalid_node_answer` when not even the account's nonce can be read */
export async function traceAttempt(
  attempt: PaymentAttempt,
  node: NodeReader,
  api: AccountHistoryOptions,
): Promise<Trace> {
  const history = createAccountHistory(api);
  // The nonce first: what lands between the two questions is then seen by the second.
  const { confirmed } = await node.nonces(attempt.payer);
  const sent = await history.sent(attempt.payer).catch(unlisted);
  const found = sent && (await findIn(sent, attempt, history));
  if (found) return found.status === 'failed' ? { outcome: 'void' } : { outcome: 'landed', txid: found.txid };
  if (attempt.nonce === undefined || confirmed <= BigInt(attempt.nonce)) return { outcome: 'open' };
  // Another transaction has the nonce. Unless it can be seen, and told from ours, it may be ours.
  const other = sent?.find(({ nonce, status }) => nonce === BigInt(attempt.nonce as string) && status !== 'pending');
  return other && isNamed(attempt) ? { outcome: 'void' } : { outcome: 'unknown' };
}

/** Without a memo or an id there is nothing to tell it by. */
function isNamed({ memo, payload }: PaymentAttempt): boolean {
  return memo !== undefined || payload !== undefined;
}

async function findIn(
  sent: readonly SentTransaction[],
  { memo, payload }: PaymentAttempt,
  history: AccountHistory,
): Promise<SentTransaction | undefined> {
  const txid = payload && txidOf(payload);
  const byId = sent.find((transaction) => transaction.txid === txid);
  if (byId || memo === undefined) return byId;
  const mark = hexOf(memo);
  const listed = sent.find(({ text }) => text.includes(mark));
  if (listed) return listed;
  // Lists of the newer API leave out the arguments of calls, where the memo of a token payment stands.
  const calls = sent.filter(({ text }) => text.includes('contract_call') && !text.includes('function_args'));
  for (const call of calls.slice(0, MOST_LOOKUPS)) {
    if ((await history.text(call.txid)).includes(mark)) return call;
  }
  return undefined;
}

/** A plain node keeps no lists. */
function unlisted(error: unknown): undefined {
  if (isX402Error(error) && error.code === 'invalid_node_answer') return undefined;
  throw error;
}

function hexOf(ascii: string): string {
  return Array.from(ascii, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
