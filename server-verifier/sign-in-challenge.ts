/** The challenge that an account signs to get in: minted without being kept, and recognised when it comes back. PROTOCOL section 7. */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from '../src/errors.js';
import { infoOf, SIGN_IN_TYPE, type SignIn, type SignInInfo } from '../src/sign-in.js';
import { bytesFromHex, equalBytes, hexFromBytes, isPrincipalOn } from '../src/stacks.js';
import type { Purchase } from './payment.js';
import type { Settings } from './settings.js';

/** How long a challenge may take to be signed. */
export const SIGN_IN_SECONDS = 300;

const RANDOM_BYTES = 12;
const HEAD_BYTES = 4 + RANDOM_BYTES;
const MAC_BYTES = 16;

/** `extensions["sign-in-with-x"]` of a 402. */
export function signInDeclaration(purchase: Purchase, settings: Settings): object {
  const head = new Uint8Array(HEAD_BYTES);
  new DataView(head.buffer).setUint32(0, Math.floor(settings.clock() / 1000));
  head.set(settings.random(new Uint8Array(RANDOM_BYTES)), 4);
  const nonce = hexFromBytes(
    Uint8Array.from([...head, ...macOf(settings.signInKeys[0] as Uint8Array, head, purchase)]),
  );
  const chain = { chainId: settings.network, type: SIGN_IN_TYPE };
  return {
    info: infoFor(nonce, head, purchase, settings),
    supportedChains: ['stx-message', 'sip-018'].map((signatureScheme) => ({ ...chain, signatureScheme })),
    schema: SCHEMA,
  };
}

/**
 * Everything about a sign-in but its signature: that this verifier asked for exactly this, for this resource and method, a moment ago.
 *
 * @throws `sign_in_mismatch`, `sign_in_expired`
 */
export function checkChallenge(signIn: SignIn, purchase: Purchase, settings: Settings): void {
  if (signIn.chainId !== settings.network || !isAccountOn(signIn, settings)) {
    throw mismatch(`The account must be one of ${settings.network}`);
  }
  const head = headOf(signIn.nonce, purchase, settings);
  if (!head) throw mismatch('This nonce was not made here for this resource');
  const expected = infoFor(signIn.nonce, head, purchase, settings);
  // Both have their members in one order.
  if (JSON.stringify(infoOf(signIn)) !== JSON.stringify(infoOf(expected))) {
    throw mismatch('This is not what was asked to be signed here');
  }
  if (issuedAt(head) + SIGN_IN_SECONDS <= settings.clock() / 1000) {
    throw new X402Error('sign_in_expired', 'This took too long; sign the challenge of this answer.');
  }
}

function isAccountOn({ address }: SignIn, { network }: Settings): boolean {
  return !address.includes('.') && isPrincipalOn(network, address);
}

/** What is asked to be signed, as it follows from the nonce. */
function infoFor(nonce: string, head: Uint8Array, { resource, route }: Purchase, { origin }: Settings): SignInInfo {
  const begins = issuedAt(head);
  const prefix = route.pass?.prefix;
  return {
    domain: new URL(origin).host,
    uri: resource,
    version: '1',
    nonce,
    issuedAt: new Date(1000 * begins).toISOString(),
    expirationTime: new Date(1000 * (begins + SIGN_IN_SECONDS)).toISOString(),
    statement: route.signIn?.statement ?? '',
    ...(prefix !== undefined && { resources: [prefix] }),
  };
}

function issuedAt(head: Uint8Array): number {
  return new DataView(head.buffer, head.byteOffset).getUint32(0);
}

/** The head of a nonce that was made here for this resource and method. */
function headOf(nonce: string, purchase: Purchase, settings: Settings): Uint8Array | undefined {
  if (nonce.length !== 2 * (HEAD_BYTES + MAC_BYTES) || !/^[\da-f]+$/.test(nonce)) return undefined;
  const bytes = bytesFromHex(nonce);
  const head = bytes.subarray(0, HEAD_BYTES);
  // A digest of each, so that the time of the comparison tells nothing.
  const given = sha256(bytes.subarray(HEAD_BYTES));
  const matches = settings.signInKeys.map((key) => equalBytes(given, sha256(macOf(key, head, purchase))));
  return matches.includes(true) ? head : undefined;
}

function macOf(key: Uint8Array, head: Uint8Array, { method, resource }: Purchase): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify([method, resource]));
  return hmac.create(sha256, key).update(head).update(text).digest().subarray(0, MAC_BYTES);
}

function mismatch(reason: string): X402Error {
  return new X402Error('sign_in_mismatch', `${reason}; sign the challenge of this answer.`);
}

const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: Object.fromEntries(
    [
      'domain',
      'address',
      'statement',
      'uri',
      'version',
      'chainId',
      'type',
      'nonce',
      'issuedAt',
      'expirationTime',
      'signatureScheme',
      'signature',
    ].map((name) => [name, { type: 'string' }]),
  ),
  required: ['domain', 'address', 'uri', 'version', 'chainId', 'type', 'nonce', 'issuedAt', 'signature'],
};
