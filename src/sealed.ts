/** Sealed content: what the page that carries it, the server that sells its key, and the reader's browser must agree on (PROTOCOL section 15). */

/** Media type of one content key (RFC 7517). */
export const KEY_TYPE = 'application/jwk+json';
/** Media type of several, where the seller has more than one secret or version. */
export const KEY_SET_TYPE = 'application/jwk-set+json';
/** Of the `script` element that holds a JWE in compact serialisation. */
export const SEALED_TYPE = 'application/jose';
/** Highest version of a key. */
export const MAX_KEY_VERSION = 32;
/** Plaintext bytes of every record of a sealed file but the last one, which has fewer or as many. */
export const RECORD_BYTES = 65_536;
/** Bytes that sealing adds to each record: the tag of AES-GCM. */
export const TAG_BYTES = 16;

/** A content key (RFC 7518, section 6.4). */
export interface ContentKey {
  readonly kty: 'oct';
  readonly alg: 'A256GCM';
  /** {@link keyId} of the resource. */
  readonly kid: string;
  /** 32 bytes, base64url. */
  readonly k: string;
}

/**
 * Name of a content key: the URL of the resource that is sold, from version 2 on with `#` and the version.
 *
 * @param version 1 to {@link MAX_KEY_VERSION}
 */
export function keyId(resource: string, version: number): string {
  return version === 1 ? resource : `${resource}#${version}`;
}

/** Where a sealed file is, and what opens it, as an address inside of sealed HTML. The fragment is never sent to a server. */
export interface SealedFile {
  /** Without a fragment. */
  readonly address: string;
  /** 32 random bytes for this file alone, base64url. */
  readonly key: string;
  /** Media type, like `image/png`. */
  readonly type: string;
}

const SEALED_ADDRESS = /^([^#]*)#x402:([\w-]{43}):([\w.+-]{1,64}\/[\w.+-]{1,64})$/;

/** `map.png.sealed#x402:<key>:image/png`. */
export function sealedAddress({ address, key, type }: SealedFile): string {
  return `${address}#x402:${key}:${type}`;
}

/** `undefined` for any other address. */
export function readSealedAddress(text: string): SealedFile | undefined {
  const [, address, key, type] = SEALED_ADDRESS.exec(text) ?? [];
  return address === undefined || !key || !type ? undefined : { address, key, type };
}

/**
 * Nonce of a record: its number from 0 in 11 bytes, then 1 for the last record and 0 for all others. A file's key seals nothing else, so no nonce comes twice,
 * and records that are missing, doubled, moved or added at the end are noticed.
 */
export function recordNonce(index: number, isLast: boolean): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = Number(isLast);
  return nonce;
}
