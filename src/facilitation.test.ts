import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isX402Error } from './errors.js';
import { decodeFacilitatorRequest, decodeFacilitatorSettlement } from './facilitation.js';
import { MAX_FACILITATOR_BODY_BYTES } from './limits.js';

const terms = {
  scheme: 'exact',
  network: 'stacks:1',
  amount: '1',
  asset: 'STX',
  payTo: 'SP000000000000000000002Q6VF78',
  maxTimeoutSeconds: 60,
};
const paymentPayload = { x402Version: 2, accepted: terms, payload: { signedTransaction: '0x00FF' } };
const request = { x402Version: 2, paymentPayload, paymentRequirements: terms };

describe('a request to a facilitator', () => {
  it('comes out in one form, whoever wrote it', () => {
    const { payment, requirements } = decodeFacilitatorRequest(JSON.stringify(request));
    expect(payment).toEqual({ ...paymentPayload, payload: { transaction: '00ff' } });
    expect(requirements).toEqual(terms);
  });

  it('may say null for what it does not say', () => {
    const resource = { url: 'https://api.example/a', description: null };
    const loose = { ...request, paymentPayload: { ...paymentPayload, resource, extensions: null } };
    const { payment } = decodeFacilitatorRequest(JSON.stringify(loose));
    expect(payment.resource).toEqual({ url: 'https://api.example/a' });
    expect(payment).not.toHaveProperty('extensions');
  });

  it.each([
    ['paymentPayload', { paymentPayload: null }, 'invalid_payload'],
    ['paymentPayload.accepted', { paymentPayload: { ...paymentPayload, accepted: 1 } }, 'invalid_payload'],
    ['paymentPayload.payload', { paymentPayload: { ...paymentPayload, payload: {} } }, 'invalid_payload'],
    ['paymentRequirements', { paymentRequirements: null }, 'invalid_payment_requirements'],
    ['paymentRequirements.amount', { paymentRequirements: { ...terms, amount: 1 } }, 'invalid_payment_requirements'],
    ['x402Version', { x402Version: 1 }, 'invalid_x402_version'],
    ['x402Version', { paymentPayload: { ...paymentPayload, x402Version: 1 } }, 'invalid_x402_version'],
  ])('is refused for what is wrong in %s', (field, change, code) => {
    const json = JSON.stringify({ ...request, ...change });
    expect(() => decodeFacilitatorRequest(json)).toThrow(expect.objectContaining({ code, field }));
  });

  it('has at most 64 KiB', () => {
    const padded = (length: number) => {
      const json = JSON.stringify({ ...request, padding: '' });
      return json.replace('"padding":""', `"padding":"${'x'.repeat(length - json.length)}"`);
    };
    expect(decodeFacilitatorRequest(padded(MAX_FACILITATOR_BODY_BYTES)).requirements.amount).toBe('1');
    expect(() => decodeFacilitatorRequest(padded(MAX_FACILITATOR_BODY_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'invalid_payload' }),
    );
  });

  it('is read or refused, whatever it is', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((value) => JSON.stringify({ ...request, ...value })),
      fc.object().map((value) => JSON.stringify({ ...request, paymentPayload: { ...paymentPayload, ...value } })),
    );
    fc.assert(
      fc.property(body, (json) => {
        for (const decode of [decodeFacilitatorRequest, decodeFacilitatorSettlement]) {
          try {
            decode(json);
          } catch (error) {
            expect(isX402Error(error)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('an answer of a facilitator', () => {
  const answer = { success: true, transaction: 'ab'.repeat(32), network: 'stacks:1' };

  it('is read with its nulls', () => {
    const json = JSON.stringify({ ...answer, errorReason: null, payer: null });
    expect(decodeFacilitatorSettlement(json)).toEqual(answer);
  });

  it.each([
    { success: 1 },
    { success: 'true' },
    { transaction: undefined },
    { network: 'testnet' },
    { errorReason: 7 },
  ])('is refused when it says %j', (change) => {
    expect(() => decodeFacilitatorSettlement(JSON.stringify({ ...answer, ...change }))).toThrow(
      expect.objectContaining({ code: 'invalid_payload' }),
    );
  });
});
