/** Settlement: broadcasting a payment and reaching the finality that its terms ask for. PROTOCOL section 4, checks 11 to 13. */

import { isX402Error, type WireErrorCode, X402Error } from '../src/errors.js';
import type { ChainClient, ChainTransaction } from './chain-client.js';
import type { CheckedPayment } from './exact.js';
import { type Sleep, withPatience } from './patience.js';
import { isNonceUsed, type Rejected, rejectionError } from './rejection.js';
import { checkTransfers } from './transfers.js';

export interface SettlementOrder {
  readonly payment: CheckedPayment;
  readonly payTo: string;
  /** Whether to send the transaction to a node. Not for one that the payer broadcasts, nor for one that counts only if it was mined in time. */
  readonly broadcast: boolean;
  /** Unix seconds before which it must have been mined, for an offer that has expired. */
  readonly minedBefore: number | undefined;
  /** How long to wait before answering that it is pending. */
  readonly waitMilliseconds: number;
}

export interface SettlementTools {
  readonly chain: ChainClient;
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly sleep: Sleep;
}

/** A payment that reached its finality. */
export interface Settlement {
  /** Time of its block, Unix seconds; `undefined` while it is in the mempool, or when the node does not tell. */
  readonly blockTime: number | undefined;
}

const FIRST_PAUSE_MILLISECONDS = 300;
const LONGEST_PAUSE_MILLISECONDS = 2000;
/** Kept free before the deadline, for the last look and its answer. */
const ANSWER_MILLISECONDS = 100;
/** From here to the deadline there is time for one proof that the nonce is gone. */
const LATE_MILLISECONDS = 1000;

/**
 * Settles a payment, or says why not. Doing it again is harmless: the chain knows one transaction by one id.
 *
 * @throws `settlement_pending` when the outcome is not known in time: never a failure; a rejection of the node; `nonce_conflict` when it is proved that
 * another transaction took the nonce; `transaction_failed`; `offer_expired`
 */
export async function settle(order: SettlementOrder, tools: SettlementTools): Promise<Settlement> {
  const deadline = tools.clock() + order.waitMilliseconds;
  const trace: Trace = { isUnsent: false, isOutOfLine: false };
  // A node may hang for longer than the request waits. Its late answer changes nothing: the next presentation asks again.
  return await withPatience(attempt(order, tools, deadline, trace), order.waitMilliseconds, tools.sleep, () =>
    pending(order, tools, trace),
  );
}

/** What this attempt has left on the chain. */
interface Trace {
  /** No node took the transaction, and none was seen to have it. */
  isUnsent: boolean;
  /** It waits behind a nonce of its account that is missing. */
  isOutOfLine: boolean;
}

async function attempt(
  order: SettlementOrder,
  tools: SettlementTools,
  deadline: number,
  trace: Trace,
): Promise<Settlement> {
  const rejected = order.broadcast ? await broadcast(order, tools.chain, trace) : undefined;
  for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
    const left = deadline - tools.clock() - ANSWER_MILLISECONDS;
    const seen = await reachable(tools.chain.transaction(order.payment.txid));
    if (seen) {
      if (seen.status !== 'not_found') trace.isUnsent = false;
      const settlement = await judge(seen, order, tools.chain, trace);
      if (settlement) return settlement;
      await refuseIfLost(seen, order, tools, rejected, left <= LATE_MILLISECONDS);
    }
    if (left <= ANSWER_MILLISECONDS) throw pending(order, tools, trace);
    await tools.sleep(Math.min(pause, left));
  }
}

/** A refusal is not believed at once: the chain may have the transaction already. */
async function broadcast(
  { payment }: SettlementOrder,
  chain: ChainClient,
  trace: Trace,
): Promise<Rejected | undefined> {
  const outcome = await chain.broadcast(payment.transaction, payment.txid);
  trace.isUnsent = outcome.status === 'unsent';
  return outcome.status === 'rejected' ? outcome : undefined;
}

/** The settlement, when the transaction has reached what the terms ask for. */
async function judge(
  seen: ChainTransaction,
  order: SettlementOrder,
  chain: ChainClient,
  trace: Trace,
): Promise<Settlement | undefined> {
  const { finality } = order.payment.terms;
  if (seen.status === 'aborted') {
    throw failed(
      order,
      `The chain undid the transaction${seen.result ? ` with ${seen.result}` : ''}; the fee is lost, the payment was not made. Pay again.`,
    );
  }
  if (seen.status === 'pending' && finality === 'mempool' && order.minedBefore === undefined) {
    // Behind a missing nonce any number of payments can wait that are never mined: no credit for those.
    const isInLine = await reachable(chain.isInLine(order.payment));
    trace.isOutOfLine = isInLine === false;
    if (isInLine) return { blockTime: undefined };
  }
  if (seen.status !== 'success') return undefined;
  if (order.minedBefore !== undefined && !(seen.blockTime !== undefined && seen.blockTime <= order.minedBefore)) {
    throw offerExpired(order);
  }
  if (typeof finality === 'number' && !(await isDeepEnough(seen, finality, chain))) return undefined;
  const transfers = await reachable(chain.transfers(order.payment.txid));
  if (!transfers) return undefined;
  if (!checkTransfers(transfers, order.payment, order.payTo)) {
    throw failed(
      order,
      'The transaction was mined, but it did not transfer exactly the price to the payee. Ask the seller.',
    );
  }
  return { blockTime: seen.blockTime };
}

async function isDeepEnough(seen: ChainTransaction, burnBlocks: number, chain: ChainClient): Promise<boolean> {
  const tip = await reachable(chain.burnBlockHeight());
  return tip !== undefined && seen.burnBlockHeight !== undefined && tip - seen.burnBlockHeight >= burnBlocks;
}

/** Throws when a transaction that no node has, or that was dropped, will not come back. */
async function refuseIfLost(
  seen: ChainTransaction,
  order: SettlementOrder,
  tools: SettlementTools,
  rejected: Rejected | undefined,
  isLate: boolean,
): Promise<void> {
  if (seen.status !== 'not_found' && seen.status !== 'dropped') return;
  if (rejected && !isNonceUsed(rejected)) throw rejectionError(rejected);
  // Right after a broadcast an index may not know it yet; whether its nonce was used is worth a question only when something points there.
  if ((rejected || seen.status === 'dropped' || isLate) && (await isReplaced(order, tools))) {
    throw new X402Error(
      'nonce_conflict',
      'Another transaction of this account was mined with the same nonce, so this one never will be, and nothing was charged for it. Pay again.',
    );
  }
  if (order.minedBefore !== undefined) throw offerExpired(order);
}

/** Two proofs, with a pause between them: behind one address there may be several indexes, of which one lags. */
async function isReplaced({ payment }: SettlementOrder, { chain, sleep }: SettlementTools): Promise<boolean> {
  if (!(await reachable(chain.isReplaced(payment)))) return false;
  await sleep(FIRST_PAUSE_MILLISECONDS);
  return (await reachable(chain.isReplaced(payment))) === true;
}

/** `undefined` when no node answers: not knowing is not a failure of the payment. */
async function reachable<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isX402Error(error) && error.code === 'node_unreachable') return undefined;
    throw error;
  }
}

function pending(order: SettlementOrder, { clock }: SettlementTools, { isUnsent, isOutOfLine }: Trace): X402Error {
  const isOver = order.minedBefore !== undefined && clock() / 1000 > order.minedBefore;
  if (isOver) return offerExpired(order);
  const cause = isUnsent ? new X402Error('node_unreachable', 'No node took it.') : undefined;
  return pendingSettlement(order.payment, cause, isOutOfLine ? OUT_OF_LINE : undefined);
}

const ON_ITS_WAY =
  'The payment is on its way and is not settled yet. Send the same request with the same payment again; do not pay again.';
const OUT_OF_LINE =
  'The payment waits behind a transaction of the account that is missing: one with an earlier nonce has to be sent first. Then send the same request with the same payment again; do not pay again.';

/** The answer for a payment whose end is not known yet. `cause`: why it was not even sent this time. */
export function pendingSettlement(
  { txid, terms }: CheckedPayment,
  cause?: X402Error,
  message: string = ON_ITS_WAY,
): X402Error {
  return new X402Error('settlement_pending', message, {
    txid,
    cause,
    retryAfterSeconds: terms.finality === 'mempool' ? 2 : 5,
  });
}

function offerExpired({ payment }: SettlementOrder): X402Error {
  return new X402Error(
    'offer_expired',
    'This offer has expired and the terms have changed since. If the transaction was broadcast in time, send the same request again; else pay one of the offers of this answer.',
    { txid: payment.txid },
  );
}

function failed({ payment }: SettlementOrder, message: string): X402Error {
  const code: WireErrorCode = 'transaction_failed';
  return new X402Error(code, message, { txid: payment.txid });
}
