import { describe, expect, it } from 'vitest';
import { RemoteFacilitator } from './remote-facilitator.js';

const MOST_AT_A_TIME = 256;

describe('a facilitator that is asked by us', () => {
  it('is asked no more than so much at a time, and what it was not asked was not sent', async () => {
    let asked = 0;
    const transport: typeof fetch = () => {
      asked += 1;
      return new Promise(() => {});
    };
    const tools = { clock: () => 0, sleep: () => new Promise<void>(() => {}) };
    const facilitator = new RemoteFacilitator(
      { url: 'https://pay.example' },
      'stacks:1',
      true,
      transport,
      tools,
      () => {},
    );
    const settle = (index: number) =>
      facilitator.settle({ txid: index.toString(16).padStart(64, '0'), payer: 'SP1', idempotencyKey: 'key', body: {} });
    for (let index = 0; index < MOST_AT_A_TIME; index++) void settle(index);
    expect(await settle(MOST_AT_A_TIME)).toEqual({ status: 'unsent' });
    expect(asked).toBe(MOST_AT_A_TIME);
  });
});
