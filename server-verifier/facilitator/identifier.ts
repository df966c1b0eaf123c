/** The extension `payment-identifier`: an id that the payer gives to one payment, and to no other. */

import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from '../../src/errors.js';
import { hexFromBytes } from '../../src/stacks.js';
import type { Json, PaymentPayload } from '../../src/wire.js';
import type { CheckedPayment } from '../exact.js';
import type { Caller } from './order.js';
import type { NetworkSettings } from './settings.js';

export const PAYMENT_IDENTIFIER = 'payment-identifier';

const ID = /^[\w-]{16,128}$/;
/** As long as a payment can be presented. */
const RETAIN_SECONDS = 9 * 86_400;

/**
 * Ties the id to this payment. It gives no right to a second answer: the payer chooses it, so it cannot tell a retry from a second use.
 *
 * @throws `payment_identifier_conflict` when the id belongs to another payment, `invalid_payload` for an id of another form
 */
export async function claimIdentifier(
  payment: PaymentPayload,
  { txid }: CheckedPayment,
  caller: Caller,
  { claims, network }: NetworkSettings,
): Promise<void> {
  const id = identifierIn(payment);
  if (id === undefined) return;
  const keys = [`id:${network}:${digest(JSON.stringify([caller.name, id]))}`];
  const holder = digest(txid);
  const request = { keys, holder, purpose: holder, txid, leaseSeconds: 10, retainSeconds: RETAIN_SECONDS };
  const outcome = await claims.hold(request);
  if (outcome.status === 'full') {
    throw new X402Error('overloaded', 'The payment could not be written down, so it was not used; ask again.', {
      retryAfterSeconds: outcome.retryAfterSeconds,
    });
  }
  if (outcome.status === 'taken') {
    throw new X402Error(
      'payment_identifier_conflict',
      'Another payment has this payment identifier; give each payment its own.',
    );
  }
  if (outcome.status === 'held') await claims.spend(keys, outcome.fence);
}

/** @throws `invalid_payload` */
function identifierIn({ extensions }: PaymentPayload): string | undefined {
  const id = memberOf(memberOf(extensions?.[PAYMENT_IDENTIFIER], 'info'), 'id');
  if (id === undefined || (typeof id === 'string' && ID.test(id))) return id;
  throw new X402Error('invalid_payload', 'A payment identifier has 16 to 128 letters, digits, "-" or "_".', {
    field: `extensions.${PAYMENT_IDENTIFIER}.info.id`,
  });
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [member: string]: Json })[name] : undefined;
}

function digest(text: string): string {
  return hexFromBytes(sha256(new TextEncoder().encode(text)));
}
