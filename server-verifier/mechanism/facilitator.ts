/** The facilitator side of `exact` on Stacks for the official SDK. */

import type { SchemeNetworkFacilitator } from '@x402/core/types';
import { createFacilitator, type FacilitatorConfig } from '../facilitator.js';

/**
 * `exact` on Stacks for the official SDK's `x402Facilitator`. Without the SDK, `createFacilitator` of `x402pay/facilitator` does the same over HTTP.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 * @example
 * ```ts
 * import { x402Facilitator } from '@x402/core/facilitator';
 * import { createExactStacksFacilitator } from 'x402pay/mechanism';
 * import { createMemoryClaims } from 'x402pay/verifier';
 * const stacks = createExactStacksFacilitator({ networks: 'stacks:2147483648', claims: createMemoryClaims() });
 * const facilitator = new x402Facilitator().register('stacks:2147483648', stacks);
 * console.assert(facilitator.getSupported().kinds[0]?.scheme === 'exact');
 * ```
 */
export function createExactStacksFacilitator(
  config: Omit<FacilitatorConfig, 'auth' | 'basePath' | 'maxRequests'>,
): SchemeNetworkFacilitator {
  const facilitator = createFacilitator(config);
  return {
    scheme: 'exact',
    caipFamily: 'stacks:*',
    getExtra: () => ({ payloads: ['transaction', 'txid'] }),
    // Payers sign and pay the fee themselves.
    getSigners: () => [],
    verify: (payment, requirements) => facilitator.verify(payment, requirements),
    settle: (payment, requirements) => facilitator.settle(payment, requirements),
  };
}
