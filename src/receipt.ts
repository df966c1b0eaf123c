/**
 * Receipts (x402 extension `offer-receipt`, format `jws`): what a seller confirms of a payment, in a form that anybody can check later
 * without asking the seller, the chain or us. PROTOCOL section 7.
 */

import { keyOfDid } from './did-key.js';
import { X402Error } from './errors.js';
import { decodeBase64Url } from './lib/decode-base64.js';
import { isObject, parseStrictJson } from './lib/json.js';
import { check, object, optional, type Shape, text } from './lib/shape.js';
import { MAX_NAME_LENGTH, MAX_RECEIPT_LENGTH, MAX_URL_LENGTH } from './limits.js';
import type { Json, SettlementResponse } from './wire.js';

/** Key of the extension in `extensions`. */
export const OFFER_RECEIPT = 'offer-receipt';

/** What a receipt says. It is the seller's word: that the payment was made, the chain says. */
export interface Receipt {
  readonly version: 1;
  /** CAIP-2 id, `stacks:1`. */
  readonly network: string;
  /** URL of what was paid for. */
  readonly resourceUrl: string;
  /** Address of the payer. */
  readonly payer: string;
  /** Unix seconds. */
  readonly issuedAt: number;
  /** Transaction id, 64 hex digits on Stacks; sellers on other chains may leave it out. */
  readonly transaction?: string;
}

/** A receipt before its signature was checked. */
export interface UnverifiedReceipt {
  readonly receipt: Receipt;
  /** Who says to have signed it: a DID URL. */
  readonly signer: string;
  /** How: `EdDSA`, of others perhaps `ES256K`. */
  readonly algorithm: string;
}

export interface VerifyReceiptOptions {
  /** The `did:key:…` that must have signed, where you know the seller's: as the seller publishes it, or as its earlier receipts have it. */
  readonly signer?: string;
  /** Default: the platform's Web Crypto. */
  readonly subtle?: SubtleCrypto;
}

/**
 * The receipt in what a server says of a payment (`settlementOf(response)`), as the text that is worth keeping: a JWS in compact form.
 * `undefined` when there is none, or one in another form. It is not read yet.
 *
 * @example
 * ```ts
 * import { receiptIn } from 'x402pay';
 * const extensions = { 'offer-receipt': { info: { receipt: { format: 'jws', signature: 'e30.e30.AA' } } } };
 * console.assert(receiptIn({ success: true, transaction: '', network: 'stacks:1', extensions }) === 'e30.e30.AA');
 * ```
 */
export function receiptIn(settlement: SettlementResponse | undefined): string | undefined {
  const declared = settlement?.success ? settlement.extensions?.[OFFER_RECEIPT] : undefined;
  const info = isObject(declared) ? declared.info : undefined;
  const receipt = isObject(info) ? info.receipt : undefined;
  if (!isObject(receipt) || receipt.format !== 'jws') return undefined;
  const { signature } = receipt;
  return typeof signature === 'string' && signature.length <= MAX_RECEIPT_LENGTH ? signature : undefined;
}

/**
 * What a receipt says, without checking its signature: to show it, or to find it again. To believe it, use {@link verifyReceipt}.
 *
 * @param jws in compact form
 * @throws `invalid_receipt` for anything that is no receipt
 * @example
 * ```ts
 * import { readReceipt, X402Error } from 'x402pay';
 * try {
 *   readReceipt('not a receipt');
 * } catch (error) {
 *   console.assert(error instanceof X402Error && error.code === 'invalid_receipt');
 * }
 * ```
 */
export function readReceipt(jws: string): UnverifiedReceipt {
  const { header, payload } = partsOf(jws);
  const field = HEADER_SHAPE(header, 'header') ?? RECEIPT_SHAPE(payload, 'payload');
  if (field !== undefined) throw invalid(`"${field}" is missing or malformed`);
  const { version, network, resourceUrl, payer, issuedAt, transaction } = payload as unknown as Receipt;
  const { alg: algorithm, kid: signer } = header as unknown as { alg: string; kid: string };
  const receipt = { version, network, resourceUrl, payer, issuedAt, ...(transaction !== undefined && { transaction }) };
  return { receipt, signer, algorithm };
}

/**
 * Checks the signature of a receipt, on this device alone, and gives what it says with the `did:key` that signed it.
 *
 * The key comes from the receipt itself. So this proves that the holder of that key signed it, not who that is: compare `signer` with what the
 * seller publishes, or with the receipts that came from the seller's own site before.
 *
 * @param jws in compact form
 * @throws `invalid_receipt` for one that is malformed, was changed, or was signed by somebody else than `options.signer`; `receipt_unverifiable`
 * where it may be good and cannot be checked: another kind of key, or a platform without Ed25519
 * @example
 * ```ts
 * import { verifyReceipt, X402Error } from 'x402pay';
 * const { code } = await verifyReceipt('e30.e30.AA').catch((error: X402Error) => error) as X402Error;
 * console.assert(code === 'invalid_receipt');
 * ```
 */
export async function verifyReceipt(
  jws: string,
  { signer: expected, subtle = crypto.subtle }: VerifyReceiptOptions = {},
): Promise<Receipt & { readonly signer: string }> {
  const { receipt, signer: kid, algorithm } = readReceipt(jws);
  const key = keyOfDid(kid);
  if (!key) throw unverifiable('It was signed with another kind of key than Ed25519 of a did:key.');
  // RFC 8037, and its successor RFC 9864.
  if (algorithm !== 'EdDSA' && algorithm !== 'Ed25519') throw invalid('its key is for another algorithm');
  const signer = kid.replace(/#.*$/s, '');
  if (expected !== undefined && expected !== signer) throw invalid('somebody else has signed it');
  const end = jws.lastIndexOf('.');
  const signature = decodeBase64Url(jws.slice(end + 1)) as Uint8Array<ArrayBuffer>;
  const signed = new TextEncoder().encode(jws.slice(0, end));
  const publicKey = await importKey(subtle, key);
  if (!(await subtle.verify('Ed25519', publicKey, signature, signed))) throw invalid('its signature is wrong');
  return { ...receipt, signer };
}

/** Browsers without Ed25519 say so when a key is imported. */
async function importKey(subtle: SubtleCrypto, key: Uint8Array): Promise<CryptoKey> {
  try {
    return await subtle.importKey('raw', Uint8Array.from(key), 'Ed25519', false, ['verify']);
  } catch (cause) {
    throw unverifiable('Ed25519 is not known here; open it in a newer browser.', cause);
  }
}

const HEADER_SHAPE: Shape = object({
  alg: text(16, /./),
  kid: text(MAX_NAME_LENGTH, /^did:/),
  // Demands that nobody here could meet (RFC 7515, section 4.1.11; RFC 7797).
  crit: check((value) => value === undefined),
  b64: check((value) => value === undefined),
});

const RECEIPT_SHAPE: Shape = object({
  version: check((value) => value === 1),
  network: text(MAX_NAME_LENGTH, /^[^:]+:[^:]+$/),
  resourceUrl: text(MAX_URL_LENGTH, /^https?:\/\/./),
  payer: text(MAX_NAME_LENGTH, /./),
  issuedAt: check((value) => Number.isSafeInteger(value) && (value as number) >= 0),
  transaction: optional(text(MAX_NAME_LENGTH, /./)),
});

function partsOf(jws: string): { header: Json | undefined; payload: Json | undefined } {
  const parts = jws.length <= MAX_RECEIPT_LENGTH ? jws.split('.') : [];
  const [header, payload, signature] = parts.map(decodeBase64Url);
  if (parts.length !== 3 || !header || !payload || signature?.length !== 64) throw invalid('it is no JWS');
  return { header: jsonOf(header), payload: jsonOf(payload) };
}

function jsonOf(bytes: Uint8Array): Json | undefined {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function invalid(reason: string): X402Error {
  return new X402Error('invalid_receipt', `This is not a receipt of the seller: ${reason}.`);
}

function unverifiable(reason: string, cause?: unknown): X402Error {
  return new X402Error('receipt_unverifiable', `The signature of this receipt cannot be checked here. ${reason}`, {
    cause,
  });
}
