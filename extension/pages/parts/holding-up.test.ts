import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../messages/panel.js';
import { canTakeBack, holdingUp } from './holding-up.js';

const NOW = 100 * 60_000;
const entry = (nonce: string, change: Partial<HistoryEntry> = {}): HistoryEntry =>
  ({
    ...{ id: `${nonce} ${change.state ?? ''}`, state: 'sent', network: 'n', payer: 'me', nonce, txid: 'ab' },
    ...{ at: NOW - 3 * 60_000, ...change },
  }) as HistoryEntry;

describe('the payment that others wait for', () => {
  it.each<[string, readonly HistoryEntry[], string | undefined]>([
    ['is none where one waits alone', [entry('1')], undefined],
    ['is the first that the chain has not taken', [entry('3'), entry('2'), entry('1', { closedAt: 1 })], '2 '],
    ['is that also when its seller has delivered', [entry('2'), entry('1', { state: 'delivered' })], '1 delivered'],
    ['is none before it had its time', [entry('2'), entry('1', { at: NOW - 60_000 })], undefined],
    ['is none of another account', [entry('2'), entry('1', { payer: 'somebody else' })], undefined],
    ['is none that was never signed', [entry('2'), entry('1', { state: 'released' })], undefined],
    ['is none whose nonce another one has', [entry('2', { at: NOW }), entry('2', { turnedAway: true })], undefined],
  ])('%s', (_, entries, id) => {
    expect(holdingUp(entries, NOW)?.id).toBe(id);
  });
});

describe('a payment can be taken back', () => {
  const delivered = entry('1', { state: 'delivered' });
  it.each<[string, boolean, HistoryEntry, readonly HistoryEntry[]]>([
    ['when it is under way', true, entry('1'), []],
    ['once more, when it is being taken back', true, entry('1', { cancel: { txid: 'cd', feeAtomic: '1' } }), []],
    ['not when it has landed', false, entry('1', { closedAt: 1 }), []],
    ['not when it was delivered a moment ago', false, delivered, []],
    ['when it was delivered, and others wait behind it', true, delivered, [entry('2')]],
    ['when it was delivered long ago', true, { ...delivered, at: 0 }, []],
    ['not when another one has its nonce', false, entry('1', { turnedAway: true }), [entry('1', { state: 'signed' })]],
  ])('%s', (_, can, one, others) => {
    expect(canTakeBack(one, [...others, one], NOW)).toBe(can);
  });
});
