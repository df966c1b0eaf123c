/** The extension `payment-identifier` (x402 extensions): an id that the payer gives to one payment, and to no other. */

import { X402Error } from './errors.js';
import { isObject } from './lib/is-object.js';
import type { Json } from './wire.js';

/** Its key in `extensions`. */
export const PAYMENT_IDENTIFIER = 'payment-identifier';

type Extensions = { readonly [name: string]: Json };

const ID = /^[\w-]{16,128}$/;

/** What a server that wants identifiers says in its 402. */
export function paymentIdentifierDeclaration(required: boolean): Extensions {
  const id = { type: 'string', minLength: 16, maxLength: 128, pattern: '^[a-zA-Z0-9_-]+$' };
  const schema = { type: 'object', properties: { required: { type: 'boolean' }, id }, required: ['required'] };
  return { [PAYMENT_IDENTIFIER]: { info: { required }, schema } };
}

/**
 * The identifier that a payer has given.
 *
 * @throws `invalid_payload` for one of another form
 */
export function paymentIdentifierIn(extensions: Extensions | undefined): string | undefined {
  const info = infoIn(extensions);
  if (info?.id === undefined || (typeof info.id === 'string' && ID.test(info.id)))
    return info?.id as string | undefined;
  throw new X402Error('invalid_payload', 'A payment identifier has 16 to 128 letters, digits, "-" or "_".', {
    field: `extensions.${PAYMENT_IDENTIFIER}.info.id`,
  });
}

/** A server's extensions, with the identifier where it wants one. The same payment always has the same. */
export function withPaymentIdentifier<Given extends Extensions | undefined>(extensions: Given, txid: string): Given {
  const info = infoIn(extensions);
  if (!info || info.id !== undefined) return extensions;
  const declared = extensions?.[PAYMENT_IDENTIFIER] as Extensions;
  return { ...extensions, [PAYMENT_IDENTIFIER]: { ...declared, info: { ...info, id: `pay_${txid}` } } } as Given;
}

function infoIn(extensions: Extensions | undefined): Extensions | undefined {
  const declared = extensions?.[PAYMENT_IDENTIFIER];
  const info = isObject(declared) ? declared.info : undefined;
  return isObject(info) ? info : undefined;
}
