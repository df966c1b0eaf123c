/** The shapes of the x402 wire objects (x402 specification v2, section 5), and the reader of a Stacks payload (PROTOCOL section 3). */

import { MAX_ACCEPTS, MAX_NAME_LENGTH, MAX_TEXT_LENGTH, MAX_TRANSACTION_BYTES, MAX_URL_LENGTH } from '../limits.js';
import type { ExactStacksPayload, Json } from '../wire.js';
import { isObject } from './json.js';
import { check, list, object, optional, type Shape, text } from './shape.js';

const anyText = optional(text(MAX_TEXT_LENGTH));
const shortText = optional(text(MAX_NAME_LENGTH));
const name = text(MAX_NAME_LENGTH, /./s);
const caip2 = text(MAX_NAME_LENGTH, /.:./s);
const anyObject = optional(object());

const resource: Shape = object({ url: text(MAX_URL_LENGTH, /./s), description: anyText, mimeType: shortText });

/** Members of `extra` that this package reads. Other chains may use the same names for other things. */
const stacksExtra: Shape = optional(
  object({
    paymentFlow: shortText,
    tokenType: shortText,
    decimals: optional(check((value) => Number.isInteger(value) && (value as number) >= 0)),
    offer: shortText,
    payloads: optional(list(name, MAX_ACCEPTS)),
    finality: shortText,
    access: shortText,
    call: shortText,
  }),
);

const terms: Shape = object({
  scheme: name,
  network: caip2,
  amount: name,
  asset: name,
  payTo: name,
  maxTimeoutSeconds: check((value) => typeof value === 'number' && value > 0),
  extra: anyObject,
});

export const paymentRequirements: Shape = (value, path) =>
  terms(value, path) ?? (isStacks(value) ? stacksExtra(value.extra, `${path}.extra`) : undefined);

export const paymentRequired: Shape = object({
  error: anyText,
  resource,
  accepts: list(paymentRequirements, MAX_ACCEPTS),
  extensions: anyObject,
});

export const paymentPayload: Shape = object({
  resource: optional(resource),
  accepted: paymentRequirements,
  payload: check((value) => readPayload(value) !== undefined),
  extensions: anyObject,
});

export const paymentPayloadV1: Shape = object({
  scheme: name,
  network: name,
  payload: check((value) => readPayload(value) !== undefined),
});

export const settlementResponse: Shape = object({
  success: check((value) => typeof value === 'boolean'),
  errorReason: shortText,
  errorMessage: anyText,
  payer: shortText,
  transaction: text(MAX_NAME_LENGTH),
  network: caip2,
  amount: shortText,
  extensions: anyObject,
});

/** `transaction` (peers also write `signedTransaction`) or `txid`, exactly one of them; hex, which peers begin with `0x`. In our own form. */
export function readPayload(value: Json | undefined): ExactStacksPayload | undefined {
  if (!isObject(value)) return undefined;
  const { transaction, signedTransaction, txid } = value;
  const given = [transaction, signedTransaction, txid].filter((form) => form !== undefined);
  const [, hex] =
    /^(?:0x)?((?:[\da-fA-F]{2})+)$/.exec(given.length === 1 && typeof given[0] === 'string' ? given[0] : '') ?? [];
  if (hex === undefined || hex.length > (txid === undefined ? 2 * MAX_TRANSACTION_BYTES : 64)) return undefined;
  if (txid === undefined) return { transaction: hex.toLowerCase() };
  return hex.length === 64 ? { txid: hex.toLowerCase() } : undefined;
}

function isStacks(value: Json | undefined): value is { readonly [name: string]: Json } {
  return isObject(value) && typeof value.network === 'string' && value.network.startsWith('stacks:');
}
