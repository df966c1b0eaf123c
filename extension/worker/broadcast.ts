/** Hands a transaction of our own to the network: a payment is sent by its seller, these are sent by us. */

import { bytesFromHex } from '../../src/stacks.js';
import { Refusal } from '../refusal.js';

export interface BroadcastPorts {
  readonly nodeUrl: () => Promise<string>;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** @throws `node_unreachable` when nobody knows what became of it; `broadcast_rejected` when the node did not take it */
export async function broadcast(transaction: string, { nodeUrl, fetch }: BroadcastPorts): Promise<void> {
  const url = new URL('v2/transactions', `${(await nodeUrl()).replace(/\/$/, '')}/`);
  const response = await fetch(
    new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytesFromHex(transaction)),
      signal: AbortSignal.timeout(10_000),
    }),
  ).catch((cause) => {
    throw new Refusal('node_unreachable', 'The node cannot be reached.', { cause });
  });
  const { status, ok } = response;
  // What went wrong on the node's side, or was too late or too much for it, says nothing about the transaction.
  if (status >= 500 || status === 408 || status === 429) throw new Refusal('node_unreachable');
  if (!ok) throw new Refusal('broadcast_rejected');
}
