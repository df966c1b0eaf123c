/** Builds the transaction that pays an offer, for a payer whose key is known. */

import { networkInfo } from '../networks.js';
import { buildPaymentOf, type UnsignedPaymentOptions } from './build-unsigned-payment.js';
import { signerOfPublicKey } from './origin.js';
import type { StacksTransaction } from './transaction.js';

export interface PaymentTransactionOptions extends Omit<UnsignedPaymentOptions, 'payer'> {
  /** The payer's compressed public key, 33 bytes. */
  readonly publicKey: Uint8Array;
}

/**
 * The unsigned transaction that pays an offer, and nothing else: mode `deny`, and for a contract call exactly one post-condition, on the exact
 * amount. An STX transfer has none, because the chain refuses transfers with post-conditions; its amount is exact by itself.
 *
 * @throws `invalid_amount` for zero or more than fits, `invalid_address` for a payee of another network, `invalid_transaction` for a memo that is too
 * long, `invalid_configuration` for an asset without `tokenName`
 * @example
 * ```ts
 * import { buildPaymentTransaction, bytesFromHex } from 'x402pay/stacks';
 * const transaction = buildPaymentTransaction({
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
 *   publicKey: bytesFromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'),
 *   nonce: 0n,
 *   fee: 200n,
 *   resourceUrl: 'https://blog.example/article',
 * });
 * console.assert(transaction.payload.type === 'token-transfer' && transaction.payload.amount === 500000n);
 * ```
 */
export function buildPaymentTransaction(options: PaymentTransactionOptions): StacksTransaction {
  const version = networkInfo(options.network).singleSignatureVersion;
  return buildPaymentOf({ version, hash160: signerOfPublicKey(options.publicKey, 'p2pkh') }, options);
}
