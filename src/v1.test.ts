import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isX402Error } from './errors.js';
import { decodePaymentPayload, encodeHeader } from './header.js';
import { MAX_TRANSACTION_BYTES } from './limits.js';
import { decodePaymentPayloadV1, paymentRequiredV1, settlementResponseV1 } from './v1.js';

const offer = {
  scheme: 'exact',
  network: 'stacks:2147483648',
  amount: '1000',
  asset: 'STX',
  payTo: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC',
  maxTimeoutSeconds: 300,
  extra: { tokenType: 'STX' },
};

describe('x402 version 1', () => {
  it('says the terms with the fields of version 1, one resource per offer', () => {
    const resource = { url: 'https://api.example/a', description: 'A', mimeType: 'application/json' };
    expect(paymentRequiredV1({ x402Version: 2, error: 'Pay', resource, accepts: [offer] })).toEqual({
      x402Version: 1,
      error: 'Pay',
      accepts: [
        {
          scheme: 'exact',
          network: 'stacks-testnet',
          maxAmountRequired: '1000',
          resource: 'https://api.example/a',
          description: 'A',
          mimeType: 'application/json',
          payTo: offer.payTo,
          maxTimeoutSeconds: 300,
          asset: 'STX',
          extra: { tokenType: 'STX' },
        },
      ],
    });
  });

  it('fills in what version 1 requires and version 2 does not', () => {
    const body = paymentRequiredV1({ x402Version: 2, resource: { url: 'https://api.example/a' }, accepts: [offer] });
    expect(body.error).not.toBe('');
    expect(body.accepts[0]).toMatchObject({ description: '', mimeType: '' });
  });

  it.each([
    ['stacks', 'stacks:1'],
    ['stacks-testnet', 'stacks:2147483648'],
    ['stacks:1', 'stacks:1'],
    ['base', 'base'],
    ['constructor', 'constructor'],
  ])('reads a payment on %s as %s', (network, id) => {
    const payment = { x402Version: 1, scheme: 'exact', network, payload: { signedTransaction: '0xAB' } };
    expect(decodePaymentPayloadV1(encodeHeader(payment))).toEqual({
      ...payment,
      network: id,
      payload: { transaction: 'ab' },
    });
  });

  it('does not mix up the versions', () => {
    const version1 = encodeHeader({
      x402Version: 1,
      scheme: 'exact',
      network: 'stacks',
      payload: { transaction: '00' },
    });
    const version2 = encodeHeader({ x402Version: 2, accepted: offer, payload: { transaction: '00' } });
    const refusal = expect.objectContaining({ code: 'invalid_x402_version' });
    expect(() => decodePaymentPayload(version1)).toThrow(refusal);
    expect(() => decodePaymentPayloadV1(version2)).toThrow(refusal);
  });

  it('lets only our errors out, whatever arrives', () => {
    const text = fc.oneof(
      fc.string(),
      fc.object().map((value) => Buffer.from(JSON.stringify({ x402Version: 1, ...value })).toString('base64')),
    );
    fc.assert(
      fc.property(text, (header) => {
        try {
          decodePaymentPayloadV1(header);
        } catch (error) {
          expect(isX402Error(error)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says beside the standard what x402-stacks 1 reads', () => {
    const token = {
      ...offer,
      asset: 'SM3VDXK3WZZSA84XXFKAFAF15NNZX32CTSG82JFQ4.sbtc-token',
      extra: { tokenType: 'sBTC' },
    };
    const own = { ...offer, extra: { tokenType: 'POINTS' } };
    const stacks = { nonce: 'a memo', expiresAt: '2026-11-21T00:00:00.000Z' };
    const required = { x402Version: 2, resource: { url: 'https://api.example/a' }, accepts: [own, token] } as const;
    expect(paymentRequiredV1(required, stacks)).toMatchObject({
      x402Version: 1,
      maxAmountRequired: offer.amount,
      resource: 'https://api.example/a',
      payTo: offer.payTo,
      network: offer.network === 'stacks:1' ? 'mainnet' : 'testnet',
      tokenType: 'sBTC',
      tokenContract: { address: 'SM3VDXK3WZZSA84XXFKAFAF15NNZX32CTSG82JFQ4', name: 'sbtc-token' },
      ...stacks,
    });
    expect(paymentRequiredV1({ ...required, accepts: [own] }, stacks)).not.toHaveProperty('payTo');
    expect(paymentRequiredV1(required)).not.toHaveProperty('payTo');
  });

  it('reads the bare transaction that x402-stacks 1 sends', () => {
    expect(decodePaymentPayloadV1('80FF00')).toEqual({
      x402Version: 1,
      scheme: 'exact',
      network: 'stacks:2147483648',
      payload: { transaction: '80ff00' },
    });
    expect(decodePaymentPayloadV1('0x0001').network).toBe('stacks:1');
    for (const header of ['81ff', '80f', `80${'00'.repeat(MAX_TRANSACTION_BYTES)}`]) {
      expect(() => decodePaymentPayloadV1(header)).toThrow(expect.objectContaining({ code: 'invalid_payload' }));
    }
  });

  it('answers with the names of version 1', () => {
    const response = { success: true, transaction: 'ab'.repeat(32), network: 'stacks:1', payer: 'SP…' };
    expect(settlementResponseV1(response)).toEqual({ ...response, network: 'stacks' });
  });
});
