/** Signs receipts and offers (x402 extension `offer-receipt`, format `jws`). PROTOCOL section 7. */

import { didOfKey } from '../src/did-key.js';
import type { Json, PaymentRequirements } from '../src/wire.js';
import { importKeyPair, type KeyPair } from './ed25519.js';
import type { CheckedPayment } from './exact.js';
import type { Settings } from './settings.js';

/** As it stands in `info.offers`, and as `info.receipt`. */
export interface SignedStatement {
  readonly format: 'jws';
  /** The whole JWS, in compact form. */
  readonly signature: string;
  /** Which entry of `accepts` an offer is about. */
  readonly acceptIndex?: number;
}

interface Signer {
  readonly key: KeyPair;
  readonly did: string;
  /** Protected header, encoded. */
  readonly header: string;
}

/** What a verifier signs for its payers to keep. One key signs all of it; the payloads have different members. */
export class Statements {
  readonly #settings: Settings;
  #signer: Promise<Signer> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The `did:key` that signs. */
  async did(): Promise<string> {
    return (await this.#loaded()).did;
  }

  async receipt(
    resourceUrl: string,
    { payer, txid }: Pick<CheckedPayment, 'payer' | 'txid'>,
  ): Promise<SignedStatement> {
    const issuedAt = Math.floor(this.#settings.clock() / 1000);
    return this.#sign({ issuedAt, network: this.#settings.network, payer, resourceUrl, transaction: txid, version: 1 });
  }

  /** @param validUntil Unix seconds */
  async offers(
    resourceUrl: string,
    accepts: readonly PaymentRequirements[],
    validUntil: number,
  ): Promise<readonly SignedStatement[]> {
    return Promise.all(
      accepts.map(async ({ amount, asset, network, payTo, scheme }, acceptIndex) => ({
        acceptIndex,
        ...(await this.#sign({ amount, asset, network, payTo, resourceUrl, scheme, validUntil, version: 1 })),
      })),
    );
  }

  /** @param payload with its members in order (RFC 8785) */
  async #sign(payload: { readonly [name: string]: Json }): Promise<SignedStatement> {
    const { key, header } = await this.#loaded();
    const signed = `${header}.${base64Url(new TextEncoder().encode(JSON.stringify(payload)))}`;
    const signature = await crypto.subtle.sign('Ed25519', key.privateKey, new TextEncoder().encode(signed));
    return { format: 'jws', signature: `${signed}.${base64Url(new Uint8Array(signature))}` };
  }

  #loaded(): Promise<Signer> {
    const signer = this.#signer ?? loadSigner(this.#settings.receiptKey);
    this.#signer = signer;
    // What failed is tried again.
    signer.catch(() => {
      if (this.#signer === signer) this.#signer = undefined;
    });
    return signer;
  }
}

async function loadSigner(seed: Uint8Array): Promise<Signer> {
  const key = await importKeyPair(seed);
  const binary = atob(key.x.replaceAll('-', '+').replaceAll('_', '/'));
  const did = didOfKey(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  // A did:key has one key, whose fragment is the key itself.
  const header = { alg: 'EdDSA', kid: `${did}#${did.slice('did:key:'.length)}` };
  return { key, did, header: base64Url(new TextEncoder().encode(JSON.stringify(header))) };
}

function base64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
