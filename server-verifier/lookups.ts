/** Lookups of what accounts have bought on the chain: few at a time, so that payments never wait for them, and what was found not again at once. */

import type { BoughtAccess } from './claims.js';
import { InFlight } from './in-flight.js';
import { paidAccess } from './paid-access.js';
import type { Purchase } from './payment.js';
import type { Settings } from './settings.js';

/** Of all work at a time, the part that signing in may take: anybody can make an account, and sign in with it, for nothing. */
const SHARE = 4;
const REMEMBERED_MILLISECONDS = 10_000;
const MOST_REMEMBERED = 1000;

interface Known {
  readonly bought: BoughtAccess;
  /** Unix milliseconds. */
  readonly at: number;
}

export class Lookups {
  readonly #settings: Settings;
  readonly #inFlight: InFlight;
  readonly #known = new Map<string, Known>();

  constructor(settings: Settings) {
    const { maxSettlements, waitSeconds } = settings;
    this.#settings = settings;
    this.#inFlight = new InFlight(Math.ceil(maxSettlements / SHARE), settings, 1000 * (3 * waitSeconds + 1));
  }

  /** @throws as {@link paidAccess}; `overloaded` when too many are looked up */
  async boughtBy(payer: string, purchase: Purchase): Promise<BoughtAccess | undefined> {
    const key = keyOf(payer, purchase);
    const known = this.#known.get(key);
    if (known && this.#settings.clock() - known.at < REMEMBERED_MILLISECONDS) return known.bought;
    return this.#inFlight.share(key, async () => {
      const bought = await paidAccess(payer, purchase, this.#settings);
      // Nothing that was not found is remembered: who pays meanwhile would be asked to pay twice.
      if (bought) this.#remember(key, bought);
      return bought;
    });
  }

  #remember(key: string, bought: BoughtAccess): void {
    this.#known.delete(key);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, { bought, at: this.#settings.clock() });
  }
}

/** With all that the answer depends on: one resource may be sold on other terms for another method. */
function keyOf(payer: string, { method, resource, route }: Purchase): string {
  const { payTo, access, finality, prices, split } = route;
  const sold = prices.map(({ asset, amount }) => [asset.id, amount]);
  return JSON.stringify([payer, method, resource, payTo, access, finality, split, sold]);
}
