import { describe, expect, it } from 'vitest';
import { X402Error } from '../../src/errors.js';
import { createNodeReader } from '../../src/node-reader.js';
import type { PaymentAttempt } from '../paywall/record.js';
import { traceAttempt } from './trace.js';
import { txidOf } from './txid.js';

const PAYER = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const MEMO = `x402:${'m'.repeat(29)}`;
const MEMO_HEX = Buffer.from(MEMO).toString('hex');
const OURS = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const URL_OF_NODE = 'https://node.example';

const attempt: PaymentAttempt = {
  accepted: { scheme: 'exact', network: 'stacks:1', amount: '1', asset: 'STX', payTo: PAYER, maxTimeoutSeconds: 60 },
  resource: { url: 'https://blog.example/a' },
  payer: PAYER,
  method: 'sign',
  nonce: '7',
  memo: MEMO,
  begunAt: 1,
};

interface World {
  confirmed: number;
  mined?: object[];
  pending?: object[];
  details?: Record<string, object>;
  hasLists?: boolean;
}

const transfer = (id: string, nonce: number, status = 'success', memo = MEMO_HEX) => ({
  tx_id: `0x${id}`,
  sender: { address: PAYER, nonce },
  status,
  type: 'token_transfer',
  token_transfer: { memo: { hex: `0x${memo}` } },
});
const call = (id: string, nonce: number, status = 'success') => ({
  tx_id: `0x${id}`,
  sender: { address: PAYER, nonce },
  status,
  type: 'contract_call',
  contract_call: { function_name: 'transfer' },
});

function trace(
  { confirmed, mined = [], pending = [], details = {}, hasLists = true }: World,
  of: PaymentAttempt = attempt,
) {
  const fetch = async (request: RequestInfo | URL) => {
    const path = new URL((request as Request).url).pathname;
    if (path.endsWith('/nonces')) {
      return Response.json({
        next_nonce: confirmed,
        last_confirmed_nonce: confirmed - 1,
        mempool: { missing_nonces: [] },
      });
    }
    if (!hasLists) return new Response(null, { status: 404 });
    if (path.endsWith('/mempool/transactions')) return Response.json({ results: pending });
    if (path.endsWith('/transactions'))
      return Response.json({ results: mined.map((transaction) => ({ transaction })) });
    return Response.json(details[path.split('0x')[1] ?? ''] ?? {});
  };
  return traceAttempt(of, createNodeReader({ url: URL_OF_NODE, fetch }), { url: URL_OF_NODE, fetch });
}

describe('an attempt', () => {
  it('has landed when its memo is in the mempool or in a block', async () => {
    const landed = { outcome: 'landed', txid: OURS };
    expect(await trace({ confirmed: 7, pending: [transfer(OURS, 7, 'pending')] })).toEqual(landed);
    expect(await trace({ confirmed: 8, mined: [transfer(OTHER, 6, 'success', '00'), transfer(OURS, 7)] })).toEqual(
      landed,
    );
  });

  it('has landed under another nonce, too: wallets may choose', async () => {
    expect(await trace({ confirmed: 10, mined: [transfer(OURS, 9)] })).toEqual({ outcome: 'landed', txid: OURS });
  });

  it('of a token is looked for in the arguments of the call', async () => {
    const details = { [OURS]: { contract_call: { function_args: [{ hex: `0x0a0200000022${MEMO_HEX}` }] } } };
    expect(await trace({ confirmed: 8, mined: [call(OTHER, 6), call(OURS, 7)], details })).toEqual({
      outcome: 'landed',
      txid: OURS,
    });
  });

  it('is void when the chain has undone it, or another transaction has its nonce', async () => {
    expect(await trace({ confirmed: 8, mined: [transfer(OURS, 7, 'abort_by_response')] })).toEqual({ outcome: 'void' });
    expect(await trace({ confirmed: 8, mined: [transfer(OTHER, 7, 'success', '00')] })).toEqual({ outcome: 'void' });
  });

  it('is open as long as its nonce is', async () => {
    expect(await trace({ confirmed: 7 })).toEqual({ outcome: 'open' });
    expect(await trace({ confirmed: 7, pending: [transfer(OTHER, 7, 'pending', '00')] })).toEqual({ outcome: 'open' });
    const { nonce: _, ...sent } = attempt;
    expect(await trace({ confirmed: 70 }, { ...sent, method: 'broadcast' })).toEqual({ outcome: 'open' });
  });

  it('is unknown when its nonce is used, and nobody says by what', async () => {
    expect(await trace({ confirmed: 8 })).toEqual({ outcome: 'unknown' });
    expect(await trace({ confirmed: 8, hasLists: false })).toEqual({ outcome: 'unknown' });
    const { memo: _, ...unbound } = attempt;
    expect(await trace({ confirmed: 8, mined: [transfer(OTHER, 7)] }, unbound)).toEqual({ outcome: 'unknown' });
  });

  it('that was signed is known by its id', async () => {
    const { memo: _, ...unbound } = attempt;
    const payload = { transaction: '00'.repeat(120) };
    const id = txidOf(payload);
    expect(await trace({ confirmed: 8, mined: [transfer(id, 7)] }, { ...unbound, payload })).toEqual({
      outcome: 'landed',
      txid: id,
    });
    expect(txidOf({ txid: OURS })).toBe(OURS);
  });

  it('cannot be judged without a node', async () => {
    const fetch = () => Promise.reject(new TypeError('down'));
    const node = createNodeReader({ url: URL_OF_NODE, fetch });
    await expect(traceAttempt(attempt, node, { url: URL_OF_NODE, fetch })).rejects.toBeInstanceOf(X402Error);
  });
});
