/** x402 version 1, for sellers whose route opts in: the terms as a body, the payment in `X-PAYMENT` (x402 transport for HTTP, version 1). */

import { decodeHeader } from './lib/decode.js';
import { paymentPayloadV1, readPayload } from './lib/wire-shapes.js';
import type { Network } from './networks.js';
import type { ExactStacksPayload, OfferExtra, PaymentRequired, SettlementResponse } from './wire.js';

/** Version 1 has names instead of CAIP-2 ids. No document names Stacks; these follow its other names (`base`, `base-sepolia`). */
const NAMES: Readonly<Record<Network, string>> = { 'stacks:1': 'stacks', 'stacks:2147483648': 'stacks-testnet' };

/** One entry of `accepts` in version 1. `maxAmountRequired` is in atomic units. */
export interface PaymentRequirementsV1 {
  readonly scheme: string;
  readonly network: string;
  readonly maxAmountRequired: string;
  readonly resource: string;
  readonly description: string;
  readonly mimeType: string;
  readonly payTo: string;
  readonly maxTimeoutSeconds: number;
  readonly asset: string;
  readonly extra?: OfferExtra;
}

/** The body of a 402 in version 1. */
export interface PaymentRequiredV1 {
  readonly x402Version: 1;
  readonly error: string;
  readonly accepts: readonly PaymentRequirementsV1[];
}

/** `X-PAYMENT`. It does not say which offer it accepts, so it is never bound to one (PROTOCOL section 2). */
export interface PaymentPayloadV1 {
  readonly x402Version: 1;
  readonly scheme: string;
  /** CAIP-2 id where the name is one of ours, else as it was sent. */
  readonly network: string;
  readonly payload: ExactStacksPayload;
}

/**
 * The body that a version 1 client understands, from the offers of version 2.
 *
 * @example
 * ```ts
 * import { paymentRequiredV1 } from 'x402pay';
 * const body = paymentRequiredV1({ x402Version: 2, resource: { url: 'https://api.example/a' }, accepts: [] });
 * console.assert(body.x402Version === 1);
 * ```
 */
export function paymentRequiredV1(required: PaymentRequired): PaymentRequiredV1 {
  const { url, description = '', mimeType = '' } = required.resource;
  return {
    x402Version: 1,
    error: required.error ?? 'X-PAYMENT header is required',
    accepts: required.accepts.map(({ network, amount, ...terms }) => ({
      ...terms,
      network: nameOf(network),
      maxAmountRequired: amount,
      resource: url,
      description,
      mimeType,
    })),
  };
}

/**
 * A payment of version 1, from the `X-PAYMENT` header.
 *
 * @throws `invalid_payload` with the `field` that is wrong; `invalid_x402_version`
 * @example
 * ```ts
 * import { decodePaymentPayloadV1, encodeHeader } from 'x402pay';
 * const header = encodeHeader({ x402Version: 1, scheme: 'exact', network: 'stacks', payload: { transaction: '00' } });
 * console.assert(decodePaymentPayloadV1(header).network === 'stacks:1');
 * ```
 */
export function decodePaymentPayloadV1(header: string): PaymentPayloadV1 {
  const value = decodeHeader(header, 'invalid_payload', paymentPayloadV1, 1);
  const network = Object.entries(NAMES).find(([, name]) => name === value.network)?.[0] ?? value.network;
  return { x402Version: 1, scheme: value.scheme, network, payload: readPayload(value.payload) } as PaymentPayloadV1;
}

/**
 * What `X-PAYMENT-RESPONSE` says, from the response of version 2; encode it with `encodeHeader`.
 *
 * @example
 * ```ts
 * import { settlementResponseV1 } from 'x402pay';
 * console.assert(settlementResponseV1({ success: true, transaction: '', network: 'stacks:1' }).network === 'stacks');
 * ```
 */
export function settlementResponseV1(response: SettlementResponse): SettlementResponse {
  return { ...response, network: nameOf(response.network) };
}

function nameOf(network: string): string {
  return Object.hasOwn(NAMES, network) ? NAMES[network as Network] : network;
}
