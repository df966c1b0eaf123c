/** Passes: what a payer keeps, so that one payment opens the resource until its access ends. PROTOCOL section 6. */

import { X402Error } from '../src/errors.js';
import { HEADER } from '../src/wire.js';
import { invalidProof, shownKey } from './browser-key.js';
import { importKeyPair, type KeyPair } from './ed25519.js';
import type { Purchase } from './payment.js';
import type { Settings } from './settings.js';

/** A pass that was issued, as in `extensions.pass.info`. */
export interface IssuedPass {
  readonly token: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** What a pass says, after it was checked. */
export interface CheckedPass {
  readonly payer: string;
  readonly txid: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

interface BoundPass extends CheckedPass {
  /** Thumbprint of the key that has to be shown with it. */
  readonly boundTo: string | undefined;
}

/** Ed25519 is deterministic and makes a key pair of any 32 bytes, so the key comes from the secret and is stored nowhere (RFC 8037). */
const ALGORITHM = 'EdDSA';
/** Keeps a pass apart from any other token that somebody may sign with the same key (RFC 8725, section 3.11). */
const TYPE = 'x402-pass+jwt';
const COOKIE = 'x402-pass';
const CLOCK_TOLERANCE_SECONDS = 30;
/** Longest token that is looked at; ours have about 500 characters. */
const MAX_TOKEN_LENGTH = 4096;
/** Cookies of one name that are tried: a browser sends those of each path above. */
const MAX_COOKIES = 8;

export class Passes {
  readonly #settings: Settings;
  readonly #keys = new Map<Uint8Array, Promise<KeyPair>>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** @param boundTo thumbprint of the browser's key that the pass is bound to */
  async issue(purchase: Purchase, payer: string, txid: string, endsAt: number, boundTo?: string): Promise<IssuedPass> {
    const [{ SignJWT }, key] = await Promise.all([
      import('jose/jwt/sign'),
      this.#keyPair(this.#settings.passKeys[0] as Uint8Array),
    ]);
    const expiresAt = Math.floor(endsAt);
    const { audience, isPrefix } = scopeOf(purchase);
    const token = await new SignJWT({
      htm: purchase.method,
      ...(isPrefix && { prefix: true }),
      ...(boundTo !== undefined && { cnf: { jkt: boundTo } }),
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(this.#settings.origin)
      .setSubject(payer)
      .setAudience(audience)
      .setJti(txid)
      .setIssuedAt(Math.floor(this.#settings.clock() / 1000))
      .setExpirationTime(expiresAt)
      .sign(key.privateKey);
    return { token, expiresAt };
  }

  /**
   * The pass that came with a request and opens its resource. `undefined` when there was none; a cookie that opens nothing here is as good as none.
   *
   * @throws `invalid_pass` or `access_expired` for a pass in the header, which the client chose to send; `invalid_dpop_proof` or `use_dpop_nonce` without the key that
   * the pass is bound to
   */
  async presented(request: Request, purchase: Purchase): Promise<CheckedPass | undefined> {
    if (!purchase.route.pass) return undefined;
    const header = request.headers.get(HEADER.pass);
    if (header !== null) return await this.#check(header, request, purchase);
    if (!purchase.route.pass.cookie) return undefined;
    for (const token of cookies(request)) {
      const pass = await this.#check(token, request, purchase).catch(() => undefined);
      if (pass) return pass;
    }
    return undefined;
  }

  async #check(token: string, request: Request, purchase: Purchase): Promise<CheckedPass> {
    if (token.length > MAX_TOKEN_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw invalidPass();
    let isExpired = false;
    for (const seed of this.#settings.passKeys) {
      const verdict = await this.#checkWith(seed, token, purchase);
      if (typeof verdict === 'object') {
        await this.#checkKey(verdict.boundTo, token, request, purchase);
        return verdict;
      }
      isExpired ||= verdict === 'expired';
    }
    if (!isExpired) throw invalidPass();
    throw new X402Error(
      'access_expired',
      'The access of this pass has ended; pay one of the offers of this answer to read on.',
    );
  }

  /** Who holds a bound pass shows its key. A pass from before the route asked for keys opens it no more. */
  async #checkKey(boundTo: string | undefined, token: string, request: Request, { route }: Purchase): Promise<void> {
    if (boundTo === undefined) {
      if (route.pass?.bound) throw invalidPass();
    } else if ((await shownKey(request, this.#settings, token)) !== boundTo) throw invalidProof();
  }

  async #checkWith(seed: Uint8Array, token: string, purchase: Purchase): Promise<BoundPass | 'expired' | 'invalid'> {
    const [{ jwtVerify }, key] = await Promise.all([import('jose/jwt/verify'), this.#keyPair(seed)]);
    const { audience, isPrefix } = scopeOf(purchase);
    try {
      const { payload } = await jwtVerify(token, key.publicKey, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: this.#settings.origin,
        audience,
        requiredClaims: ['sub', 'jti', 'exp', 'iat', 'htm'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(this.#settings.clock()),
      });
      const { sub, jti, exp, aud, htm, prefix, cnf } = payload;
      // One audience, not one among several; and a pass for `/a/` as a page is not one for all below `/a/`.
      if (aud !== audience || htm !== purchase.method || (prefix === true) !== isPrefix) return 'invalid';
      const { jkt: boundTo } = Object(cnf) as { readonly jkt?: string };
      return { payer: sub as string, txid: jti as string, expiresAt: exp as number, boundTo };
    } catch (error) {
      return (error as { code?: unknown }).code === 'ERR_JWT_EXPIRED' ? 'expired' : 'invalid';
    }
  }

  #keyPair(seed: Uint8Array): Promise<KeyPair> {
    const known = this.#keys.get(seed);
    if (known) return known;
    const pair = importKeyPair(seed);
    this.#keys.set(seed, pair);
    return pair;
  }
}

/** `Set-Cookie` of a pass: out of reach of scripts, sent to the resource only, and on links from elsewhere, but not with their forms. */
export function passCookie(
  { token, expiresAt }: IssuedPass,
  { route, resource }: Purchase,
  settings: Settings,
): string {
  const path = new URL(route.pass?.prefix ?? resource).pathname.replaceAll(';', '%3B');
  const seconds = Math.max(0, expiresAt - Math.floor(settings.clock() / 1000));
  return `${COOKIE}=${token}; Path=${path}; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Lax`;
}

function scopeOf({ route, resource }: Purchase): { audience: string; isPrefix: boolean } {
  const prefix = route.pass?.prefix;
  return { audience: prefix ?? resource, isPrefix: prefix !== undefined };
}

function cookies(request: Request): string[] {
  const found: string[] = [];
  for (const pair of (request.headers.get('Cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE && value && found.length < MAX_COOKIES) found.push(value);
  }
  return found;
}

function invalidPass(): X402Error {
  return new X402Error(
    'invalid_pass',
    'This pass does not open this resource; drop it, and present your payment or pay one of the offers of this answer.',
  );
}
