/** The passes of a scripted site: JWTs with the time when they end, bound to a browser's key where the site asks for one. jose judges the proofs. */

import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

export interface PassTerms {
  /** Seconds since 1970. */
  readonly exp: number;
  /** RFC 7638 thumbprint of the key that it is bound to. */
  readonly key?: string | undefined;
}

/** What a proof of a key is worth. */
export type Proof = { readonly key: string } | 'invalid_dpop_proof' | 'use_dpop_nonce' | undefined;

const NONCE = 'the-nonce-of-this-site';
const MOST_SECONDS_OFF = 300;

export class ScriptedPasses {
  readonly #terms = new Map<string, PassTerms>();

  issue({ exp, key }: PassTerms): string {
    const claims = { exp, jti: this.#terms.size, ...(key !== undefined && { cnf: { jkt: key } }) };
    const token = `${part({ alg: 'EdDSA', typ: 'x402-pass+jwt' })}.${part(claims)}.c2lnbmVk`;
    this.#terms.set(token, { exp, key });
    return token;
  }

  termsOf(token: string): PassTerms | undefined {
    return this.#terms.get(token);
  }
}

/** For `DPoP-Nonce`. */
export function proofNonce(): string {
  return NONCE;
}

/** RFC 9449, section 4.3. @param now milliseconds, by the site's clock */
export async function judgeProof({ url, method, headers }: Request, pass: string | null, now: number): Promise<Proof> {
  const proof = headers.get('dpop');
  if (proof === null) return undefined;
  try {
    const options = {
      algorithms: ['ES256'],
      typ: 'dpop+jwt',
      requiredClaims: ['jti', 'iat'],
      currentDate: new Date(0),
    };
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, options);
    const { htm, htu, iat = 0, ath, nonce } = payload;
    const isOurs = htm === method && htu === url.replace(/[?#].*/, '');
    if (!isOurs || (pass !== null && ath !== (await hashOf(pass)))) return 'invalid_dpop_proof';
    if (nonce === undefined ? Math.abs(iat - now / 1000) > MOST_SECONDS_OFF : nonce !== NONCE) return 'use_dpop_nonce';
    return { key: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
  } catch {
    return 'invalid_dpop_proof';
  }
}

async function hashOf(text: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

function part(value: object): string {
  return base64Url(new TextEncoder().encode(JSON.stringify(value)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
