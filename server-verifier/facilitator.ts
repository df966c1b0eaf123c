/** A facilitator: verifies and settles payments on Stacks for any x402 server, ours or not. */

import type { PaymentPayload, PaymentRequirements } from '../src/wire.js';
import type { SettleResponse, SupportedResponse, VerifyResponse } from './facilitator/answers.js';
import { Desk } from './facilitator/desk.js';
import { answer } from './facilitator/routes.js';
import { type FacilitatorConfig, facilitatorSettings } from './facilitator/settings.js';

export { decodeFacilitatorRequest, type FacilitatorRequest } from '../src/facilitation.js';
export type { SettleResponse, SupportedKind, SupportedResponse, VerifyResponse } from './facilitator/answers.js';
export type { FacilitatorConfig } from './facilitator/settings.js';

/** A function from `Request` to `Response` with the routes `POST /verify`, `POST /settle` and `GET /supported`. Also a client of itself, for a server in the same process. */
export interface Facilitator {
  /** Never throws. */
  (request: Request): Promise<Response>;
  /**
   * Checks 5 to 9 of a payment against the terms, without touching the network or a store. It says nothing about balance, settlement or earlier use. Never throws.
   */
  verify(payment: Loose<PaymentPayload>, requirements: Loose<PaymentRequirements>): Promise<VerifyResponse>;
  /**
   * Verifies again, claims, broadcasts and waits for finality. A payment is good for one success: settling it again is `payment_already_used`, and while it is
   * being settled `payment_in_progress`. After `settlement_pending` the same call resumes it. Never throws.
   */
  settle(payment: Loose<PaymentPayload>, requirements: Loose<PaymentRequirements>): Promise<SettleResponse>;
  getSupported(): Promise<SupportedResponse>;
}

/** Decoded strictly whatever its type says: it came over a network. */
type Loose<Wire> = Wire | object;

/**
 * Makes a facilitator. It trusts no boolean from outside: `settle` does everything itself.
 *
 * Payments whose memo commits to the offer token that the payer echoes (`extra.offer`) are bound to it. Others are taken only as transactions that nobody
 * has seen before, and not at all where the terms say `extra.binding: "required"`.
 *
 * A caller that may ask twice, because an answer can get lost, sends an `Idempotency-Key` header of its own making: the same call with the same key gets the
 * same answer. A `payment-identifier`, which the payer chooses, is tied to one payment, and gives no right to a second answer.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 * @example
 * ```ts
 * import { createFacilitator } from 'x402pay/facilitator';
 * import { createMemoryClaims } from 'x402pay/verifier';
 * const facilitator = createFacilitator({ networks: 'stacks:2147483648', claims: createMemoryClaims() });
 * const response = await facilitator(new Request('https://pay.example/supported'));
 * console.assert((await response.json()).kinds[0].network === 'stacks:2147483648');
 * ```
 */
export function createFacilitator(config: FacilitatorConfig): Facilitator {
  const settings = facilitatorSettings(config);
  const desk = new Desk(settings);
  const caller = { name: 'this process' };
  return Object.assign((request: Request) => answer(request, desk, settings), {
    verify: async (payment: object, requirements: object) =>
      (await desk.verify(bodyOf(payment, requirements), caller)).body,
    settle: async (payment: object, requirements: object) =>
      (await desk.settle(bodyOf(payment, requirements), caller)).body,
    getSupported: async () => desk.supported(),
  });
}

/** One way in: what is given as objects is judged as the same text over HTTP would be. */
function bodyOf(paymentPayload: object, paymentRequirements: object): string {
  return JSON.stringify({ x402Version: 2, paymentPayload, paymentRequirements });
}
