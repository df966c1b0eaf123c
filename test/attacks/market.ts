/** A real chain, a seller on it, and payers with real money: what attacks are tried against. */

import { afterAll, beforeAll } from 'vitest';
import { assetsOf, createNodeReader, memoOfOffer, type Offer } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { bytesFromHex } from 'x402pay/stacks';
import {
  createVerifier,
  type PaidHandler,
  type Protection,
  type Verifier,
  type VerifierConfig,
} from 'x402pay/verifier';
import { type Devnet, type DevnetOptions, startDevnet } from '../../demo/devnet/index.js';
import { type Account, account, asks, NETWORK, ORIGIN, offerOf, presents, SECRET, SELLER } from '../verifier/shop.js';

export interface Market {
  readonly devnet: Devnet;
  /** A verifier in a process of its own: same secret, same chain. */
  verifier(config?: Partial<VerifierConfig>): Verifier;
  /** An account that nobody has used, with 100 of everything. */
  stranger(): Promise<Account>;
  /** What an account holds, in atomic units. */
  balance(address: string, asset?: string): Promise<bigint>;
  /** Buys honestly: the key payer signs what the offer asks for. */
  buys(
    guarded: Protection,
    payer: Account,
    options?: { path?: string; asset?: string; handler?: PaidHandler },
  ): Promise<Purchase>;
}

interface Purchase {
  readonly response: Response;
  readonly offer: Offer;
  readonly txid: string;
  readonly transaction: Uint8Array;
  readonly headers: Record<string, string>;
}

/** Starts the chain before the tests of a file, and stops it after them. */
export function market(options: DevnetOptions = {}): Market {
  let devnet: Devnet | undefined;
  let seed = 100;
  beforeAll(async () => {
    devnet = await startDevnet({ port: 0, blockMilliseconds: 0, ...options });
  });
  afterAll(() => devnet?.close());
  const running = () => devnet as Devnet;
  return {
    get devnet() {
      return running();
    },
    verifier: (config = {}) =>
      createVerifier({
        network: NETWORK,
        payTo: SELLER,
        secret: SECRET,
        origin: ORIGIN,
        chain: { url: running().url },
        ...config,
      }),
    stranger: async () => {
      seed += 1;
      const fresh = account(seed);
      await running().fund(fresh.address, { STX: 100_000_000n, sBTC: 10_000_000_000n, USDCx: 100_000_000n });
      return fresh;
    },
    balance: async (address, asset = 'STX') => {
      const node = createNodeReader({ url: running().url });
      const known = assetsOf(NETWORK).find(({ id }) => id === asset);
      if (!known) throw new Error(`Unknown asset ${asset}.`);
      return node.tokenBalance(address, known);
    },
    buys: (guarded, payer, options) => buys(running().url, guarded, payer, options),
  };
}

async function buys(
  url: string,
  guarded: Protection,
  { privateKey }: Account,
  {
    path = '/a',
    asset = 'STX',
    handler = () => new Response('the content'),
  }: { path?: string; asset?: string; handler?: PaidHandler } = {},
): Promise<Purchase> {
  const offer = await offerOf(guarded, asset, asks(path));
  const payer = createKeyPayer({ privateKey, network: NETWORK, node: { url } });
  const known = assetsOf(NETWORK).find(({ id }) => id === asset);
  if (!known) throw new Error(`Unknown asset ${asset}.`);
  const memo = memoOfOffer(offer.extra?.offer as string);
  const { payload, txid } = await payer.pay({ resource: { url: ORIGIN + path }, offer, asset: known, memo });
  const transaction = bytesFromHex((payload as { transaction: string }).transaction);
  const headers = presents(offer, transaction);
  return { response: await guarded(asks(path, headers), handler), offer, txid, transaction, headers };
}

/** A handler that must not run. */
export function trap(): { handler: PaidHandler; runs: () => number } {
  let count = 0;
  const handler = () => {
    count += 1;
    return new Response('the content');
  };
  return { handler, runs: () => count };
}

/** Sends a transaction to the chain behind the seller's back. */
export async function broadcasts(devnet: Devnet, transaction: Uint8Array): Promise<void> {
  const response = await fetch(`${devnet.url}/v2/transactions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: transaction as Uint8Array<ArrayBuffer>,
  });
  if (!response.ok) throw new Error(await response.text());
}

/** What everybody can read off the chain. */
export async function rawFromChain(devnet: Devnet, txid: string): Promise<Uint8Array> {
  const { raw_tx } = (await (await fetch(`${devnet.url}/extended/v1/tx/0x${txid}/raw`)).json()) as { raw_tx: string };
  return bytesFromHex(raw_tx.replace(/^0x/, ''));
}

/** Status of a transaction in the API's words. */
export async function statusOnChain(devnet: Devnet, txid: string): Promise<string> {
  const response = await fetch(`${devnet.url}/extended/v3/transactions/0x${txid}`);
  return response.ok ? ((await response.json()) as { status: string }).status : 'not_found';
}
