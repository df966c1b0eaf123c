/** Ties a session to an element: begins with it, ends with it, and turns what happens into the element's updates and events. */

import type { Asset } from '../../src/assets.js';
import { X402BeforePayEvent, X402ErrorEvent, X402PaidEvent, X402StateEvent, X402UnlockedEvent } from './events.js';
import type { Cashier } from './ports.js';
import { PaywallSession } from './session.js';
import { INITIAL_STATE, isBusy, PAID_CHANNEL, type PaywallState } from './state.js';
import { createShelf, readFrom, type Shelf } from './storage.js';

/** What a cashier is made of. */
export type CashierArguments = [session: PaywallSession, shelf: Shelf, nodeUrl: string];

export interface PaywallHost extends Pick<HTMLElement, 'isConnected' | 'dispatchEvent'> {
  readonly src: string;
  readonly nodeUrl: string;
  readonly assets: readonly Asset[];
  /** Asks to be shown again, soon. */
  requestUpdate(): void;
  /** Loads what comes after the click, and shows it from then on. */
  loadCashier(...session: CashierArguments): Promise<Cashier>;
}

/** How long IndexedDB may take before the page's memory takes over. */
const PATIENCE_MILLISECONDS = 3000;

/** One for all paywalls of a page. */
let shelf: Shelf | undefined;

export class PaymentController {
  session: PaywallSession | undefined;
  state: PaywallState = INITIAL_STATE;
  readonly #host: PaywallHost;
  #unsubscribe: (() => void) | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #channel: BroadcastChannel | undefined;

  constructor(host: PaywallHost) {
    this.#host = host;
  }

  connect(): void {
    // A payment in another tab opens this one, too.
    this.#channel = openChannel((url) => {
      const { session } = this;
      if (!session || url !== session.url) return;
      // What is going on here may have begun before that payment.
      void session.settled.then(() => {
        const { phase } = session.state;
        if (phase === 'locked' || phase === 'failed') void session.refresh();
      });
    });
    addEventListener('online', this.#goOn);
    this.open();
  }

  disconnect(): void {
    this.#leave();
    this.#channel?.close();
    removeEventListener('online', this.#goOn);
    this.#tick(false);
  }

  /** Starts with the resource that the host names now. */
  open(): void {
    const { src } = this.#host;
    if (!this.#host.isConnected || !src || !URL.canParse(src, document.baseURI)) return;
    const { href } = new URL(src, document.baseURI);
    const url = href.replace(/#.*/, '');
    if (url !== this.session?.url) {
      this.#leave();
      this.session = this.#createSession(url);
    }
    this.#unsubscribe ??= this.session.subscribe((state) => this.#show(state));
    this.#show(this.session.state);
    void this.session.start();
  }

  /** The content stands in the page. */
  unlocked(): void {
    this.#host.dispatchEvent(new X402UnlockedEvent(this.session?.url ?? '', this.state.paid !== undefined));
  }

  /** The network is back: what failed for want of it is tried again. Never pays. */
  readonly #goOn = (): void => {
    const { phase, next } = this.state;
    if (phase === 'failed' && (next === 'refresh' || next === 'retry')) void this.session?.retry();
  };

  #leave(): void {
    this.session?.stop();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #createSession(url: string): PaywallSession {
    const host = this.#host;
    shelf ??= createShelf(() => new Promise((giveUp) => setTimeout(giveUp, PATIENCE_MILLISECONDS)));
    const records = shelf;
    const session: PaywallSession = new PaywallSession(url, {
      fetch: (input, init) => fetch(input, init),
      remembered: (resource) => readFrom(records, resource),
      isDurable: () => records.durable,
      loadCashier: () => host.loadCashier(session, records, host.nodeUrl),
      // Frameworks set properties after they have put an element into the page.
      get assets() {
        return host.assets;
      },
      now: () => Date.now(),
      mayPay: (offer) => host.dispatchEvent(new X402BeforePayEvent(offer)),
    });
    return session;
  }

  #show(state: PaywallState): void {
    const previous = this.state;
    this.state = state;
    this.#tick(isBusy(state.phase));
    this.#host.requestUpdate();
    const send = (event: Event) => this.#host.dispatchEvent(event);
    if (state.phase !== previous.phase) send(new X402StateEvent(state.phase, previous.phase));
    if (state.paid && state.paid !== previous.paid) {
      send(new X402PaidEvent(state.paid));
      this.#channel?.postMessage(this.session?.url);
    }
    if (state.phase === 'failed' && state.error && state.error !== previous.error)
      send(new X402ErrorEvent(state.error));
  }

  /** Seconds are counted only while somebody waits. */
  #tick(isWaiting: boolean): void {
    if (isWaiting === (this.#ticking !== undefined)) return;
    clearInterval(this.#ticking);
    this.#ticking = isWaiting ? setInterval(() => this.#host.requestUpdate(), 1000) : undefined;
  }
}

function openChannel(onPaid: (url: unknown) => void): BroadcastChannel | undefined {
  try {
    const channel = new BroadcastChannel(PAID_CHANNEL);
    channel.onmessage = ({ data }) => onPaid(data);
    return channel;
  } catch {
    // Sandboxed frames have no other tabs.
    return undefined;
  }
}
