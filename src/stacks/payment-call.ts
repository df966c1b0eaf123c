/** What the three shapes of a payment have in common, for those who build one and for those who check one. */

import { sha256 } from '@noble/hashes/sha2.js';
import type { Asset } from '../assets.js';
import { X402Error } from '../errors.js';
import type { TokenName } from './post-condition.js';
import { type Principal, parsePrincipal } from './principal.js';

/** SIP-010: `(transfer (amount uint) (sender principal) (recipient principal) (memo (optional (buff 34))))`. */
export const TRANSFER_FUNCTION = 'transfer';
/** Revenue split: `(pay (token (optional <sip-010>)) (amount uint) (content-id (buff 32)) (memo (buff 34)))`. */
export const PAY_FUNCTION = 'pay';

/**
 * The token behind an asset, for calls and post-conditions; `undefined` for STX.
 *
 * @param read how to read the asset's id: anew, or from memory
 * @throws `invalid_configuration` when the asset's entry lacks the token's name, `invalid_address` when its id is not a contract.
 */
export function tokenOfAsset(asset: Asset, read: (text: string) => Principal = parsePrincipal): TokenName | undefined {
  if (asset.id === 'STX') return undefined;
  const contract = read(asset.id);
  if (contract.contractName === undefined) {
    throw new X402Error('invalid_address', `The asset "${asset.symbol}" must be a contract id (SP….name).`);
  }
  if (asset.tokenName === undefined) {
    throw new X402Error(
      'invalid_configuration',
      `The asset "${asset.symbol}" needs tokenName: the name after define-fungible-token in its contract.`,
      { field: 'tokenName' },
    );
  }
  return { contract, name: asset.tokenName };
}

/** How a revenue split names the content that was paid for: SHA-256 of the resource's URL in UTF-8. */
export function contentIdOf(resourceUrl: string): Uint8Array {
  return sha256(new TextEncoder().encode(resourceUrl));
}
