/** The x402 v2 wire objects (x402 specification v2, section 5), readonly, with the standard's field names. */

/** A JSON value as it stands on the wire. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is sold. */
export interface ResourceInfo {
  readonly url: string;
  readonly description?: string;
  readonly mimeType?: string;
}

/** `extra` of an offer on Stacks (PROTOCOL section 1). Unknown members of peers are kept, and echoed. */
export interface OfferExtra {
  /** Settlement comes before delivery. */
  readonly paymentFlow?: string;
  /** Symbol for display. Never used to choose a contract or decimals. */
  readonly tokenType?: string;
  /** For display only; the client's own asset list decides. */
  readonly decimals?: number;
  /** The offer token, 44 base64url characters (PROTOCOL section 2). */
  readonly offer?: string;
  /** Payload forms the server takes. */
  readonly payloads?: readonly string[];
  /** `mempool`, `block`, or a number of burn blocks as decimal text. */
  readonly finality?: string;
  /** How long one payment opens the resource: `30d`, or `once` for a single answer. */
  readonly access?: string;
  /** `pay` when `payTo` is a revenue-split contract whose `pay` function may be called instead of a plain transfer. */
  readonly call?: string;
  readonly [member: string]: Json | undefined;
}

/** One entry of `accepts`: the terms of one offer. `amount` is in atomic units. */
export interface PaymentRequirements {
  readonly scheme: string;
  readonly network: string;
  readonly amount: string;
  readonly asset: string;
  readonly payTo: string;
  readonly maxTimeoutSeconds: number;
  readonly extra?: OfferExtra;
}

/** An offer that was made for Stacks by a server that binds payments. */
export type Offer = PaymentRequirements;

/** `PAYMENT-REQUIRED`. */
export interface PaymentRequired {
  readonly x402Version: 2;
  readonly error?: string;
  readonly resource: ResourceInfo;
  readonly accepts: readonly PaymentRequirements[];
  readonly extensions?: { readonly [name: string]: Json };
}

/** The scheme's part of a payment: a signed transaction that was not broadcast, or the id of one that was. */
export type ExactStacksPayload = { readonly transaction: string } | { readonly txid: string };

/** `PAYMENT-SIGNATURE`. */
export interface PaymentPayload {
  readonly x402Version: 2;
  readonly resource?: ResourceInfo;
  readonly accepted: PaymentRequirements;
  readonly payload: ExactStacksPayload;
  readonly extensions?: { readonly [name: string]: Json };
}

/** `PAYMENT-RESPONSE`. `transaction` is empty when there is none. */
export interface SettlementResponse {
  readonly success: boolean;
  readonly errorReason?: string;
  readonly errorMessage?: string;
  readonly payer?: string;
  readonly transaction: string;
  readonly network: string;
  readonly amount?: string;
  readonly extensions?: { readonly [name: string]: Json };
}

/** Names of the headers, as the standard writes them. */
export const HEADER = {
  required: 'PAYMENT-REQUIRED',
  signature: 'PAYMENT-SIGNATURE',
  response: 'PAYMENT-RESPONSE',
  pass: 'PAYMENT-PASS',
  /** Shows the key that a pass is bound to (RFC 9449). */
  proof: 'DPoP',
  /** x402 v1. */
  payment: 'X-PAYMENT',
  /** x402 v1. */
  paymentResponse: 'X-PAYMENT-RESPONSE',
} as const;
