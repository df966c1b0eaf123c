/** A small world around paywall sessions: a chain, a server, a wallet, and a browser whose tabs can die at any moment. */

import { decodePaymentPayload, decodeSignIn, encodeHeader, memoOfOffer, SIGN_IN_HEADER, X402Error } from 'x402pay';
import { bytesFromHex, transactionId } from 'x402pay/stacks';
// Loaded on demand by the code itself; here at once, so that every step of a test takes the same turns.
import '../../elements/paywall/recovery.js';
import '../../elements/paywall/refusal.js';
import '../../elements/paywall/browser-key.js';
import '../../elements/paywall/sign-in.js';
import { createCashier } from '../../elements/paywall/cashier.js';
import type { Lock } from '../../elements/paywall/ports.js';
import { type PaymentAttempt, type ResourceRecord, readRecord } from '../../elements/paywall/record.js';
import type { RecordStore } from '../../elements/paywall/record-store.js';
import { PaywallSession } from '../../elements/paywall/session.js';
import type { WalletChoice } from '../../elements/paywall/state.js';
import type { Trace, Wallet, WalletPayment, Wallets } from '../../elements/wallet/wallet.js';

const URL_OF_ARTICLE = 'https://blog.example/article';
const PAYER = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const PAYEE = 'SP3FBR2AGK5H9QBDH3EEN6DF8EK8JY7RX8QJ5SVTE';

const INVITATION = {
  info: {
    domain: 'blog.example',
    uri: URL_OF_ARTICLE,
    version: '1',
    nonce: '0123456789abcdef',
    issuedAt: '2026-11-21T12:00:00.000Z',
  },
  supportedChains: [{ chainId: 'stacks:1', type: 'secp256k1', signatureScheme: 'stx-message' }],
};

export interface Payment {
  readonly txid: string;
  readonly hex: string;
  readonly nonce: bigint;
  readonly memo: string;
  readonly amount: string;
  status: 'signed' | 'pending' | 'success' | 'aborted';
}

export interface Tab {
  readonly session: PaywallSession;
  isAlive: boolean;
}

/** What a person, or the wallet itself, can do while a wallet asks. */
export type WalletAnswer = 'approve' | 'reject' | 'fail' | 'approve and send' | 'send and fail';

interface Prompt {
  readonly answer: (how: WalletAnswer) => void;
  isOpen: boolean;
}

export class PaywallWorld {
  clock = 1_700_000_000_000;
  // The chain, for one account.
  nonce = 0n;
  readonly payments: Payment[] = [];
  // The server.
  amount = '500000';
  isDown = false;
  losesAnswers = false;
  hasForgottenOffers = false;
  /** As offers say it; servers of others do not. */
  access: string | undefined;
  hasStrangeReasons = false;
  forgetsPasses = false;
  /** Challenges are too old at once. */
  expiresSignIns = false;
  serves = 0;
  isFree = false;
  hasOffers = true;
  // The wallet and the node.
  sendsByItself = false;
  nodeIsDown = false;
  wallets: WalletChoice[] = [{ id: 'wallet', name: 'Wallet' }];
  readonly prompts: Prompt[] = [];
  mayPay = true;
  /** What the wallet says to a text that it is to sign. */
  signsTexts = true;
  /** How often it was asked to. */
  textPrompts = 0;
  /** False for a browser without Web Locks. */
  hasLocks = true;

  readonly records = new Map<string, ResourceRecord>();
  readonly #offers = new Map<string, string>();
  readonly #passes = new Set<string>();
  readonly #sleepers: (() => void)[] = [];
  #lockQueue: { tab: Tab; begin: () => void }[] = [];
  #lockHolder: Tab | undefined;

  openTab(): Tab {
    const tab: Tab = { isAlive: true, session: undefined as unknown as PaywallSession };
    /** Nothing of a closed page runs on. */
    const alive = <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => tab.isAlive && resolve(value),
          (error) => tab.isAlive && reject(error),
        );
      });
    const store: RecordStore = {
      durable: true,
      read: (url) => alive(Promise.resolve(readRecord(this.records.get(url)))),
      update: (url, change) => {
        // A write of a page that dies in the middle of it has happened, or has not.
        if (!tab.isAlive) return new Promise(() => {});
        this.records.set(url, structuredClone(change(readRecord(this.records.get(url)))));
        return alive(Promise.resolve(readRecord(this.records.get(url))));
      },
    };
    const session: PaywallSession = new PaywallSession(URL_OF_ARTICLE, {
      fetch: (url, init) => alive(this.#serve(String(url), init ?? {})),
      isDurable: () => true,
      remembered: (url) => alive(Promise.resolve(this.records.get(url))),
      loadCashier: async () => {
        const ports = {
          store,
          lock: this.#lockFor(tab),
          sleep: (_: number, signal: AbortSignal) => alive(this.#sleep(signal)),
        };
        return createCashier(session, ports, this.#walletsFor(tab, alive));
      },
      now: () => this.clock,
      assets: [],
      mayPay: () => this.mayPay,
    });
    return Object.assign(tab, { session });
  }

  closeTab(tab: Tab): void {
    tab.isAlive = false;
    this.#lockQueue = this.#lockQueue.filter((entry) => entry.tab !== tab);
    if (this.#lockHolder === tab) this.#nextInLine();
  }

  /** Lets everything run that can. */
  async flush(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  tick(): void {
    this.clock += 60_000;
    for (const wake of this.#sleepers.splice(0)) wake();
  }

  /** Puts what is pending into a block. */
  mine(outcome: 'success' | 'aborted' = 'success'): void {
    for (;;) {
      const next = this.payments.find((payment) => payment.status === 'pending' && payment.nonce === this.nonce);
      if (!next) return;
      next.status = outcome;
      this.nonce++;
    }
  }

  /** The account's owner sends something else from it. */
  sendSomethingElse(): void {
    if (!this.payments.some((payment) => payment.status === 'pending' && payment.nonce === this.nonce)) this.nonce++;
  }

  /** How often the reader is charged if everybody who holds a signed payment does the worst with it. */
  get mostCharges(): number {
    const mined = this.payments.filter((payment) => payment.status === 'success').length;
    const open = this.payments.filter(
      ({ status, nonce }) => (status === 'signed' || status === 'pending') && nonce >= this.nonce,
    );
    return mined + new Set(open.map((payment) => payment.nonce)).size;
  }

  #broadcast(payment: Payment): boolean {
    if (payment.status !== 'signed') return payment.status !== 'aborted';
    const isTaken = this.payments.some(({ status, nonce }) => status === 'pending' && nonce === payment.nonce);
    if (payment.nonce < this.nonce || isTaken) return false;
    payment.status = 'pending';
    return true;
  }

  // The server. -------------------------------------------------------------------------------------------------------------

  async #serve(_url: string, init: RequestInit): Promise<Response> {
    init.signal?.throwIfAborted();
    if (this.isDown) throw new TypeError('Failed to fetch');
    const headers = new Headers(init.headers);
    const answer = this.#answer(
      headers.get('PAYMENT-PASS'),
      headers.get('PAYMENT-SIGNATURE'),
      headers.get(SIGN_IN_HEADER),
    );
    if (this.losesAnswers) throw new TypeError('Failed to fetch');
    return answer;
  }

  #answer(pass: string | null, signature: string | null, signIn: string | null): Response {
    if (this.isFree) return this.#content();
    if (pass !== null && this.#passes.has(pass) && !this.forgetsPasses) return this.#content();
    if (signature === null && signIn !== null) return this.#signIn(signIn);
    if (signature === null) return this.#refuse(pass === null ? 'payment_required' : 'invalid_pass');
    if (this.hasStrangeReasons) return this.#refuse('a_reason_of_somebody_else');
    const { accepted, payload } = decodePaymentPayload(signature);
    const token = accepted.extra?.offer ?? '';
    if (this.hasForgottenOffers || this.#offers.get(token) !== accepted.amount) return this.#refuse('invalid_offer');
    const payment = this.payments.find((one) =>
      'transaction' in payload ? one.hex === payload.transaction : one.txid === payload.txid,
    );
    if (!payment || payment.memo !== memoOfOffer(token))
      return this.#refuse('invalid_exact_stacks_payload_memo_mismatch');
    if (payment.status === 'aborted') return this.#refuse('transaction_failed', payment.txid);
    if (!this.#broadcast(payment)) return this.#refuse('nonce_conflict');
    if (payment.status === 'pending') return this.#refuse('settlement_pending', payment.txid, false);
    return this.#content(payment);
  }

  /** Who has paid is let in. That the signature is right is for tests with real ones. */
  #signIn(header: string): Response {
    if (this.expiresSignIns) return this.#refuse('sign_in_expired');
    const { address } = decodeSignIn(header);
    const bought = this.payments.find(({ status }) => status === 'success');
    return bought && address === PAYER ? this.#content(bought) : this.#refuse('sign_in_unpaid');
  }

  #content(payment?: Payment): Response {
    this.serves++;
    const headers = new Headers({ 'content-type': 'text/html' });
    if (payment) {
      const token = `pass-${this.#passes.size}`;
      this.#passes.add(token);
      const settlement = {
        success: true,
        transaction: payment.txid,
        network: 'stacks:1',
        extensions: { pass: { info: { token } } },
      };
      headers.set('PAYMENT-RESPONSE', encodeHeader(settlement));
    }
    return new Response('<p>Paid.</p>', { headers });
  }

  #refuse(reason: string, transaction = '', withOffers = this.hasOffers): Response {
    const token = String(this.#offers.size).padStart(44, '0');
    this.#offers.set(token, this.amount);
    const offer = {
      scheme: 'exact',
      network: 'stacks:1',
      amount: this.amount,
      asset: 'STX',
      payTo: PAYEE,
      maxTimeoutSeconds: 600,
      extra: { offer: token, payloads: ['transaction', 'txid'], ...(this.access && { access: this.access }) },
    };
    const required = {
      x402Version: 2,
      error: reason,
      resource: { url: URL_OF_ARTICLE },
      accepts: withOffers ? [offer] : [],
      extensions: { 'sign-in-with-x': INVITATION },
    };
    const settlement = { success: false, errorReason: reason, transaction, network: 'stacks:1' };
    return new Response(null, {
      status: 402,
      headers: { 'PAYMENT-REQUIRED': encodeHeader(required), 'PAYMENT-RESPONSE': encodeHeader(settlement) },
    });
  }

  // The browser. ------------------------------------------------------------------------------------------------------------

  #sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sleepers.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  #lockFor(tab: Tab): Lock {
    return async (_name, signal, onWait, work) => {
      if (!this.hasLocks) return work();
      if (this.#lockHolder) {
        onWait();
        await new Promise<void>((begin, reject) => {
          const entry = { tab, begin };
          this.#lockQueue.push(entry);
          signal.addEventListener('abort', () => {
            this.#lockQueue = this.#lockQueue.filter((other) => other !== entry);
            reject(signal.reason);
          });
        });
      }
      this.#lockHolder = tab;
      try {
        return await work();
      } finally {
        if (tab.isAlive) this.#nextInLine();
      }
    };
  }

  #nextInLine(): void {
    const next = this.#lockQueue.shift();
    this.#lockHolder = next?.tab;
    next?.begin();
  }

  // The wallet. -------------------------------------------------------------------------------------------------------------

  #walletsFor(tab: Tab, alive: <T>(promise: Promise<T>) => Promise<T>): Wallets {
    const wallet: Wallet = {
      name: 'Wallet',
      provider: {
        request: (method) => {
          if (method === 'getAddresses') return alive(Promise.resolve({ addresses: [{ address: PAYER }] }));
          this.textPrompts++;
          return this.signsTexts
            ? alive(Promise.resolve({ signature: '00'.repeat(65) }))
            : Promise.reject({ code: -32000 });
        },
      },
      pay: async ({ offer, memo = '' }, { open = [], beforeAsking, afterRefusal, onStep, signal } = {}) => {
        const method = this.sendsByItself ? 'broadcast' : 'sign';
        const taken = open.find((attempt) => attempt.nonce !== undefined)?.nonce;
        const nonce = taken === undefined ? this.#nextNonce() : BigInt(taken);
        await beforeAsking?.({ payer: PAYER, method, ...(method === 'sign' && { nonce }) });
        onStep?.('wallet');
        return alive(this.#prompt(tab, method === 'sign' ? nonce : undefined, memo, offer.amount, signal)).catch(
          async (error) => {
            if (error.code === 'wallet_rejected') await afterRefusal?.();
            throw error;
          },
        );
      },
    };
    return {
      find: () => this.wallets,
      open: async () => wallet,
      trace: (attempt) => alive(this.#trace(attempt)),
    };
  }

  #nextNonce(): bigint {
    let nonce = this.nonce;
    while (this.payments.some((payment) => payment.status === 'pending' && payment.nonce === nonce)) nonce++;
    return nonce;
  }

  #prompt(
    tab: Tab,
    nonce: bigint | undefined,
    memo: string,
    amount: string,
    signal?: AbortSignal,
  ): Promise<WalletPayment> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new X402Error('aborted', 'Cancelled.')));
      const prompt: Prompt = {
        isOpen: true,
        answer: (how) => {
          prompt.isOpen = false;
          if (how === 'reject') return reject(new X402Error('wallet_rejected', 'No.'));
          if (how === 'fail') return reject(new X402Error('wallet_failed', 'Broken.'));
          const sends = nonce === undefined || how === 'approve and send' || how === 'send and fail';
          const payment = this.#sign(nonce ?? this.#nextNonce(), memo, amount);
          if (sends) this.#broadcast(payment);
          if (how === 'send and fail') return reject(new X402Error('wallet_failed', 'Broken.'));
          const payload = nonce === undefined ? { txid: payment.txid } : { transaction: payment.hex };
          resolve({ payload, payer: PAYER, ...(nonce !== undefined && { nonce }) });
        },
      };
      if (tab.isAlive) this.prompts.push(prompt);
    });
  }

  #sign(nonce: bigint, memo: string, amount: string): Payment {
    const number = this.payments.length;
    const hex = number.toString(16).padStart(64, '0');
    const txid = transactionId(bytesFromHex(hex));
    const payment: Payment = { txid, hex, nonce, memo, amount, status: 'signed' };
    this.payments.push(payment);
    return payment;
  }

  /** Answers the oldest question of the wallet. */
  answerWallet(how: WalletAnswer): void {
    this.prompts.splice(0, 1)[0]?.answer(how);
  }

  async #trace(attempt: PaymentAttempt): Promise<Trace> {
    if (this.nodeIsDown) throw new X402Error('node_unreachable', 'No node.');
    const seen = this.payments.find((payment) => payment.memo === attempt.memo && payment.status !== 'signed');
    if (seen) return seen.status === 'aborted' ? { outcome: 'void' } : { outcome: 'landed', txid: seen.txid };
    if (attempt.nonce !== undefined && this.nonce > BigInt(attempt.nonce)) return { outcome: 'void' };
    return { outcome: 'open' };
  }
}
