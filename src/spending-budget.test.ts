import { describe, expect, it } from 'vitest';
import { assetsOf } from './assets.js';
import type { BudgetLedger } from './budget.js';
import { isX402Error, X402Error } from './errors.js';
import type { Payer, PaymentOrder } from './payer.js';
import { createSpendingBudget } from './spending-budget.js';

const [STX] = assetsOf('stacks:1');
const order = (amount: string, url = 'https://api.example/quote'): PaymentOrder => ({
  resource: { url },
  offer: {
    ...{ scheme: 'exact', network: 'stacks:1', asset: 'STX', payTo: 'SP000000000000000000002Q6VF78' },
    ...{ amount, maxTimeoutSeconds: 60 },
  },
  asset: STX!,
  memo: undefined,
});
const payer: Payer = {
  name: 'tests',
  canPay: () => true,
  pay: async () => ({ payload: { transaction: '00' }, payer: 'SP', txid: '00'.repeat(32) }),
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'paid',
    (error) => (isX402Error(error) ? error.code : String(error)),
  );

describe('a budget for programs', () => {
  it('is shared by all calls and all payers, also at the same time', async () => {
    const budget = createSpendingBudget({ limits: { STX: { perDay: '1' } }, now: () => 1000 });
    const payers = [budget.within(payer), budget.within(payer)];
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) => codeOf(payers[index % 2]!.pay(order('300000')))),
    );
    expect(results.filter((result) => result === 'paid')).toHaveLength(3);
    expect(results.filter((result) => result === 'policy_refused')).toHaveLength(7);
  });

  it('renews after a day, and gives no origin more than its own', async () => {
    const world = { now: 1000 };
    const limits = { STX: { perDay: '1', perSite: { perDay: '0.4' } } };
    const { pay } = createSpendingBudget({ limits, now: () => world.now }).within(payer);
    const tries = ['a', 'a', 'b', 'c'].map((host) => order('400000', `https://${host}.example/`));
    const results: string[] = [];
    for (const one of tries) results.push(await codeOf(pay(one)));
    expect(results).toEqual(['paid', 'policy_refused', 'paid', 'policy_refused']);
    world.now += 24 * 60 * 60 * 1000;
    expect(await codeOf(pay(order('400000', 'https://a.example/')))).toBe('paid');
  });

  it('gives back what was not signed, and not what may have been', async () => {
    const budget = createSpendingBudget({ limits: { STX: { perDay: '0.5' } }, now: () => 1000 });
    const failing = (error: Error) => budget.within({ ...payer, pay: () => Promise.reject(error) });
    const down = new X402Error('node_unreachable', 'Down.');
    expect(await codeOf(failing(down).pay(order('500000')))).toBe('node_unreachable');
    const unknown = new X402Error('payment_unresolved', 'Signed, and not stored.', { txid: '00'.repeat(32) });
    expect(await codeOf(failing(unknown).pay(order('500000')))).toBe('payment_unresolved');
    expect(await codeOf(budget.within(payer).pay(order('500000')))).toBe('policy_refused');
  });

  it('signs nothing that it could not write down, and remembers in the next process', async () => {
    const disk: { ledger?: BudgetLedger; isFull: boolean } = { isFull: true };
    const store = {
      load: async () => disk.ledger,
      save: async (ledger: BudgetLedger) => {
        if (disk.isFull) throw new Error('The disk is full.');
        disk.ledger = structuredClone(ledger);
      },
    };
    const start = () =>
      createSpendingBudget({ limits: { STX: { perDay: '0.5' } }, now: () => 1000, store }).within(payer);
    expect(await codeOf(start().pay(order('500000')))).toBe('Error: The disk is full.');
    disk.isFull = false;
    expect(await codeOf(start().pay(order('500000')))).toBe('paid');
    expect(await codeOf(start().pay(order('1')))).toBe('policy_refused');
  });
});
