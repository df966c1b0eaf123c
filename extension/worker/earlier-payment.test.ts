import { describe, expect, it } from 'vitest';
import type { Entry } from '../ledger/entry.js';
import { earlierPayment } from './earlier-payment.js';

const BLOG = 'https://blog.example';
const DAY = 86_400_000;
const NOW = 100 * DAY;
const asked = { network: 'stacks:1', site: BLOG, seller: BLOG, resource: `${BLOG}/a`, method: 'GET' };
const entry = (facts: Partial<Entry>) =>
  ({ ...asked, id: '1', state: 'delivered', header: 'payment', access: '30d', at: 69 * DAY, ...facts }) as Entry;

describe('an earlier payment', () => {
  it.each<[string, Partial<Entry>, 'again' | 'none' | 'unresolved']>([
    ['that was delivered opens its resource again', {}, 'again'],
    ['whose end is not known is shown again', { state: 'sent' }, 'again'],
    ['that was lost on its way is shown again', { state: 'signed' }, 'again'],
    ['that bought one answer is over with it', { access: 'once' }, 'none'],
    [
      'for one answer that never came is shown again',
      { access: 'once', state: 'undelivered', reason: 'overloaded' },
      'again',
    ],
    ['whose seller does not say for how long is over with its answer', { access: undefined } as Partial<Entry>, 'none'],
    ['whose access is over is not shown again', { reason: 'access_expired' }, 'none'],
    [
      'whose access is said to be over before its time is not made again',
      { reason: 'access_expired', at: 71 * DAY },
      'unresolved',
    ],
    [
      'that is said to be used before its time is not made again',
      { reason: 'payment_already_used', at: 71 * DAY },
      'unresolved',
    ],
    [
      'that was undone may be made again',
      { reason: 'access_expired', at: 71 * DAY, state: 'cancelled', landed: 'other' },
      'none',
    ],
    [
      'that the seller ignores stands in the way of another',
      { state: 'undelivered', reason: 'payment_unresolved' },
      'unresolved',
    ],
    ['that was turned away does not', { state: 'undelivered', reason: 'invalid_offer', turnedAway: true }, 'none'],
    ['that was cancelled does not', { state: 'cancelled' }, 'none'],
    ['of another site is not shown', { site: 'https://other.example' }, 'none'],
    ['to another seller is not shown', { seller: 'https://other.example' }, 'none'],
    ['for another resource is not shown', { resource: `${BLOG}/b` }, 'none'],
    ['on another network is not shown', { network: 'stacks:2147483648' }, 'none'],
    ['for another method is not shown', { method: 'POST' }, 'none'],
    ['that was never signed is none', { header: undefined } as Partial<Entry>, 'none'],
  ])('%s', (_, facts, expected) => {
    const found = earlierPayment([entry(facts)], asked, () => false, NOW);
    expect(typeof found === 'string' ? found : 'again').toBe(expected);
  });

  it('for one answer is left to the call that it was made for', () => {
    const once = entry({ access: 'once', state: 'sent' });
    expect(earlierPayment([once], asked, () => true, NOW)).toBe('none');
    expect(earlierPayment([entry({ state: 'sent' })], asked, () => true, NOW)).toMatchObject({ state: 'sent' });
  });

  it('serves HEAD when it was for GET', () => {
    expect(earlierPayment([entry({})], { ...asked, method: 'HEAD' }, () => false, NOW)).toMatchObject({ id: '1' });
    expect(earlierPayment([entry({ method: 'HEAD' })], asked, () => false, NOW)).toBe('none');
  });
});
