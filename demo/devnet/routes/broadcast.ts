/** `POST /v2/transactions`. Shapes of refusals: stacks-core `posttransaction.rs` and `blocks.rs`. */

import type { Answer } from '../answer.js';
import type { Chain } from '../chain.js';
import type { Faults } from '../faults.js';
import type { DevnetRequest, Routes } from '../http.js';
import type { Miner } from '../miner.js';
import { Rejection } from '../rejections.js';
import { readTransaction, type SignedTransaction } from '../transactions.js';

export function broadcastRoutes(chain: Chain, miner: Miner, faults: Faults): Routes {
  return {
    'POST /v2/transactions': async (request) => {
      let transaction: SignedTransaction;
      try {
        transaction = readTransaction(bytesOf(request));
      } catch (error) {
        return {
          status: 400,
          text: `Failed to deserialize posted transaction: ${error instanceof Error ? error.message : error}`,
        };
      }
      return await submit(transaction, chain, miner, faults);
    },
  };
}

async function submit(transaction: SignedTransaction, chain: Chain, miner: Miner, faults: Faults): Promise<Answer> {
  const { txid } = transaction;
  if (faults.use('drop')) return { json: txid };
  try {
    chain.submit(transaction);
  } catch (error) {
    if (error instanceof Rejection) return { status: 400, json: error.toJson(txid) };
    throw error;
  }
  if (faults.use('lie')) chain.hold(txid);
  await miner.wake();
  return { json: txid };
}

/** Libraries send JSON `{ tx, attachment }`, older ones the bare bytes. */
function bytesOf({ contentType, body }: DevnetRequest): Uint8Array {
  if (!contentType.startsWith('application/json')) {
    if (contentType.startsWith('application/octet-stream')) return new Uint8Array(body);
    throw new Error('Wrong Content-Type for transaction; expected application/json or application/octet-stream');
  }
  const { tx } = JSON.parse(body.toString('utf8')) as { tx?: unknown };
  const hex = typeof tx === 'string' ? tx.replace(/^0x/, '') : '';
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(hex)) throw new Error('Failed to parse tx');
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
