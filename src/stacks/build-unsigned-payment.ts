/** Builds the transaction that pays an offer, ready to be signed, from the payer's address alone. */

import type { Asset } from '../assets.js';
import { X402Error } from '../errors.js';
import { parseAtomicAmount } from '../money.js';
import { type Network, networkInfo } from '../networks.js';
import type { Offer } from '../wire.js';
import type { ClarityValue } from './clarity-value.js';
import { contentIdOf, PAY_FUNCTION, TRANSFER_FUNCTION, tokenOfAsset } from './payment-call.js';
import type { PostCondition, TokenName } from './post-condition.js';
import { isPrincipalOn, type Principal, parsePrincipal } from './principal.js';
import { MEMO_LENGTH, SIGNATURE_LENGTH, type StacksTransaction, type TransactionPayload } from './transaction.js';

/** Largest amount of an STX transfer and of any post-condition. */
const MAX_UINT64 = 2n ** 64n - 1n;

export interface UnsignedPaymentOptions {
  readonly network: Network;
  /** The terms to pay: `amount`, `payTo`, and `extra.call`, which makes it a call of `pay` on `payTo`. */
  readonly offer: Offer;
  /** The offer's asset from the payer's own list. */
  readonly asset: Asset;
  /** Address of the payer, which signs with a single key; not of a contract. */
  readonly payer: string;
  readonly nonce: bigint;
  /** Atomic STX. */
  readonly fee: bigint;
  /** At most 34 bytes of UTF-8. */
  readonly memo?: string | undefined;
  /** URL of what is paid for; a revenue split records its hash. */
  readonly resourceUrl: string;
}

/**
 * The unsigned transaction that pays an offer, and nothing else, like `buildPaymentTransaction`, for payers whose key is somewhere else: the
 * address says all that a transaction needs of it.
 *
 * @throws `invalid_address` for a payer or payee that is not of the network, or a payer that cannot sign; and as `buildPaymentTransaction`
 * @example
 * ```ts
 * import { buildUnsignedPayment } from 'x402pay/stacks';
 * const transaction = buildUnsignedPayment({
 *   network: 'stacks:1',
 *   offer: {
 *     scheme: 'exact',
 *     network: 'stacks:1',
 *     amount: '500000',
 *     asset: 'STX',
 *     payTo: 'SP000000000000000000002Q6VF78',
 *     maxTimeoutSeconds: 600,
 *   },
 *   asset: { id: 'STX', symbol: 'STX', decimals: 6 },
 *   payer: 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7',
 *   nonce: 0n,
 *   fee: 200n,
 *   resourceUrl: 'https://blog.example/article',
 * });
 * console.assert(transaction.payload.type === 'token-transfer' && transaction.payload.amount === 500000n);
 * ```
 */
export function buildUnsignedPayment(options: UnsignedPaymentOptions): StacksTransaction {
  const payer = parsePrincipal(options.payer);
  if (payer.version !== networkInfo(options.network).singleSignatureVersion || payer.contractName !== undefined) {
    throw new X402Error('invalid_address', 'The payer is not a single-signature account of the network.', {
      field: 'payer',
    });
  }
  return buildPaymentOf(payer, options);
}

/** @param payer a single-signature account of the network */
export function buildPaymentOf(payer: Principal, options: Omit<UnsignedPaymentOptions, 'payer'>): StacksTransaction {
  const network = networkInfo(options.network);
  const amount = payableAmount(options.offer.amount);
  const token = tokenOfAsset(options.asset);
  const payload = buildPayload(options, amount, token, payer);
  return {
    transactionVersion: network.transactionVersion,
    chainId: network.chainId,
    origin: {
      hashMode: 'p2pkh',
      signer: payer.hash160,
      nonce: options.nonce,
      fee: options.fee,
      signature: new Uint8Array(SIGNATURE_LENGTH),
    },
    anchorMode: 'any',
    postConditionMode: 'deny',
    postConditions: payload.type === 'token-transfer' ? [] : [exactly(payer, amount, token)],
    payload,
  };
}

function buildPayload(
  { network, offer, memo, resourceUrl }: Omit<UnsignedPaymentOptions, 'payer'>,
  amount: bigint,
  token: TokenName | undefined,
  payer: Principal,
): TransactionPayload {
  if (!isPrincipalOn(network, offer.payTo)) {
    throw new X402Error('invalid_address', `The payee is not an address of ${networkInfo(network).name}.`, {
      field: 'payTo',
    });
  }
  const payee = parsePrincipal(offer.payTo);
  const memoBytes = new TextEncoder().encode(memo ?? '');
  if (memoBytes.length > MEMO_LENGTH) {
    throw new X402Error('invalid_transaction', `A memo has at most ${MEMO_LENGTH} bytes.`);
  }
  if (offer.extra?.call === PAY_FUNCTION) return payCall(payee, amount, token, memoBytes, resourceUrl);
  if (token) {
    return {
      type: 'contract-call',
      contract: token.contract,
      functionName: TRANSFER_FUNCTION,
      functionArguments: [
        { type: 'uint', value: amount },
        { type: 'principal', value: payer },
        { type: 'principal', value: payee },
        memo === undefined ? { type: 'none' } : { type: 'some', value: { type: 'buffer', value: memoBytes } },
      ],
    };
  }
  const padded = new Uint8Array(MEMO_LENGTH);
  padded.set(memoBytes);
  return { type: 'token-transfer', recipient: payee, amount, memo: padded };
}

function payCall(
  split: Principal,
  amount: bigint,
  token: TokenName | undefined,
  memo: Uint8Array,
  resourceUrl: string,
): TransactionPayload {
  if (split.contractName === undefined) {
    throw new X402Error('invalid_address', 'The offer asks to call `pay`, but its payee is not a contract.', {
      field: 'payTo',
    });
  }
  const tokenArgument: ClarityValue = token
    ? { type: 'some', value: { type: 'principal', value: token.contract } }
    : { type: 'none' };
  return {
    type: 'contract-call',
    contract: split,
    functionName: PAY_FUNCTION,
    functionArguments: [
      tokenArgument,
      { type: 'uint', value: amount },
      { type: 'buffer', value: contentIdOf(resourceUrl) },
      { type: 'buffer', value: memo },
    ],
  };
}

function exactly(principal: Principal, amount: bigint, token: TokenName | undefined): PostCondition {
  // The payer's own address rather than `origin`, because wallets show it to people.
  return token
    ? { type: 'fungible', principal, token, code: 'equal', amount }
    : { type: 'stx', principal, code: 'equal', amount };
}

function payableAmount(text: string): bigint {
  const amount = parseAtomicAmount(text);
  if (amount === 0n) throw new X402Error('invalid_amount', 'A payment of nothing cannot be made.', { field: 'amount' });
  if (amount > MAX_UINT64) {
    throw new X402Error('invalid_amount', 'The amount is larger than a post-condition can hold (2^64 - 1).', {
      field: 'amount',
    });
  }
  return amount;
}
