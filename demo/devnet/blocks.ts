/** The blocks behind the API's answers. Hashes are synthetic; heights are the VM's; times are the wall clock's. */

import { createHash } from 'node:crypto';
import type { Block, BurnBlock } from './records.js';
import type { Heights } from './vm.js';

export class Blocks {
  readonly #seed: string;
  readonly #nowSeconds: () => number;
  readonly #blocks: Block[] = [];
  readonly #burnBlocks: BurnBlock[] = [];
  readonly #byHash = new Map<string, Block>();

  /** @param seed makes the hashes of two chains differ */
  constructor(seed: string, nowSeconds: () => number) {
    this.#seed = seed;
    this.#nowSeconds = nowSeconds;
    this.#burn(0);
    this.#append(0, []);
  }

  get tip(): Block {
    return this.#blocks[this.#blocks.length - 1] as Block;
  }

  get burnTip(): BurnBlock {
    return this.#burnBlocks[this.#burnBlocks.length - 1] as BurnBlock;
  }

  at(height: number): Block | undefined {
    return this.#blocks[height];
  }

  burnAt(height: number): BurnBlock | undefined {
    return this.#burnBlocks[height];
  }

  /** By block hash or index block hash, with or without `0x`. */
  withHash(hash: string): Block | undefined {
    return this.#byHash.get(hash.replace(/^0x/, ''));
  }

  /** Blocks up to the VM's heights; the last one holds the transactions. Returns the blocks that are new. */
  extend({ stacksHeight, burnHeight }: Heights, txids: readonly string[]): readonly Block[] {
    for (let height = this.#burnBlocks.length; height <= burnHeight; height++) this.#burn(height);
    const first = this.#blocks.length;
    for (let height = first; height <= stacksHeight; height++)
      this.#append(height, height === stacksHeight ? txids : []);
    return this.#blocks.slice(first);
  }

  /** The newest first. */
  latest(count: number, skip = 0): readonly Block[] {
    const end = Math.max(0, this.#blocks.length - skip);
    return this.#blocks.slice(Math.max(0, end - count), end).reverse();
  }

  /** Stacks blocks that were made after a burn block, before the next one. */
  above(burn: BurnBlock): readonly Block[] {
    return this.#blocks.filter((block) => block.burn === burn);
  }

  #append(height: number, txids: readonly string[]): void {
    const parent = this.#blocks[height - 1];
    const block: Block = {
      height,
      hash: this.#hash('block', height),
      parentHash: parent?.hash ?? '0'.repeat(64),
      indexHash: this.#hash('index', height),
      parentIndexHash: parent?.indexHash ?? '0'.repeat(64),
      timeSeconds: this.#nowSeconds(),
      burn: this.burnTip,
      txids,
    };
    this.#blocks.push(block);
    this.#byHash.set(block.hash, block).set(block.indexHash, block);
  }

  #burn(height: number): void {
    this.#burnBlocks.push({ height, hash: this.#hash('burn', height), timeSeconds: this.#nowSeconds() });
  }

  #hash(kind: string, height: number): string {
    return createHash('sha256').update(`${this.#seed}/${kind}/${height}`).digest('hex');
  }
}
