/** The embedded chain: admits transactions, mines them one per block, remembers everything. */

import { EventEmitter } from 'node:events';
import type { ClarityAbi } from '@stacks/transactions';
import { MINER_ADDRESS } from './accounts.js';
import { checkAdmission } from './admission.js';
import { Blocks } from './blocks.js';
import { execute } from './execution.js';
import { Ledger } from './ledger.js';
import { Mempool } from './mempool.js';
import type { Block, ContractRecord, TransactionRecord } from './records.js';
import { payerOf, type SignedTransaction } from './transactions.js';
import { type Epoch, type Operation, type Outcome, Vm, VmPanic } from './vm.js';

export interface ChainOptions {
  readonly epoch: Epoch;
  readonly nowMilliseconds: () => number;
}

interface ChainEvents {
  /** A transaction is new, or something became of it. */
  transaction: [TransactionRecord];
  block: [Block];
}

export class Chain extends EventEmitter<ChainEvents> {
  readonly vm: Vm;
  readonly mempool: Mempool = new Mempool();
  readonly epoch: Epoch;
  ledger: Ledger = new Ledger();
  blocks: Blocks;
  readonly transactions = new Map<string, TransactionRecord>();
  readonly contracts = new Map<string, ContractRecord>();
  /** Transactions that the `lie` fault keeps out of every block. */
  readonly #held = new Set<string>();
  readonly #nonces = new Map<string, bigint>();
  readonly #nowMilliseconds: () => number;
  /** Ids of mined transactions, oldest first. */
  readonly mined: string[] = [];

  constructor({ epoch, nowMilliseconds }: ChainOptions) {
    super();
    this.epoch = epoch;
    this.#nowMilliseconds = nowMilliseconds;
    this.vm = new Vm(epoch, nowMilliseconds());
    this.blocks = this.#noBlocks();
  }

  async start(): Promise<void> {
    await this.vm.start();
    this.blocks.extend(this.vm.heights, []);
  }

  /** The nonce of the account's next transaction, without those in the mempool. */
  nonce(address: string): bigint {
    return this.#nonces.get(address) ?? 0n;
  }

  /** The nonce of the account's next transaction after those in the mempool. */
  nextNonce(address: string): bigint {
    const waiting = new Set(
      this.mempool.of(address).map(({ origin, sponsor }) => (origin.address === address ? origin : sponsor)?.nonce),
    );
    let next = this.nonce(address);
    while (waiting.has(next)) next += 1n;
    return next;
  }

  /** Mined transactions, the newest first. */
  latestMined(): readonly TransactionRecord[] {
    return this.#records(this.mined).reverse();
  }

  /** The mempool, the newest first. */
  waiting(): readonly TransactionRecord[] {
    return this.#records(this.mempool.all().map(({ txid }) => txid)).reverse();
  }

  /** Atomic STX that the mempool would bring to the account and take from it. */
  waitingStx(address: string): { inbound: bigint; outbound: bigint } {
    let inbound = 0n;
    let outbound = 0n;
    for (const transaction of this.mempool.all()) {
      const { payload, origin, fee } = transaction;
      if (payerOf(transaction).address === address) outbound += fee;
      if (payload.kind !== 'token_transfer') continue;
      if (origin.address === address) outbound += payload.amount;
      if (payload.recipient === address) inbound += payload.amount;
    }
    return { inbound, outbound };
  }

  contractInterface(contract: string): ClarityAbi | undefined {
    return this.contracts.get(contract)?.abi;
  }

  /**
   * Takes a transaction into the mempool. A transaction that is there already is accepted again, silently, as nodes do.
   *
   * @throws {@link Rejection}
   */
  submit(transaction: SignedTransaction): TransactionRecord {
    const known = this.transactions.get(transaction.txid);
    if (known?.status === 'pending') return known;
    checkAdmission(transaction, this);
    const replaced = this.mempool.add(transaction);
    for (const { txid } of replaced)
      this.#update(txid, { status: 'dropped_replace_by_fee', replacedBy: transaction.txid });
    const record: TransactionRecord = {
      transaction,
      receivedSeconds: this.#nowSeconds(),
      receivedHeight: this.blocks.tip.height,
      status: 'pending',
    };
    this.transactions.set(transaction.txid, record);
    this.emit('transaction', record);
    return record;
  }

  /** Never mines this transaction. */
  hold(txid: string): void {
    this.#held.add(txid);
  }

  /** Mines what can be mined of the mempool, one transaction per block. */
  minePending(): Promise<void> {
    return this.vm.exclusive(async () => {
      for (let next = this.#nextToMine(); next; next = this.#nextToMine()) await this.#mine(next);
    });
  }

  /** Mines the mempool, and empty blocks until `count` blocks are new. */
  async mineBlocks(count: number): Promise<void> {
    const target = this.blocks.tip.height + count;
    await this.minePending();
    while (this.blocks.tip.height < target) await this.operate({ kind: 'mineBlock' });
  }

  async mineBurnBlocks(count: number): Promise<void> {
    for (let index = 0; index < count; index++) await this.operate({ kind: 'mineBurnBlock' });
  }

  /** A change from outside of any transaction: genesis, faucet, empty blocks. */
  operate(operation: Operation): Promise<Outcome> {
    return this.vm.exclusive(async () => {
      const outcome = await this.vm.apply(operation);
      if (outcome.error) throw new Error(outcome.error);
      if (operation.kind === 'mintStx') this.ledger.mintStx(operation.recipient, operation.amount);
      if (operation.kind === 'deploy') {
        await this.#recordContract(
          `${operation.sender}.${operation.name}`,
          operation.source,
          operation.clarityVersion,
          '',
        );
      }
      this.ledger.apply(outcome.events, '', this.vm.heights.stacksHeight);
      this.#extend([]);
      return outcome;
    });
  }

  async reset(): Promise<void> {
    await this.vm.exclusive(async () => {
      await this.vm.reset();
      this.mempool.clear();
      this.transactions.clear();
      this.contracts.clear();
      this.#nonces.clear();
      this.#held.clear();
      this.mined.length = 0;
      this.ledger = new Ledger();
      this.blocks = this.#noBlocks();
      this.blocks.extend(this.vm.heights, []);
    });
  }

  async close(): Promise<void> {
    this.removeAllListeners();
    await this.vm.close();
  }

  /** The oldest transaction whose nonces are next, whose fee can be paid, and which no rule keeps out of blocks. */
  #nextToMine(): SignedTransaction | undefined {
    return this.mempool.all().find((transaction) => {
      const { origin, sponsor, fee, payload, postConditions } = transaction;
      // Consensus makes a block with such a transfer invalid; nodes take it into the mempool all the same, and there it stays.
      if (payload.kind === 'token_transfer' && postConditions.length > 0) return false;
      const due =
        origin.nonce === this.nonce(origin.address) && (!sponsor || sponsor.nonce === this.nonce(sponsor.address));
      if (this.#held.has(transaction.txid)) return false;
      return due && this.ledger.stx(payerOf(transaction).address) >= fee;
    });
  }

  async #mine(transaction: SignedTransaction): Promise<void> {
    const { txid, origin, sponsor, fee, payload } = transaction;
    this.mempool.inBlock = txid;
    try {
      const facts = await execute(transaction, this.vm);
      this.mempool.remove(txid);
      this.ledger.payFee(payerOf(transaction).address, MINER_ADDRESS, fee);
      this.ledger.apply(facts.events, txid, this.vm.heights.stacksHeight);
      for (const signer of [origin, sponsor]) if (signer) this.#nonces.set(signer.address, signer.nonce + 1n);
      if (facts.status === 'success' && payload.kind === 'smart_contract') {
        await this.#recordContract(payload.contract, payload.source, facts.clarityVersion, txid);
      }
      this.mined.push(txid);
      const block = this.#extend([txid]);
      const { result, events, vmError, status } = facts;
      this.#update(txid, { status, mined: { block, result, events, vmError } });
    } catch (error) {
      if (!(error instanceof VmPanic)) throw error;
      this.mempool.remove(txid);
      this.#update(txid, { status: 'dropped_problematic' });
    } finally {
      this.mempool.inBlock = undefined;
    }
  }

  #update(txid: string, change: Partial<TransactionRecord>): void {
    const record = this.transactions.get(txid);
    if (record) this.emit('transaction', Object.assign(record, change));
  }

  #records(txids: readonly string[]): TransactionRecord[] {
    return txids.flatMap((txid) => this.transactions.get(txid) ?? []);
  }

  #extend(txids: readonly string[]): Block {
    for (const block of this.blocks.extend(this.vm.heights, txids)) this.emit('block', block);
    return this.blocks.tip;
  }

  async #recordContract(id: string, source: string, clarityVersion: number, txid: string): Promise<void> {
    const abi = await this.vm.contractInterface<ClarityAbi>(id);
    if (!abi) throw new Error(`The VM does not know ${id}.`);
    const blockHeight = this.vm.heights.stacksHeight;
    this.contracts.set(id, { id, source, clarityVersion, abi, blockHeight, txid });
  }

  #noBlocks(): Blocks {
    return new Blocks(`${this.epoch}/${this.#nowMilliseconds()}`, () => this.#nowSeconds());
  }

  #nowSeconds(): number {
    return Math.floor(this.#nowMilliseconds() / 1000);
  }
}
