/** What a wallet has given back. It is the payment that was asked for, or it is not taken. */

import { X402Error } from '../../src/errors.js';
import type { WalletPayment } from './wallet.js';

/** Members in which wallets give back a signed transaction. */
const TRANSACTION_MEMBERS = ['transaction', 'txHex', 'txRaw'];

/** Where nonce, fee and signature stand in a single-signature transaction (SIP-005), in hexadecimal digits: what a wallet may fill in. */
const NONCE = 2 * 27;
const FEE = 2 * 35;
const KEY_ENCODING = 2 * 43;
const SIGNATURE = 2 * 44;
const REST = 2 * 109;

/** The signed transaction in an answer, in hexadecimal digits. */
export function transactionIn(answer: Readonly<Record<string, unknown>>): string | undefined {
  return TRANSACTION_MEMBERS.map((name) => hexIn(answer[name])).find((hex) => hex !== undefined);
}

/**
 * The id of a transaction that the wallet has sent by itself.
 *
 * @throws `wallet_failed` when there is none
 */
export function txidIn({ txid, txId }: Readonly<Record<string, unknown>>): string {
  // The first is what most wallets say, the second what one does.
  const id = hexIn(txid) ?? hexIn(txId);
  if (id?.length !== 64) throw new X402Error('wallet_failed', 'The wallet gave back neither a transaction nor its id.');
  return id;
}

function hexIn(value: unknown): string | undefined {
  const hex = typeof value === 'string' ? value.replace(/^0x/i, '').toLowerCase() : '';
  return /^(?:[\da-f]{2})+$/.test(hex) ? hex : undefined;
}

/**
 * True when both are the same payment, digit for digit, up to nonce, fee and signature: the strictest check there is, and nothing has to be decoded
 * for it.
 */
export function isSamePayment(signed: string, unsigned: string): boolean {
  return withoutFilledIn(signed) === withoutFilledIn(unsigned);
}

function withoutFilledIn(hex: string): string {
  return hex.slice(0, NONCE) + hex.slice(KEY_ENCODING, SIGNATURE) + hex.slice(REST);
}

/**
 * A signed transaction as a payment.
 *
 * @param nonce when given, the only nonce that is taken
 * @throws `wallet_changed_payment`, `wallet_failed` when it is not signed
 */
export function toPayment(transaction: string, payer: string, nonce: bigint | undefined): WalletPayment {
  const signedNonce = BigInt(`0x${transaction.slice(NONCE, FEE)}`);
  if (nonce !== undefined && signedNonce !== nonce) {
    throw new X402Error(
      'wallet_changed_payment',
      'The wallet chose another nonce; an earlier payment might land besides this one.',
    );
  }
  if (/^0*$/.test(transaction.slice(SIGNATURE, REST))) {
    throw new X402Error('wallet_failed', 'The wallet gave the transaction back without a signature.');
  }
  return { payload: { transaction }, payer, nonce: signedNonce };
}
