import { describe, expect, it } from 'vitest';
import { PaywallWorld } from '../../test/paywall/world.js';

/** What a reader sees who bought this in an earlier visit, from a server that does not take the payment again. */
async function comeBack(access: string | undefined, change: (world: PaywallWorld) => void): Promise<string> {
  const world = new PaywallWorld();
  world.access = access;
  const first = world.openTab();
  void first.session.start();
  await world.flush();
  void first.session.pay();
  await world.flush();
  world.answerWallet('approve');
  await world.flush();
  world.mine();
  world.tick();
  await world.flush();
  expect(first.session.state.phase).toBe('unlocked');
  world.forgetsPasses = true;
  change(world);
  const later = world.openTab();
  void later.session.start();
  await world.flush();
  expect(world.mostCharges).toBe(1);
  expect(world.prompts).toHaveLength(0);
  const { phase, next, error } = later.session.state;
  return [phase, next, error?.code].filter(Boolean).join(' ');
}

const forgetsOffers = (world: PaywallWorld) => {
  world.hasForgottenOffers = true;
};
const isOfOthers = (world: PaywallWorld) => {
  world.hasStrangeReasons = true;
};

describe('a payment that has opened the page in an earlier visit', () => {
  it.each([
    ['once', forgetsOffers],
    ['once', isOfOthers],
    [undefined, forgetsOffers],
    [undefined, isOfOthers],
  ])('was for that visit where the access is %s: the price is shown, without a word', async (access, change) => {
    expect(await comeBack(access, change)).toBe('locked');
  });

  it.each([forgetsOffers, isOfOthers])('for longer than that is not said to have cost nothing', async (change) => {
    expect(await comeBack('30d', change)).toBe('failed pay invalid_pass');
  });
});
