/** Judges a transaction against the terms that it accepts. Pure, no I/O. PROTOCOL section 4, checks 5 to 9. */

import { type WireErrorCode, X402Error } from '../src/errors.js';
import { memoOfOffer } from '../src/memo.js';
import { networkInfo } from '../src/networks.js';
import {
  checkPaymentTransaction,
  decodeTransaction,
  originAddress,
  originPublicKey,
  type Recover,
  type StacksTransaction,
  transactionId,
} from '../src/stacks.js';
import type { AcceptedTerms, PresentedPayment, Sale } from './payment.js';
import type { SettlementSettings } from './settings.js';

/** A payment that passed every check that needs no chain and no store. */
export interface CheckedPayment {
  readonly transaction: Uint8Array;
  readonly txid: string;
  /** Derived from the signature, never taken from the payload. */
  readonly payer: string;
  readonly nonce: bigint;
  readonly terms: AcceptedTerms;
  /** Whether the memo commits to the offer's token. */
  readonly bound: boolean;
  /** A call of `pay` of the payee, a revenue split, which sends each share at once. */
  readonly isSplitCall: boolean;
}

/**
 * @param recover engine that recovers the signer's key
 * @throws the refusals of checks 5 to 9
 */
export function checkTransaction(
  bytes: Uint8Array,
  payment: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
  recover: Recover,
): CheckedPayment {
  const transaction = decodeTransaction(bytes);
  const network = networkInfo(settings.network);
  if (transaction.transactionVersion !== network.transactionVersion || transaction.chainId !== network.chainId) {
    refuse('invalid_network', `The transaction is for another network; sign one for ${network.name}.`);
  }
  originPublicKey(transaction, recover);
  const facts = {
    transaction: bytes,
    txid: transactionId(bytes),
    payer: originAddress(transaction),
    nonce: transaction.origin.nonce,
    // Check 7 lets nothing else of this name pass.
    isSplitCall: transaction.payload.type === 'contract-call' && transaction.payload.functionName === 'pay',
  };
  return { ...facts, ...matchingTerms(transaction, payment, purchase, settings) };
}

/** The choice that the transaction pays. With one choice, as in version 2, the refusal is about that one. */
function matchingTerms(
  transaction: StacksTransaction,
  payment: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
): { terms: AcceptedTerms; bound: boolean } {
  let refusal: unknown;
  for (const terms of payment.choices) {
    try {
      return { terms, bound: checkTerms(transaction, terms, payment, purchase, settings) };
    } catch (error) {
      refusal = furthest(refusal, error);
    }
  }
  throw refusal;
}

/** Whether the payment is bound to its offer. Where binding is not required, a memo of the payer's own will do. */
function checkTerms(
  transaction: StacksTransaction,
  terms: AcceptedTerms,
  payment: PresentedPayment,
  { route, resource }: Sale,
  settings: SettlementSettings,
): boolean {
  const check = (memo: string | undefined) =>
    checkPaymentTransaction(transaction, {
      network: settings.network,
      offer: {
        scheme: 'exact',
        network: settings.network,
        amount: terms.amount,
        asset: terms.asset.id,
        payTo: route.payTo,
        maxTimeoutSeconds: route.offerSeconds,
      },
      asset: terms.asset,
      memo,
      resourceUrl: resource,
      allowPayCall: route.split,
    });
  // Whether a transaction was public before it was presented is for our own node to say.
  const mayBeUnbound =
    settings.claims !== undefined &&
    !settings.facilitator?.isAlone &&
    !route.requiresBinding &&
    'transaction' in payment.payload;
  if (payment.offer) {
    try {
      check(memoOfOffer(payment.offer.token));
      return true;
    } catch (error) {
      if (!mayBeUnbound || !isMemoMismatch(error)) throw error;
    }
  } else if (!mayBeUnbound) {
    refuse(MEMO_MISMATCH, 'Nothing binds the payment to an offer; pay with the memo of one of the offers.');
  }
  // A memo in our form belongs to some offer; if not to this one, then the payment is for something else.
  if (hasOfferMemo(transaction))
    refuse(MEMO_MISMATCH, 'The memo of the transaction belongs to another offer; pay with the memo of this one.');
  check(undefined);
  return false;
}

const MEMO_MISMATCH: WireErrorCode = 'invalid_exact_stacks_payload_memo_mismatch';

function isMemoMismatch(error: unknown): boolean {
  return error instanceof X402Error && error.code === MEMO_MISMATCH;
}

function hasOfferMemo({ payload }: StacksTransaction): boolean {
  const memo =
    payload.type === 'token-transfer'
      ? payload.memo
      : payload.type === 'contract-call'
        ? memoArgument(payload.functionArguments[3])
        : undefined;
  return memo !== undefined && /^x402:[\w-]{29}$/.test(String.fromCharCode(...memo));
}

/** `transfer` has an optional memo and `pay` a plain one, both as the fourth argument. */
function memoArgument(argument: ClarityArgument | undefined): Uint8Array | undefined {
  const value = argument?.type === 'some' ? argument.value : argument;
  return value?.type === 'buffer' && value.value.length === MEMO_BYTES ? value.value : undefined;
}

type ClarityArgument = Extract<StacksTransaction['payload'], { type: 'contract-call' }>['functionArguments'][number];
const MEMO_BYTES = 34;

/** Of two refusals, the one from the later check: it says more about what the payer meant. */
function furthest(earlier: unknown, later: unknown): unknown {
  const isCallRefusal = later instanceof X402Error && later.code === 'invalid_exact_stacks_payload_call';
  return earlier !== undefined && isCallRefusal ? earlier : later;
}

function refuse(code: WireErrorCode, message: string): never {
  throw new X402Error(code, message);
}
