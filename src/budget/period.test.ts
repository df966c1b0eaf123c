import { describe, expect, it } from 'vitest';
import { monthStart, nextRenewal } from './period.js';

const start = (now: string, renewalDay: number, utcOffsetMinutes = 0) =>
  new Date(monthStart(Date.parse(now), { renewalDay, utcOffsetMinutes })).toISOString();

describe('the month of a budget', () => {
  it.each([
    ['2026-05-10T12:00:00Z', 1, 0, '2026-05-01T00:00:00.000Z'],
    ['2026-05-10T12:00:00Z', 10, 0, '2026-05-10T00:00:00.000Z'],
    ['2026-05-10T12:00:00Z', 11, 0, '2026-04-11T00:00:00.000Z'],
    ['2026-01-01T00:00:00Z', 15, 0, '2025-12-15T00:00:00.000Z'],
    ['2026-03-01T00:00:00Z', 31, 0, '2026-02-28T00:00:00.000Z'],
    ['2028-03-30T23:59:59Z', 31, 0, '2028-02-29T00:00:00.000Z'],
    ['2026-04-30T00:00:00Z', 31, 0, '2026-04-30T00:00:00.000Z'],
    ['2026-04-30T22:30:00Z', 1, 120, '2026-04-30T22:00:00.000Z'],
    ['2026-05-01T03:00:00Z', 1, -300, '2026-04-01T05:00:00.000Z'],
  ])('of %s, renewed on day %i at offset %i, began at %s', (now, day, offset, began) => {
    expect(start(now, day, offset)).toBe(began);
  });

  it.each([
    ['2026-05-10T12:00:00Z', 1, 0, '2026-06-01T00:00:00.000Z'],
    ['2026-05-10T00:00:00Z', 10, 0, '2026-06-10T00:00:00.000Z'],
    ['2026-05-10T12:00:00Z', 11, 0, '2026-05-11T00:00:00.000Z'],
    ['2026-12-15T00:00:00Z', 15, 0, '2027-01-15T00:00:00.000Z'],
    ['2026-01-31T00:00:00Z', 31, 0, '2026-02-28T00:00:00.000Z'],
    ['2026-05-31T23:00:00Z', 1, 120, '2026-06-30T22:00:00.000Z'],
  ])('of %s, renewed on day %i at offset %i, is over at %s', (now, renewalDay, utcOffsetMinutes, over) => {
    const next = nextRenewal(Date.parse(now), { renewalDay, utcOffsetMinutes });
    expect(new Date(next).toISOString()).toBe(over);
    expect(monthStart(next, { renewalDay, utcOffsetMinutes })).toBe(next);
  });
});
