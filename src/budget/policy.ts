/** What a person allows, as plain data. */

/** The most that may be spent; each absent member means no limit of this kind. Atomic units of one asset. */
export interface Limits {
  /** Of one payment, without the network's fee. */
  readonly perPaymentAtomic?: bigint;
  /** In any 24 hours, fees included. */
  readonly perDayAtomic?: bigint;
  /** From one renewal day to the next, fees included. */
  readonly perMonthAtomic?: bigint;
}

/** All limits for one asset. The smallest that applies wins. */
export interface AssetBudget extends Limits {
  /** Payments above this are made only when a person says yes to each. */
  readonly askAboveAtomic?: bigint;
  /** For every site on its own. */
  readonly perSite?: Limits;
  /** For all sites of one registrable domain together, so that a thousand subdomains are worth no more than one. */
  readonly perDomain?: Limits;
}

/** What is different for one asset of a site. */
export interface SiteAssetBudget extends Limits, Pick<AssetBudget, 'askAboveAtomic'> {
  /** Pay here in this asset without asking. Default: the site's `automatic`. */
  readonly automatic?: boolean;
}

/** What is different for one site. */
export interface SiteBudget {
  /** Pay here without asking, in every asset. Default: the policy's `automatic`. */
  readonly automatic?: boolean;
  /** Nothing is paid for the time being. */
  readonly paused?: boolean;
  /** Nothing is paid, and nobody is asked. */
  readonly blocked?: boolean;
  /** By asset, besides all other limits: a site can be given less, never more. */
  readonly assets?: Readonly<Record<string, SiteAssetBudget>>;
}

export interface BudgetPolicy {
  /** By asset, in the caller's names for assets. In an asset that is not here nothing is ever spent, not even a fee. */
  readonly assets: Readonly<Record<string, AssetBudget>>;
  /** By origin, `https://blog.example`. */
  readonly sites?: Readonly<Record<string, SiteBudget>>;
  /** Pay without asking on sites that say nothing else. Default false. */
  readonly automatic?: boolean;
  /** Nothing is paid anywhere for the time being. */
  readonly paused?: boolean;
  /** Day of the month on which monthly limits renew, 1 to 31; in shorter months the last day. Default 1. */
  readonly renewalDay?: number;
  /** Where midnight is, in minutes east of Greenwich. Default 0. A stored number, so that travelling renews nothing. */
  readonly utcOffsetMinutes?: number;
  /** Highest network fee of one payment. Default: none may cost a fee. */
  readonly maxFeeAtomic?: bigint;
  /** Most payments in a minute without asking, for one site. Default 10. */
  readonly perMinute?: number;
  /** Most payees in 24 hours that were never paid before and are paid without asking. Default 20. */
  readonly newPayeesPerDay?: number;
  /** How long a grant lasts. Default 90 days. */
  readonly grantSeconds?: number;
}

type Defaulted = 'renewalDay' | 'utcOffsetMinutes' | 'maxFeeAtomic' | 'perMinute' | 'newPayeesPerDay' | 'grantSeconds';

export const DEFAULTS: Required<Pick<BudgetPolicy, Defaulted>> = {
  renewalDay: 1,
  utcOffsetMinutes: 0,
  maxFeeAtomic: 0n,
  perMinute: 10,
  newPayeesPerDay: 20,
  grantSeconds: 90 * 24 * 60 * 60,
};

/** What one asks to spend. Every origin as the browser or the program knows it, never as a page tells it. */
export interface BudgetRequest {
  /** Origin of the page that a person is looking at; for programs, the seller's. */
  readonly site: string;
  /** Origin that asks for the money. */
  readonly seller: string;
  /** Registrable domain of the seller, where the caller knows it. */
  readonly domain?: string;
  readonly asset: string;
  readonly amountAtomic: bigint;
  readonly payTo: string;
  /** The most that the network may take for it, in the asset that it takes. */
  readonly fee?: { readonly asset: string; readonly amountAtomic: bigint };
  /** What is bought. When it becomes dearer, a person is asked. */
  readonly resource?: string;
  /** Identity of the offer. One offer is paid once. */
  readonly challenge?: string;
  /** A person has just said yes to exactly this. Answers every question, and moves no limit. */
  readonly approved?: boolean;
}
