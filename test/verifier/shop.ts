/** A seller, a payer and a chain, put together for tests of the verifier. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  assetsOf,
  decodePaymentRequired,
  decodeSettlementResponse,
  encodeHeader,
  HEADER,
  memoOfOffer,
  type Offer,
  type PaymentRequired,
  type SettlementResponse,
} from 'x402pay';
import {
  addressOfPublicKey,
  buildPaymentTransaction,
  encodeTransaction,
  hexFromBytes,
  type StacksTransaction,
  signingHash,
  transactionId,
  withSignature,
} from 'x402pay/stacks';
import {
  type ClaimStore,
  createMemoryClaims,
  createVerifier,
  type PaidHandler,
  type Protection,
  type Terms,
  type Verifier,
  type VerifierConfig,
  type VerifierEvent,
} from 'x402pay/verifier';
import { type ScriptedChain, scriptedChain } from './scripted-chain.js';
import { type VirtualTime, virtualTime } from './virtual-time.js';

export const NETWORK = 'stacks:2147483648';
export const ORIGIN = 'https://shop.example';
export const SELLER = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
export const SPLIT = `${SELLER}.split`;
export const SBTC = 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token';
export const SECRET = 'a secret that is used in tests only';
export const TERMS: Terms = { price: { STX: '0.5', sBTC: '0.00001', USDCx: '0.25' }, access: '30d' };
export const ONCE: Terms = { price: { STX: '0.5' }, access: 'once' };
export const HOUR: Terms = { price: { STX: '0.5' }, access: '1h' };

export interface Shop {
  readonly verifier: Verifier;
  readonly chain: ScriptedChain;
  readonly time: VirtualTime;
  readonly events: VerifierEvent[];
  /** Verifier of the same seller in another process: same secret, chain and time. */
  another(config?: Partial<VerifierConfig>): Verifier;
}

export function openShop(config: Partial<VerifierConfig> = {}): Shop {
  const time = virtualTime();
  const chain = scriptedChain(time.clock);
  const events: VerifierEvent[] = [];
  const another = (more: Partial<VerifierConfig> = {}) =>
    createVerifier({
      network: NETWORK,
      payTo: SELLER,
      secret: SECRET,
      origin: ORIGIN,
      chain,
      recover: 'noble',
      clock: time.clock,
      sleep: time.sleep,
      random: drawn,
      onEvent: (event) => events.push(event),
      ...config,
      ...more,
    });
  return { verifier: another(), chain, time, events, another };
}

let draws = 0;
/**
 * The same bytes in every run, and never the same twice. Of real ones, two sign-ins would want the same place among the claims once in 256 times, and one of
 * them would have to be signed again.
 */
function drawn(bytes: Uint8Array): Uint8Array {
  const digest = sha256(new TextEncoder().encode(`${++draws}`));
  bytes.set(digest.subarray(0, bytes.length));
  return bytes;
}

/** A shop that writes down what was used. */
export function openShopWithClaims(config: Partial<VerifierConfig> = {}): Shop & { claims: ClaimStore } {
  const claims = createMemoryClaims({ clock: () => shop.time.clock() });
  const shop = openShop({ claims, ...config });
  return { ...shop, claims };
}

/** An account that signs whatever it is told to. */
export interface Account {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly address: string;
}

export function account(seed: number): Account {
  const privateKey = new Uint8Array(32).fill(seed);
  const publicKey = secp256k1.getPublicKey(privateKey, true);
  return { privateKey, publicKey, address: addressOfPublicKey(publicKey, NETWORK) };
}

export const READER = account(7);
export const STRANGER = account(8);

export function asks(path: string = '/a', headers: Record<string, string> = {}, method: string = 'GET'): Request {
  return new Request(`${ORIGIN}${path}`, { method, headers });
}

export const serves: PaidHandler = () => new Response('the content');

export async function offersOf(protection: Protection, request: Request = asks()): Promise<PaymentRequired> {
  const response = await protection(request, serves);
  return decodePaymentRequired(response.headers.get(HEADER.required) as string);
}

export async function offerOf(
  protection: Protection,
  asset: string = 'STX',
  request: Request = asks(),
): Promise<Offer> {
  const required = await offersOf(protection, request);
  const offer = required.accepts.find((one) => one.asset === asset);
  if (!offer) throw new Error(`There is no offer in ${asset}.`);
  return offer;
}

export interface SigningOptions {
  readonly payer?: Account;
  readonly nonce?: bigint;
  readonly fee?: bigint;
  /** Instead of the one that binds the payment to its offer; `null` for none. */
  readonly memo?: string | null;
  readonly resource?: string;
  /** Changes the transaction before it is signed. */
  readonly change?: (transaction: StacksTransaction) => StacksTransaction;
}

/** A signed transaction that pays the offer, unless `options` makes it do something else. */
export function signed(offer: Offer, options: SigningOptions = {}): Uint8Array {
  const { payer = READER, nonce = 0n, fee = 1000n, resource = `${ORIGIN}/a`, change = (same) => same } = options;
  const asset = assetsOf(NETWORK).find((one) => one.id === offer.asset);
  if (!asset) throw new Error(`Unknown asset ${offer.asset}.`);
  const memo = options.memo === undefined ? memoOfOffer(offer.extra?.offer as string) : (options.memo ?? undefined);
  const unsigned = change(
    buildPaymentTransaction({
      network: NETWORK,
      offer,
      asset,
      publicKey: payer.publicKey,
      nonce,
      fee,
      memo,
      resourceUrl: resource,
    }),
  );
  return encodeTransaction(withSignature(unsigned, signatureOf(unsigned, payer)));
}

/** Recovery id, r, s. */
export function signatureOf(transaction: StacksTransaction, { privateKey }: Account): Uint8Array {
  return secp256k1.sign(signingHash(transaction), privateKey, { prehash: false, lowS: true, format: 'recovered' });
}

export function presents(offer: Offer, transaction: Uint8Array | { txid: string }): Record<string, string> {
  const payload = transaction instanceof Uint8Array ? { transaction: hexFromBytes(transaction) } : transaction;
  return { [HEADER.signature]: encodeHeader({ x402Version: 2, accepted: offer, payload }) };
}

/** Takes an offer, pays it and presents the payment. */
export async function buys(
  protection: Protection,
  options: SigningOptions & {
    asset?: string;
    path?: string;
    handler?: PaidHandler;
    more?: Record<string, string>;
  } = {},
): Promise<{
  response: Response;
  offer: Offer;
  transaction: Uint8Array;
  txid: string;
  headers: Record<string, string>;
}> {
  const { asset = 'STX', path = '/a', handler = serves, more = {} } = options;
  const offer = await offerOf(protection, asset, asks(path));
  const transaction = signed(offer, { resource: ORIGIN + path, ...options });
  const headers = presents(offer, transaction);
  const response = await protection(asks(path, { ...headers, ...more }), handler);
  return { response, offer, transaction, txid: transactionId(transaction), headers };
}

export function settlementOf(response: Response): SettlementResponse {
  return decodeSettlementResponse(response.headers.get(HEADER.response) as string);
}

/** Status and reason of a refusal, as a client sees them. */
export function verdict(response: Response): string {
  const header = response.headers.get(HEADER.response);
  return `${response.status} ${header === null ? '' : (decodeSettlementResponse(header).errorReason ?? 'success')}`;
}

export function passOf(response: Response): { token: string; expiresAt: number } {
  const { extensions } = settlementOf(response) as {
    extensions?: { pass?: { info: { token: string; expiresAt: number } } };
  };
  if (!extensions?.pass) throw new Error('There is no pass.');
  return extensions.pass.info;
}
