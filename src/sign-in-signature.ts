/** Who signed a sign-in: the key is recovered from the signature, and the address must be one of its own. PROTOCOL section 7. */

import { sha256 } from '@noble/hashes/sha2.js';
import { X402Error } from './errors.js';
import { bytesFromHex, concatBytes, equalBytes } from './lib/bytes.js';
import type { Network } from './networks.js';
import { networkInfo } from './networks.js';
import { type SignIn, type SignInInfo, type SignInScheme, signInMessage } from './sign-in.js';
import type { ClarityValue } from './stacks/clarity-value.js';
import { isLowSignature, type Recover, signerOfPublicKey } from './stacks/origin.js';
import { parsePrincipal } from './stacks/principal.js';
import { structuredDataHash } from './stacks/structured-data.js';

/** Keeps a signed text apart from a transaction. */
const MESSAGE_PREFIX = '\x17Stacks Signed Message:\n';

/**
 * The 32 bytes that Stacks wallets sign for `stx_signMessage`.
 *
 * @param message in UTF-8 below 65,536 bytes
 */
export function messageHash(message: string): Uint8Array {
  const text = new TextEncoder().encode(message);
  const { length } = text;
  if (length > 0xffff) throw new X402Error('limit_exceeded', 'The message has more than 65,535 bytes.');
  // The length as Bitcoin writes numbers.
  const size = length < 0xfd ? [length] : [0xfd, length & 0xff, length >> 8];
  return sha256(concatBytes(new TextEncoder().encode(MESSAGE_PREFIX), Uint8Array.from(size), text));
}

/**
 * Parameters of a wallet's `stx_signStructuredMessage`: the text of {@link signInMessage}, under the server's host as the domain's name.
 */
export function signInStructure(
  info: SignInInfo,
  address: string,
  chainId: Network,
): { readonly domain: ClarityValue; readonly message: ClarityValue } {
  const domain = {
    name: { type: 'string-ascii', value: info.domain },
    version: { type: 'string-ascii', value: info.version },
    'chain-id': { type: 'uint', value: BigInt(networkInfo(chainId).chainId) },
  } as const;
  const message = { type: 'string-utf8', value: signInMessage(info, address, chainId) } as const;
  return { domain: { type: 'tuple', value: domain }, message };
}

/** The 32 bytes that are signed. */
export function signInHash(info: SignInInfo, address: string, chainId: Network, scheme: SignInScheme): Uint8Array {
  if (scheme === 'stx-message') return messageHash(signInMessage(info, address, chainId));
  const { domain, message } = signInStructure(info, address, chainId);
  return structuredDataHash(domain, message);
}

/**
 * Checks that the account of a sign-in has signed it: an account of its network with one key (P2PKH, or P2WPKH in P2SH). What was signed, whether it is
 * for this server and still good, is the caller's to check.
 *
 * @throws `sign_in_signature`
 */
export function checkSignInSignature(signIn: SignIn, recover: Recover): void {
  const bytes = bytesFromHex(signIn.signature);
  const compact = bytes.subarray(0, 64);
  const recoveryId = bytes[64] as number;
  if (recoveryId > 3 || !isLowSignature(compact)) throw wrong();
  let publicKey: Uint8Array;
  try {
    const { address, chainId, signatureScheme } = signIn;
    publicKey = recover(signInHash(signIn, address, chainId, signatureScheme), compact, recoveryId);
  } catch (cause) {
    throw wrong(cause);
  }
  if (!isOwn(signIn, publicKey)) throw wrong();
}

function isOwn({ address, chainId }: SignIn, publicKey: Uint8Array): boolean {
  const network = networkInfo(chainId);
  const { version, hash160, contractName } = parsePrincipal(address);
  if (contractName !== undefined) return false;
  const forms = [
    [network.singleSignatureVersion, 'p2pkh'],
    // The one-key form of the versions that multi-signature accounts have, too.
    [network.multiSignatureVersion, 'p2wpkh'],
  ] as const;
  return forms.some(([known, form]) => version === known && equalBytes(hash160, signerOfPublicKey(publicKey, form)));
}

function wrong(cause?: unknown): X402Error {
  const message = 'The signature is not one of this account for this text; sign the challenge of this answer again.';
  return new X402Error('sign_in_signature', message, { cause });
}
