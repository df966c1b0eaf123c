/** What the live strip shows, read from the chain's own API: its height, the latest payments, the recipients' balances. */

import { type Asset, assetsOf, formatDecimalAmount } from 'x402pay';
import type { DemoFacts } from '../demo-facts.js';
import { grouped } from '../grouped.js';

/** One transfer inside of a payment. */
interface Transfer {
  readonly recipient: string;
  /** `0.8 STX` */
  readonly amount: string;
}

export interface Movement {
  readonly txid: string;
  readonly payer: string;
  /** The account or contract that was paid. */
  readonly payee: string;
  /** `1 STX` */
  readonly amount: string;
  /** Empty while it is on its way. */
  readonly transfers: readonly Transfer[];
  readonly settled: boolean;
  readonly failed: boolean;
  /** Height of its block. */
  readonly height: number | undefined;
}

export interface Purse {
  readonly name: string;
  /** One per asset. */
  readonly balances: readonly PurseBalance[];
}

export interface PurseBalance {
  /** `100,000.8 STX` */
  readonly text: string;
  /** Whether the latest block changed it. */
  readonly moved: boolean;
}

export interface ChainView {
  readonly online: boolean;
  readonly height: number;
  readonly symbols: readonly string[];
  /** The newest first. */
  readonly movements: readonly Movement[];
  /** Creator and platform, who share what the split contract is paid. */
  readonly purses: readonly Purse[];
}

const POLL_MILLISECONDS = 1000;
const SHOWN = 8;
const RECIPIENTS = ['creator', 'platform'];

/** The parts of the API's transactions that are read here. */
interface ApiTransaction {
  readonly tx_id: string;
  readonly tx_status: string;
  readonly sender_address: string;
  readonly block_height?: number;
  readonly token_transfer?: { readonly recipient_address: string; readonly amount: string };
  readonly contract_call?: {
    readonly contract_id: string;
    readonly function_name: string;
    readonly function_args: readonly { readonly repr: string }[];
  };
  readonly events?: readonly { readonly event_type: string; readonly asset?: ApiAsset }[];
}

interface ApiAsset {
  readonly asset_event_type: string;
  readonly asset_id?: string;
  readonly recipient: string;
  readonly amount: string;
}

export class ChainFeed {
  readonly #facts: DemoFacts;
  readonly #assets: readonly Asset[];
  readonly #show: (view: ChainView) => void;
  readonly #names: ReadonlyMap<string, string>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #view: ChainView;

  constructor(facts: DemoFacts, show: (view: ChainView) => void) {
    this.#facts = facts;
    this.#assets = assetsOf(facts.network);
    this.#show = show;
    const contracts = Object.entries(facts.contracts).map(([name, id]): [string, string] => [id, name]);
    this.#names = new Map([
      ...facts.accounts.map(({ name, address }): [string, string] => [address, name]),
      ...contracts,
    ]);
    const symbols = this.#assets.map(({ symbol }) => symbol);
    this.#view = { online: true, height: 0, symbols, movements: [], purses: [] };
  }

  start(): void {
    this.#stopped = false;
    void this.#turn();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** A hidden page asks for nothing. */
  async #turn(): Promise<void> {
    if (document.visibilityState === 'visible') {
      const view = await this.#read().catch(() => ({ ...this.#view, online: false }));
      if (this.#stopped) return;
      this.#view = view;
      this.#show(view);
    }
    this.#timer = setTimeout(() => void this.#turn(), POLL_MILLISECONDS);
  }

  async #read(): Promise<ChainView> {
    const [info, mined, waiting] = await Promise.all([
      this.#get<{ stacks_tip_height: number }>('/v2/info'),
      this.#get<{ results: ApiTransaction[] }>(`/extended/v1/tx?limit=${SHOWN}`),
      this.#get<{ results: ApiTransaction[] }>(`/extended/v1/tx/mempool?limit=${SHOWN}`),
    ]);
    const height = info.stacks_tip_height;
    const movements = [...waiting.results, ...mined.results].flatMap(
      (transaction) => this.#movement(transaction) ?? [],
    );
    return {
      ...this.#view,
      online: true,
      height,
      movements: movements.slice(0, SHOWN),
      purses: height === this.#view.height && this.#view.purses.length > 0 ? this.#view.purses : await this.#purses(),
    };
  }

  /** Reads a transaction as a payment; `undefined` for what is none. */
  #movement(transaction: ApiTransaction): Movement | undefined {
    const paid = this.#paid(transaction);
    if (!paid) return undefined;
    const asset = this.#assets.find(({ id }) => id === paid.asset);
    if (!asset) return undefined;
    const { tx_status: status } = transaction;
    return {
      txid: transaction.tx_id,
      payer: this.#nameOf(transaction.sender_address),
      payee: this.#nameOf(paid.payee),
      amount: amountText(paid.amount, asset),
      transfers: transfersOf(transaction, asset).map(({ recipient, amount }) => ({
        recipient: this.#nameOf(recipient),
        amount: amountText(amount, asset),
      })),
      settled: status === 'success',
      failed: status.startsWith('abort') || status.startsWith('dropped'),
      height: transaction.block_height,
    };
  }

  #paid({ token_transfer: transfer, contract_call: call }: ApiTransaction): Paid | undefined {
    if (transfer) return { asset: 'STX', payee: transfer.recipient_address, amount: transfer.amount };
    const [first = '', second = '', third = ''] = call?.function_args.map(({ repr }) => repr) ?? [];
    if (call?.function_name === 'transfer') {
      return { asset: call.contract_id, payee: third.replace(/^'/, ''), amount: first.replace(/^u/, '') };
    }
    if (call?.function_name === 'pay') {
      const asset = /^\(some '?(.+)\)$/.exec(first)?.[1] ?? 'STX';
      return { asset, payee: call.contract_id, amount: second.replace(/^u/, '') };
    }
    return undefined;
  }

  async #purses(): Promise<readonly Purse[]> {
    const accounts = this.#facts.accounts.filter(({ name }) => RECIPIENTS.includes(name));
    return Promise.all(
      accounts.map(async ({ name, address }) => {
        const held = await this.#get<ApiBalances>(`/extended/v1/address/${address}/balances`);
        const before = this.#view.purses.find((purse) => purse.name === name)?.balances;
        const balances = this.#assets.map((asset, index) => {
          const text = grouped(amountText(balanceIn(held, asset), asset));
          return { text, moved: before !== undefined && before[index]?.text !== text };
        });
        return { name, balances };
      }),
    );
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(this.#facts.devnet + path);
    if (!response.ok) throw new Error(`The chain answered ${response.status}.`);
    return response.json();
  }

  #nameOf(address: string): string {
    return this.#names.get(address) ?? `${address.slice(0, 5)}…${address.slice(-4)}`;
  }
}

interface Paid {
  readonly asset: string;
  readonly payee: string;
  readonly amount: string;
}

interface ApiBalances {
  readonly stx: { readonly balance: string };
  readonly fungible_tokens: Readonly<Record<string, { readonly balance: string }>>;
}

function balanceIn({ stx, fungible_tokens: tokens }: ApiBalances, asset: Asset): string {
  return asset.id === 'STX' ? stx.balance : (tokens[`${asset.id}::${asset.tokenName}`]?.balance ?? '0');
}

function transfersOf({ events = [] }: ApiTransaction, asset: Asset): readonly ApiAsset[] {
  return events.flatMap(({ asset: moved }) => {
    if (moved?.asset_event_type !== 'transfer') return [];
    const id = moved.asset_id?.split('::')[0] ?? 'STX';
    return id === asset.id ? [moved] : [];
  });
}

function amountText(atomic: string, asset: Asset): string {
  return `${formatDecimalAmount(BigInt(atomic), asset.decimals)} ${asset.symbol}`;
}
