/** Passes that are bound to a key of the payer's browser (DPoP). */

import { HEADER } from 'x402pay';
import * as shop from './shop.mjs';

const { asks, offerOf, openShop, ORIGIN, passOf, presents, same, serves, signed, TERMS, verdict } = shop;
const BOUND = { ...TERMS, pass: { bound: true } };

const base64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const encoded = (value) => base64Url(new TextEncoder().encode(JSON.stringify(value)));

/** A proof for the resource, of a key of its own. */
async function proof(iat) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const header = encoded({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } });
  const text = `${header}.${encoded({ jti: crypto.randomUUID(), htm: 'GET', htu: `${ORIGIN}/a`, iat })}`;
  const signature = await crypto.subtle.sign(algorithm, privateKey, new TextEncoder().encode(text));
  return `${text}.${base64Url(new Uint8Array(signature))}`;
}

async function pays(makeProof) {
  const { verifier, clock } = openShop();
  const guarded = verifier.protect(BOUND);
  const offer = await offerOf(guarded);
  const now = Math.floor(clock() / 1000);
  const headers = { ...presents(offer, signed(offer)), [HEADER.proof]: await makeProof(now) };
  return guarded(asks('/a', headers), serves);
}

export const proofs = [
  [
    'a pass is bound to the key of a proof that came with the payment',
    async () => same(passOf(await pays(proof)).token.split('.').length, 3),
  ],
  [
    'refuses a proof that is none, and asks for a nonce where the clocks differ',
    async () => {
      same(verdict(await pays(() => 'junk')), '401 invalid_dpop_proof');
      same(verdict(await pays((now) => proof(now - 301))), '401 use_dpop_nonce');
    },
  ],
];
