/** A site that sells, with the judgement of a real one: a payment is decoded, held against its offer, and its signature checked. */

import { pickRecover } from '../../server-verifier/recover.js';
import {
  assetsOf,
  decodePaymentPayload,
  encodeHeader,
  HEADER,
  isX402Error,
  memoOfOffer,
  type Offer,
  SIGN_IN_HEADER,
} from '../../src/index.js';
import {
  bytesFromHex,
  checkPaymentTransaction,
  decodeTransaction,
  originAddress,
  originPublicKey,
} from '../../src/stacks.js';
import { NETWORK, type ScriptedChain, type SentTransaction } from './scripted-chain.js';
import { judgeProof, type Proof, proofNonce, ScriptedPasses } from './scripted-passes.js';
import { ScriptedServer } from './scripted-server.js';
import { ScriptedSignIn } from './scripted-sign-in.js';

export const PAYEE = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';

type Symbol = 'STX' | 'sBTC' | 'USDCx';

export class ScriptedSite extends ScriptedServer {
  /** Atomic units. */
  prices: Partial<Record<Symbol, string>> = { STX: '500000' };
  description: string | undefined = 'The rest of the story.';
  access = '30d';
  payTo = PAYEE;
  network: string = NETWORK;
  body: BodyInit = '<p>What was paid for.</p>';
  type = 'text/html; charset=utf-8';
  /** Everybody may read. */
  isFree = false;
  /** A payment is good as soon as it is sent, and not only in a block. */
  trustsMempool = true;
  /** The request arrives, and its answer does not. */
  losesAnswers = false;
  /** Answers every payment with this reason. */
  refuses: string | undefined;
  /** Passes are given, but no longer accepted. */
  forgetsPasses = false;
  givesPasses = true;
  /** Gives passes only to keys, and asks for one. */
  isBound = false;
  /** Takes no proof of a key, however good. */
  refusesProofs = false;
  /** Who has paid may sign in. */
  takesSignIns = false;
  readonly signIns = new ScriptedSignIn();
  /** Milliseconds by which its clock is ahead of the browser's. */
  clockAhead = 0;
  /** Signs receipts. */
  signs: ((settled: { url: string; txid: string; payer: string }) => Promise<string>) | undefined;
  /** What came with each request. */
  readonly credentials: ('nothing' | 'pass' | 'payment' | 'sign-in')[] = [];
  /** Whether a proof of a key came with it, and which of ours was in it. */
  readonly proofs: (string | undefined)[] = [];
  /** Transactions, or ids of transactions, that were presented. */
  readonly presented: string[] = [];
  readonly #chain: ScriptedChain;
  readonly #offers = new Map<string, { readonly offer: Offer; readonly expiresAt: number }>();
  readonly #passes = new ScriptedPasses();
  /** When the access of a payment ends, by its transaction; milliseconds. */
  readonly #ends = new Map<string, number>();

  constructor(chain: ScriptedChain) {
    super();
    this.#chain = chain;
  }

  protected async respond(request: Request): Promise<Response> {
    const answer = await this.#judge(request);
    if (this.losesAnswers) throw new TypeError('Failed to fetch');
    return answer;
  }

  get #now(): number {
    return Date.now() + this.clockAhead;
  }

  async #judge(request: Request): Promise<Response> {
    const { url, headers } = request;
    const pass = headers.get(HEADER.pass);
    const payment = headers.get(HEADER.signature);
    const signIn = headers.get(SIGN_IN_HEADER);
    this.credentials.push(payment ? 'payment' : signIn ? 'sign-in' : pass ? 'pass' : 'nothing');
    if (this.isFree) return this.#content();
    const proof = this.isBound ? await judgeProof(request, pass, this.#now) : undefined;
    this.proofs.push(typeof proof === 'object' ? proof.key : proof);
    if (typeof proof === 'string' || (proof && this.refusesProofs)) return unproven(proof);
    try {
      if (pass && !payment) return this.#admit(url, pass, proof?.key);
      if (payment) return await this.#settle(url, payment, proof?.key);
      if (signIn && this.takesSignIns) return await this.#signIn(url, signIn, proof?.key);
      return this.#refuse(url, 'payment_required');
    } catch (error) {
      if (!isX402Error(error)) throw error;
      return this.#refuse(url, error.code);
    }
  }

  #admit(url: string, pass: string, key: string | undefined): Response {
    const terms = this.forgetsPasses ? undefined : this.#passes.termsOf(pass);
    if (!terms) return this.#refuse(url, 'invalid_pass');
    if (terms.key !== key) return unproven();
    return 1000 * terms.exp < this.#now ? this.#refuse(url, 'access_expired') : this.#content();
  }

  async #signIn(url: string, header: string, key: string | undefined): Promise<Response> {
    const judged = await this.signIns.judge(header, url, this.#now);
    if ('reason' in judged) return this.#refuse(url, judged.reason);
    const bought = this.#chain.sent.find(
      ({ sender, txid }) => sender === judged.address && (this.#ends.get(txid) ?? 0) > this.#now,
    );
    return bought ? this.#content(bought, undefined, key) : this.#refuse(url, 'sign_in_unpaid');
  }

  async #settle(url: string, header: string, key: string | undefined): Promise<Response> {
    const { accepted, payload } = decodePaymentPayload(header);
    const { offer, expiresAt = 0 } = this.#offers.get(accepted.extra?.offer ?? '') ?? {};
    this.presented.push('transaction' in payload ? payload.transaction : payload.txid);
    if (this.refuses) return this.#refuse(url, this.refuses);
    if (!offer || JSON.stringify(offer) !== JSON.stringify(accepted)) return this.#refuse(url, 'invalid_offer');
    const hex = 'transaction' in payload ? payload.transaction : this.#hexOf(payload.txid);
    if (hex === undefined) return this.#refuse(url, 'settlement_pending');
    await check(hex, offer, url);
    const isKnown = this.#chain.sent.some((one) => one.hex === hex);
    if (!isKnown && expiresAt < this.#now) return this.#refuse(url, 'offer_expired');
    const sent = this.#chain.broadcast(hex);
    if (sent.status === 'abort_by_response') return this.#refuse(url, 'transaction_failed', sent);
    if (sent.status === 'pending' && !this.trustsMempool) return this.#refuse(url, 'settlement_pending', sent);
    const { txid, sender: payer } = sent;
    if (!this.#ends.has(txid)) this.#ends.set(txid, this.#now + millisecondsOf(accepted.extra?.access));
    if ((this.#ends.get(txid) ?? 0) < this.#now) return this.#refuse(url, 'access_expired');
    return this.#content(sent, await this.signs?.({ url, txid, payer }), key);
  }

  #hexOf(txid: string): string | undefined {
    return this.#chain.sent.find((sent) => sent.txid === txid)?.hex;
  }

  #content(sent?: SentTransaction, signature?: string, key?: string): Response {
    const headers = new Headers({ 'content-type': this.type });
    if (sent) {
      const exp = Math.floor((this.#ends.get(sent.txid) ?? this.#now) / 1000);
      const settlement = { success: true, transaction: sent.txid, network: this.network, payer: sent.sender };
      const extensions = {
        ...(this.givesPasses &&
          (key !== undefined || !this.isBound) && { pass: { info: { token: this.#passes.issue({ exp, key }) } } }),
        ...(signature && { 'offer-receipt': { info: { receipt: { format: 'jws', signature } } } }),
      };
      headers.set(HEADER.response, encodeHeader({ ...settlement, extensions }));
    }
    return new Response(this.body, { headers });
  }

  #refuse(url: string, reason: string, sent?: SentTransaction): Response {
    const resource = { url, ...(this.description !== undefined && { description: this.description }) };
    const extensions = {
      ...(this.isBound && { pass: { info: { dpop: ['ES256'] } } }),
      ...(this.takesSignIns && this.signIns.invitation(url, this.#now)),
    };
    const accepts = this.#makeOffers();
    const required = { x402Version: 2, error: reason, resource, accepts, extensions };
    const settlement = { success: false, errorReason: reason, transaction: sent?.txid ?? '', network: this.network };
    const headers = new Headers({ [HEADER.required]: encodeHeader(required) });
    if (reason !== 'payment_required') headers.set(HEADER.response, encodeHeader(settlement));
    return new Response(null, { status: 402, headers });
  }

  #makeOffers(): Offer[] {
    return Object.entries(this.prices).map(([symbol, amount]) => {
      const asset = assetsOf(NETWORK).find((one) => one.symbol === symbol);
      const token = String(this.#offers.size).padStart(44, '0');
      const offer: Offer = {
        scheme: 'exact',
        network: this.network,
        amount,
        asset: asset?.id ?? symbol,
        payTo: this.payTo,
        maxTimeoutSeconds: 600,
        extra: { offer: token, payloads: ['transaction', 'txid'], access: this.access, finality: 'block' },
      };
      this.#offers.set(token, { offer, expiresAt: this.#now + 1000 * offer.maxTimeoutSeconds });
      return offer;
    });
  }
}

/** 401 has no price (PROTOCOL section 6). */
function unproven(proof?: Proof): Response {
  const reason = proof === 'use_dpop_nonce' ? proof : 'invalid_dpop_proof';
  const settlement = { success: false, errorReason: reason, transaction: '', network: NETWORK };
  const headers = { [HEADER.response]: encodeHeader(settlement), 'DPoP-Nonce': proofNonce() };
  return Response.json({ x402Version: 2, error: reason, errorReason: reason }, { status: 401, headers });
}

/** Of `30d`; a payment for one answer can be presented for a week. */
function millisecondsOf(access = 'once'): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(access) ?? ['', '7', 'd'];
  return Number(count) * { s: 1e3, m: 6e4, h: 36e5, d: 864e5 }[unit as 's' | 'm' | 'h' | 'd'];
}

/** PROTOCOL section 4, checks 5 to 9. */
async function check(hex: string, offer: Offer, resourceUrl: string): Promise<void> {
  const transaction = decodeTransaction(bytesFromHex(hex));
  const { recover } = await pickRecover('noble');
  originPublicKey(transaction, recover);
  const asset = assetsOf(NETWORK).find(({ id }) => id === offer.asset);
  if (!asset) throw new Error(`The site asks for ${offer.asset}, which it does not know.`);
  checkPaymentTransaction(transaction, {
    network: NETWORK,
    offer,
    asset,
    memo: memoOfOffer(offer.extra?.offer ?? ''),
    payer: originAddress(transaction),
    resourceUrl,
    allowPayCall: false,
  });
}
