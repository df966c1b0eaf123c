/**
 * The curve in a third of the bytes: the build puts this in the place of `@noble/curves/secp256k1.js` in the worker. By the same author, and the
 * signatures are the same to the last bit (RFC 6979); a test holds one against the other.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { getPublicKey, hashes, sign, utils } from '@noble/secp256k1';

hashes.sha256 = sha256;
hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);

export const secp256k1 = { getPublicKey, sign, utils };
