/** Judges whether a transaction is exactly the payment that an offer asked for. Pure: PROTOCOL section 4, checks 7 to 9. */

import type { Asset } from '../assets.js';
import { type WireErrorCode, X402Error } from '../errors.js';
import { equalBytes } from '../lib/bytes.js';
import { parseAtomicAmount } from '../money.js';
import { type Network, networkInfo } from '../networks.js';
import type { Offer } from '../wire.js';
import type { ClarityValue } from './clarity-value.js';
import { postConditionFault } from './judge-post-conditions.js';
import { knownPrincipal } from './known-principals.js';
import { originAddress, originPrincipal } from './origin.js';
import { contentIdOf, PAY_FUNCTION, TRANSFER_FUNCTION, tokenOfAsset } from './payment-call.js';
import type { TokenName } from './post-condition.js';
import { equalPrincipals, type Principal } from './principal.js';
import { MEMO_LENGTH, type StacksTransaction, type TransactionPayload } from './transaction.js';

/** The terms that a transaction must meet. */
export interface PaymentTerms {
  readonly network: Network;
  /** `amount` and `payTo` count here. */
  readonly offer: Offer;
  /** The offer's asset from the judge's own list. */
  readonly asset: Asset;
  /** The memo that binds the payment to its offer; `undefined` lets any memo pass. */
  readonly memo: string | undefined;
  /** When given, the address that must be the origin. */
  readonly payer?: string;
  /** URL of what is paid for; counts for calls of `pay`. */
  readonly resourceUrl: string;
  /** Whether `payTo` is a revenue split whose `pay` may be called instead of a transfer. */
  readonly allowPayCall: boolean;
}

/** The facts of the terms that each shape of payment is compared with. */
interface Expected {
  readonly token: TokenName | undefined;
  readonly payee: Principal;
  readonly amount: bigint;
  readonly memo: Uint8Array | undefined;
  readonly resourceUrl: string;
}

type ContractCall = Extract<TransactionPayload, { type: 'contract-call' }>;
type TokenTransfer = Extract<TransactionPayload, { type: 'token-transfer' }>;

/**
 * Refuses every transaction that is not exactly the payment: an STX transfer, SIP-010 `transfer` of exactly the listed contract, or `pay` of the
 * seller's own revenue split; to the payee, of the amount, with the memo; and with post-conditions that let it happen.
 *
 * Not checked here: the signature (`originPublicKey`), balance, nonce and fee (the chain), whether it was used before (claims).
 *
 * @throws `invalid_network`, `invalid_exact_stacks_payload_signature` (another payer), `…_transaction` (never mined), `…_call`,
 * `…_recipient_mismatch`, `…_amount_mismatch`, `…_memo_mismatch`, `…_post_conditions`
 * @example
 * ```ts
 * import { buildPaymentTransaction, bytesFromHex, checkPaymentTransaction } from 'x402pay/stacks';
 * const payTo = 'SP000000000000000000002Q6VF78';
 * const terms = {
 *   network: 'stacks:1',
 *   offer: { scheme: 'exact', network: 'stacks:1', amount: '500000', asset: 'STX', payTo, maxTimeoutSeconds: 600 },
 *   asset: { id: 'STX', symbol: 'STX', decimals: 6 },
 *   memo: undefined,
 *   resourceUrl: 'https://blog.example/article',
 *   allowPayCall: false,
 * } as const;
 * const publicKey = bytesFromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
 * const transaction = buildPaymentTransaction({ ...terms, publicKey, nonce: 0n, fee: 200n });
 * checkPaymentTransaction(transaction, terms);
 * console.assert(transaction.payload.type === 'token-transfer');
 * ```
 */
export function checkPaymentTransaction(transaction: StacksTransaction, terms: PaymentTerms): void {
  const network = networkInfo(terms.network);
  if (transaction.transactionVersion !== network.transactionVersion || transaction.chainId !== network.chainId) {
    refuse('invalid_network', `The transaction is for another network; this offer is on ${network.name}.`);
  }
  if (terms.payer !== undefined && originAddress(transaction) !== terms.payer) {
    refuse('invalid_exact_stacks_payload_signature', 'The transaction is from another account than the payer.');
  }
  if (transaction.anchorMode === 'off-chain-only') {
    refuse('invalid_exact_stacks_payload_transaction', 'No block takes this anchor mode; sign it with "any".');
  }
  const expected: Expected = {
    token: tokenOfAsset(terms.asset, knownPrincipal),
    payee: knownPrincipal(terms.offer.payTo),
    amount: parseAtomicAmount(terms.offer.amount),
    memo: terms.memo === undefined ? undefined : new TextEncoder().encode(terms.memo),
    resourceUrl: terms.resourceUrl,
  };
  const { payload } = transaction;
  if (payload.type === 'token-transfer') checkTokenTransfer(transaction, payload, expected);
  else if (payload.type === 'contract-call') checkContractCall(transaction, payload, expected, terms.allowPayCall);
  else refuse('invalid_exact_stacks_payload_call', 'The transaction deploys a contract; it pays nothing.');
}

function checkTokenTransfer(transaction: StacksTransaction, payload: TokenTransfer, expected: Expected): void {
  if (expected.token) {
    refuse('invalid_exact_stacks_payload_call', 'The transaction sends STX, but the offer asks for a token.');
  }
  checkRecipient(transaction, payload.recipient, expected);
  checkAmount(payload.amount, expected);
  checkMemo(payload.memo, expected.memo && padded(expected.memo));
  if (transaction.postConditions.length > 0) {
    refuse(
      'invalid_exact_stacks_payload_post_conditions',
      'The chain refuses STX transfers with post-conditions; sign it without any.',
    );
  }
}

function checkContractCall(
  transaction: StacksTransaction,
  call: ContractCall,
  expected: Expected,
  allowPayCall: boolean,
): void {
  const { contract, functionName } = call;
  if (allowPayCall && functionName === PAY_FUNCTION && equalPrincipals(contract, expected.payee)) {
    checkPayArguments(call, expected);
  } else if (
    expected.token &&
    functionName === TRANSFER_FUNCTION &&
    equalPrincipals(contract, expected.token.contract)
  ) {
    checkTransferArguments(transaction, call, expected);
  } else {
    refuse('invalid_exact_stacks_payload_call', 'The transaction calls something else than the payment of this offer.');
  }
  const fault = postConditionFault(transaction, { token: expected.token, amount: expected.amount });
  if (fault !== undefined) refuse('invalid_exact_stacks_payload_post_conditions', fault);
}

function checkTransferArguments(transaction: StacksTransaction, call: ContractCall, expected: Expected): void {
  const [amount, sender, recipient, memo] = call.functionArguments;
  if (
    call.functionArguments.length !== 4 ||
    amount?.type !== 'uint' ||
    sender?.type !== 'principal' ||
    recipient?.type !== 'principal' ||
    (memo?.type !== 'none' && (memo?.type !== 'some' || memo.value.type !== 'buffer'))
  ) {
    refuse('invalid_exact_stacks_payload_call', 'The arguments are not those of a SIP-010 transfer.');
  }
  if (!equalPrincipals(sender.value, originPrincipal(transaction))) {
    refuse('invalid_exact_stacks_payload_call', 'The transfer is not from the account that signed it.');
  }
  checkRecipient(transaction, recipient.value, expected);
  checkAmount(amount.value, expected);
  checkMemo(memo.type === 'some' ? bufferOf(memo.value) : undefined, expected.memo);
}

function checkPayArguments(call: ContractCall, expected: Expected): void {
  const [token, amount, contentId, memo] = call.functionArguments;
  if (
    call.functionArguments.length !== 4 ||
    (token?.type !== 'none' && (token?.type !== 'some' || token.value.type !== 'principal')) ||
    amount?.type !== 'uint' ||
    contentId?.type !== 'buffer' ||
    memo?.type !== 'buffer'
  ) {
    refuse('invalid_exact_stacks_payload_call', 'The arguments are not those of `pay` of a revenue split.');
  }
  if (!isTokenArgument(token, expected.token)) {
    refuse('invalid_exact_stacks_payload_call', 'The transaction pays in another asset than the offer asks for.');
  }
  if (!equalBytes(contentId.value, contentIdOf(expected.resourceUrl))) {
    refuse('invalid_exact_stacks_payload_call', 'The transaction pays for other content than this resource.');
  }
  checkAmount(amount.value, expected);
  checkMemo(memo.value, expected.memo);
}

function isTokenArgument(argument: ClarityValue, token: TokenName | undefined): boolean {
  if (argument.type !== 'some') return token === undefined;
  return (
    token !== undefined && argument.value.type === 'principal' && equalPrincipals(argument.value.value, token.contract)
  );
}

function checkRecipient(transaction: StacksTransaction, recipient: Principal, expected: Expected): void {
  if (!equalPrincipals(recipient, expected.payee)) {
    refuse('invalid_exact_stacks_payload_recipient_mismatch', 'The transaction pays somebody else than the payee.');
  }
  // The chain refuses transfers to oneself.
  if (equalPrincipals(recipient, originPrincipal(transaction))) {
    refuse('invalid_exact_stacks_payload_recipient_mismatch', 'The payer is the payee; pay from another account.');
  }
}

function checkAmount(amount: bigint, expected: Expected): void {
  if (amount !== expected.amount) {
    refuse(
      'invalid_exact_stacks_payload_amount_mismatch',
      `The transaction pays ${amount} atomic units; the offer asks for exactly ${expected.amount}.`,
    );
  }
}

function checkMemo(memo: Uint8Array | undefined, expected: Uint8Array | undefined): void {
  if (expected && !(memo && equalBytes(memo, expected))) {
    refuse(
      'invalid_exact_stacks_payload_memo_mismatch',
      'The memo of the transaction does not belong to this offer; pay with the memo that the offer gives.',
    );
  }
}

function padded(memo: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.max(MEMO_LENGTH, memo.length));
  bytes.set(memo);
  return bytes;
}

function bufferOf(value: ClarityValue): Uint8Array | undefined {
  return value.type === 'buffer' ? value.value : undefined;
}

function refuse(code: WireErrorCode, message: string): never {
  throw new X402Error(code, message);
}
