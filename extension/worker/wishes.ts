/** A page asks how much it may cost. Always a question to a person, and never more than that person's own limits: the smallest one still wins. */

import { assetsOf } from '../../src/assets.js';
import { parseDecimalAmount } from '../../src/money.js';
import type { ShownWish } from '../messages/panel.js';
import { Refusal } from '../refusal.js';
import type { AskingPage, Departure } from './asking-page.js';
import type { Prompts } from './prompts.js';
import type { SettingsStore } from './settings.js';

/** As the page says it. */
export interface Wish {
  readonly asset: string;
  readonly max: string;
  readonly period: 'day' | 'month';
}

export interface WishesPorts {
  readonly settings: SettingsStore;
  readonly newId: () => string;
  readonly prompts: Prompts<ShownWish>;
}

export class Wishes {
  private readonly ports: WishesPorts;

  constructor(ports: WishesPorts) {
    this.ports = ports;
  }

  /** Resolves when a person has said yes, and it holds. @throws `declined`, `no_budget`, `blocked`, `invalid_amount` */
  async ask(page: AskingPage, site: string, wish: Wish): Promise<void> {
    const { settings, newId, prompts } = this.ports;
    const { network, sites, assets } = await settings.get();
    const asset = assetsOf(network).find(({ id, symbol }) => wish.asset === id || wish.asset === symbol);
    if (!asset || !Object.hasOwn(assets, asset.id)) throw new Refusal('no_budget');
    if (Object.hasOwn(sites, site) && sites[site]?.blocked) throw new Refusal('blocked');
    const maxAtomic = parseDecimalAmount(wish.max, asset.decimals).toString();
    const { id: assetId, symbol, decimals } = asset;
    const shown = { id: newId(), site, asset: assetId, symbol, decimals, maxAtomic, period: wish.period };
    if (!(await prompts.ask(page, shown))) throw new Refusal('declined');
    await this.allow(shown);
  }

  list(): readonly ShownWish[] {
    return this.ports.prompts.list();
  }

  /** True when it was still open. */
  answer(id: string, yes: boolean): boolean {
    return this.ports.prompts.answer(id, yes);
  }

  forget(departure: Departure): void {
    this.ports.prompts.forget(departure);
  }

  private async allow({ site, asset, maxAtomic, period }: ShownWish): Promise<void> {
    const limit = period === 'day' ? { perDayAtomic: maxAtomic } : { perMonthAtomic: maxAtomic };
    await this.ports.settings.change((current) => {
      const own = Object.hasOwn(current.sites, site) ? current.sites[site] : undefined;
      // In this asset only: that is what was asked for.
      const assets = { ...own?.assets, [asset]: { ...own?.assets?.[asset], ...limit, automatic: true } };
      return { ...current, sites: { ...current.sites, [site]: { ...own, assets } } };
    });
  }
}
