import { describe, expect, it } from 'vitest';
import { PaywallWorld, type Tab, type WalletAnswer } from '../../test/paywall/world.js';
import type { PayChoice } from './ports.js';

/** A reader in front of a paywall that has just been opened. */
async function arrive(world = new PaywallWorld()): Promise<{ world: PaywallWorld; tab: Tab }> {
  const tab = world.openTab();
  void tab.session.start();
  await world.flush();
  return { world, tab };
}

async function click(world: PaywallWorld, { session }: Tab, choice?: PayChoice): Promise<void> {
  void session.pay(choice);
  await world.flush();
}

async function answer(world: PaywallWorld, how: WalletAnswer): Promise<void> {
  world.answerWallet(how);
  await world.flush();
}

/** The next block, and the server's next look at it. */
async function nextBlock(world: PaywallWorld, outcome?: 'aborted'): Promise<void> {
  world.mine(outcome);
  world.tick();
  await world.flush();
}

const phaseOf = ({ session }: Tab) => {
  const { phase, next, error } = session.state;
  return [phase, next, error?.code].filter(Boolean).join(' ');
};

describe('opening', () => {
  it('shows the price, and asks nobody else', async () => {
    const { world, tab } = await arrive();
    expect(phaseOf(tab)).toBe('locked');
    expect(tab.session.state.offers.map(({ price }) => price)).toEqual(['0.5\u00a0STX']);
    expect(world.records.size).toBe(0);
  });

  it('shows what is free', async () => {
    const world = new PaywallWorld();
    world.isFree = true;
    expect(phaseOf((await arrive(world)).tab)).toBe('unlocked');
  });

  it('explains what stands against it, and opens when that is gone', async () => {
    const world = new PaywallWorld();
    world.isDown = true;
    const { tab } = await arrive(world);
    expect(phaseOf(tab)).toBe('failed refresh resource_unreachable');
    world.isDown = false;
    await tab.session.retry();
    expect(phaseOf(tab)).toBe('locked');
    world.hasOffers = false;
    await tab.session.refresh();
    expect(phaseOf(tab)).toBe('failed refresh no_payable_offer');
  });
});

describe('paying', () => {
  it('opens the page, keeps the pass, and opens it with the pass from then on', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    expect(phaseOf(tab)).toBe('wallet');
    await answer(world, 'approve');
    expect(phaseOf(tab)).toBe('waiting retry settlement_pending');
    await nextBlock(world);
    expect(phaseOf(tab)).toBe('unlocked');
    expect(tab.session.state.paid).toMatchObject({ price: '0.5\u00a0STX', txid: world.payments[0]?.txid });
    world.nodeIsDown = true;
    const later = await arrive(world);
    expect(phaseOf(later.tab)).toBe('unlocked');
    expect(later.tab.session.state.paid).toBeUndefined();
  });

  it('presents the payment again where the pass is forgotten, without a word', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    await answer(world, 'approve');
    await nextBlock(world);
    world.forgetsPasses = true;
    const later = await arrive(world);
    expect(phaseOf(later.tab)).toBe('unlocked');
    expect(later.tab.session.state.paid).toBeUndefined();
    expect(world.mostCharges).toBe(1);
  });

  it('is the page’s to prevent', async () => {
    const { world, tab } = await arrive();
    world.mayPay = false;
    await click(world, tab);
    expect(phaseOf(tab)).toBe('locked');
    expect(world.prompts).toHaveLength(0);
  });

  it('stops at a price that has changed, and shows it', async () => {
    const { world, tab } = await arrive();
    world.amount = '600000';
    await click(world, tab);
    expect(phaseOf(tab)).toBe('failed pay terms_changed');
    expect(tab.session.state.offers[0]?.price).toBe('0.6\u00a0STX');
    await click(world, tab);
    expect(phaseOf(tab)).toBe('wallet');
  });

  it('asks which wallet, when there are several, and takes no for an answer', async () => {
    const { world, tab } = await arrive();
    world.wallets = [
      { id: 'one', name: 'One' },
      { id: 'two', name: 'Two' },
    ];
    await click(world, tab);
    expect(phaseOf(tab)).toBe('choosing');
    tab.session.cancel();
    await world.flush();
    expect(phaseOf(tab)).toBe('locked');
    await click(world, tab);
    tab.session.useWallet('two');
    await world.flush();
    expect(phaseOf(tab)).toBe('wallet');
  });

  it('says that a wallet is missing, and finds it once it is there', async () => {
    const { world, tab } = await arrive();
    const wallets = world.wallets.splice(0);
    await click(world, tab);
    expect(phaseOf(tab)).toBe('failed pay wallet_missing');
    world.wallets = wallets;
    await click(world, tab);
    expect(phaseOf(tab)).toBe('wallet');
  });

  it('leaves nothing behind when the reader declines', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    await answer(world, 'reject');
    expect(phaseOf(tab)).toBe('failed pay wallet_rejected');
    expect([...world.records.values()]).toEqual([{}]);
  });

  it('is possible again after the chain has undone it', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    await answer(world, 'approve');
    await nextBlock(world, 'aborted');
    expect(phaseOf(tab)).toBe('failed pay transaction_failed');
    await click(world, tab);
    await answer(world, 'approve');
    await nextBlock(world);
    expect(phaseOf(tab)).toBe('unlocked');
  });
});

describe('a payment that nobody answers for', () => {
  it('is presented again by itself, and at once when the reader wants', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    world.losesAnswers = true;
    await answer(world, 'approve');
    expect(phaseOf(tab)).toBe('failed retry resource_unreachable');
    world.losesAnswers = false;
    world.mine();
    void tab.session.retry();
    await world.flush();
    expect(phaseOf(tab)).toBe('unlocked');
    expect(world.mostCharges).toBe(1);
  });

  it('is found on the chain by the next visit, though the page died while the wallet sent it', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    world.closeTab(tab);
    await answer(world, 'approve and send');
    world.mine();
    const later = await arrive(world);
    expect(phaseOf(later.tab)).toBe('unlocked');
    expect(world.mostCharges).toBe(1);
  });

  it('leaves the price as it is where it was only to be signed: the next one takes its place', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    world.closeTab(tab);
    await answer(world, 'approve');
    const later = await arrive(world);
    expect(phaseOf(later.tab)).toBe('locked');
    await click(world, later.tab);
    await answer(world, 'approve');
    await nextBlock(world);
    expect(phaseOf(later.tab)).toBe('unlocked');
    expect(world.payments.map(({ nonce }) => nonce)).toEqual([0n, 0n]);
  });

  it('is the reader’s to judge where the wallet was to send it', async () => {
    const world = new PaywallWorld();
    world.sendsByItself = true;
    const { tab } = await arrive(world);
    await click(world, tab);
    await answer(world, 'fail');
    await click(world, tab);
    expect(phaseOf(tab)).toBe('failed decide payment_unresolved');
    await click(world, tab);
    expect(world.prompts).toHaveLength(0);
    await click(world, tab, { decided: true });
    await answer(world, 'approve');
    await nextBlock(world);
    expect(phaseOf(tab)).toBe('unlocked');
  });

  it('is the reader’s to judge where the site gives a reason that nobody knows', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    world.hasStrangeReasons = true;
    await answer(world, 'approve and send');
    expect(phaseOf(tab)).toBe('failed decide payment_unresolved');
    expect(tab.session.state.error?.txid).toBe(world.payments[0]?.txid);
    world.hasStrangeReasons = false;
    world.mine();
    await tab.session.retry();
    expect(phaseOf(tab)).toBe('unlocked');
  });
});

describe('an element that leaves the page', () => {
  it('stores what the wallet signs all the same, and goes on when it is back', async () => {
    const { world, tab } = await arrive();
    await click(world, tab);
    tab.session.stop();
    await answer(world, 'approve');
    expect([...world.records.values()][0]?.payment).toBeDefined();
    void tab.session.start();
    await world.flush();
    await nextBlock(world);
    expect(phaseOf(tab)).toBe('unlocked');
  });

  it('is not told anything after its subscription has ended', async () => {
    const { world, tab } = await arrive();
    let updates = 0;
    const unsubscribe = tab.session.subscribe(() => {
      updates++;
    });
    unsubscribe();
    await click(world, tab);
    expect(updates).toBe(0);
  });
});

describe('signing in', () => {
  /** An account that has paid, and a browser that knows nothing of it. */
  async function payElsewhere(): Promise<{ world: PaywallWorld; tab: Tab }> {
    const { world, tab } = await arrive();
    await click(world, tab);
    await answer(world, 'approve');
    await nextBlock(world);
    expect(phaseOf(tab)).toBe('unlocked');
    world.closeTab(tab);
    world.records.clear();
    return arrive(world);
  }

  async function signIn(world: PaywallWorld, { session }: Tab): Promise<void> {
    void session.signIn();
    await world.flush();
  }

  it('opens what the account has paid for, keeps the pass, and asks for no payment', async () => {
    const { world, tab } = await payElsewhere();
    expect(phaseOf(tab)).toBe('locked');
    await signIn(world, tab);
    expect(phaseOf(tab)).toBe('unlocked');
    expect(tab.session.state.paid).toBeUndefined();
    expect(phaseOf((await arrive(world)).tab)).toBe('unlocked');
    expect([world.textPrompts, world.mostCharges, world.payments.length]).toEqual([1, 1, 1]);
  });

  it('asks once more where it took too long, and then says so', async () => {
    const { world, tab } = await payElsewhere();
    world.expiresSignIns = true;
    await signIn(world, tab);
    expect(phaseOf(tab)).toBe('failed pay sign_in_expired');
    expect(world.textPrompts).toBe(2);
    world.expiresSignIns = false;
    await signIn(world, tab);
    expect(phaseOf(tab)).toBe('unlocked');
    expect(world.textPrompts).toBe(3);
  });

  it('is no answer for an account that has not paid, nor for a reader who declines: the price is still there', async () => {
    const { world, tab } = await arrive();
    await signIn(world, tab);
    expect(phaseOf(tab)).toBe('failed pay sign_in_unpaid');
    world.signsTexts = false;
    await signIn(world, tab);
    expect(phaseOf(tab)).toBe('locked');
    await click(world, tab);
    expect(phaseOf(tab)).toBe('wallet');
  });

  it('waits for a payment that another tab makes, and asks nobody then', async () => {
    const { world, tab } = await arrive();
    const other = (await arrive(world)).tab;
    await click(world, tab);
    await answer(world, 'approve');
    await signIn(world, other);
    expect(phaseOf(other)).toBe('waiting');
    await nextBlock(world);
    expect([phaseOf(tab), phaseOf(other), world.textPrompts]).toEqual(['unlocked', 'unlocked', 0]);
  });
});
