import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PaywallWorld, type Tab } from '../../test/paywall/world.js';
import type { PaywallSession } from './session.js';

/** One thing that happens. The name is for the report of a counterexample. */
interface Step {
  readonly name: string;
  readonly act: (world: PaywallWorld, tabs: Tab[]) => void;
}

const WALLET_ANSWERS = ['approve', 'approve', 'reject', 'fail', 'approve and send', 'send and fail'] as const;
const FAULTS = [
  'isDown',
  'losesAnswers',
  'hasForgottenOffers',
  'hasStrangeReasons',
  'forgetsPasses',
  'nodeIsDown',
  'expiresSignIns',
] as const;

const inTab = (name: string, act: (session: PaywallSession) => unknown): fc.Arbitrary<Step> =>
  fc
    .nat({ max: 1 })
    .map((index) => ({ name: `${name} ${index}`, act: (_, tabs) => act((tabs[index] as Tab).session) }));
const inWorld = <T>(
  name: string,
  values: fc.Arbitrary<T>,
  act: (world: PaywallWorld, value: T) => void,
): fc.Arbitrary<Step> =>
  values.map((value) => ({ name: `${name} ${JSON.stringify(value)}`, act: (world) => act(world, value) }));

/** The page dies, and is opened again. */
const reload: fc.Arbitrary<Step> = fc.nat({ max: 1 }).map((index) => ({
  name: `reload ${index}`,
  act: (world, tabs) => {
    world.closeTab(tabs[index] as Tab);
    tabs[index] = world.openTab();
    void tabs[index].session.start();
  },
}));

/** The element is moved within the document. */
const move = inTab('move', (session) => {
  session.stop();
  void session.start();
});

const fault = inWorld('fault', fc.tuple(fc.constantFrom(...FAULTS), fc.boolean()), (world, [name, isOn]) => {
  world[name] = isOn;
});

/** Everything that can happen, but a reader who pays although nobody knows whether an earlier payment went through. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: inTab('pay', (session) => session.pay()) },
  { weight: 2, arbitrary: inTab('sign in', (session) => session.signIn()) },
  { weight: 2, arbitrary: inTab('retry', (session) => session.retry()) },
  { weight: 1, arbitrary: inTab('refresh', (session) => session.refresh()) },
  { weight: 2, arbitrary: inTab('cancel', (session) => session.cancel()) },
  { weight: 1, arbitrary: move },
  { weight: 3, arbitrary: reload },
  {
    weight: 6,
    arbitrary: inWorld('wallet', fc.constantFrom(...WALLET_ANSWERS), (world, how) => world.answerWallet(how)),
  },
  { weight: 3, arbitrary: inWorld('tick', fc.constant(''), (world) => world.tick()) },
  {
    weight: 3,
    arbitrary: inWorld('mine', fc.constantFrom('success', 'success', 'aborted'), (world, how) =>
      world.mine(how as 'success'),
    ),
  },
  { weight: 1, arbitrary: inWorld('other transaction', fc.constant(''), (world) => world.sendSomethingElse()) },
  { weight: 3, arbitrary: fault },
  {
    weight: 1,
    arbitrary: inWorld('signs texts', fc.boolean(), (world, isOn) => {
      world.signsTexts = isOn;
    }),
  },
  {
    weight: 1,
    arbitrary: inWorld('price', fc.constantFrom('500000', '600000'), (world, amount) => {
      world.amount = amount;
    }),
  },
);

const steps = (maxLength: number) =>
  fc
    .array(step, { maxLength })
    .map((list) => Object.assign(list, { [fc.toStringMethod]: () => list.map(({ name }) => name).join(' → ') }));

async function run(world: PaywallWorld, list: readonly Step[]): Promise<Tab[]> {
  const tabs = [world.openTab(), world.openTab()];
  for (const { session } of tabs) void session.start();
  await world.flush();
  for (const { act } of list) {
    act(world, tabs);
    await world.flush();
  }
  return tabs;
}

describe('a paywall session', () => {
  it('never charges a reader twice, whatever two tabs, a wallet, a server and a chain do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), steps(40), async (sendsByItself, hasLocks, list) => {
        const world = new PaywallWorld();
        Object.assign(world, { sendsByItself, hasLocks });
        await run(world, list);
        expect(world.mostCharges).toBeLessThanOrEqual(1);
        // At most two for each click: a sign-in that took too long is asked for once more.
        const clicks = list.filter(({ name }) => name.startsWith('sign in')).length;
        expect(world.textPrompts).toBeLessThanOrEqual(2 * clicks);
      }),
      { numRuns: 1500 },
    );
  });

  it('lets a reader who goes on in once everything works again, for one payment', async () => {
    await fc.assert(
      fc.asyncProperty(steps(25), async (list) => {
        const world = new PaywallWorld();
        const tabs = await run(world, list);
        for (const fault of FAULTS) world[fault] = false;
        world.closeTab(tabs[1] as Tab);
        const { session } = tabs[0] as Tab;
        for (let round = 0; round < 12 && session.state.phase !== 'unlocked'; round++) {
          if (session.state.phase === 'failed' && session.state.next !== 'pay') void session.retry();
          else void session.pay();
          await world.flush();
          while (world.prompts.length > 0) world.answerWallet('approve');
          await world.flush();
          world.mine();
          world.tick();
          await world.flush();
        }
        expect(session.state.phase).toBe('unlocked');
        expect(world.mostCharges).toBeLessThanOrEqual(1);
      }),
      { numRuns: 600 },
    );
  });
});
