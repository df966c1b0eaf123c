/**
 * What a paywall does, without a document: opens, pays, waits, remembers. Everything it touches is handed in, so that a test can
 * drive it through any sequence of events. The part after the reader's click is loaded with that click (`purchase.ts`).
 */

import { isX402Error, X402Error } from '../../src/errors.js';
import type { PaymentRequired } from '../../src/wire.js';
import { type Answer, ask, type Credential } from './exchange.js';
import { payableOffers } from './offers.js';
import type { Desk, PayChoice, Purchase, SessionPorts } from './ports.js';
import type { ResourceRecord } from './record.js';
import {
  INITIAL_STATE,
  isBusy,
  type NextStep,
  type PaidContent,
  type PaidSummary,
  type PaywallState,
  type WalletChoice,
} from './state.js';

export class PaywallSession implements Desk {
  readonly url: string;
  readonly ports: SessionPorts;
  #state: PaywallState = INITIAL_STATE;
  readonly #listeners = new Set<(state: PaywallState) => void>();
  #running: Promise<void> | undefined;
  #life = new AbortController();
  /** What the reader can cancel. */
  #wait = new AbortController();
  /** What the reader can cut short. */
  #pause = new AbortController();
  #chooseWallet: ((id: string | undefined) => void) | undefined;
  /** Where the resource is, after redirects. */
  #address: string;

  /** @param url the resource, absolute */
  constructor(url: string, ports: SessionPorts) {
    this.url = url;
    this.#address = url;
    this.ports = ports;
  }

  get state(): PaywallState {
    return this.#state;
  }

  /** @returns the function that ends the subscription */
  subscribe(listener: (state: PaywallState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // What the reader and the page can do. ------------------------------------------------------------------------------------

  /** Opens the resource with what is remembered, goes on with a payment that is under way, or shows the price. */
  start(): Promise<void> {
    const open = () => (this.#state.phase === 'unlocked' ? this.settled : this.#run(() => this.open()));
    if (!this.#life.signal.aborted) return open();
    this.#life = new AbortController();
    // What was running when the element left the page ends first; it may have unlocked by then.
    return this.#running ? this.#running.then(open) : open();
  }

  /** Ends every wait and request. A wallet that is asking keeps asking; what it signs is stored. */
  stop(): void {
    this.#life.abort();
  }

  /** Chooses what to pay with. */
  choose(index: number): void {
    if (this.#state.offers[index] && !isBusy(this.#state.phase)) this.show({ chosen: index });
  }

  /**
   * Pays the chosen offer, unless a payment is under way or was made: then that one goes on.
   */
  pay(choice: PayChoice = {}): Promise<void> {
    const { phase, next, chosen, offers } = this.#state;
    const offer = offers[chosen];
    const mayBegin =
      phase === 'locked' || (phase === 'failed' && (next === 'pay' || (choice.decided && next === 'decide')));
    if (!offer || !mayBegin || this.#running || !this.ports.mayPay(offer.offer)) return this.settled;
    return this.#run(async () => {
      this.show({ phase: 'preparing', since: this.ports.now(), error: undefined, next: undefined });
      const purchase = await this.#purchase();
      await purchase.pay(this, offer, choice);
    });
  }

  /** Tries again whatever failed or waits, without ever paying. */
  retry(): Promise<void> {
    if (this.#running) {
      this.#pause.abort();
      return this.settled;
    }
    return this.refresh();
  }

  /** Asks the site again, for the price or the content. */
  refresh(): Promise<void> {
    return this.#run(() => this.open());
  }

  /** Answers the question which wallet. */
  useWallet(id: string): void {
    this.#chooseWallet?.(id);
  }

  /** Leaves the choice of a wallet, or stops waiting for it or for another tab. */
  cancel(): void {
    // Without a price there is nothing to go back to.
    if (this.#state.offers.length > 0) this.#wait.abort();
  }

  /** Resolves when nothing is going on. */
  get settled(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  // What a purchase borrows. ------------------------------------------------------------------------------------------------

  /** Aborted when the element is gone. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  show(change: Partial<PaywallState>): void {
    this.#state = { ...this.#state, durable: this.ports.store.durable, ...change };
    for (const listener of this.#listeners) listener(this.#state);
  }

  fail(error: X402Error, next: NextStep): void {
    this.show({ phase: 'failed', error, next, elsewhere: false });
  }

  read(): Promise<ResourceRecord> {
    return this.ports.store.read(this.url);
  }

  /** Changes the record, and says so to the reader where the browser does not keep it. */
  async keep(change: (record: ResourceRecord) => ResourceRecord): Promise<ResourceRecord> {
    const address = this.#address === this.url ? undefined : this.#address;
    const record = await this.ports.store.update(this.url, (before) => {
      const after = change(before);
      return address === undefined ? after : { ...after, address };
    });
    if (this.#state.durable !== this.ports.store.durable) this.show({});
    return record;
  }

  ask(credential: Credential = {}): Promise<Answer> {
    return ask(this.ports.fetch, this.#address, credential, this.life);
  }

  /** Takes over the offers of an answer, if it has any that can be paid here. The choice stays on the same asset. */
  price(required: PaymentRequired | undefined, url: string = this.#address): boolean {
    const offers = required ? payableOffers(required, this.ports.assets) : [];
    if (!required || offers.length === 0) return false;
    this.#address = url;
    const before = this.#state.offers[this.#state.chosen]?.offer;
    const chosen = offers.findIndex(({ offer }) => offer.asset === before?.asset && offer.network === before.network);
    this.show({ offers, chosen: Math.max(0, chosen), resource: required.resource });
    return true;
  }

  /** One person at a time pays for this resource in this browser. */
  locked<T>(work: () => Promise<T>): Promise<T> {
    const { phase } = this.#state;
    const signal = this.#newWait();
    const onWait = () => this.show({ phase: 'waiting', elsewhere: true, since: this.ports.now() });
    return this.ports.lock(`x402pay:${this.url}`, signal, onWait, () => {
      if (this.#state.elsewhere) this.show({ phase, elsewhere: false });
      return work();
    });
  }

  /** Waits; `retry()` cuts it short. */
  async rest(milliseconds: number): Promise<boolean> {
    this.#pause = new AbortController();
    const { signal } = this.#pause;
    await this.ports.sleep(milliseconds, AbortSignal.any([signal, this.life])).catch(() => {});
    this.life.throwIfAborted();
    return signal.aborted;
  }

  waiting(): AbortSignal {
    this.#wait = new AbortController();
    return this.#wait.signal;
  }

  async chooseWallet(wallets: readonly WalletChoice[]): Promise<string | undefined> {
    this.show({ phase: 'choosing', wallets });
    const signal = this.#newWait();
    const id = await new Promise<string | undefined>((resolve) => {
      this.#chooseWallet = resolve;
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    this.#chooseWallet = undefined;
    return id;
  }

  unlock(content: PaidContent, paid?: PaidSummary): void {
    this.show({
      phase: 'unlocked',
      content,
      error: undefined,
      next: undefined,
      elsewhere: false,
      ...(paid && { paid }),
    });
  }

  /** Opens the resource with what is remembered. */
  async open(): Promise<void> {
    const { pass, payment, attempts = [], address = this.url } = await this.read();
    this.#address = address;
    if (this.#state.phase !== 'loading') this.show({ phase: 'loading', error: undefined, next: undefined });
    // A payment that is under way needs no price: it goes on.
    if (payment && pass === undefined) return (await this.#purchase()).resume(this);
    const answer = await this.ask(pass === undefined ? {} : { pass });
    if (answer.kind === 'content') return this.#opened(answer);
    if (answer.kind === 'unreachable') return this.fail(answer.error, 'refresh');
    const hasOffers = this.price(answer.required, answer.url);
    if (pass !== undefined) await this.#forgetPass(pass);
    if (payment) return (await this.#purchase()).resume(this);
    if (attempts.length > 0 && hasOffers) return (await this.#purchase()).recover(this);
    if (hasOffers) return this.show({ phase: 'locked' });
    this.fail(answer.required || answer.error.code !== 'payment_required' ? noOffer(answer) : unreadable(), 'refresh');
  }

  async #opened(answer: Answer & { kind: 'content' }): Promise<void> {
    const { pass } = answer;
    if (pass !== undefined) await this.keep((record) => ({ ...record, pass }));
    this.unlock(answer.content);
  }

  /** Only the pass that was refused: another tab may have a newer one. */
  #forgetPass(refused: string): Promise<ResourceRecord> {
    return this.keep(({ pass, ...rest }) => (pass === undefined || pass === refused ? rest : { ...rest, pass }));
  }

  /** Ends with the element, too. */
  #newWait(): AbortSignal {
    return AbortSignal.any([this.waiting(), this.life]);
  }

  async #purchase(): Promise<Purchase> {
    try {
      return await this.ports.loadPurchase();
    } catch (cause) {
      throw new X402Error('resource_unreachable', 'The code that pays could not be loaded.', { cause });
    }
  }

  /** One thing at a time; whatever escapes is shown. */
  #run(work: () => Promise<void>): Promise<void> {
    this.#running ??= work()
      .catch((error: unknown) => {
        if (this.life.aborted) return;
        if (isAbort(error)) return this.show({ phase: 'locked', elsewhere: false });
        const known = asX402Error(error);
        const next = this.#state.offers.length > 0 ? 'pay' : 'refresh';
        this.fail(known, known.code === 'payment_unresolved' ? 'decide' : next);
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}

/** The reader has cancelled. Offers are known then: only what follows a price can be cancelled. */
function isAbort(error: unknown): boolean {
  return (
    (error instanceof DOMException && error.name === 'AbortError') || (isX402Error(error) && error.code === 'aborted')
  );
}

function noOffer(answer: Answer & { kind: 'refused' }): X402Error {
  if (answer.error.code !== 'payment_required') return answer.error;
  return new X402Error('no_payable_offer', 'The site offers no price that this paywall can pay.');
}

function unreadable(): X402Error {
  return new X402Error('invalid_payment_requirements', 'The site asks for a payment, but its offer cannot be read.');
}

function asX402Error(error: unknown): X402Error {
  if (isX402Error(error)) return error;
  return new X402Error('invalid_configuration', 'Something unexpected went wrong.', { cause: error });
}
