/** The form of an offer token. Apart from `memo.ts`, so that showing a price does not load a hash function. */

/** 33 bytes as base64url: version, expiry, nonce and MAC. What is inside is the server's business. */
const OFFER_TOKEN = /^[\w-]{44}$/;

/** True for text that has the form of an offer token. */
export function isOfferToken(text: string): boolean {
  return OFFER_TOKEN.test(text);
}
