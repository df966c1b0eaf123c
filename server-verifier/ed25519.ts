/** Ed25519 keys of the verifier's own: deterministic, so that they are derived from its secret and stored nowhere (RFC 8032, RFC 8037). */

/** DER of an Ed25519 private key up to its 32 bytes (RFC 8410, section 7). */
const PKCS8_PREFIX = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

export interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public key as `x` of a JWK: 32 bytes in base64url. */
  readonly x: string;
}

/** The key pair of any 32 bytes. Web Crypto gives the public half of a private key only by exporting it. */
export async function importKeyPair(seed: Uint8Array): Promise<KeyPair> {
  const pkcs8 = Uint8Array.from([...PKCS8_PREFIX, ...seed]);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = (await crypto.subtle.exportKey('jwk', privateKey)) as { x: string };
  const jwk: JsonWebKey = { kty: 'OKP', crv: 'Ed25519', x };
  const publicKey = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', true, ['verify']);
  return { privateKey, publicKey, x };
}
