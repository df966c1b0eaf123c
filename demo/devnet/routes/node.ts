/** The node's own routes: accounts, fees, info, proof of transfer, transactions by id. */

import { badRequest, HttpError } from '../answer.js';
import type { Chain } from '../chain.js';
import type { Routes } from '../http.js';
import { isPrincipal } from '../principals.js';
import { txidOf } from './parameters.js';

export function nodeRoutes(chain: Chain): Routes {
  return {
    'GET /v2/info': () => ({ json: info(chain) }),
    'GET /v2/pox': () => ({ json: pox(chain) }),
    'GET /v2/accounts/:principal': ({ params: { principal = '' } }) => {
      if (!isPrincipal(principal)) throw badRequest('Failed to parse principal');
      return {
        json: {
          balance: `0x${chain.ledger.stx(principal).toString(16).padStart(32, '0')}`,
          locked: `0x${'0'.repeat(32)}`,
          unlock_height: 0,
          nonce: Number(chain.nonce(principal)),
          balance_proof: '',
          nonce_proof: '',
        },
      };
    },
    'GET /v2/fees/transfer': () => ({ json: 1 }),
    'POST /v2/fees/transaction': ({ body }) => ({ json: feeEstimate(estimatedLength(body)) }),
    'GET /v3/transaction/:txid': ({ params }) => {
      const record = chain.transactions.get(txidOf(params));
      if (!record?.mined) throw new HttpError(404, 'Transaction not found');
      return {
        json: {
          index_block_hash: record.mined.block.indexHash,
          tx: Buffer.from(record.transaction.bytes).toString('hex'),
          result: record.mined.result.slice(2),
          block_height: record.mined.block.height,
          is_canonical: true,
        },
      };
    },
    'GET /v3/tenures/info': () => ({
      json: { consensus_hash: chain.blocks.burnTip.hash.slice(0, 40), tip_height: chain.blocks.tip.height },
    }),
  };
}

function info({ blocks, epoch }: Chain): Record<string, unknown> {
  const { tip, burnTip } = blocks;
  const consensus = burnTip.hash.slice(0, 40);
  return {
    peer_version: 4207599116,
    pox_consensus: consensus,
    burn_block_height: burnTip.height,
    stable_pox_consensus: consensus,
    stable_burn_block_height: burnTip.height,
    server_version: `x402pay devnet, epoch ${epoch}`,
    network_id: 2147483648,
    parent_network_id: 3669344250,
    stacks_tip_height: tip.height,
    stacks_tip: tip.hash,
    stacks_tip_consensus_hash: consensus,
    genesis_chainstate_hash: '0'.repeat(64),
    unanchored_tip: null,
    unanchored_seq: null,
    tenure_height: burnTip.height,
    exit_at_block_height: null,
    is_fully_synced: true,
  };
}

/** Wallets ask for it before they show a balance; nobody stacks here. */
function pox({ blocks }: Chain): Record<string, unknown> {
  const height = blocks.burnTip.height;
  const cycle = (id: number) => ({
    id,
    min_threshold_ustx: 0,
    stacked_ustx: 0,
    is_pox_active: false,
  });
  return {
    contract_id: 'ST000000000000000000002AMW42H.pox-4',
    pox_activation_threshold_ustx: 0,
    first_burnchain_block_height: 0,
    current_burnchain_block_height: height,
    prepare_phase_block_length: 1,
    reward_phase_block_length: 4,
    reward_slots: 8,
    rejection_fraction: null,
    total_liquid_supply_ustx: 0,
    current_cycle: cycle(Math.floor(height / 5)),
    next_cycle: {
      ...cycle(Math.floor(height / 5) + 1),
      min_increment_ustx: 0,
      prepare_phase_start_block_height: height + 1,
      blocks_until_prepare_phase: 1,
      reward_phase_start_block_height: height + 2,
      blocks_until_reward_phase: 2,
      ustx_until_pox_rejection: null,
    },
    min_amount_ustx: 0,
    prepare_cycle_length: 1,
    reward_cycle_id: Math.floor(height / 5),
    reward_cycle_length: 5,
    rejection_votes_left_required: null,
    next_reward_cycle_in: 5 - (height % 5),
    contract_versions: [],
  };
}

function estimatedLength(body: Buffer): number {
  try {
    const { transaction_payload: payload, estimated_len: length } = JSON.parse(body.toString('utf8')) as Record<
      string,
      unknown
    >;
    if (typeof length === 'number' && Number.isSafeInteger(length) && length > 0) return length;
    if (typeof payload === 'string') return Math.ceil(payload.length / 2) + 150;
  } catch {}
  throw badRequest('Failed to parse JSON body');
}

/** There is no fee market: low is what the node asks at least, with room for a longer signature or memo. */
function feeEstimate(length: number): Record<string, unknown> {
  const estimation = (fee: number) => ({ fee_rate: fee / length, fee });
  return {
    cost_scalar_change_by_byte: 0.00476837158203125,
    estimated_cost: { read_count: 5, read_length: 5000, runtime: 100000, write_count: 3, write_length: 300 },
    estimated_cost_scalar: 10,
    estimations: [
      estimation(Math.max(length * 2, 300)),
      estimation(Math.max(length * 4, 1000)),
      estimation(Math.max(length * 10, 3000)),
    ],
  };
}
