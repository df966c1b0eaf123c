/** Clients that buy, each with the software of its own house. */

import { createHash } from 'node:crypto';
import { Cl, makeContractCall, makeSTXTokenTransfer, Pc, PostConditionMode } from '@stacks/transactions';
import { x402Client as AxiosClient, wrapAxiosWithPayment as wrapOfficialAxios } from '@x402/axios';
import { wrapFetchWithPayment, x402Client } from '@x402/fetch';
import axios from 'axios';
import * as peer from 'x402-stacks';
import { payingFetch } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { createExactStacksClient, guardedFetch } from 'x402pay/mechanism';
import type { Devnet } from '../../demo/devnet/index.js';
import { PATIENCE } from '../patience.js';

const NETWORK = 'stacks:2147483648';

/** Buys what is at a URL, and gives its content. Rejects when it gets none. */
export type Buy = (url: string) => Promise<string>;

export const CLIENTS = [
  'x402pay payingFetch',
  '@x402/fetch + mechanism',
  '@x402/axios + mechanism',
  'x402-stacks 2 (v2)',
  'x402-stacks 2 (v1)',
  'by hand',
] as const;
export type ClientName = (typeof CLIENTS)[number];

/** Each has an account of its own: they do not share nonces. */
export const ACCOUNT_OF: Readonly<Record<ClientName, string>> = {
  'x402pay payingFetch': 'reader',
  '@x402/fetch + mechanism': 'bob',
  '@x402/axios + mechanism': 'agent',
  'x402-stacks 2 (v2)': 'carol',
  'x402-stacks 2 (v1)': 'platform',
  'by hand': 'deployer',
};

export function clientNamed(name: ClientName, devnet: Devnet): Buy {
  const { privateKey } = devnet.account(ACCOUNT_OF[name]);
  switch (name) {
    case 'x402pay payingFetch':
      return ours(privateKey, devnet);
    case '@x402/fetch + mechanism':
      return officialFetch(privateKey, devnet);
    case '@x402/axios + mechanism':
      return officialAxios(privateKey, devnet);
    case 'x402-stacks 2 (v2)':
      return peerAxios(peer.wrapAxiosWithPayment(newAxios() as never, peer.privateKeyToAccount(privateKey, 'testnet')));
    case 'x402-stacks 2 (v1)':
      return peerAxios(
        peer.wrapAxiosWithPaymentV1(newAxios() as never, peer.privateKeyToAccountV1(privateKey, 'testnet')),
      );
    case 'by hand':
      return byHand(devnet.account(ACCOUNT_OF[name]), devnet);
  }
}

function payerOf(privateKey: string, devnet: Devnet) {
  return createKeyPayer({ privateKey, network: NETWORK, node: { url: devnet.url } });
}

const MAX_PER_PAYMENT = { STX: '0.01', USDCx: '0.01' };

function ours(privateKey: string, devnet: Devnet): Buy {
  const policy = { maxPerPayment: MAX_PER_PAYMENT };
  const fetchAndPay = payingFetch(fetch, payerOf(privateKey, devnet), policy, { maxWaitSeconds: 20 });
  return async (url) => contentOf(await fetchAndPay(url));
}

/** STX is no dollar, so the official clients want to be told that it may be spent. */
const ALLOWED = { allowedAssets: [{ network: NETWORK, asset: 'STX', maxAmountPerPayment: '10000' }] } as const;

function officialFetch(privateKey: string, devnet: Devnet): Buy {
  const payer = payerOf(privateKey, devnet);
  const client = new x402Client().register('stacks:*', createExactStacksClient({ payer, resumeAfterSeconds: 1 }));
  client.setSpendControls(ALLOWED as never);
  const fetchAndPay = wrapFetchWithPayment(guardedFetch(fetch), client);
  return async (url) => contentOf(await fetchAndPay(url));
}

/** The newest release on npm is built on core 2.11: no hooks and no spend controls yet. */
function officialAxios(privateKey: string, devnet: Devnet): Buy {
  const scheme = createExactStacksClient({ payer: payerOf(privateKey, devnet), maxPerPayment: MAX_PER_PAYMENT });
  const instance = newAxios({ adapter: 'fetch', env: { fetch: guardedFetch(fetch) } });
  const wrapped = wrapOfficialAxios(instance as never, new AxiosClient().register('stacks:*', scheme as never));
  return async (url) => (await wrapped.get(url)).data as string;
}

function newAxios(more: object = {}) {
  return axios.create({ responseType: 'text', transformResponse: [jsonOrText], timeout: PATIENCE, ...more });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** x402-stacks brings an axios of its own. */
function peerAxios(instance: { get(url: string): Promise<{ data: unknown }> }): Buy {
  return async (url) => (await instance.get(url)).data as string;
}

/** What anybody can do with a JSON parser, SHA-256 and a Stacks library, and nothing of ours. */
export function byHand(account: Signer, devnet: Devnet): Buy {
  return async (url) => {
    const asked = await fetch(url);
    if (asked.status !== 402) throw new Error(`${asked.status}`);
    const required = JSON.parse(Buffer.from(asked.headers.get('payment-required') ?? '', 'base64').toString());
    const [accepted] = required.accepts;
    const transaction = await signedByHand(accepted, account, devnet);
    const payment = { x402Version: 2, resource: required.resource, accepted, payload: { transaction } };
    const header = Buffer.from(JSON.stringify(payment)).toString('base64');
    return contentOf(await fetch(url, { headers: { 'PAYMENT-SIGNATURE': header } }));
  };
}

interface Signer {
  readonly address: string;
  readonly privateKey: string;
}

interface Accepted {
  readonly asset: string;
  readonly amount: string;
  readonly payTo: string;
  readonly extra?: { readonly offer?: string };
}

async function signedByHand(
  accepted: Accepted,
  { address, privateKey: senderKey }: Signer,
  devnet: Devnet,
): Promise<string> {
  const { asset, amount, payTo, extra } = accepted;
  const nonces = await (await fetch(`${devnet.url}/extended/v1/address/${address}/nonces`)).json();
  const memo = extra?.offer === undefined ? 'by hand' : memoOf(extra.offer);
  const common = { senderKey, network: 'testnet', nonce: nonces.possible_next_nonce, fee: 1000 } as const;
  if (asset === 'STX') {
    const transfer = await makeSTXTokenTransfer({ ...common, recipient: payTo, amount, memo });
    return transfer.serialize().replace(/^0x/, '');
  }
  const [contractAddress = '', contractName = ''] = asset.split('.');
  const call = await makeContractCall({
    ...common,
    contractAddress,
    contractName,
    functionName: 'transfer',
    functionArgs: [Cl.uint(amount), Cl.principal(address), Cl.principal(payTo), Cl.some(Cl.bufferFromAscii(memo))],
    postConditionMode: PostConditionMode.Deny,
    postConditions: [
      Pc.principal(address)
        .willSendEq(amount)
        .ft(asset as `${string}.${string}`, 'usdcx-token'),
    ],
  });
  return call.serialize().replace(/^0x/, '');
}

/** The rule of the protocol, in one line. */
function memoOf(offer: string): string {
  return `x402:${createHash('sha256').update(`x402pay/memo/v1${offer}`).digest('base64url').slice(0, 29)}`;
}

async function contentOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`The server answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return response.text();
}
