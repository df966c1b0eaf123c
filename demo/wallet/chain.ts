/** The wallet's view of the chain: balances, nonces, sending, and the tap of play money. */

import { type Asset, assetsOf, createNodeReader, formatDecimalAmount, type NodeReader } from 'x402pay';
import type { DemoFacts } from '../demo-facts.js';

export interface Balance {
  readonly asset: Asset;
  readonly atomic: bigint;
  /** Decimal. */
  readonly text: string;
}

/** Atomic amounts that one top-up brings. */
const TOP_UP = { STX: '25000000', sBTC: '20000', USDCx: '10000000' } as const;

export class WalletChain {
  readonly #facts: DemoFacts;
  readonly #reader: NodeReader;
  readonly assets: readonly Asset[];

  constructor(facts: DemoFacts) {
    this.#facts = facts;
    this.#reader = createNodeReader({ url: facts.devnet });
    this.assets = assetsOf(facts.network);
  }

  async balances(address: string): Promise<readonly Balance[]> {
    return Promise.all(
      this.assets.map(async (asset) => {
        const atomic = await this.#reader.tokenBalance(address, asset);
        return { asset, atomic, text: formatDecimalAmount(atomic, asset.decimals) };
      }),
    );
  }

  nonce(address: string): Promise<bigint> {
    return this.#reader.nonce(address);
  }

  /** @returns the transaction's id */
  async broadcast(transaction: Uint8Array<ArrayBuffer>): Promise<string> {
    const response = await fetch(`${this.#facts.devnet}/v2/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: transaction,
    });
    const answer: unknown = await response.json();
    if (response.ok && typeof answer === 'string') return answer;
    throw new Error(`The node refused the transaction: ${(answer as { reason?: string }).reason ?? response.status}.`);
  }

  async topUp(address: string): Promise<void> {
    const response = await fetch(`${this.#facts.devnet}/devnet/fund`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ address, ...TOP_UP }),
    });
    if (!response.ok) throw new Error(`The tap is dry (${response.status}).`);
  }
}
