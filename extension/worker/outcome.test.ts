import { describe, expect, it } from 'vitest';
import { encodeHeader } from '../../src/header.js';
import { outcomeOf } from './outcome.js';

const settlement = (errorReason: string | undefined, extensions = {}) =>
  encodeHeader({
    success: errorReason === undefined,
    ...(errorReason && { errorReason }),
    transaction: '',
    network: 'stacks:1',
    extensions,
  });
const answer = {
  url: 'https://shop.example/a',
  payment: 'a payment',
  settlement: undefined,
  required: undefined,
  retryAfter: undefined,
};

describe('what a seller says of a payment', () => {
  it.each<[string, number, string | undefined, object]>([
    ['the content', 200, undefined, { end: 'delivered' }],
    ['content that is not new', 304, undefined, { end: 'delivered' }],
    ['an error of its own after it was paid', 404, settlement(undefined), { end: 'delivered' }],
    [
      'a pass',
      200,
      settlement(undefined, { pass: { info: { token: 'e30.e30.AA' } } }),
      { end: 'delivered', pass: 'e30.e30.AA' },
    ],
    [
      'a pass that cannot stand in a header',
      200,
      settlement(undefined, { pass: { info: { token: 'a\nb' } } }),
      { end: 'delivered' },
    ],
    ['a redirect', 302, undefined, { end: 'ignored', reason: 'payment_unresolved' }],
    [
      'that it is not settled yet',
      402,
      settlement('settlement_pending'),
      { end: 'again', reason: 'settlement_pending', seconds: 1 },
    ],
    [
      'that it is at it',
      409,
      settlement('payment_in_progress'),
      { end: 'again', reason: 'payment_in_progress', seconds: 1 },
    ],
    ['that it is ill', 503, undefined, { end: 'again', reason: 'overloaded', seconds: 1 }],
    ['that it has been used', 402, settlement('payment_already_used'), { end: 'used', reason: 'payment_already_used' }],
    ['that the access is over', 402, settlement('access_expired'), { end: 'used', reason: 'access_expired' }],
    ['no', 402, settlement('invalid_offer'), { end: 'turned-away', reason: 'invalid_offer' }],
    ['a word that nobody knows', 402, settlement('give_me_more'), { end: 'ignored', reason: 'payment_unresolved' }],
    ['nothing', 402, undefined, { end: 'ignored', reason: 'payment_unresolved' }],
    ['nonsense', 402, '%%%', { end: 'ignored', reason: 'payment_unresolved' }],
    ['that it is not found', 404, undefined, { end: 'ignored', reason: 'payment_unresolved' }],
  ])('%s', (_, status, header, outcome) => {
    expect(outcomeOf({ ...answer, status, settlement: header })).toEqual(outcome);
  });

  it('is heeded when it names a time, within reason', () => {
    const seconds = (retryAfter: string) => outcomeOf({ ...answer, status: 503, retryAfter });
    expect(seconds('7')).toMatchObject({ seconds: 7 });
    expect(seconds('0')).toMatchObject({ seconds: 1 });
    for (const nonsense of ['-5', '99999', '1e9', 'tomorrow']) expect(seconds(nonsense)).toMatchObject({ seconds: 1 });
  });
});
