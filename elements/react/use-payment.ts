/** A payment for a resource, for components that show everything themselves. */

import { useMemo, useSyncExternalStore } from 'react';
import type { Asset } from '../../src/assets.js';
import type { Payment } from './payment.js';
import { paymentOf } from './payment-of.js';
import { PaymentStore } from './payment-store.js';

export interface PaymentOptions {
  /** Address of the Stacks node or API where nonce, fee and balance are read. Default: the network's public API. */
  readonly nodeUrl?: string;
  /** SIP-010 tokens that can be paid with besides STX, sBTC and USDCx. Read when the price is asked for. */
  readonly assets?: readonly Asset[];
}

/**
 * Opens a resource with what is remembered, or asks for its price, and pays when told to. Nothing happens on a server, and nothing
 * goes on when the component is gone but what a wallet was asked: that is remembered.
 *
 * @param resource its address, relative to the page
 * @example
 * ```tsx
 * const { state, prices, content, error, pay, signIn } = usePayment('/quotes/today');
 * if (content) return <Quote from={content.body} />;
 * return (
 *   <>
 *     <button disabled={state !== 'locked'} onClick={pay}>{error ? 'Again' : `Pay ${prices[0]}`}</button>
 *     {signIn && <button disabled={state !== 'locked'} onClick={signIn}>Already paid?</button>}
 *   </>
 * );
 * ```
 */
export function usePayment(resource: string, { nodeUrl = '', assets }: PaymentOptions = {}): Payment {
  const store = useMemo(() => new PaymentStore(resource, nodeUrl), [resource, nodeUrl]);
  store.assets = assets ?? [];
  const state = useSyncExternalStore(store.subscribe, store.read, store.read);
  return useMemo(() => paymentOf(store, state), [store, state]);
}
