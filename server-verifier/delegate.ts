/** Settling through somebody else's facilitator: as a mere messenger to a chain that we see ourselves, or, without a node, on its word. PROTOCOL section 4, checks 11 to 13. */

import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error, type X402ErrorCode } from '../src/errors.js';
import type { Network } from '../src/networks.js';
import { hexFromBytes } from '../src/stacks.js';
import type { PaymentRequirements } from '../src/wire.js';
import type { BroadcastOutcome, ChainClient } from './chain-client.js';
import type { CheckedPayment } from './exact.js';
import { withPatience } from './patience.js';
import type { PresentedPayment, Sale } from './payment.js';
import type { RemoteFacilitator, RemoteOutcome, RemoteQuestion } from './remote-facilitator.js';
import { pendingSettlement, type Settlement, type SettlementTools } from './settle.js';

/** A payment, and what it is for. */
export interface RemoteOrder {
  readonly payment: CheckedPayment;
  readonly presented: PresentedPayment;
  readonly sale: Sale;
  readonly network: Network;
}

/** What our own record says of a payment. */
export interface OwnRecord {
  /** It reached its finality before. */
  readonly isSettled: boolean;
  /** It was sent off before, and nobody knows what became of it. */
  readonly wasTried: boolean;
}

/** For a refusal: those come at once, while a settlement takes as long as the chain. */
const REFUSAL_MILLISECONDS = 1500;

/** The chain, with the facilitator in the place of the broadcast: whatever that says, and however long it takes, the chain is asked. */
export function chainBehind(
  chain: ChainClient,
  facilitator: RemoteFacilitator,
  order: RemoteOrder,
  { sleep }: Pick<SettlementTools, 'sleep'>,
): ChainClient {
  const broadcast = async (_transaction: Uint8Array, txid: string): Promise<BroadcastOutcome> => {
    if (await isPublic(chain, txid)) return { status: 'accepted' };
    const late = () => pendingSettlement(order.payment);
    const answer = withPatience(facilitator.settle(questionOf(order)), REFUSAL_MILLISECONDS, sleep, late);
    return answer.then(broadcastOf, () => ({ status: 'unknown' }));
  };
  return {
    broadcast,
    transaction: (txid) => chain.transaction(txid),
    transfers: (txid) => chain.transfers(txid),
    rawTransaction: (txid) => chain.rawTransaction(txid),
    account: (address) => chain.account(address),
    isReplaced: (slot) => chain.isReplaced(slot),
    isInLine: (slot) => chain.isInLine(slot),
    burnBlockHeight: () => chain.burnBlockHeight(),
  };
}

/** Reasons of nodes that mean what the facilitator says. */
const REASONS: Partial<Readonly<Record<X402ErrorCode, string>>> = {
  insufficient_funds: 'NotEnoughFunds',
  nonce_conflict: 'ConflictingNonceInMempool',
  fee_too_low: 'FeeTooLow',
};

async function isPublic(chain: ChainClient, txid: string): Promise<boolean> {
  try {
    return ['pending', 'success', 'aborted'].includes((await chain.transaction(txid)).status);
  } catch {
    return false;
  }
}

function broadcastOf(outcome: RemoteOutcome): BroadcastOutcome {
  if (outcome.status === 'settled') return { status: 'accepted' };
  if (outcome.status === 'unknown' || outcome.status === 'unsent') return { status: outcome.status };
  const { code, message } = outcome.error;
  // It has the transaction; whether that was mined, the chain knows.
  if (code === 'payment_already_used' || code === 'transaction_failed') return { status: 'unknown' };
  return { status: 'rejected', reason: REASONS[code] ?? message };
}

/**
 * Settles without a node. Our own record comes first: what was settled once is not asked for again.
 *
 * @throws `settlement_pending` whenever the end is not known; the facilitator's refusal; `offer_expired`
 */
export async function settleAlone(
  facilitator: RemoteFacilitator,
  order: RemoteOrder,
  record: OwnRecord,
  waitMilliseconds: number,
  { sleep }: Pick<SettlementTools, 'sleep'>,
): Promise<Settlement> {
  if (record.isSettled) return { blockTime: undefined };
  const { payment, presented } = order;
  if (presented.offer?.late) {
    throw new X402Error(
      'offer_expired',
      'This offer has expired and the terms have changed since; pay one of the offers of this answer.',
      { txid: payment.txid },
    );
  }
  const pending = () => pendingSettlement(payment);
  const outcome = await withPatience(facilitator.settle(questionOf(order)), waitMilliseconds, sleep, pending);
  if (outcome.status === 'settled') return { blockTime: undefined };
  if (outcome.status === 'unknown') throw pending();
  if (outcome.status === 'unsent') {
    throw pendingSettlement(payment, new X402Error('node_unreachable', 'The facilitator did not take it.'));
  }
  // An answer got lost: most likely it was we who used it.
  if (record.wasTried && outcome.error.code === 'payment_already_used') throw pending();
  throw outcome.error;
}

/** In the seller's own words: nothing of what the payer wrote but the payment itself, and the token whose MAC was checked. */
function questionOf({ payment, presented, sale, network }: RemoteOrder): RemoteQuestion {
  const { terms } = payment;
  const requirements: PaymentRequirements = {
    scheme: 'exact',
    network,
    amount: terms.amount,
    asset: terms.asset.id,
    payTo: sale.route.payTo,
    maxTimeoutSeconds: sale.route.offerSeconds,
    extra: {
      paymentFlow: 'upfront',
      tokenType: terms.asset.symbol,
      decimals: terms.asset.decimals,
      finality: String(terms.finality),
      ...(presented.offer && { offer: presented.offer.token }),
      ...(sale.route.split && { call: 'pay' }),
    },
  };
  const payload = { transaction: hexFromBytes(payment.transaction) };
  const resource = { url: sale.resource };
  const paymentPayload = { x402Version: 2, resource, accepted: requirements, payload };
  const { txid, payer } = payment;
  return {
    txid,
    payer,
    idempotencyKey: presented.offer && digest(`x402pay/settle/v1 ${txid} ${presented.offer.token}`),
    body: { x402Version: 2, paymentPayload, paymentRequirements: requirements },
  };
}

function digest(text: string): string {
  return hexFromBytes(sha256(new TextEncoder().encode(text)));
}
