/** A Stacks node as a function, for tests of what reads from one: accounts with balances and nonces, no chain behind. */

import { bytesFromHex, decodeClarity, encodeClarity, formatPrincipal, hexFromBytes } from 'x402pay/stacks';

export interface ScriptedNode {
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Method and path of every question so far. */
  readonly asked: string[];
  stx: bigint;
  /** Contract id → balance, the same for all accounts. */
  readonly tokens: Record<string, bigint>;
  /** First nonce that no mined transaction has used. */
  confirmed: number;
  /** Nonces of transactions that wait. */
  waiting: number[];
  /** Routes that this node has. */
  readonly has: { v3: boolean; v1: boolean; estimates: boolean; callRead: boolean };
  /** Three estimates. */
  estimations: number[];
  /** Answers this instead, when it is there. */
  answer?: (request: Request) => Response | undefined | Promise<Response | undefined>;
}

export function scriptedNode(): ScriptedNode {
  const node: ScriptedNode = {
    asked: [],
    stx: 100_000_000n,
    tokens: {},
    confirmed: 0,
    waiting: [],
    has: { v3: true, v1: true, estimates: true, callRead: true },
    estimations: [300, 1000, 3000],
    fetch: async (input, init) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const { pathname } = new URL(request.url);
      node.asked.push(`${request.method} ${pathname}`);
      return (await node.answer?.(request)) ?? (await reply(node, request, pathname.slice(1).split('/')));
    },
  };
  return node;
}

async function reply(node: ScriptedNode, request: Request, path: string[]): Promise<Response> {
  const missing = new Response('not found', { status: 404 });
  const highest = Math.max(node.confirmed - 1, ...node.waiting);
  const gaps = Array.from({ length: Math.max(highest - node.confirmed, 0) }, (_, index) => node.confirmed + index);
  const missingNonces = gaps.filter((nonce) => !node.waiting.includes(nonce));
  const lastExecuted = node.confirmed === 0 ? null : node.confirmed - 1;
  switch (path.filter((part) => !/^S[A-Z0-9]{20}/.test(part)).join('/')) {
    case 'extended/v3/principals/nonces':
      if (!node.has.v3) return missing;
      return Response.json({
        next_nonce: highest + 1,
        last_confirmed_nonce: lastExecuted,
        mempool: { last_nonce: null, pending_nonces: [], missing_nonces: missingNonces },
      });
    case 'extended/v1/address/nonces':
      if (!node.has.v1) return new Response('', { status: 410 });
      return Response.json({
        possible_next_nonce: highest + 1,
        last_executed_tx_nonce: lastExecuted,
        detected_missing_nonces: missingNonces,
      });
    case 'v2/accounts':
      return Response.json({ balance: `0x${node.stx.toString(16).padStart(32, '0')}`, nonce: node.confirmed });
    case 'v2/fees/transaction':
      if (!node.has.estimates) return Response.json({ reason: 'NoEstimateAvailable' }, { status: 400 });
      return Response.json({ estimations: node.estimations.map((fee) => ({ fee, fee_rate: 1 })) });
    case 'v2/fees/transfer':
      return Response.json(2);
    case 'extended/v1/address/balances':
      if (!node.has.v1) return missing;
      return Response.json({
        fungible_tokens: Object.fromEntries(
          Object.entries(node.tokens).map(([id, balance]) => [`${id}::${id.split('.')[1]}`, { balance: `${balance}` }]),
        ),
      });
    default:
      return node.has.callRead && path.at(-1) === 'get-balance' ? await balanceOf(node, request, path) : missing;
  }
}

async function balanceOf(node: ScriptedNode, request: Request, path: string[]): Promise<Response> {
  const {
    sender,
    arguments: [argument],
  } = (await request.json()) as { sender: string; arguments: [string] };
  const holder = decodeClarity(bytesFromHex(argument.slice(2)));
  if (holder.type !== 'principal' || formatPrincipal(holder.value) !== sender) return new Response('', { status: 400 });
  const balance = encodeClarity({
    type: 'ok',
    value: { type: 'uint', value: node.tokens[`${path[3]}.${path[4]}`] ?? 0n },
  });
  return Response.json({ okay: true, result: `0x${hexFromBytes(balance)}` });
}
