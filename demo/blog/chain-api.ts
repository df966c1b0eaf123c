/** The two small things that BitBlog sells to programs, made from what the node answers. */

import { assetsOf, formatDecimalAmount, type Network } from 'x402pay';

/** A node's answer that cannot be used. The verifier keeps the payment good, so the buyer may simply ask again. */
class NodeFault extends Error {}

export class ChainApi {
  readonly #url: string;
  readonly #network: Network;

  constructor(url: string, network: Network) {
    this.#url = url;
    this.#network = network;
  }

  /** The height, and the latest transactions with what they moved. */
  async summary(): Promise<Response> {
    const [info, latest] = await Promise.all([
      this.#json<NodeInfo>('/v2/info'),
      this.#json<{ results: readonly NodeTransaction[] }>('/extended/v1/tx?limit=20'),
    ]);
    return Response.json({
      network: this.#network,
      height: info.stacks_tip_height,
      burnHeight: info.burn_block_height,
      transactions: latest.results.map((transaction) => this.#view(transaction)),
    });
  }

  /** Fees for a transaction of `bytes` bytes, in decimal STX. */
  async feeForecast(bytes: number): Promise<Response> {
    const { estimations } = await this.#json<{ estimations: readonly { fee: number }[] }>('/v2/fees/transaction', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // The payload of a transfer of one micro-STX: what it does hardly matters, its length does.
      body: JSON.stringify({ transaction_payload: `0005${'00'.repeat(63)}`, estimated_len: bytes }),
    });
    const [low, middle, high] = estimations.map(({ fee }) => formatDecimalAmount(BigInt(Math.ceil(fee)), 6));
    return Response.json({ bytes, unit: 'STX', low, middle, high });
  }

  #view(transaction: NodeTransaction): Record<string, unknown> {
    const assets = assetsOf(this.#network);
    const transfers = transaction.events.flatMap(({ asset: moved }) => {
      if (moved?.asset_event_type !== 'transfer') return [];
      const id = moved.asset_id?.split('::')[0] ?? 'STX';
      const asset = assets.find((known) => known.id === id);
      if (!asset) return [];
      const amount = formatDecimalAmount(BigInt(moved.amount), asset.decimals);
      return [{ from: moved.sender, to: moved.recipient, amount, asset: asset.symbol }];
    });
    return { txid: transaction.tx_id, status: transaction.tx_status, height: transaction.block_height, transfers };
  }

  async #json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await fetch(this.#url + path, init);
    if (!response.ok) throw new NodeFault(`The node answered ${response.status}.`);
    return response.json() as Promise<T>;
  }
}

interface NodeInfo {
  readonly stacks_tip_height: number;
  readonly burn_block_height: number;
}

interface NodeTransaction {
  readonly tx_id: string;
  readonly tx_status: string;
  readonly block_height: number;
  readonly events: readonly {
    readonly asset?: {
      readonly asset_event_type: string;
      readonly asset_id?: string;
      readonly sender: string;
      readonly recipient: string;
      readonly amount: string;
    };
  }[];
}

const DEFAULT_BYTES = 180;
const MOST_BYTES = 100_000;

/** Reads `?bytes=`; `undefined` when it is not a sensible number. */
export function bytesOf({ url }: Request): number | undefined {
  const text = new URL(url).searchParams.get('bytes') ?? String(DEFAULT_BYTES);
  const bytes = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN;
  return bytes <= MOST_BYTES ? bytes : undefined;
}
