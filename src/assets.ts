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

export const STX: Asset = { id: 'STX', symbol: 'STX', decimals: 6 };

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

/** `S`, version, number, as in an address; then the name of a contract. The checksum is checked where a payment is built. */
const CONTRACT_ID = /^S[0-9A-HJKMNP-TV-Z]{10,40}\.[a-zA-Z][a-zA-Z0-9_-]{0,39}$/;
const SYMBOL = /^[\w.-]{1,32}$/;
/** `sip010:` names may carry the token's name as a third part: `SP….contract.token`. */
const SIP010 = /^sip010:([^.:]+\.[^.:]+)(?:\.([^.:]+))?$/;
const MAX_DECIMALS = 38;

/**
 * The assets of a network: the known ones, with `listed` added. A listed asset replaces a known one with the same symbol or the same contract.
 *
 * @throws `invalid_configuration` for a list that would let one name mean two things, or a token call itself STX
 * @example
 * ```ts
 * import { assetsOf } from 'x402pay';
 * console.assert(assetsOf('stacks:1').find((asset) => asset.symbol === 'sBTC')?.decimals === 8);
 * ```
 */
export function assetsOf(network: Network, listed: readonly Asset[] = []): readonly Asset[] {
  for (const [index, asset] of listed.entries()) {
    checkListed(asset, `assets.${index}`);
    if (listed.slice(0, index).some((other) => collide(asset, other))) {
      throw misconfigured(
        `assets.${index}`,
        `The asset "${asset.symbol}" is listed twice; name each symbol and contract once.`,
      );
    }
  }
  return [...KNOWN[network].filter((known) => !listed.some((asset) => collide(asset, known))), ...listed];
}

/**
 * The asset that a wire name means. Besides `STX` and contract ids, peers write `SBTC`, `USDCX`, `slip44:5757` and `sip010:…` (PROTOCOL section 1).
 *
 * @throws `unknown_asset` when the name is not in `assets`; names are never matched by part (a contract called `fake-usdc` is not USDCx).
 * @example
 * ```ts
 * import { assetsOf, findAsset } from 'x402pay';
 * console.assert(findAsset('SBTC', assetsOf('stacks:1')).symbol === 'sBTC');
 * ```
 */
export function findAsset(name: string, assets: readonly Asset[]): Asset {
  const found = name.startsWith('sip010:')
    ? bySip010(name, assets)
    : byName(name === 'slip44:5757' ? 'STX' : name, assets);
  if (!found) {
    throw new X402Error('unknown_asset', `The asset "${name.slice(0, 80)}" is not on the list of accepted assets.`, {
      asset: name.slice(0, 200),
    });
  }
  return found;
}

function byName(name: string, assets: readonly Asset[]): Asset | undefined {
  const byId = assets.find((asset) => asset.id === name);
  // A dot makes a contract id, which must be exact.
  return byId ?? (name.includes('.') ? undefined : assets.find((asset) => asset.symbol.toUpperCase() === name));
}

function bySip010(name: string, assets: readonly Asset[]): Asset | undefined {
  const [, id, token] = SIP010.exec(name) ?? [];
  return assets.find((asset) => asset.id === id && (token === undefined || asset.tokenName === token));
}

/** Symbols are compared without case, because peers write them in capitals. */
function collide(left: Asset, right: Asset): boolean {
  return left.id === right.id || left.symbol.toUpperCase() === right.symbol.toUpperCase();
}

function checkListed({ id, symbol, decimals, tokenName }: Asset, field: string): void {
  if (!SYMBOL.test(symbol)) {
    throw misconfigured(field, 'The symbol of an asset has 1 to 32 letters, digits, ".", "-" or "_".');
  }
  if (id === STX.id && symbol === STX.symbol && decimals === STX.decimals) return;
  if (!CONTRACT_ID.test(id) || symbol.toUpperCase() === STX.symbol) {
    throw misconfigured(
      field,
      `The asset "${symbol}" is a token: its id is its contract (SP….name), and its symbol is not STX.`,
    );
  }
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_DECIMALS) {
    throw misconfigured(field, `The decimals of "${symbol}" are a whole number from 0 to ${MAX_DECIMALS}.`);
  }
  if (!tokenName) {
    throw misconfigured(
      field,
      `The asset "${symbol}" needs tokenName: the name after define-fungible-token in its contract.`,
    );
  }
}

function misconfigured(field: string, message: string): X402Error {
  return new X402Error('invalid_configuration', message, { field });
}
