import { describe, expect, it } from 'vitest';
import { encodeHeader } from '../../src/header.js';
import { ask } from './exchange.js';

const OFFER = {
  scheme: 'exact',
  network: 'stacks:1',
  amount: '500000',
  asset: 'STX',
  payTo: 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7',
  maxTimeoutSeconds: 600,
};
const REQUIRED = { x402Version: 2, resource: { url: 'https://api.example/' }, accepts: [OFFER] } as const;

describe('the reason of a refusal', () => {
  it('is taken from the body, too, where servers of others have it beside a header with offers', async () => {
    const body = { error: 'settlement_pending', payer: null, transaction: '' };
    expect(await reason(body, { 'PAYMENT-REQUIRED': encodeHeader(REQUIRED) })).toBe('settlement_pending');
  });

  it('is what the settlement says, before what anything else says', async () => {
    const settlement = {
      success: false,
      errorReason: 'transaction_failed',
      transaction: '',
      network: 'stacks:1',
    } as const;
    const headers = { 'PAYMENT-RESPONSE': encodeHeader(settlement), 'PAYMENT-REQUIRED': encodeHeader(REQUIRED) };
    expect(await reason({ error: 'settlement_pending' }, headers)).toBe('transaction_failed');
  });

  it('is never a sentence, nor anything else that is no code', async () => {
    for (const error of ['Payment required', '', 7, null, { toString: 'x' }, ['nonce_conflict']]) {
      expect(await reason({ error }, { 'PAYMENT-REQUIRED': encodeHeader(REQUIRED) })).toBe('payment_required');
    }
    expect(await reason('<html>')).toBe('payment_required');
  });
});

/** Of a 402 with this body. */
async function reason(body: unknown, headers: HeadersInit = {}): Promise<string | undefined> {
  const answer = async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 402, headers });
  const told = await ask(answer, 'https://api.example/', {}, new AbortController().signal);
  return told.kind === 'refused' ? told.error.code : told.kind;
}
