/** x402 version 1, for sellers whose route opts in: the terms as a body, the payment in `X-PAYMENT` (x402 transport for HTTP, version 1). */

import { decodeHeader } from './lib/decode.js';
import { paymentPayloadV1, readPayload } from './lib/wire-shapes.js';
import { MAX_TRANSACTION_BYTES } from './limits.js';
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
export interface PaymentRequiredV1 extends Partial<StacksTermsV1> {
  readonly x402Version: 1;
  readonly error: string;
  readonly accepts: readonly PaymentRequirementsV1[];
}

/** The terms as x402-stacks 1 reads them, beside the standard's. It knows one price, in one of three assets. */
export interface StacksTermsV1 {
  /** Atomic units. */
  readonly maxAmountRequired: string;
  readonly resource: string;
  readonly payTo: string;
  readonly network: 'mainnet' | 'testnet';
  /** Becomes the memo. */
  readonly nonce: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly tokenType: string;
  readonly tokenContract?: { readonly address: string; readonly name: string };
}

/** `X-PAYMENT`. It does not say which offer it accepts, so it is never bound to one (PROTOCOL section 2). */
export interface PaymentPayloadV1 {
  readonly x402Version: 1;
  readonly scheme: string;
  /** CAIP-2 id where the name is one of ours, else as it was sent. */
  readonly network: string;
  readonly payload: ExactStacksPayload;
}

/** Assets that x402-stacks 1 can pay. */
const STACKS_TOKENS: ReadonlySet<unknown> = new Set(['STX', 'sBTC', 'USDCx']);
/** A transaction in hex begins with its version, and so does no base64 of an object. */
const RAW_TRANSACTION = /^(00|80)(?:[\da-fA-F]{2})+$/;

/**
 * The body that a version 1 client understands, from the offers of version 2.
 *
 * @param stacks what clients of x402-stacks 1 want besides: any text of at most 34 characters for the memo, and the end of the offer. Without it, they
 * cannot pay.
 * @example
 * ```ts
 * import { paymentRequiredV1 } from 'x402pay';
 * const body = paymentRequiredV1({ x402Version: 2, resource: { url: 'https://api.example/a' }, accepts: [] });
 * console.assert(body.x402Version === 1);
 * ```
 */
export function paymentRequiredV1(
  required: PaymentRequired,
  stacks?: Pick<StacksTermsV1, 'nonce' | 'expiresAt'>,
): PaymentRequiredV1 {
  const { url, description = '', mimeType = '' } = required.resource;
  return {
    ...(stacks && stacksTerms(required, stacks)),
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

function stacksTerms(
  { accepts, resource }: PaymentRequired,
  stacks: Pick<StacksTermsV1, 'nonce' | 'expiresAt'>,
): StacksTermsV1 | undefined {
  const offer = accepts.find(
    ({ network, extra }) => Object.hasOwn(NAMES, network) && STACKS_TOKENS.has(extra?.tokenType),
  );
  if (!offer) return undefined;
  const [address = '', name] = offer.asset.split('.');
  return {
    maxAmountRequired: offer.amount,
    resource: resource.url,
    payTo: offer.payTo,
    network: offer.network === 'stacks:1' ? 'mainnet' : 'testnet',
    ...stacks,
    tokenType: String(offer.extra?.tokenType),
    ...(name !== undefined && { tokenContract: { address, name } }),
  };
}

/**
 * A payment of version 1, from the `X-PAYMENT` header: as the standard writes it, or the bare transaction in hex, as x402-stacks 1 does.
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
  const raw = header.replace(/^0x/, '');
  const [, version] = raw.length <= 2 * MAX_TRANSACTION_BYTES ? (RAW_TRANSACTION.exec(raw) ?? []) : [];
  if (version !== undefined) {
    const network = version === '00' ? 'stacks:1' : 'stacks:2147483648';
    return { x402Version: 1, scheme: 'exact', network, payload: { transaction: raw.toLowerCase() } };
  }
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
