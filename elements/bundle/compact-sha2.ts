/**
 * What the script tag's bundle uses in the place of `@noble/hashes/sha2.js` (the build puts it there), because every reader who pays loads it; nothing
 * else uses it. Slower, checked against `@noble/hashes` in the tests, and for public data only.
 */

export { sha256 } from './compact-sha256.js';
export { sha512_256 } from './compact-sha512.js';
