/**
 * This browser's key, which passes can be bound to (RFC 9449, PROTOCOL section 6). Nobody can export it, so a pass that was stolen is worth nothing
 * elsewhere. Loaded only for sites that ask for it.
 */

import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { HEADER } from '../../src/wire.js';
import type { SessionPorts } from './ports.js';
import { readObject } from './wire.js';

const ALGORITHM = 'ES256';
const KEY: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };
const PATIENCE_MILLISECONDS = 3000;
const SIGNATURE: EcdsaParams = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * As `fetch`, with a proof of the key. Where this browser can make or keep no key, and where the site does not take the proof of a payment or a sign-in,
 * it goes without: that opens the resource too, only that there is no pass for it.
 *
 * @param resource whose key it is: each has one of its own
 * @param asked `extensions.pass` of the 402; `true` for a pass that is known to be bound
 */
export async function fetchWithKey(
  { fetch, now }: Pick<SessionPorts, 'fetch' | 'now'>,
  resource: string,
  asked: unknown,
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const isAsked = asked === true || asksForKey(asked);
  const key = isAsked ? await Promise.race([keyOf(resource), patience()]).catch(() => undefined) : undefined;
  if (!key) return fetch(input, init);
  const headers = init.headers as Readonly<Record<string, string>>;
  const pass = headers[HEADER.pass];
  const send = async (nonce?: string) => {
    const proof = await prove(key, String(input), Math.floor(now() / 1000), pass, nonce);
    return fetch(input, { ...init, headers: { ...headers, [HEADER.proof]: proof } });
  };
  let response = await send();
  // The clock of this browser is wrong. Once, or a site could keep us asking.
  const nonce = response.headers.get('dpop-nonce');
  if (nonce !== null && reasonOf(response) === 'use_dpop_nonce') response = await send(nonce);
  return response.status === 401 && pass === undefined ? fetch(input, init) : response;
}

/** Some browsers neither open a database nor refuse. */
function patience(): Promise<undefined> {
  return new Promise((giveUp) => setTimeout(giveUp, PATIENCE_MILLISECONDS));
}

function asksForKey(declared: unknown): boolean {
  const { dpop } = Object(Object(declared).info);
  return Array.isArray(dpop) && dpop.includes(ALGORITHM);
}

function reasonOf(response: Response): unknown {
  try {
    return readObject(response.headers.get(HEADER.response) ?? '').errorReason;
  } catch {
    return undefined;
  }
}

/** A database of its own: one that cannot hold keys still holds records. */
let store: UseStore | undefined;

/** The key of a resource; made when there is none. Rejects where it cannot be kept. */
async function keyOf(resource: string): Promise<CryptoKeyPair> {
  const fresh = await crypto.subtle.generateKey(KEY, false, ['sign', 'verify']);
  store ??= createStore('x402pay-keys', 'keys');
  // One transaction: two tabs have one key.
  return store('readwrite', async (keys) => {
    const kept: unknown = await promisifyRequest(keys.get(resource));
    if (isKeyPair(kept)) return kept;
    keys.put(fresh, resource);
    await promisifyRequest(keys.transaction);
    return fresh;
  });
}

/** Other scripts of this origin can write there too. */
function isKeyPair(kept: unknown): kept is CryptoKeyPair {
  const { privateKey, publicKey } = Object(kept) as Partial<CryptoKeyPair>;
  return privateKey instanceof CryptoKey && publicKey instanceof CryptoKey && !privateKey.extractable;
}

async function prove(
  { privateKey, publicKey }: CryptoKeyPair,
  address: string,
  iat: number,
  pass: string | undefined,
  nonce: string | undefined,
): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const header = { typ: 'dpop+jwt', alg: ALGORITHM, jwk: { kty, crv, x, y } };
  const claims = {
    jti: crypto.randomUUID(),
    htm: 'GET',
    htu: address.replace(/[?#].*/s, ''),
    iat,
    nonce,
    ath: pass && base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(pass)))),
  };
  const signed = [header, claims].map((part) => base64Url(utf8(JSON.stringify(part)))).join('.');
  const signature = await crypto.subtle.sign(SIGNATURE, privateKey, utf8(signed));
  return `${signed}.${base64Url(new Uint8Array(signature))}`;
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function base64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
