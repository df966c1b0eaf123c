/** The Stacks networks by their CAIP-2 ids. */

import { X402Error } from './errors.js';

/** CAIP-2 id. The embedded chain answers as `stacks:2147483648`, like testnet. */
export type Network = 'stacks:1' | 'stacks:2147483648';

export interface NetworkInfo {
  readonly id: Network;
  /** For people. */
  readonly name: string;
  /** Chain id inside transactions and SIP-018 domains. */
  readonly chainId: number;
  /** First byte of a transaction (SIP-005). */
  readonly transactionVersion: number;
  /** c32 version of a single-signature address (`P` or `T`). */
  readonly singleSignatureVersion: number;
  /** c32 version of a multi-signature address (`M` or `N`). */
  readonly multiSignatureVersion: number;
  /** Public API node that is used when none is configured. */
  readonly nodeUrl: string;
}

const NETWORKS: Readonly<Record<Network, NetworkInfo>> = {
  'stacks:1': {
    id: 'stacks:1',
    name: 'Stacks',
    chainId: 1,
    transactionVersion: 0x00,
    singleSignatureVersion: 22,
    multiSignatureVersion: 20,
    nodeUrl: 'https://api.hiro.so',
  },
  'stacks:2147483648': {
    id: 'stacks:2147483648',
    name: 'Stacks testnet',
    chainId: 0x80000000,
    transactionVersion: 0x80,
    singleSignatureVersion: 26,
    multiSignatureVersion: 21,
    nodeUrl: 'https://api.testnet.hiro.so',
  },
};

/** True when `id` is a network that x402Pay knows. */
export function isNetwork(id: string): id is Network {
  return Object.hasOwn(NETWORKS, id);
}

/**
 * The facts of a network.
 *
 * @throws `invalid_network` for an id that is not known.
 * @example
 * ```ts
 * import { networkInfo } from 'x402pay';
 * console.assert(networkInfo('stacks:1').chainId === 1);
 * ```
 */
export function networkInfo(id: string): NetworkInfo {
  if (!isNetwork(id)) {
    throw new X402Error(
      'invalid_network',
      `Unknown network "${id.slice(0, 40)}"; use stacks:1 (mainnet) or stacks:2147483648 (testnet).`,
    );
  }
  return NETWORKS[id];
}
