import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetsOf, type Network } from '../../src/index.js';
import {
  buildUnsignedPayment,
  encodeTransaction as encodeAny,
  encodeClarity as encodeAnyClarity,
  encodePostCondition as encodeAnyCondition,
  formatPrincipal,
} from '../../src/stacks.js';
import {
  encodeClarity,
  encodePayload,
  encodePostCondition,
  encodeTransaction,
  MEMO_LENGTH,
  SIGNATURE_LENGTH,
} from './compact-transaction.js';

const NETWORKS = ['stacks:1', 'stacks:2147483648'] as const satisfies Network[];

/** Any payment that an offer can ask for. */
const payments = fc
  .record({
    network: fc.constantFrom(...NETWORKS),
    symbol: fc.constantFrom('STX', 'sBTC', 'USDCx'),
    isSplit: fc.boolean(),
    payee: fc.uint8Array({ minLength: 20, maxLength: 20 }),
    payer: fc.uint8Array({ minLength: 20, maxLength: 20 }),
    contractName: fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), { nil: undefined }),
    amount: fc.bigInt(1n, 2n ** 64n - 1n),
    nonce: fc.bigInt(0n, 2n ** 64n - 1n),
    fee: fc.bigInt(0n, 2n ** 64n - 1n),
    memo: fc.option(fc.stringMatching(/^[\x20-\x7e]{0,34}$/), { nil: undefined }),
  })
  .map(({ network, symbol, isSplit, payee, payer, contractName, amount, nonce, fee, memo }) => {
    const version = network === 'stacks:1' ? 22 : 26;
    const asset = assetsOf(network).find((one) => one.symbol === symbol)!;
    const name = contractName ?? (isSplit ? 'split' : undefined);
    const payTo = formatPrincipal({ version, hash160: payee, ...(name !== undefined && { contractName: name }) });
    const terms = { scheme: 'exact', network, asset: asset.id, amount: amount.toString(), payTo };
    return buildUnsignedPayment({
      network,
      asset,
      offer: { ...terms, maxTimeoutSeconds: 60, ...(isSplit && { extra: { call: 'pay' } }) },
      payer: formatPrincipal({ version, hash160: payer }),
      nonce,
      fee,
      memo,
      resourceUrl: 'https://blog.example/article',
    });
  });

describe('the compact writer of payments', () => {
  it('leaves room for as long a memo and a signature', () => {
    fc.assert(
      fc.property(payments, ({ origin, payload }) => {
        expect(origin.signature).toHaveLength(SIGNATURE_LENGTH);
        if (payload.type === 'token-transfer') expect(payload.memo).toHaveLength(MEMO_LENGTH);
      }),
    );
  });

  it('writes the same bytes as the whole one, for every payment and all parts of it', () => {
    fc.assert(
      fc.property(payments, (payment) => {
        expect(encodeTransaction(payment)).toEqual(encodeAny(payment));
        const payload = encodePayload(payment.payload);
        expect(payload).toEqual(encodeAny(payment).slice(-payload.length));
        expect(payload[0]).toBe(payment.payload.type === 'contract-call' ? 2 : 0);
        for (const condition of payment.postConditions) {
          expect(encodePostCondition(condition)).toEqual(encodeAnyCondition(condition));
        }
        if (payment.payload.type !== 'contract-call') return;
        for (const value of payment.payload.functionArguments) {
          expect(encodeClarity(value)).toEqual(encodeAnyClarity(value));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what it could only write wrongly', () => {
    fc.assert(
      fc.property(payments, (payment) => {
        const refusal = expect.objectContaining({ code: 'invalid_transaction' });
        const { origin } = payment;
        for (const nonce of [2n ** 64n, -1n]) {
          expect(() => encodeTransaction({ ...payment, origin: { ...origin, nonce } })).toThrowError(refusal);
        }
        for (const other of [{ postConditionMode: 'allow' }, { anchorMode: 'off-chain-only' }] as const) {
          expect(() => encodeTransaction({ ...payment, ...other })).toThrowError(refusal);
        }
        expect(() => encodeClarity({ type: 'bool', value: true })).toThrowError(refusal);
      }),
      { numRuns: 20 },
    );
  });
});
