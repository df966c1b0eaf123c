/** After the wallet has signed: waits, lost answers, several paywalls, reloads. Nobody pays twice. Issue 2, section 6. */

import { ScriptedWallet } from '../../test/browser/scripted-wallet.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { X402PaidEvent, X402UnlockedEvent } from '../index.js';

const now = Date.now;
let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => {
  visit.close();
  Date.now = now;
});

/** Pays until the payment waits for a block. */
async function payAndWait(): Promise<void> {
  visit.site.trustsMempool = false;
  await visit.openLocked();
  await visit.click('Pay 0.5');
  await visit.reaches('waiting');
}

/** Clicks, and leaves the wallet open. */
async function askWallet(): Promise<void> {
  visit.wallet.decision = 'later';
  await visit.openLocked();
  await visit.click('Pay 0.5');
  await eventually(() => visit.wallet.prompts === 1);
}

/** The reader was asked once, and one payment went out. */
function expectOnePayment(): void {
  expect([visit.wallet.prompts, visit.chain.sent.length, new Set(visit.site.presented).size]).to.eql([1, 1, 1]);
}

describe('a payment that waits for its block', () => {
  it('shows for how long, and that the page may be closed', async () => {
    await payAndWait();
    expect(visit.text()).to.contain('You may close this page');
    const timer = () => visit.part('steps')?.querySelector('[role=timer]')?.textContent;
    expect(timer()).to.match(/^0:\d\d$/);
    Date.now = () => now() + 65_000;
    await eventually(() => /^1:\d\d$/.test(timer() ?? ''));
    expect(visit.part('steps')?.querySelector('[aria-current=step]')?.textContent).to.contain('Wait for confirmation');
  });

  it('opens the page by itself, as soon as the site says', async () => {
    await payAndWait();
    visit.chain.mine();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('can be looked at before its time', async () => {
    await payAndWait();
    visit.chain.mine();
    await visit.paywall.retry();
    expect(visit.paywall.state).to.equal('unlocked');
  });
});

describe('an answer that is lost', () => {
  beforeEach(async () => {
    await askWallet();
    visit.site.losesAnswers = true;
    visit.wallet.approve();
    await visit.says('The site does not answer');
  });

  it('is asked for again by the reader, with the same payment', async () => {
    expect(visit.text()).to.contain('never made twice');
    visit.site.losesAnswers = false;
    await visit.click('Try again');
    await visit.reaches('unlocked');
    expectOnePayment();
    expect(visit.eventsOf(X402PaidEvent)).to.have.length(1);
  });

  it('is asked for again by itself', async () => {
    visit.site.losesAnswers = false;
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('is asked for again after a reload', async () => {
    visit.site.losesAnswers = false;
    visit.reload();
    await visit.reaches('unlocked');
    expectOnePayment();
  });
});

describe('two paywalls for the same thing', () => {
  it('are both opened by one payment', async () => {
    await visit.openLocked();
    const first = visit.paywall;
    await visit.openLocked();
    await visit.click('Pay 0.5', first);
    await visit.reaches('unlocked', first);
    await visit.reaches('unlocked');
    expectOnePayment();
    await eventually(() => visit.eventsOf(X402UnlockedEvent).length === 2);
    expect(visit.eventsOf(X402UnlockedEvent).map(({ paidNow }) => paidNow)).to.eql([true, false]);
  });

  it('do not pay at the same time', async () => {
    await askWallet();
    const first = visit.paywall;
    visit.open();
    await visit.says('is paying for it');
    visit.wallet.approve();
    await Promise.all([visit.reaches('unlocked', first), visit.reaches('unlocked')]);
    expectOnePayment();
  });

  it('that are clicked at once pay once', async () => {
    await visit.openLocked();
    const first = visit.paywall;
    await visit.openLocked();
    const second = visit.paywall;
    await Promise.all([visit.click('Pay 0.5', first), visit.click('Pay 0.5', second)]);
    await Promise.all([visit.reaches('unlocked', first), visit.reaches('unlocked', second)]);
    expectOnePayment();
  });
});

describe('a reload', () => {
  const steps: Readonly<Record<string, () => Promise<void>>> = {
    'while the price is asked for': async () => {
      const answer = visit.site.pause();
      await visit.open().updateComplete;
      answer();
    },
    'with the price in view': async () => {
      await visit.openLocked();
    },
    'while a wallet is chosen': async () => {
      visit.install(visit.wallet, new ScriptedWallet(visit.chain, 'Other Wallet'));
      await visit.openLocked();
      await visit.click('Pay 0.5');
      await visit.reaches('choosing');
      visit.install(visit.wallet);
    },
    'while the payment is prepared': async () => {
      const fees = visit.chain.pause();
      await visit.openLocked();
      await visit.click('Pay 0.5');
      await visit.reaches('preparing');
      fees();
    },
    'after a refusal': async () => {
      visit.wallet.decision = 'reject';
      await visit.openLocked();
      await visit.click('Pay 0.5');
      await visit.says('You declined');
      visit.wallet.decision = 'approve';
      visit.wallet.prompts = 0;
    },
  };
  for (const [when, step] of Object.entries(steps)) {
    it(`${when} shows the price again, which is paid once`, async () => {
      await step();
      visit.reload();
      await visit.reaches('locked');
      await visit.click('Pay 0.5');
      await visit.reaches('unlocked');
      expectOnePayment();
    });
  }

  it('while the wallet asks waits for it, and opens with what it signs', async () => {
    await askWallet();
    visit.reload();
    await visit.reaches('waiting');
    visit.wallet.approve();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('while the payment is presented presents the same again', async () => {
    await askWallet();
    visit.site.pause();
    visit.wallet.approve();
    await visit.reaches('presenting');
    visit.reload();
    await visit.reaches('presenting');
    visit.site.pause()();
    visit.reload();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('while the payment waits for a block goes on waiting, from when it began', async () => {
    await payAndWait();
    Date.now = () => now() + 125_000;
    visit.reload();
    await visit.reaches('waiting');
    expect(visit.part('steps')?.querySelector('[role=timer]')?.textContent).to.match(/^2:\d\d$/);
    visit.chain.mine();
    visit.reload();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('of what was paid for opens it with the pass, and thanks nobody again', async () => {
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    visit.reload();
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
    expect(visit.part('receipt')).to.equal(null);
    expect(visit.eventsOf(X402UnlockedEvent).at(-1)?.paidNow).to.equal(false);
    expect(visit.eventsOf(X402PaidEvent)).to.have.length(1);
    expectOnePayment();
  });
});

describe('a paywall that is moved within the page', () => {
  it('while the wallet asks goes on where it is', async () => {
    await askWallet();
    visit.main.prepend(document.createElement('section'));
    visit.main.firstElementChild?.append(visit.paywall);
    visit.wallet.approve();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('keeps what it has opened, without asking for it again', async () => {
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    await eventually(() => visit.content()?.textContent);
    const asked = visit.site.credentials.length;
    visit.main.prepend(document.createElement('section'));
    visit.main.firstElementChild?.append(visit.paywall);
    await visit.paywall.updateComplete;
    expect(textOf(visit.content())).to.equal('What was paid for.');
    expect(visit.site.credentials).to.have.length(asked);
  });
});

describe('what is remembered', () => {
  it('is the payment, too, where the site gives no pass or has forgotten it', async () => {
    visit.site.givesPasses = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    visit.site.givesPasses = true;
    visit.site.forgetsPasses = true;
    for (const credential of ['payment', 'payment']) {
      visit.reload();
      await visit.reaches('unlocked');
      expect(visit.site.credentials.at(-1)).to.equal(credential);
    }
    expectOnePayment();
    expect(visit.eventsOf(X402PaidEvent)).to.have.length(1);
  });

  it('is no longer enough when the access has ended, and the price is shown', async () => {
    visit.site.givesPasses = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    visit.site.refuses = 'access_expired';
    visit.reload();
    await visit.says('Your access has ended');
    visit.site.refuses = undefined;
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expect(visit.wallet.prompts).to.equal(2);
  });

  it('of a wallet that sends by itself is asked about: nobody knows what it did', async () => {
    visit.wallet.sendsByItself = true;
    await askWallet();
    await visit.click('Cancel');
    await visit.reaches('locked');
    await visit.click('Pay 0.5');
    await visit.says('Did you pay already?');
    expect(visit.part('button')?.textContent?.trim()).to.equal('Check again');
    expect(visit.text()).to.contain('Pay anyway');
    visit.wallet.approve();
    await eventually(() => visit.chain.sent.length === 1);
    await visit.click('Check again');
    await visit.reaches('unlocked');
    expectOnePayment();
  });
});
