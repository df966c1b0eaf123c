/**
 * What a paywall does, without a document: opens what is paid for, or shows the price. Everything it touches is handed in, so that a
 * test can drive it. From the reader's click on, and whenever more than that is needed, it calls the cashier, who is loaded then.
 */

import { isX402Error, X402Error } from '../../src/errors.js';
import { HEADER } from '../../src/wire.js';
import { payableOffers } from './offers.js';
import type { Cashier, PayChoice, SessionPorts } from './ports.js';
import {
  INITIAL_STATE,
  isBusy,
  type NextStep,
  type PaidContent,
  type PaidSummary,
  type PaywallState,
} from './state.js';
import { glanceAt } from './storage.js';
import { type PriceList, readPriceList } from './wire.js';

export class PaywallSession {
  /** The resource, as the page names it: absolute. */
  readonly url: string;
  /** Where it is, after redirects: passes and payments do not follow them. */
  address: string;
  readonly ports: SessionPorts;
  #state: PaywallState = INITIAL_STATE;
  readonly #listeners = new Set<(state: PaywallState) => void>();
  #running: Promise<void> | undefined;
  #life = new AbortController();
  #cashier: Cashier | undefined;

  constructor(url: string, ports: SessionPorts) {
    this.url = url;
    this.address = url;
    this.ports = ports;
  }

  get state(): PaywallState {
    return this.#state;
  }

  /** Aborted when the element is gone. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /** Resolves when nothing is going on. */
  get settled(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** @returns the function that ends the subscription */
  subscribe(listener: (state: PaywallState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Opens the resource with what is remembered, goes on with a payment that is under way, or shows the price. */
  start(): Promise<void> {
    const open = () => (this.#state.phase === 'unlocked' ? this.settled : this.refresh());
    if (!this.life.aborted) return open();
    this.#life = new AbortController();
    // What was running when the element left the page ends first; it may have unlocked by then.
    return this.settled.then(open);
  }

  /** Ends every wait and request. A wallet that is asking keeps asking; what it signs is stored. */
  stop(): void {
    this.#life.abort();
  }

  /** Chooses what to pay with. */
  choose(index: number): void {
    if (this.#state.offers[index] && !isBusy(this.#state.phase)) this.show({ chosen: index });
  }

  /** Pays the chosen offer, unless a payment is under way or was made: then that one goes on. */
  pay(choice: PayChoice = {}): Promise<void> {
    const { phase, next, chosen, offers } = this.#state;
    const offer = offers[chosen];
    const mayBegin =
      phase === 'locked' || (phase === 'failed' && (next === 'pay' || (choice.decided && next === 'decide')));
    if (!offer || !mayBegin || this.#running || !this.ports.mayPay(offer.offer)) return this.settled;
    return this.#run(async () => {
      this.show({ phase: 'preparing', since: this.ports.now(), error: undefined, next: undefined, instead: undefined });
      await (await this.#call()).pay(offer, choice);
    });
  }

  /**
   * Opens what an account of the reader's has paid for: in another browser, or when all was lost here. Never pays.
   *
   * @param wallet id of the one to use
   */
  signIn(wallet?: string): Promise<void> {
    return this.#run(async () => {
      this.show({ phase: 'loading' });
      // Who is offline is not offered to pay instead.
      const cashier = await this.#call().catch((error) => this.fail(error, 'refresh'));
      await cashier?.signIn(wallet);
    });
  }

  /** Tries again whatever failed or waits, without ever paying. */
  retry(): Promise<void> {
    this.#cashier?.hurry();
    return this.refresh();
  }

  /** Asks the site again, for the price or the content. */
  refresh(): Promise<void> {
    return this.#run(() => this.#open());
  }

  /** Answers the question which wallet. */
  useWallet(id: string): void {
    this.#cashier?.useWallet(id);
  }

  /** Leaves the choice of a wallet, or stops waiting for it or for another tab. */
  cancel(): void {
    // Without a price there is nothing to go back to.
    if (this.#state.offers.length > 0) this.#cashier?.cancel();
  }

  show(change: Partial<PaywallState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener(this.#state);
  }

  fail(error: X402Error, next: NextStep): void {
    this.show({ phase: 'failed', error, next, elsewhere: false });
  }

  unlock(content: PaidContent, paid?: PaidSummary): void {
    const change = { phase: 'unlocked', content, error: undefined, next: undefined, elsewhere: false } as const;
    this.show(paid ? { ...change, paid } : change);
  }

  /** Takes over offers, if there are any that can be paid here. The choice stays on the same asset. */
  price(required: PriceList | undefined, address: string): boolean {
    const offers = required ? payableOffers(required, this.ports.assets) : [];
    if (!required || offers.length === 0) return false;
    this.address = address;
    const before = this.#state.offers[this.#state.chosen]?.offer;
    const chosen = offers.findIndex(({ offer }) => offer.asset === before?.asset && offer.network === before.network);
    const { resource, signIn } = required;
    this.show({ offers, chosen: Math.max(0, chosen), resource, signIn });
    return true;
  }

  /** Handles what most readers meet, a price or what they have paid for. The rest is for the cashier, who asks again. */
  async #open(): Promise<void> {
    const { pass, address = this.url, isUnderWay } = glanceAt(await this.ports.remembered(this.url));
    this.address = address;
    this.show({
      phase: 'loading',
      durable: this.ports.isDurable(),
      error: undefined,
      instead: undefined,
      next: undefined,
    });
    const answer = pass === undefined && isUnderWay ? undefined : await this.#ask(pass);
    if (answer && 'body' in answer) return this.unlock(answer);
    if (answer && !isUnderWay && pass === undefined && this.price(answer.required, answer.url))
      return this.show({ phase: 'locked' });
    await (await this.#call()).open();
  }

  async #ask(pass: string | undefined): Promise<PaidContent | { required: PriceList; url: string } | undefined> {
    try {
      const response = await this.ports.fetch(this.address, {
        headers: pass === undefined ? {} : { [HEADER.pass]: pass },
        // A pass must not follow a redirect to somebody else.
        redirect: pass === undefined ? 'follow' : 'error',
        cache: 'no-store',
        signal: this.life,
      });
      const url = response.url || this.address;
      if (response.ok) return { body: await response.blob(), type: response.headers.get('content-type') ?? '', url };
      // From the body where a proxy or missing CORS headers hide the header: it is the same JSON.
      return { required: readPriceList(response.headers.get(HEADER.required) ?? (await response.text())), url };
    } catch {
      this.life.throwIfAborted();
      return undefined;
    }
  }

  async #call(): Promise<Cashier> {
    try {
      this.#cashier ??= await this.ports.loadCashier();
      return this.#cashier;
    } catch (cause) {
      throw new X402Error('resource_unreachable', 'The code that pays could not be loaded.', { cause });
    }
  }

  /** One thing at a time; whatever escapes is shown. */
  #run(work: () => Promise<void>): Promise<void> {
    this.#running ??= work()
      .catch((error: unknown) => {
        if (this.life.aborted) return;
        const { offers } = this.#state;
        if (isAbort(error) && offers.length > 0) return this.show({ phase: 'locked', elsewhere: false });
        const known = isX402Error(error)
          ? error
          : new X402Error('invalid_configuration', 'Something unexpected went wrong.', { cause: error });
        if (known.code === 'payment_unresolved') this.fail(known, 'decide');
        else this.fail(known, offers.length > 0 ? 'pay' : 'refresh');
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}

/** The reader has cancelled. */
function isAbort(error: unknown): boolean {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  return name === 'AbortError' || code === 'aborted';
}
