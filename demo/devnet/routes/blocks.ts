/** The API's routes about blocks, and its status. */

import { notFound } from '../answer.js';
import type { Chain } from '../chain.js';
import type { Routes } from '../http.js';
import type { Block } from '../records.js';
import { blockV1, blockV2, burnBlockView } from '../views/block.js';
import { transactionV1 } from '../views/transaction-v1.js';
import { type Page, paged, pageOf } from './parameters.js';

/** Seconds that mainnet and testnet aim at, for wallets that show a waiting time. */
const BLOCK_TIMES = { testnet: { target_block_time: 10 }, mainnet: { target_block_time: 10 } };

export function blockRoutes(chain: Chain): Routes {
  const status = () => ({ json: statusView(chain) });
  const transactions = (block: Block, query: URLSearchParams) =>
    paged(
      block.txids.flatMap((txid) => chain.transactions.get(txid) ?? []),
      pageOf(query),
      (record) => transactionV1(record, (contract) => chain.contractInterface(contract)),
    );
  return {
    'GET /extended': status,
    'GET /extended/v1/status': status,
    'GET /extended/v1/info/network_block_times': () => ({ json: BLOCK_TIMES }),
    'GET /extended/v1/info/network_block_time/:network': () => ({ json: BLOCK_TIMES.testnet }),
    'GET /extended/v1/block': ({ query }) => ({ json: latest(chain, pageOf(query), blockV1) }),
    'GET /extended/v1/block/:hash': ({ params }) => ({ json: blockV1(findBlock(chain, params.hash ?? '')) }),
    'GET /extended/v1/block/by_height/:height': ({ params }) => ({
      json: blockV1(findBlock(chain, params.height ?? '')),
    }),
    'GET /extended/v2/blocks': ({ query }) => ({ json: latest(chain, pageOf(query), blockV2) }),
    'GET /extended/v2/blocks/:block': ({ params }) => ({ json: blockV2(findBlock(chain, params.block ?? '')) }),
    'GET /extended/v2/blocks/:block/transactions': ({ params, query }) => ({
      json: transactions(findBlock(chain, params.block ?? ''), query),
    }),
    'GET /extended/v1/tx/block/:block': ({ params, query }) => ({
      json: transactions(findBlock(chain, params.block ?? ''), query),
    }),
    'GET /extended/v1/tx/block_height/:block': ({ params, query }) => ({
      json: transactions(findBlock(chain, params.block ?? ''), query),
    }),
    'GET /extended/v2/burn-blocks': ({ query }) => {
      const { limit, offset } = pageOf(query);
      const total = chain.blocks.burnTip.height + 1;
      const results: Record<string, unknown>[] = [];
      for (let height = total - 1 - offset; height >= 0 && results.length < limit; height--) {
        results.push(burnView(chain, height));
      }
      return { json: { limit, offset, total, results } };
    },
    'GET /extended/v2/burn-blocks/:height': ({ params: { height = '' } }) => ({
      json: burnView(chain, height === 'latest' ? chain.blocks.burnTip.height : Number(height)),
    }),
  };
}

/** By height, hash, index hash, or the word `latest`. */
export function findBlock({ blocks }: Chain, name: string): Block {
  const block =
    name === 'latest' ? blocks.tip : /^\d{1,15}$/.test(name) ? blocks.at(Number(name)) : blocks.withHash(name);
  if (!block) throw notFound(`cannot find block ${name}`);
  return block;
}

function latest(
  { blocks }: Chain,
  { limit, offset }: Page,
  view: (block: Block) => Record<string, unknown>,
): Record<string, unknown> {
  return { limit, offset, total: blocks.tip.height + 1, results: blocks.latest(limit, offset).map(view) };
}

function burnView({ blocks }: Chain, height: number): Record<string, unknown> {
  const burn = blocks.burnAt(height);
  if (!burn) throw notFound(`cannot find burn block ${height}`);
  return burnBlockView(burn, blocks.above(burn));
}

function statusView({ blocks }: Chain): Record<string, unknown> {
  const { tip } = blocks;
  return {
    server_version: 'x402pay devnet',
    status: 'ready',
    pox_v1_unlock_height: null,
    pox_v2_unlock_height: null,
    pox_v3_unlock_height: null,
    chain_tip: {
      block_height: tip.height,
      block_hash: `0x${tip.hash}`,
      index_block_hash: `0x${tip.indexHash}`,
      microblock_hash: null,
      microblock_sequence: null,
      burn_block_height: tip.burn.height,
    },
  };
}
