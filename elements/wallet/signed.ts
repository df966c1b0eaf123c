/** What a wallet has given back. It is the payment of this order, or it is not taken. */

import { X402Error } from '../../src/errors.js';
import type { Network } from '../../src/networks.js';
import type { PaymentOrder } from '../../src/payer.js';
import {
  bytesFromHex,
  checkPaymentTransaction,
  decodeTransaction,
  hexFromBytes,
  originAddress,
  type StacksTransaction,
  transactionId,
} from '../../src/stacks.js';
import type { WalletAccount } from './account.js';
import type { WalletPayment } from './wallet.js';

export interface Ordered {
  readonly order: PaymentOrder;
  readonly network: Network;
  readonly account: WalletAccount;
  /** When given, the only nonce that is taken. */
  readonly nonce?: bigint | undefined;
}

/**
 * The payment in an answer: a signed transaction, or the id of one that the wallet has sent by itself.
 *
 * @throws `wallet_failed` for no usable answer, `wallet_changed_payment` for another payment than the one that was asked for
 */
export function readSigned(answer: Readonly<Record<string, unknown>>, ordered: Ordered): WalletPayment {
  const hex = hexIn(answer.transaction) ?? hexIn(answer.txHex) ?? hexIn(answer.txRaw);
  if (hex !== undefined) return readTransaction(hex, ordered);
  const txid = txidIn(answer);
  if (txid === undefined)
    throw new X402Error('wallet_failed', 'The wallet gave back neither a transaction nor its id.');
  return { payload: { txid }, payer: ordered.account.address, txid };
}

/** `txid` is what most wallets say, `txId` what one does. */
export function txidIn({ txid, txId }: Readonly<Record<string, unknown>>): string | undefined {
  const text = hexIn(txid) ?? hexIn(txId);
  return text?.length === 64 ? text : undefined;
}

function hexIn(value: unknown): string | undefined {
  const hex = typeof value === 'string' ? value.replace(/^0x/i, '').toLowerCase() : '';
  return hex.length > 0 && /^(?:[\da-f]{2})+$/.test(hex) ? hex : undefined;
}

function readTransaction(hex: string, { order, network, account, nonce }: Ordered): WalletPayment {
  const { offer, asset, memo, resource } = order;
  const bytes = bytesFromHex(hex);
  let transaction: StacksTransaction;
  try {
    transaction = decodeTransaction(bytes);
    checkPaymentTransaction(transaction, {
      network,
      offer,
      asset,
      memo,
      payer: account.address,
      resourceUrl: resource.url,
      allowPayCall: offer.extra?.call === 'pay',
    });
  } catch (cause) {
    throw changed('The wallet gave back another payment than the one that was asked for.', cause);
  }
  if (nonce !== undefined && transaction.origin.nonce !== nonce) {
    throw changed('The wallet chose another nonce; an earlier payment might still land besides this one.');
  }
  if (transaction.origin.signature.every((byte) => byte === 0)) {
    throw new X402Error('wallet_failed', 'The wallet gave the transaction back without a signature.');
  }
  return {
    payload: { transaction: hexFromBytes(bytes) },
    payer: originAddress(transaction),
    txid: transactionId(bytes),
    nonce: transaction.origin.nonce,
  };
}

function changed(message: string, cause?: unknown): X402Error {
  return new X402Error('wallet_changed_payment', message, cause === undefined ? {} : { cause });
}
