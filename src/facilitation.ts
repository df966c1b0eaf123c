/** What servers and facilitators say to each other (x402 specification v2, section 7), strictly decoded. */

import { X402Error, type X402ErrorCode } from './errors.js';
import { isObject, parseStrictJson } from './lib/json.js';
import type { Shape } from './lib/shape.js';
import { paymentPayload, paymentRequirements, readPayload, settlementResponse } from './lib/wire-shapes.js';
import { MAX_FACILITATOR_BODY_BYTES } from './limits.js';
import type { Json, PaymentPayload, PaymentRequirements, SettlementResponse } from './wire.js';

/** The body of `POST /verify` and `POST /settle`. */
export interface FacilitatorRequest {
  readonly payment: PaymentPayload;
  /** What the server asks for: its own words, not the payer's. */
  readonly requirements: PaymentRequirements;
}

/**
 * A request to a facilitator. Members that are `null` count as absent, since other implementations write them so.
 *
 * @param json body, as text
 * @throws `invalid_payload`, `invalid_payment_requirements` with the `field` that is wrong; `invalid_x402_version`
 * @example
 * ```ts
 * import { decodeFacilitatorRequest } from 'x402pay/facilitator';
 * const terms = { scheme: 'exact', network: 'stacks:1', amount: '1', asset: 'STX', payTo: 'SP000000000000000000002Q6VF78', maxTimeoutSeconds: 60 };
 * const paymentPayload = { x402Version: 2, accepted: terms, payload: { transaction: '00' } };
 * const request = decodeFacilitatorRequest(JSON.stringify({ x402Version: 2, paymentPayload, paymentRequirements: terms }));
 * console.assert(request.requirements.amount === '1');
 * ```
 */
export function decodeFacilitatorRequest(json: string): FacilitatorRequest {
  const body = objectIn(json);
  const { x402Version = 2, paymentPayload: payment, paymentRequirements: requirements } = body;
  const version = isObject(payment) ? payment.x402Version : undefined;
  if (x402Version !== 2 || (isObject(payment) && version !== 2)) {
    throw new X402Error('invalid_x402_version', 'This facilitator speaks x402 version 2.', { field: 'x402Version' });
  }
  check(paymentPayload, payment, 'paymentPayload', 'invalid_payload');
  check(paymentRequirements, requirements, 'paymentRequirements', 'invalid_payment_requirements');
  const paid = payment as unknown as PaymentPayload;
  return {
    payment: { ...paid, payload: readPayload(paid.payload) } as PaymentPayload,
    requirements: requirements as unknown as PaymentRequirements,
  };
}

/**
 * What a facilitator says of a settlement. Its word, not the chain's.
 *
 * @throws `invalid_payload` with the `field` that is wrong
 */
export function decodeFacilitatorSettlement(json: string): SettlementResponse {
  const body = objectIn(json);
  check(settlementResponse, body, '', 'invalid_payload');
  return body as unknown as SettlementResponse;
}

function objectIn(json: string): { readonly [name: string]: Json } {
  const value = json.length <= MAX_FACILITATOR_BODY_BYTES ? parseStrictJson(json) : undefined;
  if (!isObject(value)) throw new X402Error('invalid_payload', 'The body is not a plain, small JSON object.');
  return withoutNulls(value) as { readonly [name: string]: Json };
}

function check(shape: Shape, value: Json | undefined, path: string, code: X402ErrorCode): void {
  const field = shape(value, path);
  if (field !== undefined) throw new X402Error(code, `"${field}" is missing or malformed.`, { field });
}

/** The depth was bounded by the parser. */
function withoutNulls(value: Json): Json {
  if (!isObject(value)) return Array.isArray(value) ? value.map(withoutNulls) : value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}
