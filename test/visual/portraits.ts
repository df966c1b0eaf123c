/** Every face of the paywall, as values. A new state, or a new thing that helps after a failure, does not compile without its picture. */

import type { NextStep, PaywallPhase, PaywallState, PricedOffer } from '../../elements/paywall/state.js';
import { INITIAL_STATE } from '../../elements/paywall/state.js';
import { X402Error } from '../../src/errors.js';

type Portrait = Partial<PaywallState>;

/** Name and state. */
export type Named = readonly (readonly [name: string, state: PaywallState])[];

/** The session's clock stands still. */
export const NOW = 1_700_000_047_000;

export const PAYEE = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
export const TXID = '5c2a5ab5a9c12ac7be3e4d3a25dd4e4a4c9f6e4b5a5ab5a9c12ac7be3e4d3a25';
const ICON =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"%3E%3Crect width="1" height="1" fill="%23f60"/%3E%3C/svg%3E';

const NETWORK = { id: 'stacks:2147483648', name: 'Stacks testnet' } as PricedOffer['network'];

function offer(symbol: string, amount: string, amountAtomic: bigint, decimals: number): PricedOffer {
  return {
    offer: {
      scheme: 'exact',
      network: NETWORK.id,
      asset: symbol,
      amount: String(amountAtomic),
      payTo: PAYEE,
      maxTimeoutSeconds: 600,
      extra: { access: '30d' },
    },
    network: NETWORK,
    asset: { id: symbol, symbol, decimals },
    amountAtomic,
    price: `${amount}\u00a0${symbol}`,
  };
}

export const STX = offer('STX', '0.5', 500_000n, 6);
export const THREE = [STX, offer('sBTC', '0.00001', 1000n, 8), offer('USDCx', '1234.25', 1_234_250_000n, 6)];
export const priced = { offers: [STX], since: NOW - 47_000 };

export const resource = { url: 'https://blog.example/rest', description: 'How a lighthouse keeper taught me to wait.' };
export const paid = { price: STX.price, offer: STX.offer, resource, txid: TXID, payer: PAYEE };

/** What helps after a failure. */
const FAILED: Readonly<Record<NextStep, Readonly<Record<string, Portrait>>>> = {
  pay: {
    rejected: { ...priced, error: new X402Error('wallet_rejected', '') },
    'too little money': {
      ...priced,
      error: new X402Error('insufficient_funds', '', { asset: 'STX', missingAtomic: 1_402_500n }),
    },
    'no wallet': { ...priced, error: new X402Error('wallet_missing', '') },
  },
  retry: { 'no answer': { ...priced, error: new X402Error('resource_unreachable', '') } },
  refresh: { 'no price': { error: new X402Error('invalid_payment_requirements', '') } },
  decide: { unresolved: { ...priced, error: new X402Error('payment_unresolved', '', { txid: TXID }) } },
};

const STATES: Readonly<Record<PaywallPhase, Readonly<Record<string, Portrait>>>> = {
  locked: {
    locked: { ...priced, resource },
    'three prices': { offers: THREE, chosen: 1 },
    'not kept': { ...priced, durable: false },
  },
  loading: { loading: {} },
  choosing: {
    choosing: {
      ...priced,
      wallets: [
        { id: 'a', name: 'Leather' },
        { id: 'b', name: 'Orange Wallet', icon: ICON },
      ],
    },
  },
  preparing: { preparing: { ...priced, wallet: 'Leather' } },
  wallet: { wallet: { ...priced, wallet: 'Leather' } },
  presenting: { presenting: { ...priced, wallet: 'Leather' } },
  waiting: {
    waiting: { ...priced, wallet: 'Leather' },
    'not to be closed': { ...priced, durable: false },
    elsewhere: { ...priced, elsewhere: true },
  },
  unlocked: { unlocked: { paid } },
  failed: {},
};

/** In the order of the pictures. */
export const PORTRAITS: Named = [
  ...Object.entries(STATES).flatMap(([phase, faces]) =>
    Object.entries(faces).map(
      ([name, state]) => [name, { ...INITIAL_STATE, ...state, phase: phase as PaywallPhase }] as const,
    ),
  ),
  ...Object.entries(FAILED).flatMap(([next, faces]) =>
    Object.entries(faces).map(
      ([name, state]) => [name, { ...INITIAL_STATE, ...state, phase: 'failed', next: next as NextStep }] as const,
    ),
  ),
];
