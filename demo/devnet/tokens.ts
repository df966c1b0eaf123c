/** The tokens of the embedded chain: where the testnet has them, with a faucet. */

import { readFileSync } from 'node:fs';
import { Cl, serializeCVBytes } from '@stacks/transactions';
import type { Chain } from './chain.js';
import { isTestnetPrincipal } from './principals.js';

export interface Token {
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  readonly contract: string;
  /** As in post-conditions: `ADDRESS.contract::name`. */
  readonly asset: string;
  readonly source: URL;
}

export const TOKENS = {
  sBTC: token('sBTC', 8, 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token', 'sbtc-token'),
  USDCx: token('USDCx', 6, 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx', 'usdcx-token'),
} as const;

export type TokenSymbol = keyof typeof TOKENS;

/** Amounts in atomic units. */
export interface Funds {
  readonly STX?: bigint;
  readonly sBTC?: bigint;
  readonly USDCx?: bigint;
}

const CLARITY_VERSION = 4;

/** Of an `(ok …)` in hex. */
const OK_PREFIX = '0x07';

export async function deployTokens(chain: Chain): Promise<void> {
  for (const { contract, source } of Object.values(TOKENS)) {
    const [sender = '', name = ''] = contract.split('.');
    await chain.operate({
      kind: 'deploy',
      name,
      source: readFileSync(source, 'utf8'),
      clarityVersion: CLARITY_VERSION,
      sender,
    });
  }
}

/** Makes money. STX can be given to a plain address only: the VM panics on a contract's. */
export async function fund(chain: Chain, address: string, funds: Funds): Promise<void> {
  if (!isTestnetPrincipal(address)) {
    throw new Error(`"${address.slice(0, 80)}" is not a testnet address.`);
  }
  if (funds.STX !== undefined && funds.STX > 0n) await giveStx(chain, address, funds.STX);
  for (const symbol of ['sBTC', 'USDCx'] as const) {
    const amount = funds[symbol];
    if (amount !== undefined && amount > 0n) await mint(chain, symbol, address, amount);
  }
}

/** The VM takes 64 bits, and cuts off the rest. */
const MOST_STX = 2n ** 64n - 1n;

async function giveStx(chain: Chain, recipient: string, amount: bigint): Promise<void> {
  if (amount > MOST_STX) throw new Error(`At most ${MOST_STX} atomic STX can be given at once.`);
  if (recipient.includes('.')) throw new Error('A contract cannot be given STX; let an account transfer it.');
  await chain.operate({ kind: 'mintStx', recipient, amount });
}

async function mint(chain: Chain, symbol: TokenSymbol, recipient: string, amount: bigint): Promise<void> {
  const { contract } = TOKENS[symbol];
  const [sender = ''] = contract.split('.');
  const functionArguments = [Cl.uint(amount), Cl.principal(recipient)].map((argument) => serializeCVBytes(argument));
  const { result } = await chain.operate({ kind: 'call', contract, functionName: 'mint', functionArguments, sender });
  if (!result?.startsWith(OK_PREFIX)) throw new Error(`${symbol} could not be given: ${result}.`);
}

function token(symbol: string, decimals: number, contract: string, assetName: string): Token {
  const source = new URL(`contracts/${contract.split('.')[1]}.clar`, import.meta.url);
  return { symbol, name: symbol, decimals, contract, asset: `${contract}::${assetName}`, source };
}
