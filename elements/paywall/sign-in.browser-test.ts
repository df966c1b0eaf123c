/** Signing in with the account that paid (PROTOCOL section 7). The wallet really signs, and the site really checks. */

import { axeFaults } from '../../test/browser/axe.js';
import { changeRecord, recordOf } from '../../test/browser/records.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { ScriptedWallet } from '../../test/browser/scripted-wallet.js';
import { X402PaidEvent, X402UnlockedEvent } from './events.js';

/** Clarinet's `wallet_2`: known to everybody, worth nothing. */
const ANOTHER_KEY = '530d9f61984c888536871c6573073bdfc0058896dc1adfe9a6a10dfacadc209101';
const SIGN_IN = 'Already paid? Sign in with your wallet';

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
  visit.site.takesSignIns = true;
});
afterEach(() => visit.close());

/** The reader pays, and comes back with a browser that knows nothing of it. */
async function payAndForget(): Promise<void> {
  await visit.openLocked();
  await visit.click('Pay 0.5');
  await visit.reaches('unlocked');
  visit.paywall.remove();
  await changeRecord(visit.url, () => ({}));
  await visit.openLocked();
}

function expectOnePayment(): void {
  expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
}

describe('a reader who has paid elsewhere', () => {
  it('signs in, reads, and has a pass from then on; nothing is paid', async () => {
    await payAndForget();
    await visit.click(SIGN_IN);
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
    expect(visit.wallet.signRequests).to.have.length(1);
    expect(visit.wallet.signRequests[0])
      .to.match(
        new RegExp(`^${location.host} wants you to sign in with your Stacks account:\n${visit.wallet.address}\n`),
      )
      .and.contain(`URI: ${visit.url}`);
    expect(visit.site.credentials.slice(-2)).to.eql(['nothing', 'sign-in']);
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
    expect(visit.eventsOf(X402PaidEvent)).to.have.length(1);
    expect(visit.eventsOf(X402UnlockedEvent).at(-1)?.paidNow).to.equal(false);
    expectOnePayment();
  });

  it('sees what is going on, in words that speak of no payment', async () => {
    await payAndForget();
    visit.wallet.decision = 'later';
    await visit.click(SIGN_IN);
    await visit.reaches('wallet');
    expect(visit.text()).to.equal('Signing in Sign the message in Test Wallet. Nothing is paid. Cancel');
    expect(visit.announcement()).to.equal('Sign the message in Test Wallet. Nothing is paid.');
    const resume = visit.site.pause();
    visit.wallet.approve();
    await visit.says('The site is looking for what this account has paid for.');
    expect(visit.parts('steps')).to.have.length(0);
    resume();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('signs with a wallet that writes signatures with 0x in front', async () => {
    visit.wallet.prefixesHex = true;
    await payAndForget();
    await visit.click(SIGN_IN);
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('chooses among several wallets', async () => {
    await payAndForget();
    visit.install(visit.wallet, new ScriptedWallet(visit.chain, 'Second Wallet'));
    await visit.click(SIGN_IN);
    await visit.click('Test Wallet');
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('gets a pass that is bound to this browser where the site wants that', async () => {
    visit.site.isBound = true;
    await payAndForget();
    await visit.click(SIGN_IN);
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
    expect(await recordOf(visit.url)).to.include({ isBound: true });
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
    expectOnePayment();
  });

  it('is let in elsewhere on the page, too', async () => {
    await payAndForget();
    const first = visit.paywall;
    await visit.openLocked();
    await visit.click(SIGN_IN);
    await visit.reaches('unlocked');
    await visit.reaches('unlocked', first);
    expectOnePayment();
  });

  it('is asked once more where signing took too long, and no third time', async () => {
    await payAndForget();
    visit.wallet.decision = 'later';
    await visit.click(SIGN_IN);
    for (const round of [1, 2]) {
      await eventually(() => visit.wallet.signRequests.length === round);
      visit.site.clockAhead += 400_000;
      visit.wallet.approve();
    }
    await visit.says('The sign-in took too long');
    expect(visit.wallet.signRequests).to.have.length(2);
    expect(visit.wallet.signRequests[0]).not.to.equal(visit.wallet.signRequests[1]);
    expectOnePayment();
  });

  it('gets in with the second signature', async () => {
    await payAndForget();
    visit.wallet.decision = 'later';
    await visit.click(SIGN_IN);
    await eventually(() => visit.wallet.signRequests.length === 1);
    visit.site.clockAhead += 400_000;
    visit.wallet.approve();
    await eventually(() => visit.wallet.signRequests.length === 2);
    visit.wallet.approve();
    await visit.reaches('unlocked');
    expectOnePayment();
  });
});

describe('a reader who has not paid', () => {
  it('is told so, sees the price, and pays when that is wanted', async () => {
    await visit.openLocked();
    await visit.click(SIGN_IN);
    await visit.says('This account has not paid for this');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([0, 0]);
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('with the account of somebody else is told so, and nothing is paid', async () => {
    await payAndForget();
    visit.wallet.key = ANOTHER_KEY;
    await visit.click(SIGN_IN);
    await visit.says('This account has not paid for this');
    expectOnePayment();
    expect((await recordOf(visit.url)).pass).to.equal(undefined);
  });

  it('goes back to the price without a word after declining in the wallet, or cancelling', async () => {
    await visit.openLocked();
    visit.wallet.decision = 'reject';
    await visit.click(SIGN_IN);
    await visit.reaches('locked');
    visit.wallet.decision = 'later';
    await visit.click(SIGN_IN);
    await visit.reaches('wallet');
    await visit.click('Cancel');
    await visit.reaches('locked');
    visit.wallet.decision = 'approve';
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('is told what to do where there is no wallet, and signs in when there is one', async () => {
    visit.install();
    await visit.openLocked();
    await visit.click(SIGN_IN);
    await visit.says('You need a Stacks wallet');
    visit.install(visit.wallet);
    await visit.click('Check again');
    await visit.says('This account has not paid for this');
    expect([visit.wallet.signRequests.length, visit.wallet.prompts]).to.eql([1, 0]);
    visit.wallet.decision = 'later';
    await visit.click('Pay 0.5');
    await visit.reaches('wallet');
    expect(visit.text()).to.contain('Paying 0.5 STX').and.not.contain('Signing in');
  });

  it('hears that the site does not answer, and loses nothing', async () => {
    await visit.openLocked();
    visit.site.isDown = true;
    await visit.click(SIGN_IN);
    await visit.says('The site does not answer');
    expect(visit.wallet.signRequests).to.have.length(0);
  });

  it('can reach the invitation with a keyboard and a screen reader', async () => {
    await visit.openLocked();
    const button = visit.part('sign-in') as HTMLButtonElement;
    expect([button.tagName, textOf(button)]).to.eql(['BUTTON', SIGN_IN]);
    expect(await axeFaults(visit.main)).to.eql([]);
    button.focus();
    visit.wallet.decision = 'later';
    button.click();
    await visit.reaches('wallet');
    expect(visit.paywall.shadowRoot?.activeElement?.tagName).to.equal('H2');
    expect(await axeFaults(visit.main)).to.eql([]);
  });

  it('is not invited where the site does not know who has paid', async () => {
    visit.site.takesSignIns = false;
    await visit.openLocked();
    expect(visit.text()).not.to.contain('Sign in');
  });
});

describe('a sign-in that is not for this site', () => {
  it('is never signed', async () => {
    await visit.openLocked();
    const { invitation } = visit.site.signIns;
    visit.site.signIns.invitation = () => invitation.call(visit.site.signIns, 'https://bank.example/login', Date.now());
    await visit.click(SIGN_IN);
    await visit.says('The sign-in was not accepted');
    expect(visit.wallet.signRequests).to.have.length(0);
  });

  it('does not stand in for a payment that is under way: that one goes on', async () => {
    visit.site.trustsMempool = false;
    await visit.openLocked();
    const second = visit.paywall;
    visit.open();
    await visit.reaches('locked');
    await visit.click('Pay 0.5');
    await visit.reaches('waiting');
    await visit.click(SIGN_IN, second);
    await visit.says('Another tab is paying for it', second);
    visit.chain.mine();
    await visit.paywall.retry();
    await visit.reaches('unlocked');
    await visit.reaches('unlocked', second);
    expect(visit.wallet.signRequests).to.have.length(0);
    expectOnePayment();
  });
});
