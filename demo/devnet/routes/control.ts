/** The control API, for demos and tests: accounts, money, blocks, faults. */

import { badRequest } from '../answer.js';
import type { Fault } from '../faults.js';
import type { DevnetRequest, Routes } from '../http.js';
import type { BlockMilliseconds } from '../miner.js';
import type { Funds } from '../tokens.js';

/** What the control API can do; `startDevnet`'s result does the same in the process. */
export interface Control {
  describe(): Record<string, unknown>;
  mine(blocks?: number): Promise<void>;
  mineBurn(blocks?: number): Promise<void>;
  fund(address: string, funds: Funds): Promise<void>;
  reset(): Promise<void>;
  faults(faults: readonly Fault[]): Promise<void>;
  setBlockMilliseconds(blockMilliseconds: BlockMilliseconds): Promise<void>;
}

const MOST_BLOCKS = 10_000;

export function controlRoutes(control: Control): Routes {
  const done = { json: { ok: true } };
  return {
    'GET /devnet': () => ({ json: control.describe() }),
    'POST /devnet/mine': async (request) => {
      await control.mine(blocksOf(request));
      return done;
    },
    'POST /devnet/mine-burn': async (request) => {
      await control.mineBurn(blocksOf(request));
      return done;
    },
    'POST /devnet/fund': async (request) => {
      const { address, STX, sBTC, USDCx } = bodyOf(request);
      if (typeof address !== 'string')
        throw badRequest('Send { "address", "STX"?, "sBTC"?, "USDCx"? } with atomic amounts as text.');
      await refusing(() =>
        control.fund(address, { ...amount('STX', STX), ...amount('sBTC', sBTC), ...amount('USDCx', USDCx) }),
      );
      return done;
    },
    'POST /devnet/reset': async () => {
      await control.reset();
      return done;
    },
    'POST /devnet/faults': async (request) => {
      const { faults } = bodyOf(request);
      if (!Array.isArray(faults))
        throw badRequest('Send { "faults": [{ "kind", "route"?, "count"?, … }] }; an empty list ends them.');
      await refusing(() => control.faults(faults as Fault[]));
      return done;
    },
    'POST /devnet/block-milliseconds': async (request) => {
      const { blockMilliseconds } = bodyOf(request);
      if (blockMilliseconds !== 'manual' && !isCount(blockMilliseconds))
        throw badRequest('Send { "blockMilliseconds": 2000 }, 0 or "manual".');
      await control.setBlockMilliseconds(blockMilliseconds);
      return done;
    },
  };
}

function blocksOf(request: DevnetRequest): number {
  const { blocks = 1 } = bodyOf(request);
  if (!isCount(blocks) || blocks > MOST_BLOCKS) throw badRequest(`"blocks" must be a number up to ${MOST_BLOCKS}.`);
  return blocks;
}

function bodyOf({ body }: DevnetRequest): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {}
  throw badRequest('The body must be a JSON object.');
}

function amount(symbol: keyof Funds, value: unknown): Funds {
  if (value === undefined) return {};
  if (!/^\d{1,38}$/.test(String(value))) throw badRequest(`"${symbol}" must be an amount in atomic units.`);
  return { [symbol]: BigInt(String(value)) };
}

async function refusing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
