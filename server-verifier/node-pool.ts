/** A chain client over several nodes: failover, backoff with jitter, circuit breakers. PROTOCOL section 8. */

import { X402Error } from '../src/errors.js';
import { bytesFromHex, transactionId } from '../src/stacks.js';
import type {
  BroadcastOutcome,
  ChainClient,
  ChainClientOptions,
  ChainTransaction,
  NodeAddress,
  TransactionSlot,
  TransferEvent,
} from './chain-client.js';
import { checkNames, refuseConfiguration } from './configuration.js';
import { StacksNode } from './stacks-node.js';

const OPTIONS = ['url', 'urls', 'apiKey', 'timeoutMilliseconds', 'rounds', 'fetch', 'clock', 'sleep', 'jitter'];
const MAX_NODES = 16;
const FIRST_BACKOFF_MILLISECONDS = 250;

/**
 * A chain client that asks Stacks nodes over HTTP.
 *
 * What is trusted: each configured node's word that a transaction was mined, with its result and events. What is not: its bytes (their id is computed), an
 * acceptance as a proof of mining, and its silence (a timeout is never a failure). A node that says `success` too early can release content early: list
 * only nodes that you trust with that.
 *
 * @throws `invalid_configuration` with the `field` that is wrong
 * @example
 * ```ts
 * import { createChainClient } from 'x402pay/verifier';
 * const answer = async () => new Response(JSON.stringify({ burn_block_height: 960230 }));
 * const chain = createChainClient({ urls: ['https://node.example'], fetch: answer });
 * console.assert((await chain.burnBlockHeight()) === 960230);
 * ```
 */
export function createChainClient(options: ChainClientOptions): ChainClient {
  checkNames('an option of chain', options, OPTIONS);
  const { timeoutMilliseconds = 5000, rounds = 2 } = options;
  if (!isCount(timeoutMilliseconds, 60_000)) {
    refuseConfiguration(
      'chain.timeoutMilliseconds',
      'chain.timeoutMilliseconds is a whole number up to 60000, like 5000.',
    );
  }
  if (!isCount(rounds, 10)) refuseConfiguration('chain.rounds', 'chain.rounds is a whole number from 1 to 10, like 2.');
  const clock = options.clock ?? Date.now;
  const transport = options.fetch ?? ((input, init) => fetch(input, init));
  const nodes = addresses(options).map(({ url, apiKey }) => {
    return new StacksNode(url.replace(/\/+$/, ''), { fetch: transport, apiKey, timeoutMilliseconds }, clock);
  });
  const sleep = options.sleep ?? ((milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)));
  return new NodePool(nodes, rounds, sleep, options.jitter ?? Math.random);
}

function addresses({ url, urls, apiKey }: ChainClientOptions): readonly NodeAddress[] {
  const listed = urls ?? (url === undefined ? [] : [url]);
  if (
    !Array.isArray(listed) ||
    listed.length === 0 ||
    listed.length > MAX_NODES ||
    (url !== undefined && urls !== undefined)
  ) {
    refuseConfiguration(
      'chain.urls',
      `chain has either url, or urls with 1 to ${MAX_NODES} nodes, like ["https://api.hiro.so"].`,
    );
  }
  return listed.map((entry: string | NodeAddress): NodeAddress => {
    const node = typeof entry === 'string' ? { url: entry } : entry;
    if (!isNodeUrl(node?.url))
      refuseConfiguration('chain.urls', 'A node is a URL without a query, like "https://api.hiro.so".');
    const key = node.apiKey ?? apiKey;
    if (key === undefined) return { url: node.url };
    if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key)) {
      refuseConfiguration('chain.apiKey', 'chain.apiKey is the key as your node provider shows it.');
    }
    return { url: node.url, apiKey: key };
  });
}

/** What one node knows. `better` asks the next node, too: this one's answer is not final, and another may know more. */
type Known<Answer> = { readonly answer: Answer; readonly better: boolean } | undefined;

class NodePool implements ChainClient {
  readonly #nodes: readonly StacksNode[];
  readonly #rounds: number;
  readonly #sleep: (milliseconds: number) => Promise<void>;
  readonly #jitter: () => number;

  constructor(
    nodes: readonly StacksNode[],
    rounds: number,
    sleep: (ms: number) => Promise<void>,
    jitter: () => number,
  ) {
    this.#nodes = nodes;
    this.#rounds = rounds;
    this.#sleep = sleep;
    this.#jitter = jitter;
  }

  /** To one node, then to the next one when there was no answer. The chain knows one transaction by one id, so sending it twice is harmless. */
  async broadcast(transaction: Uint8Array, txid: string): Promise<BroadcastOutcome> {
    let mayHaveArrived = false;
    for (let round = 0; round < this.#rounds; round++) {
      if (round > 0) await this.#backOff(round);
      for (const node of this.#nodes) {
        if (!node.mayTry()) continue;
        const outcome = await node.broadcast(transaction, txid);
        if (outcome.status === 'accepted') return outcome;
        // A refusal by one node does not undo what another may have taken.
        if (outcome.status === 'rejected') return mayHaveArrived ? { status: 'unknown' } : outcome;
        mayHaveArrived ||= outcome.status === 'unsure';
      }
    }
    return { status: mayHaveArrived ? 'unknown' : 'unsent' };
  }

  transaction(txid: string): Promise<ChainTransaction> {
    return this.#ask(async (node) => {
      const answer = await node.transaction(txid);
      return answer && { answer, better: answer.status === 'not_found' || answer.status === 'dropped' };
    });
  }

  transfers(txid: string): Promise<readonly TransferEvent[]> {
    return this.#ask(async (node) => {
      const answer = await node.transfers(txid);
      return answer && { answer, better: false };
    });
  }

  rawTransaction(txid: string): Promise<Uint8Array | undefined> {
    return this.#ask(async (node) => {
      const hex = await node.rawTransaction(txid);
      if (hex === undefined) return undefined;
      if (hex === 'not_found') return { answer: undefined, better: true };
      const answer = bytesFromHex(hex);
      return transactionId(answer) === txid ? { answer, better: false } : undefined;
    });
  }

  account(address: string): Promise<{ nonce: bigint; balance: bigint }> {
    return this.#ask(async (node) => {
      const answer = await node.account(address);
      return answer && { answer, better: false };
    });
  }

  /** One index must prove it, and no other node may have the transaction. */
  async isReplaced(slot: TransactionSlot): Promise<boolean> {
    let isProved = false;
    for (const node of this.#nodes) {
      if (!node.mayTry()) continue;
      const answer = await node.isReplaced(slot);
      if (answer === true) isProved = true;
      else if (answer === false) {
        const seen = await node.transaction(slot.txid);
        if (seen && seen.status !== 'not_found' && seen.status !== 'dropped') return false;
      }
    }
    return isProved;
  }

  isInLine(slot: TransactionSlot): Promise<boolean> {
    return this.#ask(async (node) => {
      const answer = await node.isInLine(slot);
      return answer === undefined ? undefined : { answer, better: !answer };
    });
  }

  burnBlockHeight(): Promise<number> {
    return this.#ask(async (node) => {
      const answer = await node.burnBlockHeight();
      return answer === undefined ? undefined : { answer, better: false };
    });
  }

  async #ask<Answer>(question: (node: StacksNode) => Promise<Known<Answer>>): Promise<Answer> {
    for (let round = 0; round < this.#rounds; round++) {
      if (round > 0) await this.#backOff(round);
      let known: Known<Answer>;
      for (const node of this.#nodes) {
        if (!node.mayTry()) continue;
        const found = await question(node);
        if (found && !found.better) return found.answer;
        known = found ?? known;
      }
      if (known) return known.answer;
    }
    throw new X402Error('node_unreachable', 'No Stacks node answered; try again in a few seconds.', {
      retryAfterSeconds: 5,
    });
  }

  #backOff(round: number): Promise<void> {
    return this.#sleep(FIRST_BACKOFF_MILLISECONDS * 2 ** (round - 1) * (0.5 + this.#jitter() / 2));
  }
}

function isNodeUrl(url: unknown): boolean {
  return typeof url === 'string' && URL.canParse(url) && /^https?:\/\//.test(url) && !/[?#]/.test(url);
}

function isCount(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}
