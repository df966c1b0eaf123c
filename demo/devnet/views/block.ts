/** Blocks as the API's v1 and v2 show them. */

import type { Block, BurnBlock } from '../records.js';
import { iso } from './transaction-v1.js';

export function blockV2(block: Block): Record<string, unknown> {
  return {
    canonical: true,
    height: block.height,
    hash: `0x${block.hash}`,
    block_time: block.timeSeconds,
    block_time_iso: iso(block.timeSeconds),
    tenure_height: block.burn.height,
    index_block_hash: `0x${block.indexHash}`,
    parent_block_hash: `0x${block.parentHash}`,
    parent_index_block_hash: `0x${block.parentIndexHash}`,
    burn_block_time: block.burn.timeSeconds,
    burn_block_time_iso: iso(block.burn.timeSeconds),
    burn_block_hash: `0x${block.burn.hash}`,
    burn_block_height: block.burn.height,
    miner_txid: `0x${block.burn.hash}`,
    tx_count: block.txids.length,
    execution_cost_read_count: 0,
    execution_cost_read_length: 0,
    execution_cost_runtime: 0,
    execution_cost_write_count: 0,
    execution_cost_write_length: 0,
  };
}

export function blockV1(block: Block): Record<string, unknown> {
  return {
    ...blockV2(block),
    parent_microblock_hash: '',
    parent_microblock_sequence: 0,
    txs: block.txids.map((txid) => `0x${txid}`),
    microblocks_accepted: [],
    microblocks_streamed: [],
    microblock_tx_count: {},
  };
}

export function burnBlockView(burn: BurnBlock, blocks: readonly Block[]): Record<string, unknown> {
  return {
    burn_block_time: burn.timeSeconds,
    burn_block_time_iso: iso(burn.timeSeconds),
    burn_block_hash: `0x${burn.hash}`,
    burn_block_height: burn.height,
    stacks_blocks: blocks.map(({ hash }) => `0x${hash}`),
    total_tx_count: blocks.reduce((sum, { txids }) => sum + txids.length, 0),
  };
}
