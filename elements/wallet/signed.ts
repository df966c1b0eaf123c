/** What a wallet has given back. It is the payment that was asked for, or it is not taken. */

import { X402Error } from '../../src/errors.js';
import { bytesFromHex, hexFromBytes } from '../../src/stacks.js';
import type { WalletPayment } from './wallet.js';

/** Members in which wallets give back a signed transaction. */
const TRANSACTION_MEMBERS = ['transaction', 'txHex', 'txRaw'];

/** Where nonce, fee and signature stand in a single-signature transaction (SIP-005): what a wallet may fill in. */
const NONCE = { start: 27, end: 35 };
const FEE = { start: 35, end: 43 };
const SIGNATURE = { start: 44, end: 109 };

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

/** True when both are the same payment, byte for byte, up to nonce, fee and signature: the strictest check there is, and nothing has to be decoded for it. */
export function isSamePayment(signed: Uint8Array, unsigned: Uint8Array): boolean {
  return (
    signed.length === unsigned.length &&
    signed.every((byte, index) => byte === unsigned[index] || [NONCE, FEE, SIGNATURE].some((part) => isIn(index, part)))
  );
}

function isIn(index: number, { start, end }: typeof NONCE): boolean {
  return index >= start && index < end;
}

/**
 * A signed transaction as a payment.
 *
 * @param nonce when given, the only nonce that is taken
 * @throws `wallet_changed_payment`, `wallet_failed` when it is not signed
 */
export function toPayment(transaction: string, payer: string, nonce: bigint | undefined): WalletPayment {
  const bytes = bytesFromHex(transaction);
  const signedNonce = BigInt(`0x${hexFromBytes(bytes.subarray(NONCE.start, NONCE.end))}`);
  if (nonce !== undefined && signedNonce !== nonce) {
    throw new X402Error(
      'wallet_changed_payment',
      'The wallet chose another nonce; an earlier payment might land besides this one.',
    );
  }
  if (bytes.subarray(SIGNATURE.start, SIGNATURE.end).every((byte) => byte === 0)) {
    throw new X402Error('wallet_failed', 'The wallet gave the transaction back without a signature.');
  }
  return { payload: { transaction }, payer, nonce: signedNonce };
}
