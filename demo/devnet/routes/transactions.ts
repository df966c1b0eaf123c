/** The API's v1 routes about transactions. */

import { notFound } from '../answer.js';
import type { Chain } from '../chain.js';
import type { Routes } from '../http.js';
import type { TransactionRecord } from '../records.js';
import { transactionV1 } from '../views/transaction-v1.js';
import { paged, pageOf, txidOf } from './parameters.js';

export function transactionRoutes(chain: Chain): Routes {
  const view = (record: TransactionRecord) => transactionV1(record, (contract) => chain.contractInterface(contract));
  const find = (params: Readonly<Record<string, string>>): TransactionRecord => {
    const txid = txidOf(params);
    const record = chain.transactions.get(txid);
    if (!record) throw notFound(`could not find transaction by ID 0x${txid}`);
    return record;
  };
  return {
    'GET /extended/v1/tx': ({ query }) => ({ json: paged(chain.latestMined(), pageOf(query), view) }),
    'GET /extended/v1/tx/mempool': ({ query }) => {
      const of = ['sender_address', 'recipient_address', 'address'].map((name) => query.get(name));
      const waiting = chain
        .waiting()
        .filter((record) => of.every((address, index) => !address || involves(record, address, index)));
      return { json: paged(waiting, pageOf(query), view) };
    },
    'GET /extended/v1/tx/mempool/stats': () => ({ json: { tx_total: chain.mempool.size } }),
    'GET /extended/v1/tx/multiple': ({ query }) => ({
      json: Object.fromEntries(
        query
          .getAll('tx_id')
          .flatMap((ids) => ids.split(','))
          .slice(0, 50)
          .map((id) => [id, multiple(chain.transactions.get(id.replace(/^0x/, '')), id, view)]),
      ),
    }),
    'GET /extended/v1/tx/:txid': ({ params }) => ({ json: view(find(params)) }),
    'GET /extended/v1/tx/:txid/raw': ({ params }) => ({
      json: { raw_tx: `0x${Buffer.from(find(params).transaction.bytes).toString('hex')}` },
    }),
  };
}

function multiple(
  record: TransactionRecord | undefined,
  id: string,
  view: (record: TransactionRecord) => Record<string, unknown>,
): Record<string, unknown> {
  return record ? { found: true, result: view(record) } : { found: false, result: { tx_id: id } };
}

/** `index`: 0 sender, 1 recipient, 2 either. */
function involves({ transaction }: TransactionRecord, address: string, index: number): boolean {
  const sends = [transaction.origin.address, transaction.sponsor?.address].includes(address);
  const { payload } = transaction;
  const receives =
    (payload.kind === 'token_transfer' && payload.recipient === address) ||
    (payload.kind === 'contract_call' && payload.contract === address);
  return (index !== 1 && sends) || (index !== 0 && receives);
}
