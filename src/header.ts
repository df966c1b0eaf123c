/** The wire objects as header values: base64 of JSON (x402 transport for HTTP, version 2), encoded and strictly decoded. */

import { X402Error } from './errors.js';
import { encodeBase64 } from './lib/base64.js';
import { decodeBody, decodeHeader } from './lib/decode.js';
import { paymentPayload, paymentRequired, readPayload, settlementResponse } from './lib/wire-shapes.js';
import { MAX_HEADER_LENGTH } from './limits.js';
import type { PaymentPayload, PaymentRequired, SettlementResponse } from './wire.js';

/**
 * The offers of a 402, from the `PAYMENT-REQUIRED` header or from the body, which is the same JSON. Members that are not
 * known are kept as they are: what is accepted has to be echoed.
 *
 * The decoder judges the form only. Offers for other chains stand beside ours, so amounts and names are judged by `readOffer`.
 *
 * @param headerOrBody base64 as in the header, or JSON text
 * @throws `invalid_payment_requirements` with the `field` that is wrong; `invalid_x402_version`
 * @example
 * ```ts
 * import { decodePaymentRequired, encodeHeader } from 'x402pay';
 * const header = encodeHeader({ x402Version: 2, resource: { url: 'https://blog.example/a' }, accepts: [] });
 * console.assert(decodePaymentRequired(header).resource.url === 'https://blog.example/a');
 * ```
 */
export function decodePaymentRequired(headerOrBody: string): PaymentRequired {
  // No base64 text begins with a brace.
  const decode = headerOrBody.startsWith('{') ? decodeBody : decodeHeader;
  const value = decode(headerOrBody, 'invalid_payment_requirements', paymentRequired, 2);
  return value as unknown as PaymentRequired;
}

/**
 * A payment, from the `PAYMENT-SIGNATURE` header. `accepted` and `extensions` are kept verbatim; the payload comes out in
 * one form, lower-case hex without `0x`, also when a peer wrote `signedTransaction` (PROTOCOL section 3).
 *
 * @throws `invalid_payload` with the `field` that is wrong; `invalid_x402_version`
 * @example
 * ```ts
 * import { decodePaymentPayload, encodeHeader } from 'x402pay';
 * const accepted = { scheme: 'exact', network: 'stacks:1', amount: '1', asset: 'STX', payTo: 'SP000000000000000000002Q6VF78', maxTimeoutSeconds: 60 };
 * const header = encodeHeader({ x402Version: 2, accepted, payload: { transaction: '0x00FF' } });
 * const { payload } = decodePaymentPayload(header);
 * console.assert('transaction' in payload && payload.transaction === '00ff');
 * ```
 */
export function decodePaymentPayload(header: string): PaymentPayload {
  const value = decodeHeader(header, 'invalid_payload', paymentPayload, 2);
  return { ...value, payload: readPayload(value.payload) } as unknown as PaymentPayload;
}

/**
 * What the server says of a payment, from the `PAYMENT-RESPONSE` header. It is the server's word, not the chain's.
 *
 * @throws `invalid_payload` with the `field` that is wrong
 * @example
 * ```ts
 * import { decodeSettlementResponse, encodeHeader } from 'x402pay';
 * const header = encodeHeader({ success: false, errorReason: 'settlement_pending', transaction: '', network: 'stacks:1' });
 * console.assert(decodeSettlementResponse(header).errorReason === 'settlement_pending');
 * ```
 */
export function decodeSettlementResponse(header: string): SettlementResponse {
  return decodeHeader(header, 'invalid_payload', settlementResponse) as unknown as SettlementResponse;
}

/**
 * A wire object as a header value: base64 (standard alphabet, padded) of its JSON in UTF-8.
 *
 * @throws `limit_exceeded` when the value would be longer than any receiver of ours reads
 * @example
 * ```ts
 * import { encodeHeader } from 'x402pay';
 * console.assert(encodeHeader({ success: true, transaction: '', network: 'stacks:1' }).startsWith('eyJ'));
 * ```
 */
export function encodeHeader(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const header = encodeBase64(bytes);
  if (header.length > MAX_HEADER_LENGTH) {
    throw new X402Error(
      'limit_exceeded',
      `The header would have ${header.length} characters, over ${MAX_HEADER_LENGTH}.`,
    );
  }
  return header;
}
