import { describe, expect, it } from 'vitest';
import { type Asset, assetsOf } from '../../src/assets.js';
import { X402Error } from '../../src/errors.js';
import type { NodeReader } from '../../src/node-reader.js';
import type { PaymentOrder } from '../../src/payer.js';
import {
  bytesFromHex,
  decodeTransaction,
  encodeTransaction,
  hexFromBytes,
  type StacksTransaction,
} from '../../src/stacks.js';
import type { PaymentAttempt } from '../paywall/record.js';
import type { StacksProvider } from './provider.js';
import type { WalletPayOptions } from './wallet.js';
import { createWalletPayer } from './wallet-payer.js';

const [STX, , USDCx] = assetsOf('stacks:1') as [Asset, Asset, Asset];
const PAYER = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const PAYEE = 'SP3FBR2AGK5H9QBDH3EEN6DF8EK8JY7RX8QJ5SVTE';
const MEMO = `x402:${'m'.repeat(29)}`;
const TXID = 'ab'.repeat(32);

type Method = (params: Record<string, unknown>) => unknown;

/** A wallet with these methods; every other one is missing. */
function providerOf(
  methods: Record<string, Method>,
  more: object = {},
): StacksProvider & { asked: [string, unknown][] } {
  const asked: [string, unknown][] = [];
  const request = async (method: string, params: object = {}) => {
    asked.push([method, params]);
    const answer = methods[method];
    if (!answer) return { jsonrpc: '2.0', error: { code: -32601, message: 'Method not found' } };
    return answer(params as Record<string, unknown>);
  };
  return { asked, request, ...more };
}

const addresses: Method = () => ({ result: { addresses: [{ address: 'bc1qxyz' }, { address: PAYER }] } });
/** Signs what it is given, after `change`. */
const signer =
  (change: (transaction: StacksTransaction) => StacksTransaction = (same) => same): Method =>
  ({ transaction }) => {
    const unsigned = change(decodeTransaction(bytesFromHex(String(transaction))));
    const signature = Uint8Array.from({ length: 65 }, (_, index) => (index === 0 ? 0 : 7));
    return {
      result: {
        transaction: hexFromBytes(encodeTransaction({ ...unsigned, origin: { ...unsigned.origin, signature } })),
      },
    };
  };

function nodeOf(known: { nonce?: bigint; stx?: bigint; token?: bigint } = {}): NodeReader {
  return {
    nonce: async () => known.nonce ?? 7n,
    nonces: async () => ({ next: 7n, confirmed: 7n, missing: [] }),
    stxBalance: async () => known.stx ?? 10_000_000n,
    tokenBalance: async () => known.token ?? 10_000_000n,
    fee: async () => 300n,
  };
}

function orderOf(asset: Asset = STX, extra: Record<string, unknown> = {}): PaymentOrder {
  return {
    resource: { url: 'https://blog.example/a' },
    offer: {
      scheme: 'exact',
      network: 'stacks:1',
      amount: '500000',
      asset: asset.id,
      payTo: PAYEE,
      maxTimeoutSeconds: 600,
      extra: { payloads: ['transaction', 'txid'], ...extra },
    },
    asset,
    memo: MEMO,
  };
}

function pay(provider: StacksProvider, options: WalletPayOptions = {}, order = orderOf(), node = nodeOf()) {
  return createWalletPayer({ name: 'Test', provider, nodeOf: () => node }).pay(order, options);
}

function attemptOf(nonce: string | undefined, payer = PAYER): PaymentAttempt {
  const { offer: accepted, resource } = orderOf();
  return { accepted, resource, payer, method: 'sign', begunAt: 1, ...(nonce !== undefined && { nonce }) };
}

const code = (name: string) => ({ name: 'X402Error', code: name });

describe('a wallet that signs', () => {
  it('is asked for its address, then for a signature without sending, after the attempt was told', async () => {
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer() });
    const order: string[] = [];
    const payment = await pay(provider, {
      beforeAsking: async ({ payer, nonce, method }) => {
        order.push(`${method} ${payer} ${nonce} after ${provider.asked.map(([name]) => name)}`);
      },
    });
    expect(order).toEqual([`sign ${PAYER} 7 after getAddresses`]);
    expect(provider.asked[0]).toEqual(['getAddresses', { network: 'mainnet' }]);
    expect(provider.asked[1]).toMatchObject(['stx_signTransaction', { broadcast: false, network: 'mainnet' }]);
    expect(payment).toMatchObject({ payer: PAYER, nonce: 7n });
    const { transaction } = payment.payload as { transaction: string };
    expect(decodeTransaction(bytesFromHex(transaction))).toMatchObject({
      origin: { nonce: 7n, fee: 300n },
      payload: { type: 'token-transfer', amount: 500000n },
    });
  });

  it('may fill in another nonce and fee', async () => {
    const change = (transaction: StacksTransaction) => ({
      ...transaction,
      origin: { ...transaction.origin, nonce: 9n, fee: 1n },
    });
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer(change) });
    await expect(pay(provider)).resolves.toMatchObject({ nonce: 9n });
  });

  it('may write the same payment in other bytes', async () => {
    const change = (transaction: StacksTransaction): StacksTransaction => ({
      ...transaction,
      anchorMode: 'on-chain-only',
    });
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer(change) });
    await expect(pay(provider)).resolves.toMatchObject({ payer: PAYER });
  });

  it.each<[string, (transaction: StacksTransaction) => StacksTransaction]>([
    [
      'another amount',
      (transaction) => ({ ...transaction, payload: { ...transaction.payload, amount: 500001n } as never }),
    ],
    [
      'another memo',
      (transaction) => ({ ...transaction, payload: { ...transaction.payload, memo: new Uint8Array(34) } as never }),
    ],
    ['another chain', (transaction) => ({ ...transaction, transactionVersion: 0x80, chainId: 0x80000000 })],
    [
      'another account',
      (transaction) => ({ ...transaction, origin: { ...transaction.origin, signer: new Uint8Array(20) } }),
    ],
  ])('does not get away with %s', async (_, change) => {
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer(change) });
    await expect(pay(provider)).rejects.toMatchObject(code('wallet_changed_payment'));
  });

  it('does not get away with no signature, junk, or silence', async () => {
    const answers = [{ result: { transaction: 'zz' } }, { result: {} }, undefined, 'yes', { result: null }];
    for (const answer of answers) {
      const provider = providerOf({ getAddresses: addresses, stx_signTransaction: () => answer });
      await expect(pay(provider)).rejects.toMatchObject(code('wallet_failed'));
    }
    const unsigned = providerOf({
      getAddresses: addresses,
      stx_signTransaction: ({ transaction }) => ({ result: { transaction } }),
    });
    await expect(pay(unsigned)).rejects.toMatchObject(code('wallet_failed'));
  });

  it('that sends all the same gives an id, which is the payment then', async () => {
    const provider = providerOf({
      getAddresses: addresses,
      stx_signTransaction: () => ({ result: { txid: `0x${TXID}` } }),
    });
    await expect(pay(provider)).resolves.toEqual({ payload: { txid: TXID }, payer: PAYER });
  });

  it('is not asked when there is not enough, and the error says how much is missing', async () => {
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer() });
    const poor = { ...code('insufficient_funds'), asset: 'STX', missingAtomic: 300n };
    await expect(pay(provider, {}, orderOf(), nodeOf({ stx: 500_000n }))).rejects.toMatchObject(poor);
    await expect(pay(provider, {}, orderOf(USDCx), nodeOf({ token: 1n }))).rejects.toMatchObject({
      asset: USDCx.id,
      missingAtomic: 499_999n,
    });
    await expect(pay(provider, {}, orderOf(USDCx), nodeOf({ stx: 0n }))).rejects.toMatchObject({
      asset: 'STX',
      missingAtomic: 300n,
    });
    expect(provider.asked.map(([method]) => method)).not.toContain('stx_signTransaction');
  });
});

describe('after earlier attempts that may still land', () => {
  it('takes their nonce, and no other', async () => {
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer() });
    await expect(pay(provider, { open: [attemptOf('4'), attemptOf('3')] })).resolves.toMatchObject({ nonce: 3n });
    const change = (transaction: StacksTransaction) => ({
      ...transaction,
      origin: { ...transaction.origin, nonce: 9n },
    });
    const stubborn = providerOf({ getAddresses: addresses, stx_signTransaction: signer(change) });
    await expect(pay(stubborn, { open: [attemptOf('3')] })).rejects.toMatchObject(code('wallet_changed_payment'));
  });

  it('asks the reader where a nonce cannot exclude them, and pays when the reader has decided', async () => {
    for (const attempt of [attemptOf('3', PAYEE), attemptOf(undefined)]) {
      const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer() });
      await expect(pay(provider, { open: [attempt] })).rejects.toMatchObject(code('payment_unresolved'));
      expect(provider.asked).toHaveLength(1);
      await expect(pay(provider, { open: [attempt], decided: true })).resolves.toMatchObject({ nonce: 7n });
    }
  });
});

describe('a wallet that says no', () => {
  it.each([
    ['SIP-030, answered', () => ({ error: { code: -32000, message: 'no' } })],
    ['EIP-1193, thrown', () => Promise.reject({ code: 4001 })],
    ['JSON-RPC, thrown', () => Promise.reject({ jsonrpc: '2.0', error: { code: -32000 } })],
  ])('is understood, and the attempt is taken back (%s)', async (_, refuse) => {
    let isTakenBack = false;
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: refuse });
    const afterRefusal = async () => {
      isTakenBack = true;
    };
    await expect(pay(provider, { afterRefusal })).rejects.toMatchObject(code('wallet_rejected'));
    expect(isTakenBack).toBe(true);
  });

  it('in any other way may have signed: the attempt stays', async () => {
    let isTakenBack = false;
    const provider = providerOf({
      getAddresses: addresses,
      stx_signTransaction: () => Promise.reject(new Error('port closed')),
    });
    const afterRefusal = async () => {
      isTakenBack = true;
    };
    await expect(pay(provider, { afterRefusal })).rejects.toMatchObject(code('wallet_failed'));
    expect(isTakenBack).toBe(false);
  });

  it('or nothing can be left alone', async () => {
    const abort = new AbortController();
    const provider = providerOf({ getAddresses: addresses, stx_signTransaction: () => new Promise(() => {}) });
    const payment = pay(provider, { signal: abort.signal, onStep: () => abort.abort() });
    await expect(payment).rejects.toMatchObject(code('aborted'));
  });

  it('whose picker was closed has not declined anything', async () => {
    const provider = providerOf({ getAddresses: () => Promise.reject({ code: -31001 }) });
    await expect(pay(provider)).rejects.toMatchObject(code('aborted'));
  });
});

describe('the account of a wallet', () => {
  it('is asked of Xverse in its own way', async () => {
    const provider = providerOf(
      { wallet_connect: addresses, stx_signTransaction: signer() },
      { createRepeatInscriptions: () => {} },
    );
    await expect(pay(provider)).resolves.toMatchObject({ payer: PAYER });
  });

  it('is asked by the other name where the first is missing', async () => {
    const provider = providerOf({ stx_getAddresses: addresses, stx_signTransaction: signer() });
    await expect(pay(provider)).resolves.toMatchObject({ payer: PAYER });
  });

  it.each([
    ['wrong_network', [{ address: 'ST2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKQYAC0RQ' }]],
    ['wallet_failed', [{ address: 'bc1qxyz' }, 7, null]],
    ['wallet_failed', 'none'],
  ])('that cannot pay is %s', async (expected, list) => {
    const provider = providerOf({ getAddresses: () => ({ result: { addresses: list } }) });
    await expect(pay(provider)).rejects.toMatchObject(code(expected));
  });

  it('that a wallet cannot name is wallet_failed', async () => {
    await expect(pay(providerOf({}))).rejects.toMatchObject(code('wallet_failed'));
  });
});

describe('a wallet that cannot sign without sending', () => {
  const sends = { result: { txid: TXID } };

  it('sends STX with the memo, and the attempt says that it was asked to send', async () => {
    const methods: string[] = [];
    const provider = providerOf({ getAddresses: addresses, stx_transferStx: () => sends });
    const beforeAsking = async (draft: { method: string; nonce?: bigint }) => {
      methods.push(`${draft.method} ${draft.nonce}`);
    };
    await expect(pay(provider, { beforeAsking })).resolves.toEqual({ payload: { txid: TXID }, payer: PAYER });
    expect(methods).toEqual(['sign 7', 'broadcast undefined']);
    expect(provider.asked.at(-1)).toEqual([
      'stx_transferStx',
      { recipient: PAYEE, amount: '500000', memo: MEMO, network: 'mainnet' },
    ]);
  });

  it('calls transfer of a token, with the memo and the one post-condition', async () => {
    const provider = providerOf({ getAddresses: addresses, stx_callContract: () => sends });
    await pay(provider, {}, orderOf(USDCx));
    const [, params] = provider.asked.at(-1) as [string, { functionArgs: string[]; postConditions: string[] }];
    expect(params).toMatchObject({
      contract: USDCx.id,
      functionName: 'transfer',
      postConditionMode: 'deny',
      network: 'mainnet',
    });
    expect(params.functionArgs[0]).toBe(`01${500000n.toString(16).padStart(32, '0')}`);
    expect(params.functionArgs[3]).toBe(`0a0200000022${Buffer.from(MEMO).toString('hex')}`);
    expect(params.postConditions).toHaveLength(1);
  });

  it.each([
    ['the server takes no ids', orderOf(STX, { payloads: ['transaction'] })],
    ['nothing binds the payment', { ...orderOf(), memo: undefined }],
  ])('is not asked where %s', async (_, order) => {
    const provider = providerOf({ getAddresses: addresses, stx_transferStx: () => sends });
    await expect(pay(provider, {}, order)).rejects.toMatchObject(code('wallet_failed'));
    expect(provider.asked.at(-1)?.[0]).toBe('stx_signTransaction');
  });

  it('is not asked after an attempt that it could not exclude', async () => {
    const provider = providerOf({ getAddresses: addresses, stx_transferStx: () => sends });
    await expect(pay(provider, { open: [attemptOf('3')] })).rejects.toMatchObject(code('payment_unresolved'));
  });

  it('and cannot send either has done nothing', async () => {
    let takenBack = 0;
    const afterRefusal = async () => {
      takenBack++;
    };
    await expect(pay(providerOf({ getAddresses: addresses }), { afterRefusal })).rejects.toMatchObject(
      code('wallet_failed'),
    );
    expect(takenBack).toBe(2);
  });
});

it('lets errors of our own through', async () => {
  const provider = providerOf({ getAddresses: addresses, stx_signTransaction: signer() });
  const beforeAsking = () => Promise.reject(new X402Error('payment_in_progress', 'Another tab.'));
  await expect(pay(provider, { beforeAsking })).rejects.toMatchObject(code('payment_in_progress'));
});
