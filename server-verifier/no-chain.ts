/** For a verifier that sees the chain through a facilitator only. */

import { X402Error } from '../src/errors.js';
import type { ChainClient } from './chain-client.js';

/** Knows nothing, and says so. */
export const NO_CHAIN: ChainClient = {
  broadcast: async () => ({ status: 'unknown' }),
  transaction: unreachable,
  transfers: unreachable,
  rawTransaction: unreachable,
  account: unreachable,
  isReplaced: unreachable,
  isInLine: unreachable,
  burnBlockHeight: unreachable,
};

async function unreachable(): Promise<never> {
  throw new X402Error('node_unreachable', 'No node is configured besides the facilitator.');
}
