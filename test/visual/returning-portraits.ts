/** A paywall that a reader comes back to, here or on another device. */

import { signInWords } from '../../elements/paywall/sign-in.js';
import { INITIAL_STATE, type PaywallState } from '../../elements/paywall/state.js';
import { X402Error } from '../../src/errors.js';
import { type Named, NOW, paid, priced, resource } from './portraits.js';

const DAY = 86_400_000;
const invited = { ...priced, resource, signIn: true };
const signingIn = { ...invited, wallet: 'Leather', instead: signInWords };
const failed = (code: ConstructorParameters<typeof X402Error>[0]) =>
  ({ ...invited, phase: 'failed', next: 'pay', error: new X402Error(code, '') }) as const;

const FACES: Readonly<Record<string, Partial<PaywallState>>> = {
  'with a sign-in': { ...invited, phase: 'locked' },
  'signing in': { ...signingIn, phase: 'preparing' },
  signing: { ...signingIn, phase: 'wallet' },
  'looked up': { ...signingIn, phase: 'presenting' },
  'not paid': failed('sign_in_unpaid'),
  'not let in': failed('sign_in_mismatch'),
  'nothing to sign with': { ...failed('wallet_missing'), instead: signInWords },
  ended: { ...failed('access_expired'), endedAt: NOW - DAY },
  'still under way': { phase: 'waiting', since: NOW - 2 * DAY },
  'paid until': { phase: 'unlocked', paid: { ...paid, until: NOW + 30 * DAY } },
};

export const RETURNING: Named = Object.entries(FACES).map(
  ([name, face]) => [name, { ...INITIAL_STATE, ...face }] as const,
);
