/** What a paywall can be doing, as values. */

import type { Asset } from '../../src/assets.js';
import type { X402Error } from '../../src/errors.js';
import type { NetworkInfo } from '../../src/networks.js';
import type { Offer, ResourceInfo } from '../../src/wire.js';

/** Reflected as the element's `state` attribute. */
export type PaywallPhase =
  /** Asking for the price, or for the content with a pass that is kept. */
  | 'loading'
  /** The price is shown; nothing is going on. */
  | 'locked'
  /** Several wallets are installed; the reader chooses. */
  | 'choosing'
  /** The payment is being put together. */
  | 'preparing'
  /** The wallet is asking the reader. */
  | 'wallet'
  /** The signed payment is on its way to the site. */
  | 'presenting'
  /** The payment is waiting for a block, or another tab is paying. */
  | 'waiting'
  /** The content is there. */
  | 'unlocked'
  /** Something went wrong; `error` and `next` say what, and what helps. */
  | 'failed';

/** What helps after a failure. Only `pay` and `decide` can lead to a new payment, and only by the reader's own click. */
export type NextStep =
  /** Nothing is under way: paying (again) is safe. */
  | 'pay'
  /** A payment is under way: present the same one again. */
  | 'retry'
  /** Ask the site again. */
  | 'refresh'
  /** Nobody knows whether the wallet paid: look again, or let the reader decide. */
  | 'decide';

/** An offer that can be paid here, with everything that is shown of it. */
export interface PricedOffer {
  readonly offer: Offer;
  readonly network: NetworkInfo;
  readonly asset: Asset;
  readonly amountAtomic: bigint;
  /** Decimal amount and symbol: `0.25 USDCx`. */
  readonly price: string;
}

/** A wallet that the reader can choose. */
export interface WalletChoice {
  readonly id: string;
  readonly name: string;
  /** A `data:` URL. */
  readonly icon?: string;
}

/** A payment that was accepted during this visit. */
export interface PaidSummary {
  /** Decimal amount and symbol. */
  readonly price: string;
  readonly offer: Offer;
  readonly resource: ResourceInfo;
  readonly txid: string;
  readonly payer: string;
  /** End of the access, in milliseconds since 1970, as its pass says. */
  readonly until?: number | undefined;
}

/** Words for a wait that no payment is the reason of, out of the reader's. */
export type Instead = (state: PaywallState, texts: object) => { readonly title: string; readonly text: string };

export interface PaywallState {
  readonly phase: PaywallPhase;
  readonly offers: readonly PricedOffer[];
  /** Index of the chosen offer. */
  readonly chosen: number;
  /** When the wait that is going on began, in milliseconds of the session's clock. */
  readonly since: number;
  /** False when this browser keeps nothing: the reader must not close the page while a payment is under way. */
  readonly durable: boolean;
  readonly resource?: ResourceInfo | undefined;
  readonly wallets?: readonly WalletChoice[] | undefined;
  /** Name of the wallet that is being used. */
  readonly wallet?: string | undefined;
  readonly error?: X402Error | undefined;
  readonly next?: NextStep | undefined;
  /** True while another tab is paying for the same resource. */
  readonly elsewhere?: boolean | undefined;
  /** The site lets those in who sign in with the account that paid. */
  readonly signIn?: boolean | undefined;
  /** What is going on instead of a payment. */
  readonly instead?: Instead | undefined;
  /** When the access that has ended did so, in milliseconds since 1970, as its pass says. */
  readonly endedAt?: number | undefined;
  readonly paid?: PaidSummary | undefined;
  /** The paid content, as it came. */
  readonly content?: PaidContent | undefined;
}

/** The body of the resource. */
export interface PaidContent {
  readonly body: Blob;
  /** `Content-Type`, as sent. */
  readonly type: string;
  /** Address of the resource, against which its own links are resolved. */
  readonly url: string;
}

/** Where paywalls tell those of other tabs what has been opened: its address. */
export const PAID_CHANNEL = 'x402pay';

export const INITIAL_STATE: PaywallState = { phase: 'loading', offers: [], chosen: 0, since: 0, durable: true };

/** True while a payment is being made or waited for. */
export function isBusy(phase: PaywallPhase): boolean {
  return phase === 'preparing' || phase === 'wallet' || phase === 'presenting' || phase === 'waiting';
}
