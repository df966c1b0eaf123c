/**
 * A seller, a payer and a Stacks node in one process, for any runtime: plain JavaScript on Web standards, no network, no clock but its own. The node
 * answers over the verifier's `fetch`, so that the real chain client runs, too.
 */

import { assetsOf, decodePaymentRequired, decodeSettlementResponse, encodeHeader, HEADER, memoOfOffer } from 'x402pay';
import { addressOfPrivateKey, createKeyPayer, signTransaction } from 'x402pay/key-payer';
import { buildPaymentTransaction, bytesFromHex, encodeTransaction, hexFromBytes, transactionId } from 'x402pay/stacks';
import { createMemoryClaims, createVerifier } from 'x402pay/verifier';
import { scriptedNode } from './node.mjs';

export const NETWORK = 'stacks:2147483648';
export const ORIGIN = 'https://shop.example';
export const SELLER = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
export const SPLIT = `${SELLER}.split`;
export const SBTC = 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token';
export const TERMS = { price: { STX: '0.5', sBTC: '0.00001' }, access: '30d' };
export const ONCE = { price: { STX: '0.5' }, access: 'once' };
export const DAY = 86_400;
export const serves = () => new Response('the content');

const KEY = '07'.repeat(32);
// The compressed key of KEY; a payer tells its address only.
export const PUBLIC_KEY = bytesFromHex('02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f');
export const READER = addressOfPrivateKey(KEY, NETWORK);
export const STRANGER = addressOfPrivateKey('08'.repeat(32), NETWORK);

/** Time that passes when somebody pauses. */
export function virtualTime() {
  let now = Date.UTC(2026, 10, 21);
  return {
    clock: () => now,
    // Waits with a signal are deadlines for nodes that hang, and ours do not.
    sleep: (milliseconds, signal) => {
      if (signal) return new Promise(() => {});
      now += milliseconds;
      return Promise.resolve();
    },
    pass: (seconds) => {
      now += 1000 * seconds;
    },
  };
}

/** A verifier with a node and a time of its own, which writes down what was used. */
export function openShop(config = {}) {
  const { clock, sleep, pass } = virtualTime();
  const node = scriptedNode(clock);
  const settings = {
    network: NETWORK,
    payTo: SELLER,
    secret: 'a secret that is used in tests only',
    origin: ORIGIN,
    chain: { url: 'https://node.example', rounds: 1 },
    fetch: node.fetch,
    claims: createMemoryClaims({ clock }),
    clock,
    sleep,
    ...config,
  };
  // An option that is left out is given as `undefined` here.
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { verifier: createVerifier(Object.fromEntries(given)), node, clock, pass };
}

export function asks(path = '/a', headers = {}, method = 'GET') {
  return new Request(ORIGIN + path, { method, headers });
}

export async function offerOf(protection, asset = 'STX', path = '/a') {
  const response = await protection(asks(path), serves);
  const { accepts } = decodePaymentRequired(response.headers.get(HEADER.required));
  return accepts.find((offer) => offer.asset === asset);
}

/** A signed transaction that pays the offer, unless `options` makes it do something else. */
export function signed(offer, { memo = memoOfOffer(offer.extra.offer), change = (same) => same, ...options } = {}) {
  const { nonce = 0n, fee = 1000n, network = NETWORK, path = '/a' } = options;
  const asset = assetsOf(network).find(({ id }) => id === offer.asset);
  const terms = { network, offer, asset, publicKey: PUBLIC_KEY, nonce, fee, resourceUrl: ORIGIN + path };
  const unsigned = buildPaymentTransaction(memo === null ? terms : { ...terms, memo });
  return encodeTransaction(signTransaction(change(unsigned), KEY));
}

/** The headers that present a payment: bytes of a transaction, or `{ txid }`. */
export function presents(offer, payment, envelope = {}) {
  const payload = payment instanceof Uint8Array ? { transaction: hexFromBytes(payment) } : payment;
  return { [HEADER.signature]: encodeHeader({ x402Version: 2, accepted: offer, payload, ...envelope }) };
}

/** Takes an offer, pays it, presents the payment. */
export async function buys(protection, { asset = 'STX', path = '/a', handler = serves, ...options } = {}) {
  const offer = await offerOf(protection, asset, path);
  const transaction = signed(offer, { path, ...options });
  const headers = presents(offer, transaction);
  const response = await protection(asks(path, headers), handler);
  return { response, offer, transaction, headers, txid: transactionId(transaction) };
}

/** The payer of a program, with a node that says what is needed. */
export function keyPayer() {
  const node = {
    nonce: async () => 0n,
    nonces: async () => ({ next: 0n, confirmed: 0n, missing: [] }),
    stxBalance: async () => 10n ** 9n,
    tokenBalance: async () => 10n ** 9n,
    fee: async () => 500n,
  };
  return createKeyPayer({ privateKey: KEY, network: NETWORK, node });
}

export function settlementOf(response) {
  const header = response.headers.get(HEADER.response);
  return header === null ? undefined : decodeSettlementResponse(header);
}

/** Reasons that have been seen so far, so that the suite can tell which ones it never met. */
export const seenReasons = new Set();

/** Status and reason of an answer, as a client sees them. */
export function verdict(response) {
  const settlement = settlementOf(response);
  const reason = settlement === undefined ? '' : settlement.success ? 'success' : settlement.errorReason;
  seenReasons.add(reason);
  return `${response.status} ${reason}`.trim();
}

export function passOf(response) {
  return settlementOf(response).extensions.pass.info;
}

export function same(actual, expected) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${found} instead of ${wanted}`);
}
