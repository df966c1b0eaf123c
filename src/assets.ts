/** The assets that can be paid with: STX, sBTC, USDCx, and whatever SIP-010 token a seller or a client lists. */

import { X402Error } from './errors.js';
import type { Network } from './networks.js';

/** One asset on one network. */
export interface Asset {
  /** As in `asset` on the wire: `STX`, or the contract id `SP….name`. */
  readonly id: string;
  /** For people, and the key in `price`. */
  readonly symbol: string;
  /** Places after the decimal point: 10^decimals atomic units make one. */
  readonly decimals: number;
  /** The name in `(define-fungible-token …)`, for post-conditions; undefined for STX. */
  readonly tokenName?: string;
}

const STX: Asset = { id: 'STX', symbol: 'STX', decimals: 6 };

/** Contract ids: mainnet from the issuers' documents; testnet as peers and the embedded chain use them (they can be replaced by configuration). */
const KNOWN: Readonly<Record<Network, readonly Asset[]>> = {
  'stacks:1': [
    STX,
    {
      id: 'SM3VDXK3WZZSA84XXFKAFAF15NNZX32CTSG82JFQ4.sbtc-token',
      symbol: 'sBTC',
      decimals: 8,
      tokenName: 'sbtc-token',
    },
    { id: 'SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.usdcx', symbol: 'USDCx', decimals: 6, tokenName: 'usdcx-token' },
  ],
  'stacks:2147483648': [
    STX,
    {
      id: 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token',
      symbol: 'sBTC',
      decimals: 8,
      tokenName: 'sbtc-token',
    },
    { id: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx', symbol: 'USDCx', decimals: 6, tokenName: 'usdcx-token' },
  ],
};

/**
 * The assets of a network: the known ones, with `listed` added. A listed asset with a known symbol replaces the known one.
 *
 * @example
 * ```ts
 * import { assetsOf } from 'x402pay';
 * console.assert(assetsOf('stacks:1').find((asset) => asset.symbol === 'sBTC')?.decimals === 8);
 * ```
 */
export function assetsOf(network: Network, listed: readonly Asset[] = []): readonly Asset[] {
  const replaced = new Set(listed.map((asset) => asset.symbol.toLowerCase()));
  return [...KNOWN[network].filter((asset) => !replaced.has(asset.symbol.toLowerCase())), ...listed];
}

/**
 * The asset that a wire name means. Besides `STX` and contract ids, peers write `SBTC`, `USDCX`, `slip44:5757` and `sip010:…` (PROTOCOL section 1).
 *
 * @throws `unknown_asset` when the name is not in `assets`; names are never matched by part (a contract called `fake-usdc` is not USDCx).
 */
export function findAsset(name: string, assets: readonly Asset[]): Asset {
  const plain =
    name === 'slip44:5757' ? 'STX' : name.startsWith('sip010:') ? contractOf(name.slice('sip010:'.length)) : name;
  const found =
    assets.find((asset) => asset.id === plain) ??
    assets.find((asset) => asset.symbol.toUpperCase() === plain && !plain.includes('.'));
  if (!found) {
    throw new X402Error('unknown_asset', `The asset "${name.slice(0, 80)}" is not on the list of accepted assets.`, {
      asset: name.slice(0, 200),
    });
  }
  return found;
}

/** `sip010:` names carry the token name as a third part: `SP….contract.token`. */
function contractOf(name: string): string {
  return name.split('.').slice(0, 2).join('.');
}
