/** The faces that a pay button has of its own; from the click on it has the paywall's. */

import { INITIAL_STATE, type PaywallState } from '../../elements/paywall/state.js';
import { X402Error } from '../../src/errors.js';
import { paid, priced, resource, THREE } from './portraits.js';

const content = { body: new Blob(), type: 'text/plain', url: resource.url };

const FACES: readonly (readonly [name: string, face: Partial<PaywallState>, label: string])[] = [
  ['button, loading', {}, 'The photo'],
  ['button', { ...priced, phase: 'locked' }, ''],
  ['button of the page', { ...priced, phase: 'locked', signIn: true }, 'The photo'],
  ['button, three prices', { phase: 'locked', offers: THREE, chosen: 2, signIn: true }, ''],
  [
    'button, a long name',
    { phase: 'locked', offers: THREE, chosen: 2 },
    'All photographs of the lighthouse at their full size',
  ],
  ['button, paid', { ...priced, phase: 'unlocked', content, paid }, ''],
  ['button of the page, paid', { ...priced, phase: 'unlocked', content }, 'The photo'],
  ['button, waiting', { ...priced, phase: 'waiting', wallet: 'Leather' }, 'The photo'],
  [
    'button, rejected',
    { ...priced, phase: 'failed', next: 'pay', signIn: true, error: new X402Error('wallet_rejected', '') },
    'The photo',
  ],
];

/** Name, state, and the page's own words. */
export const BUTTONS: readonly (readonly [name: string, state: PaywallState, label: string])[] = FACES.map(
  ([name, face, label]) => [name, { ...INITIAL_STATE, ...face }, label] as const,
);
