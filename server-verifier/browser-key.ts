/** Passes that are bound to a key of the payer's browser: a stolen one is worthless without it (DPoP, RFC 9449). PROTOCOL section 6. */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from '../src/errors.js';
import { bytesFromHex, hexFromBytes } from '../src/stacks.js';
import { HEADER } from '../src/wire.js';
import { normalizePath, splitUrl } from './path.js';
import type { Settings } from './settings.js';

/** What browsers can keep without letting anybody export it: P-256 in Web Crypto. */
export const PROOF_ALGORITHM = 'ES256';
const TYPE = 'dpop+jwt';
/** A proof has about 400 characters. */
const MAX_PROOF_LENGTH = 2048;
/** How far the browser's clock may be off. One that is farther off is told what to write instead of the time. */
const MOST_SECONDS_OFF = 300;
const NONCE_SECONDS = 300;
const MAC_BYTES = 12;

/**
 * The key that a request shows to have, as the SHA-256 thumbprint of its public half (RFC 7638). `undefined` when it shows none.
 *
 * @param pass the token that came with the request, which the proof then names
 * @throws `invalid_dpop_proof`; `use_dpop_nonce` when the proof's time is not ours, or its nonce has run out
 */
export async function shownKey(request: Request, settings: Settings, pass?: string): Promise<string | undefined> {
  const proof = request.headers.get(HEADER.proof);
  if (proof === null) return undefined;
  if (proof.length > MAX_PROOF_LENGTH) throw invalidProof();
  const [{ jwtVerify }, { EmbeddedJWK }, { calculateJwkThumbprint }] = await Promise.all([
    import('jose/jwt/verify'),
    import('jose/jwk/embedded'),
    import('jose/jwk/thumbprint'),
  ]);
  const verified = await jwtVerify(proof, EmbeddedJWK, {
    algorithms: [PROOF_ALGORITHM],
    typ: TYPE,
    requiredClaims: ['jti', 'iat'],
    // The time of a proof is judged below.
    currentDate: new Date(0),
  }).catch(() => undefined);
  const { htm, htu, iat, ath, nonce } = verified?.payload ?? {};
  if (!verified || typeof iat !== 'number' || htm !== request.method || !isTarget(htu, request, settings))
    throw invalidProof();
  if (pass !== undefined && ath !== digest(pass)) throw invalidProof();
  checkTime(iat, nonce, settings);
  return calculateJwkThumbprint(verified.protectedHeader.jwk as object);
}

/** For `DPoP-Nonce`: a browser whose clock is wrong puts it into its proof. It holds for five minutes, and nothing is stored. */
export function proofNonce({ clock, proofKeys }: Settings): string {
  const bytes = new Uint8Array(4 + MAC_BYTES);
  new DataView(bytes.buffer).setUint32(0, Math.floor(clock() / 1000) + NONCE_SECONDS);
  bytes.set(macOf(proofKeys[0] as Uint8Array, bytes), 4);
  return hexFromBytes(bytes);
}

function checkTime(iat: number, nonce: unknown, settings: Settings): void {
  const now = settings.clock() / 1000;
  if (nonce === undefined ? Math.abs(iat - now) <= MOST_SECONDS_OFF : isFresh(nonce, now, settings)) return;
  throw new X402Error(
    'use_dpop_nonce',
    'The clock of this proof is not ours: put the nonce of the header DPoP-Nonce into it, and send the same request again.',
  );
}

function isFresh(nonce: unknown, now: number, { proofKeys }: Settings): boolean {
  if (typeof nonce !== 'string' || !/^[\da-f]{32}$/.test(nonce)) return false;
  const bytes = bytesFromHex(nonce);
  // It opens nothing by itself, so the time that a comparison takes tells nothing worth knowing.
  const isOurs = proofKeys.some((key) => hexFromBytes(macOf(key, bytes)) === nonce.slice(8));
  return isOurs && new DataView(bytes.buffer).getUint32(0) > now;
}

function macOf(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hmac(sha256, key, bytes.subarray(0, 4)).subarray(0, MAC_BYTES);
}

/** `htu` is the address without query and fragment (RFC 9449, section 4.2). */
function isTarget(htu: unknown, request: Request, { origin }: Settings): boolean {
  if (typeof htu !== 'string' || !htu.startsWith(`${origin}/`)) return false;
  try {
    return normalizePath(htu.slice(origin.length)) === normalizePath(splitUrl(request.url).path);
  } catch {
    return false;
  }
}

/** Base64url of SHA-256, as `ath` has it. */
function digest(token: string): string {
  const hash = sha256(new TextEncoder().encode(token));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
}

/** For a pass without the key that it is bound to, and for a proof that proves nothing. */
export function invalidProof(): X402Error {
  return new X402Error(
    'invalid_dpop_proof',
    'This pass needs a proof of the key that it is bound to, for this very request; or present your payment again.',
  );
}
