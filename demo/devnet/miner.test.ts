import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Chain } from './chain.js';
import { Faults } from './faults.js';
import { type BlockMilliseconds, Miner } from './miner.js';

let chain: {
  mempool: { size: number };
  minePending: () => Promise<void>;
  mineBurnBlocks: (count: number) => Promise<void>;
};
let log: string[];
let miner: Miner;

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
  chain = {
    mempool: { size: 1 },
    minePending: async () => {
      log.push('block');
      chain.mempool.size = 0;
    },
    mineBurnBlocks: async () => {
      log.push('burn block');
    },
  };
});
afterEach(() => {
  miner.close();
  vi.useRealTimers();
});

function make(blockMilliseconds: BlockMilliseconds): Miner {
  miner = new Miner(chain as unknown as Chain, new Faults(), blockMilliseconds, (line) => log.push(line));
  return miner;
}

describe('the miner', () => {
  it('makes a block the given time after the first transaction that waits', async () => {
    make(2000);
    await miner.wake();
    await vi.advanceTimersByTimeAsync(1500);
    await miner.wake();
    await vi.advanceTimersByTimeAsync(499);
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['block']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log).toEqual(['block']);
  });

  it('mines at once when there is no time between', async () => {
    await make(0).wake();
    expect(log).toEqual(['block']);
  });

  it('waits for a hand, and mines what has waited when that changes', async () => {
    await make('manual').wake();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log).toEqual([]);
    await miner.setBlockMilliseconds(0);
    expect(log).toEqual(['block']);
  });

  it('makes burn blocks on its own only when asked', async () => {
    make(2000).startBurnBlocks(500);
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual(['burn block', 'burn block']);
  });

  it('goes on after a block that failed, and tells', async () => {
    make(10);
    chain.minePending = async () => {
      throw new Error('no VM');
    };
    await miner.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect(log).toEqual(['Mining failed: no VM']);
  });

  it('does nothing after it was closed', async () => {
    make(10).startBurnBlocks(10);
    await miner.wake();
    miner.close();
    await miner.wake();
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual([]);
  });
});
