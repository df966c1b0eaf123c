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
} from '../../src/index.js';
import {
  bytesFromHex,
  checkPaymentTransaction,
  decodeTransaction,
  originAddress,
  originPublicKey,
} from '../../src/stacks.js';
import { NETWORK, type ScriptedChain, type SentTransaction } from './scripted-chain.js';
import { ScriptedServer } from './scripted-server.js';

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
  /** What came with each request. */
  readonly credentials: ('nothing' | 'pass' | 'payment')[] = [];
  /** Transactions, or ids of transactions, that were presented. */
  readonly presented: string[] = [];
  readonly #chain: ScriptedChain;
  readonly #offers = new Map<string, Offer>();
  readonly #passes = new Set<string>();

  constructor(chain: ScriptedChain) {
    super();
    this.#chain = chain;
  }

  protected async respond(request: Request): Promise<Response> {
    const answer = await this.#judge(request);
    if (this.losesAnswers) throw new TypeError('Failed to fetch');
    return answer;
  }

  async #judge({ url, headers }: Request): Promise<Response> {
    const pass = headers.get(HEADER.pass);
    const payment = headers.get(HEADER.signature);
    this.credentials.push(payment ? 'payment' : pass ? 'pass' : 'nothing');
    if (this.isFree) return this.#content();
    if (pass && this.#passes.has(pass) && !this.forgetsPasses) return this.#content();
    if (!payment) return this.#refuse(url, pass ? 'invalid_pass' : 'payment_required');
    try {
      return await this.#settle(url, payment);
    } catch (error) {
      if (!isX402Error(error)) throw error;
      return this.#refuse(url, error.code);
    }
  }

  async #settle(url: string, header: string): Promise<Response> {
    const { accepted, payload } = decodePaymentPayload(header);
    const offer = this.#offers.get(accepted.extra?.offer ?? '');
    this.presented.push('transaction' in payload ? payload.transaction : payload.txid);
    if (this.refuses) return this.#refuse(url, this.refuses);
    if (!offer || JSON.stringify(offer) !== JSON.stringify(accepted)) return this.#refuse(url, 'invalid_offer');
    const hex = 'transaction' in payload ? payload.transaction : this.#hexOf(payload.txid);
    if (hex === undefined) return this.#refuse(url, 'settlement_pending');
    await check(hex, offer, url);
    const sent = this.#chain.broadcast(hex);
    if (sent.status === 'abort_by_response') return this.#refuse(url, 'transaction_failed', sent);
    if (sent.status === 'pending' && !this.trustsMempool) return this.#refuse(url, 'settlement_pending', sent);
    return this.#content(sent);
  }

  #hexOf(txid: string): string | undefined {
    return this.#chain.sent.find((sent) => sent.txid === txid)?.hex;
  }

  #content(sent?: SentTransaction): Response {
    const headers = new Headers({ 'content-type': this.type });
    if (sent) {
      const token = `pass-${this.#passes.size}-${sent.txid.slice(0, 8)}`;
      this.#passes.add(token);
      const settlement = { success: true, transaction: sent.txid, network: this.network, payer: sent.sender };
      const extensions = this.givesPasses ? { extensions: { pass: { info: { token } } } } : {};
      headers.set(HEADER.response, encodeHeader({ ...settlement, ...extensions }));
    }
    return new Response(this.body, { headers });
  }

  #refuse(url: string, reason: string, sent?: SentTransaction): Response {
    const resource = { url, ...(this.description !== undefined && { description: this.description }) };
    const required = { x402Version: 2, error: reason, resource, accepts: this.#makeOffers() };
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
      this.#offers.set(token, offer);
      return offer;
    });
  }
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
