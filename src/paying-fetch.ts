/** `fetch` that pays: asks, meets a 402, pays an offer inside a policy, and presents the payment until the content is there. */

import { settlementIn } from './lib/answer.js';
import { type Fetch, PayingClient, type PayingFetchOptions } from './lib/paying-client.js';
import type { Payer } from './payer.js';
import { checkPolicy, type PaymentPolicy } from './select.js';
import type { SettlementResponse } from './wire.js';

export type { Fetch, PayingFetchOptions, PaymentEvent } from './lib/paying-client.js';
export type { MessageSigner } from './lib/sign-in-first.js';

/**
 * Makes a `fetch` that pays 402s by itself, inside `policy`. Without a maximum in the policy it pays nothing.
 *
 * - One call signs at most one payment, whatever the server answers. It is stored before it is presented, and only ever presented again.
 * - A call that finds an unfinished payment for its method and URL presents that first, and pays only when that one is over.
 *   Where it was charged and its answer is lost, that call rejects with `payment_already_used`, and the next one buys anew.
 * - Calls for the same method and URL take turns while one of them pays, so that a pass that it brings serves all. Where a payment brings no pass
 *   (`access: "once"`), later calls are separate purchases and run at once.
 * - The payment goes only to the origin that was asked and that the offer names; redirects are not followed with a payment or a pass. The origin is
 *   the boundary of trust, as for cookies: any address of it that names a resource is shown what was paid for that resource.
 * - An answer that is not a 402, or a 402 without offers, comes back as it is.
 *
 * The returned function rejects with `X402Error`: `policy_refused` or `no_payable_offer` (nothing was paid), what the payer throws, the server's
 * code when it refuses the payment for good, and, with the payment kept for the next call, `settlement_pending`, `payment_in_progress`,
 * `resource_unreachable`, `terms_changed` or `payment_unresolved`. It rejects with the signal's reason when that aborts.
 *
 * @param fetch what sends requests
 * @throws `invalid_configuration` for a policy with a mistake
 * @example
 * ```ts
 * import { payingFetch } from 'x402pay';
 * const free = async () => new Response('free');
 * const payer = { name: 'none', canPay: () => false, pay: () => Promise.reject(new Error('never asked')) };
 * const fetchAndPay = payingFetch(free, payer, { maxPerPayment: { STX: '0.5' } });
 * const response = await fetchAndPay('https://blog.example/article');
 * console.assert((await response.text()) === 'free');
 * ```
 */
export function payingFetch(
  fetch: Fetch,
  payer: Payer,
  policy: PaymentPolicy,
  options: PayingFetchOptions = {},
): Fetch {
  checkPolicy(policy);
  const client = new PayingClient(fetch, payer, policy, options);
  return (input, init) => client.call(input, init);
}

/**
 * What the server said of the payment that opened this response; `undefined` when it said nothing. Works for any response of any `fetch`.
 *
 * @example
 * ```ts
 * import { encodeHeader, settlementOf } from 'x402pay';
 * const settlement = { success: true, transaction: '', network: 'stacks:1' };
 * const response = new Response('', { headers: { 'PAYMENT-RESPONSE': encodeHeader(settlement) } });
 * console.assert(settlementOf(response)?.success === true);
 * ```
 */
export function settlementOf(response: Response): SettlementResponse | undefined {
  return settlementIn(response);
}
