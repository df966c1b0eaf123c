import { describe, expect, it } from 'vitest';
import { type Asset, assetsOf } from '../assets.js';
import { bytesFromHex } from '../lib/bytes.js';
import { buildPaymentTransaction, type PaymentTransactionOptions } from './build-payment.js';
import { buildUnsignedPayment } from './build-unsigned-payment.js';
import { checkPaymentTransaction } from './check-payment.js';
import { encodeTransaction } from './encode-transaction.js';
import { originAddress } from './origin.js';
import { parsePrincipal } from './principal.js';

const [STX, , USDCx] = assetsOf('stacks:1') as [Asset, Asset, Asset];
const PAYEE = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
const MEMO = `x402:${'m'.repeat(29)}`;

describe('the transaction that pays an offer', () => {
  it('is a bare transfer for STX: the chain refuses transfers with post-conditions', () => {
    const transaction = built();
    expect(transaction.payload).toMatchObject({ type: 'token-transfer', amount: 250000n });
    expect(transaction.postConditions).toEqual([]);
    expect(transaction.postConditionMode).toBe('deny');
  });

  it('calls transfer for a token, with exactly one condition, on exactly the amount', () => {
    const transaction = built({ asset: USDCx });
    expect(transaction.payload).toMatchObject({ type: 'contract-call', functionName: 'transfer' });
    expect(transaction.postConditions).toEqual([
      {
        type: 'fungible',
        principal: parsePrincipal(originAddress(transaction)),
        token: { contract: parsePrincipal(USDCx.id), name: 'usdcx-token' },
        code: 'equal',
        amount: 250000n,
      },
    ]);
  });

  it('calls pay where the offer says so, in STX and in a token', () => {
    const offer = { ...offerOf('250000', `${PAYEE}.split`), extra: { call: 'pay' } };
    expect(built({ offer }).postConditions).toMatchObject([{ type: 'stx', code: 'equal', amount: 250000n }]);
    expect(built({ offer, asset: USDCx }).postConditions).toMatchObject([{ type: 'fungible', code: 'equal' }]);
    expect(built({ offer }).payload).toMatchObject({ type: 'contract-call', functionName: 'pay' });
  });

  it.each([
    ['STX', STX, undefined],
    ['a token', USDCx, undefined],
    ['STX without a memo', STX, null],
    ['a token without a memo', USDCx, null],
  ])('passes the check in %s', (_, asset, noMemo) => {
    const memo = noMemo === null ? undefined : MEMO;
    for (const call of [undefined, 'pay']) {
      const offer = { ...offerOf('250000', `${PAYEE}.split`), extra: call ? { call } : {} };
      const transaction = built({ asset, offer, memo });
      const terms = {
        network: 'stacks:1',
        offer,
        asset,
        memo,
        resourceUrl: 'https://a.example/',
        allowPayCall: true,
      } as const;
      expect(() => checkPaymentTransaction(transaction, terms)).not.toThrow();
    }
  });

  it('leaves an unbound memo to the payer', () => {
    const terms = {
      network: 'stacks:1',
      offer: offerOf('250000'),
      asset: STX,
      resourceUrl: '',
      allowPayCall: false,
    } as const;
    expect(() => checkPaymentTransaction(built({ memo: 'thanks' }), { ...terms, memo: undefined })).not.toThrow();
    expect(() => checkPaymentTransaction(built({ memo: 'thanks' }), { ...terms, memo: MEMO })).toThrow(
      refusal('invalid_exact_stacks_payload_memo_mismatch'),
    );
  });

  it('is judged alike however many payees were judged before', () => {
    const transaction = built();
    const judge = (payTo: string) =>
      checkPaymentTransaction(transaction, {
        network: 'stacks:1',
        offer: offerOf('250000', payTo),
        asset: STX,
        memo: MEMO,
        resourceUrl: '',
        allowPayCall: false,
      });
    for (let index = 0; index < 600; index++) {
      expect(() => judge(`${PAYEE}.payee-${index}`)).toThrow(
        refusal('invalid_exact_stacks_payload_recipient_mismatch'),
      );
    }
    expect(() => judge(PAYEE)).not.toThrow();
    expect(() => judge('SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ8')).toThrow(refusal('invalid_address'));
  });

  it('must come from the payer who is expected', () => {
    const terms = {
      network: 'stacks:1',
      offer: offerOf('250000'),
      asset: STX,
      memo: MEMO,
      resourceUrl: '',
      allowPayCall: false,
    } as const;
    expect(() => checkPaymentTransaction(built(), { ...terms, payer: PAYEE })).toThrow(
      refusal('invalid_exact_stacks_payload_signature'),
    );
  });

  it.each<[string, Partial<PaymentTransactionOptions>, string]>([
    ['nothing', { offer: offerOf('0') }, 'invalid_amount'],
    ['an amount that is no number', { offer: offerOf('1e6') }, 'invalid_amount'],
    ['2^64', { offer: offerOf(`${2n ** 64n}`) }, 'invalid_amount'],
    ['a payee of another network', { offer: offerOf('1', 'ST000000000000000000002AMW42H') }, 'invalid_address'],
    ['no payee', { offer: offerOf('1', '') }, 'invalid_address'],
    ['pay on an account', { offer: { ...offerOf('1'), extra: { call: 'pay' } } }, 'invalid_address'],
    ['a memo of 35 bytes', { memo: `x${'ü'.repeat(17)}` }, 'invalid_transaction'],
    ['half a key', { publicKey: new Uint8Array(16) }, 'invalid_address'],
    ['a token without a name', { asset: { id: USDCx.id, symbol: 'USDCx', decimals: 6 } }, 'invalid_configuration'],
    ['a token that is no contract', { asset: { ...USDCx, id: PAYEE } }, 'invalid_address'],
    ['an unknown network', { network: 'stacks:2' as 'stacks:1' }, 'invalid_network'],
  ])('cannot be built for %s', (_, options, code) => {
    expect(() => built(options)).toThrow(refusal(code));
  });

  it('holds amounts of up to 2^64 - 1 and memos of up to 34 bytes', () => {
    const transaction = built({ offer: offerOf(`${2n ** 64n - 1n}`), memo: 'ü'.repeat(17) });
    expect(transaction.payload).toMatchObject({ amount: 2n ** 64n - 1n });
  });

  it.each([-1n, 2n ** 64n])('is not written with a nonce or fee of %s', (number) => {
    expect(() => encodeTransaction(built({ nonce: number }))).toThrow(refusal('invalid_transaction'));
    expect(() => encodeTransaction(built({ fee: number }))).toThrow(refusal('invalid_transaction'));
  });
});

describe('a payment that is built from an address alone', () => {
  it('is the one that is built from the key', () => {
    for (const [asset, call] of [[STX], [USDCx], [STX, 'pay'], [USDCx, 'pay']] as const) {
      const offer = { ...offerOf('250000', `${PAYEE}.split`), extra: call ? { call } : {} };
      const ofKey = built({ asset, offer });
      const { publicKey: _, ...terms } = { ...OPTIONS, asset, offer };
      expect(buildUnsignedPayment({ ...terms, payer: originAddress(ofKey) })).toEqual(ofKey);
    }
  });

  it.each([
    ['another network', 'ST2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKQVX8X0G'],
    ['a contract', `${PAYEE}.split`],
    ['a multi-signature account', 'SM3VDXK3WZZSA84XXFKAFAF15NNZX32CTSG82JFQ4'],
    ['nobody', 'nobody'],
  ])('is refused for %s', (_, payer) => {
    const { publicKey: __, ...terms } = OPTIONS;
    expect(() => buildUnsignedPayment({ ...terms, payer })).toThrow(refusal('invalid_address'));
  });
});

const OPTIONS: PaymentTransactionOptions = {
  network: 'stacks:1',
  offer: offerOf('250000'),
  asset: STX,
  publicKey: bytesFromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'),
  nonce: 0n,
  fee: 200n,
  memo: MEMO,
  resourceUrl: 'https://a.example/',
};

function built(options: Partial<PaymentTransactionOptions> = {}) {
  return buildPaymentTransaction({ ...OPTIONS, ...options });
}

function offerOf(amount: string, payTo: string = PAYEE) {
  return { scheme: 'exact', network: 'stacks:1', amount, asset: 'any', payTo, maxTimeoutSeconds: 600 };
}

function refusal(code: string) {
  return expect.objectContaining({ name: 'X402Error', code });
}
