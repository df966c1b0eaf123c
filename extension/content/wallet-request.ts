/** `x402.request`: what wallet pickers ask of any wallet. It shows an address, after a person's yes; it signs nothing. */

import type { AddressesResponse } from './page-api.js';
import type { Ask } from './paying-fetch.js';

export const ADDRESS_METHODS = ['getAddresses', 'stx_getAddresses'] as const;

/** EIP-1193 has the first, which wallets for Stacks use too; JSON-RPC the second. */
const DECLINED = 4001;
const METHOD_NOT_FOUND = -32601;

export type WalletRequest = (method: string, parameters?: unknown) => Promise<AddressesResponse>;

export function createWalletRequest(ask: Ask): WalletRequest {
  let last = 0;
  return async (method) => {
    const id = `${++last}`;
    if (!(ADDRESS_METHODS as readonly unknown[]).includes(method)) {
      throw failure(METHOD_NOT_FOUND, 'This wallet pays by HTTP, and signs nothing.');
    }
    const answer = await ask({ type: 'addresses' });
    if (answer?.type !== 'addresses') throw failure(DECLINED, 'The address is not shown to this site.');
    const { address, publicKey } = answer;
    return { jsonrpc: '2.0', id, result: { addresses: [{ symbol: 'STX', address, publicKey }] } };
  };
}

function failure(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}
