/** A payment controller without an element: the host that it reports to is a store, as `useSyncExternalStore` wants one. */

import type { Asset } from '../../src/assets.js';
import { type CashierArguments, PaymentController, type PaywallHost } from '../paywall/payment-controller.js';
import type { Cashier } from '../paywall/ports.js';
import type { PaywallSession } from '../paywall/session.js';
import type { PaywallState } from '../paywall/state.js';

export class PaymentStore implements PaywallHost {
  readonly src: string;
  readonly nodeUrl: string;
  assets: readonly Asset[] = [];
  readonly #payment: PaymentController = new PaymentController(this);
  readonly #listeners = new Set<() => void>();

  constructor(src: string, nodeUrl: string) {
    this.src = src;
    this.nodeUrl = nodeUrl;
  }

  get session(): PaywallSession | undefined {
    return this.#payment.session;
  }

  /** Somebody listens. */
  get isConnected(): boolean {
    return this.#listeners.size > 0;
  }

  /** Begins with the first listener, and ends with the last. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#payment.connect();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#payment.disconnect();
    };
  };

  readonly read = (): PaywallState => this.#payment.state;

  requestUpdate(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What elements tell a page by events, a component reads. */
  dispatchEvent(): boolean {
    return true;
  }

  async loadCashier(...session: CashierArguments): Promise<Cashier> {
    const { createBrowserCashier } = await import('../paywall/later.js');
    return createBrowserCashier(...session);
  }
}
