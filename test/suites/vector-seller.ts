/** Runs the vectors that need a seller: offers, passes and whole exchanges, through the public API, at the time and with the randomness that they say. */

import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  assetsOf,
  decodePaymentRequired,
  encodeHeader,
  formatDecimalAmount,
  HEADER,
  memoOfOffer,
  type Network,
  type PaymentRequirements,
  readSignInChallenge,
} from 'x402pay';
import { signTransaction } from 'x402pay/key-payer';
import {
  addressOfPublicKey,
  buildPaymentTransaction,
  bytesFromHex,
  encodeTransaction,
  hexFromBytes,
  transactionId,
} from 'x402pay/stacks';
import { createMemoryClaims, createVerifier, type Protection, type Terms } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import { scriptedChain } from '../verifier/scripted-chain.js';

/** Who sells, as a vector says it. */
export interface Seller {
  readonly network: string;
  readonly secret: string;
  readonly origin: string;
  readonly payTo: string;
  readonly terms: object;
}

/** A request, as a vector says it. */
interface Asking {
  readonly method: string;
  readonly url: string;
}

interface OfferTerms {
  readonly network: string;
  readonly method: string;
  readonly resource: string;
  readonly amount: string;
  readonly asset: string;
  readonly payTo: string;
  readonly access: string;
  readonly finality: string;
}

export interface TokenVector {
  readonly secret: string;
  readonly terms: OfferTerms;
  readonly expiresAt: number;
  readonly nonce: string;
}

export interface OfferVector extends Asking {
  readonly now: number;
  readonly accepted: object;
}

export interface PassVector extends Asking {
  readonly now: number;
  readonly token: string;
  readonly pass?: { readonly path: string };
}

export interface ExchangeVector {
  readonly seller: Seller;
  readonly now: number;
  readonly nonce: string;
  readonly request: Asking;
  readonly asset: string;
  readonly payer: {
    readonly privateKey: string;
    readonly publicKey: string;
    readonly nonce: string;
    readonly fee: string;
  };
}

const OFFER_SECONDS = 600;

/** The token of an offer that is made on these terms. */
export async function offerToken({ secret, terms, expiresAt, nonce }: TokenVector): Promise<string | undefined> {
  const { network, resource, amount, asset: id, payTo, access, finality, method } = terms;
  const asset = assetsOf(network as Network).find((one) => one.id === id);
  if (!asset) throw new TypeError(`The asset ${id} is not known.`);
  const { origin, searchParams } = new URL(resource);
  const sale = {
    price: { [asset.symbol]: formatDecimalAmount(BigInt(amount), asset.decimals) },
    access,
    finality: /^\d+$/.test(finality) ? Number(finality) : finality,
    query: [...searchParams.keys()],
    offerSeconds: OFFER_SECONDS,
  };
  const seller = { network, secret, origin, payTo, terms: sale };
  const { protection } = open(seller, expiresAt - OFFER_SECONDS, nonce);
  const response = await protection(new Request(resource, { method }), serves);
  return decodePaymentRequired(response.headers.get(HEADER.required) as string).accepts[0]?.extra?.offer;
}

/** Whether an offer is one of the seller's; throws its refusal. */
export async function acceptOffer(seller: Seller, { now, method, url, accepted }: OfferVector): Promise<void> {
  // The id of a transaction says nothing about it: only checks 1 to 4 are made.
  const payment = { x402Version: 2, accepted, payload: { txid: '00'.repeat(32) } };
  const headers = { [HEADER.signature]: encodeHeader(payment) };
  await open(seller, now).protection.verify(new Request(url, { method, headers }));
}

/** Whether a pass opens the resource: the status and the reason. */
export async function presentPass(seller: Seller, { now, method, url, token, pass }: PassVector): Promise<string> {
  const terms = { ...seller.terms, ...(pass && { pass }) };
  const { protection } = open({ ...seller, terms }, now);
  const response = await protection(new Request(url, { method, headers: { [HEADER.pass]: token } }), serves);
  return response.status === 200 ? 'opens' : (settlementIn(response)?.errorReason as string);
}

/** All that goes over the wire when a resource is bought, and what is in between. */
export async function exchange({ seller, now, nonce, request, asset: id, payer }: ExchangeVector) {
  const { protection } = open(seller, now, nonce);
  const ask = (headers = {}) => new Request(request.url, { method: request.method, headers });
  const refused = await protection(ask(), serves);
  // What it says to people is its own affair.
  const { error: _, ...required } = decodePaymentRequired(refused.headers.get(HEADER.required) as string);
  const { resource, accepts } = required;
  const offer = accepts.find((one) => one.asset === id) as PaymentRequirements;
  const memo = memoOfOffer(offer.extra?.offer as string);
  const network = seller.network as Network;
  const unsigned = buildPaymentTransaction({
    network,
    offer,
    asset: assetsOf(network).find((one) => one.id === id) as never,
    publicKey: bytesFromHex(payer.publicKey),
    nonce: BigInt(payer.nonce),
    fee: BigInt(payer.fee),
    memo,
    resourceUrl: resource.url,
  });
  const bytes = encodeTransaction(signTransaction(unsigned, payer.privateKey));
  const transaction = hexFromBytes(bytes);
  const signature = encodeHeader({ x402Version: 2, resource, accepted: offer, payload: { transaction } });
  const answer = await protection(ask({ [HEADER.signature]: signature }), serves);
  const response = answer.headers.get(HEADER.response) as string;
  return { required, memo, transaction, txid: transactionId(bytes), signature, status: answer.status, response };
}

/** A pass that a purchase brings, whatever else is in it. */
export async function issuePass(secret: string, network: Network): Promise<string> {
  const payTo = addressOfPublicKey(bytesFromHex(`02${SELLER_KEY}`), network);
  const seller = {
    network,
    secret,
    payTo,
    origin: 'https://blog.example',
    terms: { price: { STX: '1' }, access: '1d' },
  };
  const request = { method: 'GET', url: 'https://blog.example/a' };
  const payer = { privateKey: '07'.repeat(32), publicKey: PAYER_KEY, nonce: '0', fee: '400' };
  const { response } = await exchange({
    seller,
    now: 1_800_000_000,
    nonce: '00'.repeat(12),
    request,
    asset: 'STX',
    payer,
  });
  return JSON.parse(atob(response)).extensions.pass.info.token;
}

/** The name of the key that a seller's receipts are signed with. */
export async function receiptSigner(secret: string, network: Network): Promise<string> {
  const payTo = addressOfPublicKey(bytesFromHex(`02${SELLER_KEY}`), network);
  return createVerifier({ network, secret, payTo, origin: 'https://blog.example' }).receiptSigner();
}

export interface ChallengeVector {
  readonly secret: string;
  readonly network: string;
  readonly method: string;
  readonly resource: string;
  readonly now: number;
  readonly random: string;
}

/** What a seller asks to be signed. */
export async function challenge({ secret, network, method, resource, now, random }: ChallengeVector): Promise<unknown> {
  const payTo = addressOfPublicKey(bytesFromHex(`02${SELLER_KEY}`), network as Network);
  const terms = { price: { STX: '1' }, access: '1d', signIn: true };
  const { protection } = open({ network, secret, payTo, origin: 'https://blog.example', terms }, now, random);
  const response = await protection(new Request(resource, { method }), serves);
  return readSignInChallenge(decodePaymentRequired(response.headers.get(HEADER.required) as string), resource)?.info;
}

const SELLER_KEY = '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798';
const PAYER_KEY = '02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f';

/** What a server says to a request line, which no URL parser has smoothed before: the resource, where it was understood. */
export async function askOver(
  origin: string,
  query: readonly string[],
  target: string,
): Promise<{ status: number; resource?: string }> {
  const payTo = addressOfPublicKey(bytesFromHex(PAYER_KEY), 'stacks:1');
  const terms = { price: { STX: '1' }, access: '1d', query };
  const seller = { network: 'stacks:1', secret: 'a secret that is used in vectors only', origin, payTo, terms };
  const { protection } = open(seller, 1_800_000_000);
  const server = createServer(nodeListener((request) => protection(request, serves)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const { port } = server.address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path: target, agent: false }, (answer) => {
        answer.resume();
        const required = answer.headers[HEADER.required.toLowerCase()] as string | undefined;
        const resource = required && { resource: decodePaymentRequired(required).resource.url };
        resolve({ status: answer.statusCode ?? 0, ...resource });
      });
      request.on('error', reject).end();
    });
  } finally {
    server.close();
  }
}

/** A verifier at one moment, with one nonce for its offers, on a chain that mines everything at once. */
function open(seller: Seller, now: number, nonce = '00'.repeat(12)): { protection: Protection } {
  const clock = () => 1000 * now;
  const verifier = createVerifier({
    network: seller.network as Network,
    payTo: seller.payTo,
    secret: seller.secret,
    origin: seller.origin,
    chain: scriptedChain(clock),
    claims: createMemoryClaims({ clock }),
    recover: 'noble',
    clock,
    sleep: () => new Promise(() => {}),
    random: (bytes) => {
      bytes.set(bytesFromHex(nonce));
      return bytes;
    },
  });
  return { protection: verifier.protect(seller.terms as Terms) };
}

const serves = () => new Response('the content');

function settlementIn(response: Response): { errorReason?: string } | undefined {
  const header = response.headers.get(HEADER.response);
  return header === null ? undefined : JSON.parse(atob(header));
}
