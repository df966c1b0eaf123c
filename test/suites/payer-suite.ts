/** What every payer promises, as a list of cases that any test runner can run: `for (const { title, run } of payerSuite(make)) it(title, run)`. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import {
  type Asset,
  assetsOf,
  isX402Error,
  memoOfOffer,
  type Network,
  type Offer,
  type Payer,
  type PaymentOrder,
  type PaymentStep,
  type SignedPayment,
} from 'x402pay';
import {
  bytesFromHex,
  checkPaymentTransaction,
  decodeTransaction,
  originAddress,
  originPublicKey,
  type Recover,
  type StacksTransaction,
  transactionId,
} from 'x402pay/stacks';

/** What the payer finds outside. In `poor` it has not enough for any order; in `no-node` no Stacks node answers. */
export type PayerSituation = 'ready' | 'poor' | 'no-node';

export interface PayerFixture {
  readonly payer: Payer;
  readonly network: Network;
  /** How many transactions have been signed with the payer's key. */
  readonly signatures: () => number;
  /** Orders that are given at the same time get different nonces. */
  readonly parallel: boolean;
}

export type MakePayer = (situation: PayerSituation) => Promise<PayerFixture>;

export interface PayerCase {
  readonly title: string;
  readonly run: () => Promise<void>;
}

const TOKEN = 'A'.repeat(43);
const PAYEE: Record<Network, string> = {
  'stacks:1': 'SP000000000000000000002Q6VF78',
  'stacks:2147483648': 'ST000000000000000000002AMW42H',
};

export function payerSuite(make: MakePayer): readonly PayerCase[] {
  const cases: PayerCase[] = [];
  const it = (title: string, situation: PayerSituation, run: (fixture: PayerFixture) => Promise<void>) =>
    cases.push({ title, run: async () => run(await make(situation)) });

  it('can pay an exact offer on its network, and no other', 'ready', async ({ payer, network }) => {
    const offer = orderOf(network).offer;
    const other: Network = network === 'stacks:1' ? 'stacks:2147483648' : 'stacks:1';
    equal(payer.canPay(offer), true, 'exact, own network');
    equal(payer.canPay({ ...offer, scheme: 'upto' }), false, 'another scheme');
    equal(payer.canPay({ ...offer, network: other }), false, 'another network');
    equal(payer.canPay({ ...offer, network: 'eip155:8453' }), false, 'another chain');
  });

  for (const symbol of ['STX', 'sBTC', 'USDCx']) {
    it(`signs exactly the payment of an offer in ${symbol}`, 'ready', async ({ payer, network }) => {
      const order = orderOf(network, symbol);
      requirePaymentOf(order, await payer.pay(order));
    });

    it(`calls pay of a revenue split in ${symbol}, when the offer says so`, 'ready', async ({ payer, network }) => {
      const order = orderOf(network, symbol, { payTo: `${PAYEE[network]}.split`, extra: { call: 'pay' } });
      const { payload } = requirePaymentOf(order, await payer.pay(order));
      equal(payload.type === 'contract-call' && payload.functionName, 'pay', 'function');
    });
  }

  it('pays without a memo where the server does not bind payments', 'ready', async ({ payer, network }) => {
    const order = { ...orderOf(network), memo: undefined };
    const { payload } = requirePaymentOf(order, await payer.pay(order));
    equal(payload.type === 'token-transfer' && payload.memo.every((byte) => byte === 0), true, 'empty memo');
  });

  it('leaves the order as it is', 'ready', async ({ payer, network }) => {
    const order = frozen(orderOf(network, 'USDCx'));
    requirePaymentOf(order, await payer.pay(order));
  });

  it('tells its steps in order, the signed one last', 'ready', async ({ payer, network }) => {
    const steps: PaymentStep[] = [];
    await payer.pay(orderOf(network), { onStep: (step) => steps.push(step) });
    equal(steps[0], 'preparing', 'first step');
    equal(steps.at(-1), 'signed', 'last step');
    equal(new Set(steps).size, steps.length, 'no step twice');
  });

  it('signs nothing when the caller has given up before', 'ready', async ({ payer, network, signatures }) => {
    await refusal(payer.pay(orderOf(network), { signal: AbortSignal.abort(new Error('given up')) }), undefined);
    equal(signatures(), 0, 'signatures');
  });

  it('signs nothing for another network', 'ready', async ({ payer, network, signatures }) => {
    const other: Network = network === 'stacks:1' ? 'stacks:2147483648' : 'stacks:1';
    await refusal(payer.pay(orderOf(other)), 'X402Error');
    equal(signatures(), 0, 'signatures');
  });

  it('signs nothing for a payee that is no address', 'ready', async ({ payer, network, signatures }) => {
    await refusal(payer.pay(orderOf(network, 'STX', { payTo: 'SP000000000000000000002Q6VF79' })), 'X402Error');
    equal(signatures(), 0, 'signatures');
  });

  for (const symbol of ['STX', 'USDCx']) {
    it(`says how much ${symbol} is missing, and signs nothing`, 'poor', async ({ payer, network, signatures }) => {
      const error = await refusal(payer.pay(orderOf(network, symbol)), 'X402Error');
      equal(isX402Error(error) && error.code, 'insufficient_funds', 'code');
      equal(isX402Error(error) && (error.missingAtomic ?? 0n) > 0n, true, 'missing amount');
      equal(signatures(), 0, 'signatures');
    });
  }

  it('says that no node answers, and signs nothing', 'no-node', async ({ payer, network, signatures }) => {
    const error = await refusal(payer.pay(orderOf(network)), 'X402Error');
    equal(isX402Error(error) && error.code, 'node_unreachable', 'code');
    equal(isX402Error(error) && error.retryable, true, 'retryable');
    equal(signatures(), 0, 'signatures');
  });

  it('gives payments at the same time different nonces', 'ready', async ({ payer, network, parallel }) => {
    if (!parallel) return;
    const payments = await Promise.all([1, 2, 3, 4, 5].map(() => payer.pay(orderOf(network))));
    equal(new Set(payments.map(nonceOf)).size, 5, 'different nonces');
    equal(new Set(payments.map(({ txid }) => txid)).size, 5, 'different transactions');
  });

  it('gives the nonce of an abandoned payment to the next', 'ready', async ({ payer, network, parallel }) => {
    if (!parallel || !payer.abandon) return;
    const abandoned = await payer.pay(orderOf(network));
    await payer.pay(orderOf(network));
    payer.abandon(abandoned);
    equal(nonceOf(await payer.pay(orderOf(network))), nonceOf(abandoned), 'nonce');
  });

  it('replaces a payment by one with the same nonce', 'ready', async ({ payer, network }) => {
    if (!payer.canReplace) return;
    const earlier = await payer.pay(orderOf(network));
    const order = orderOf(network, 'STX', { amount: '1234' });
    const later = await payer.pay(order, { replaces: earlier });
    requirePaymentOf(order, later);
    equal(nonceOf(later), nonceOf(earlier), 'nonce');
  });

  return cases;
}

/** An order of 1,000 atomic units. */
export function orderOf(network: Network, symbol: string = 'STX', change: Partial<Offer> = {}): PaymentOrder {
  const asset = assetsOf(network).find((candidate) => candidate.symbol === symbol) as Asset;
  const offer: Offer = {
    scheme: 'exact',
    network,
    amount: '1000',
    asset: asset.id,
    payTo: PAYEE[network],
    maxTimeoutSeconds: 600,
    ...change,
    extra: { offer: `${TOKEN}B`, payloads: ['transaction', 'txid'], ...change.extra },
  };
  return { resource: { url: 'https://blog.example/article' }, offer, asset, memo: memoOfOffer(`${TOKEN}B`) };
}

/** Everything that a server checks without a chain. */
function requirePaymentOf({ offer, asset, memo, resource }: PaymentOrder, signed: SignedPayment): StacksTransaction {
  const bytes = bytesOf(signed);
  const transaction = decodeTransaction(bytes);
  const network = offer.network as Network;
  originPublicKey(transaction, recover);
  checkPaymentTransaction(transaction, {
    network,
    offer,
    asset,
    memo,
    payer: signed.payer,
    resourceUrl: resource.url,
    allowPayCall: offer.extra?.call === 'pay',
  });
  equal(originAddress(transaction), signed.payer, 'payer');
  equal(transactionId(bytes), signed.txid, 'transaction id');
  equal(transaction.postConditionMode, 'deny', 'post-condition mode');
  equal(transaction.postConditions.length, transaction.payload.type === 'token-transfer' ? 0 : 1, 'post-conditions');
  equal(transaction.origin.fee >= BigInt(bytes.length), true, 'fee of at least 1 atomic STX per byte');
  return transaction;
}

const recover: Recover = (hash, compactSignature, recoveryId) => {
  const signature = new Uint8Array([recoveryId, ...compactSignature]);
  return secp256k1.recoverPublicKey(signature, hash, { prehash: false });
};

function bytesOf({ payload }: SignedPayment): Uint8Array {
  if (!('transaction' in payload)) throw new Error('The payment is not a signed transaction.');
  equal(/^[\da-f]+$/.test(payload.transaction), true, 'lower-case hex without 0x');
  return bytesFromHex(payload.transaction);
}

function nonceOf(signed: SignedPayment): bigint {
  return decodeTransaction(bytesOf(signed)).origin.nonce;
}

async function refusal(promise: Promise<unknown>, name: string | undefined): Promise<unknown> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('It was not refused.');
  if (name !== undefined) equal(error.name, name, 'kind of error');
  return error;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}
