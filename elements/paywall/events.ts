/** The events of `<x402-paywall>`: typed classes, bubbling and composed. */

import type { X402Error } from '../../src/errors.js';
import type { Offer, ResourceInfo } from '../../src/wire.js';
import type { PaywallPhase } from './state.js';

const REACHES_THE_PAGE = { bubbles: true, composed: true } as const;

/** The reader has clicked, and nothing has been asked of a wallet yet. `preventDefault()` stops it there. */
export class X402BeforePayEvent extends Event {
  /** What would be paid, as the server wrote it; `amount` is in atomic units. */
  readonly offer: Offer;

  constructor(offer: Offer) {
    super('x402-before-pay', { ...REACHES_THE_PAGE, cancelable: true });
    this.offer = offer;
  }
}

/** The server has accepted a payment. Fired once per payment, before `x402-unlocked`. */
export class X402PaidEvent extends Event {
  readonly offer: Offer;
  readonly resource: ResourceInfo;
  /** Transaction id, 64 hex digits. */
  readonly txid: string;
  /** The address that paid. */
  readonly payer: string;

  constructor(paid: { offer: Offer; resource: ResourceInfo; txid: string; payer: string }) {
    super('x402-paid', REACHES_THE_PAGE);
    this.offer = paid.offer;
    this.resource = paid.resource;
    this.txid = paid.txid;
    this.payer = paid.payer;
  }
}

/** The content stands in the element's light DOM: after a payment, or because an earlier one is remembered. */
export class X402UnlockedEvent extends Event {
  /** Address of the resource. */
  readonly url: string;
  /** True when a payment was made during this visit. */
  readonly paidNow: boolean;

  constructor(url: string, paidNow: boolean) {
    super('x402-unlocked', REACHES_THE_PAGE);
    this.url = url;
    this.paidNow = paidNow;
  }
}

/** Something went wrong; the element explains it to the reader. */
export class X402ErrorEvent extends Event {
  readonly error: X402Error;

  constructor(error: X402Error) {
    super('x402-error', REACHES_THE_PAGE);
    this.error = error;
  }
}

/** The element's `state` has changed. */
export class X402StateEvent extends Event {
  readonly state: PaywallPhase;
  readonly previous: PaywallPhase;

  constructor(state: PaywallPhase, previous: PaywallPhase) {
    super('x402-state', REACHES_THE_PAGE);
    this.state = state;
    this.previous = previous;
  }
}

declare global {
  interface HTMLElementEventMap {
    'x402-before-pay': X402BeforePayEvent;
    'x402-paid': X402PaidEvent;
    'x402-unlocked': X402UnlockedEvent;
    'x402-error': X402ErrorEvent;
    'x402-state': X402StateEvent;
  }
}
