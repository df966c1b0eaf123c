/** From the click to the content, with a wallet that really signs, and everything that can stand in the way. Issue 2, section 6. */

import { ScriptedWallet } from '../../test/browser/scripted-wallet.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { X402BeforePayEvent, X402ErrorEvent, X402PaidEvent, X402StateEvent, X402UnlockedEvent } from '../index.js';

const ICON = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E';

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => visit.close());

const errorCodes = () => visit.eventsOf(X402ErrorEvent).map(({ error }) => error.code);

describe('a reader who pays', () => {
  it('reads on in place, after the teaser, and is thanked', async () => {
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
    expect(textOf(visit.main)).to.match(/^The beginning is free\. What was paid for\./);
    expect(visit.card()).to.equal(null);
    expect(textOf(visit.part('receipt'))).to.contain('Paid 0.5 STX. Thank you.');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });

  it('is followed by events with what a page wants to know', async () => {
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.eventsOf(X402UnlockedEvent).length);
    const [sent] = visit.chain.sent;
    const [paid] = visit.eventsOf(X402PaidEvent);
    expect(paid?.offer.amount).to.equal('500000');
    expect(paid?.resource.url).to.equal(visit.url);
    expect(paid?.payer).to.equal(visit.wallet.address);
    expect(paid?.txid).to.equal(sent?.txid);
    const [unlocked] = visit.eventsOf(X402UnlockedEvent);
    expect([unlocked?.url, unlocked?.paidNow]).to.eql([visit.url, true]);
    const order = visit.events.map((event) => (event instanceof X402StateEvent ? event.state : event.type));
    const wanted = ['locked', 'x402-before-pay', 'preparing', 'wallet', 'presenting', 'unlocked', 'x402-paid'];
    expect(order).to.eql([...wanted, 'x402-unlocked']);
  });

  it('sees each step while it lasts', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    const fees = visit.chain.pause();
    await visit.click('Pay 0.5');
    await visit.says('Preparing');
    expect(textOf(visit.part('title'))).to.equal('Paying 0.5 STX');
    fees();
    await visit.reaches('wallet');
    await visit.says('shows 0.5');
    const steps = () => [...(visit.part('steps')?.children ?? [])].map((step) => step.getAttribute('aria-current'));
    expect(visit.text()).to.contain('Approve in Test Wallet');
    expect(steps()).to.eql(['step', null, null, null]);
    const answer = visit.site.pause();
    visit.wallet.approve();
    await visit.reaches('presenting');
    expect(steps()).to.eql([null, 'step', null, null]);
    answer();
    await visit.reaches('unlocked');
  });

  it('pays with the asset of the choice', async () => {
    visit.site.prices = { STX: '400000', sBTC: '300', USDCx: '250000' };
    visit.chain.balances.set('ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token', 300n);
    await visit.openLocked();
    await visit.click('0.000003 sBTC');
    await visit.click('Pay 0.000003 sBTC');
    await visit.reaches('unlocked');
    expect(visit.eventsOf(X402PaidEvent)[0]?.offer.asset).to.contain('.sbtc-token');
    await eventually(() => textOf(visit.part('receipt')).includes('Paid 0.000003 sBTC'));
  });

  it('pays by the page’s own button too', async () => {
    await visit.openLocked();
    await visit.paywall.pay();
    expect(visit.paywall.state).to.equal('unlocked');
    await visit.paywall.pay();
    await visit.paywall.retry();
    expect(visit.wallet.prompts).to.equal(1);
  });

  it('pays the price that was seen, or is shown the new one', async () => {
    await visit.openLocked();
    visit.site.prices = { STX: '600000' };
    await visit.click('Pay 0.5');
    await visit.says('The price has changed');
    expect(visit.wallet.prompts).to.equal(0);
    await visit.click('Pay 0.6');
    await visit.reaches('unlocked');
  });

  it('can cancel while the wallet asks, and pays once when the wallet was answered after all', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.click('Cancel');
    await visit.reaches('locked');
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 2);
    visit.wallet.approve();
    await visit.reaches('unlocked');
    // Both have the same nonce: the chain lets only one of them through.
    expect(visit.chain.sent.map(({ nonce }) => nonce)).to.eql([0n]);
  });
});

describe('wallets', () => {
  it('are offered for choice when there are several, each with its sign', async () => {
    const other = new ScriptedWallet(visit.chain, 'Other Wallet', ICON);
    visit.install(visit.wallet, other);
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('choosing');
    await visit.says('Choose your wallet');
    expect(visit.parts('wallet').map(textOf)).to.eql(['T Test Wallet', 'Other Wallet']);
    expect(visit.parts('wallet')[1]?.querySelector('img')?.src).to.equal(ICON);
    await visit.click('Other Wallet');
    await visit.reaches('unlocked');
    expect([visit.wallet.asked.length, other.prompts]).to.eql([0, 1]);
  });

  it('need not be chosen: there is a way back', async () => {
    visit.install(visit.wallet, new ScriptedWallet(visit.chain, 'Other Wallet'));
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.click('Back');
    await visit.reaches('locked');
    expect(visit.wallet.asked).to.eql([]);
  });

  it('that are missing are named, with where to get them, and are found as soon as they are there', async () => {
    visit.install();
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('You need a Stacks wallet');
    const links = visit.parts('wallet') as HTMLAnchorElement[];
    expect(links.map(({ host, rel, target }) => [host, rel, target])).to.eql([
      ['leather.io', 'noopener noreferrer', '_blank'],
      ['www.xverse.app', 'noopener noreferrer', '_blank'],
    ]);
    expect(errorCodes()).to.eql(['wallet_missing']);
    visit.install(visit.wallet);
    await visit.click('Check again');
    await visit.reaches('unlocked');
  });

  it('load no picture from anywhere', async () => {
    visit.install(visit.wallet, new ScriptedWallet(visit.chain, 'Spy', 'https://spy.example/pixel.png'));
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('Choose your wallet');
    expect(visit.card()?.querySelector('img')).to.equal(null);
  });

  it('without a signature of their own send the payment, and say its id', async () => {
    visit.wallet.sendsByItself = true;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expect(visit.site.presented).to.eql([visit.chain.sent[0]?.txid]);
  });

  it('that change a payment are not believed', async () => {
    visit.wallet.change = (transaction) => {
      const { payload } = transaction;
      return payload.type === 'token-transfer' ? { ...transaction, payload: { ...payload, amount: 1n } } : transaction;
    };
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('Your wallet changed the payment');
    expect(visit.site.presented).to.eql([]);
    expect(errorCodes()).to.eql(['wallet_changed_payment']);
  });
});

describe('a reader who cannot pay is told why, and what to do:', () => {
  it('the payment was declined, and can be made after all', async () => {
    visit.wallet.decision = 'reject';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('You declined the payment');
    expect(visit.text()).to.contain('Nothing was sent.');
    expect(errorCodes()).to.eql(['wallet_rejected']);
    visit.wallet.decision = 'approve';
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expect(visit.chain.sent).to.have.length(1);
  });

  it('STX are missing, and how many', async () => {
    visit.chain.balances.set('STX', 100_000n);
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('There is not enough in your wallet');
    // 0.5 and the fee of 0.003, less 0.1.
    expect(visit.text()).to.contain('0.403 STX more');
    expect(visit.wallet.prompts).to.equal(0);
    visit.chain.balances.set('STX', 503_000n);
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
  });

  it('a token is missing, and how much of it', async () => {
    visit.site.prices = { USDCx: '250000' };
    visit.chain.balances.set('ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx', 100_000n);
    await visit.openLocked();
    await visit.click('Pay 0.25');
    await visit.says('0.15 USDCx more');
  });

  it('the token is there, and the STX for the fee are missing', async () => {
    visit.site.prices = { USDCx: '250000' };
    visit.chain.balances.set('ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx', 250_000n).set('STX', 0n);
    await visit.openLocked();
    await visit.click('Pay 0.25');
    await visit.says('0.003 STX more');
  });

  it('the wallet is on another network', async () => {
    visit.wallet.network = 'stacks:1';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('Your wallet is on another network');
    expect(visit.text()).to.contain('Switch it to Stacks testnet');
    visit.wallet.network = 'stacks:2147483648';
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
  });

  it('the Stacks node is down', async () => {
    visit.chain.isDown = true;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('The Stacks network cannot be reached');
    expect([visit.wallet.prompts, ...errorCodes()]).to.eql([0, 'node_unreachable']);
    visit.chain.isDown = false;
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
  });

  it('the site is down, which can be tried again', async () => {
    visit.site.isDown = true;
    visit.open();
    await visit.says('The site does not answer');
    expect(errorCodes()).to.eql(['resource_unreachable']);
    visit.site.isDown = false;
    await visit.click('Try again');
    await visit.reaches('locked');
  });

  it('the site does not take the payment', async () => {
    visit.site.refuses = 'invalid_exact_stacks_payload_recipient_mismatch';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('The site did not accept the payment');
    visit.site.refuses = undefined;
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expect(visit.chain.sent.map(({ nonce }) => nonce)).to.eql([0n]);
  });

  it('the chain has undone the payment', async () => {
    visit.site.trustsMempool = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('waiting');
    visit.chain.mine('abort_by_response');
    await visit.paywall.retry();
    await visit.says('The network undid the payment');
    expect(visit.text()).to.contain('The price was not charged');
  });

  it('every event of it is counted once', async () => {
    visit.wallet.decision = 'reject';
    await visit.openLocked();
    for (const times of [1, 2]) {
      await visit.click('Pay 0.5');
      await eventually(() => errorCodes().length === times);
    }
    expect(visit.eventsOf(X402BeforePayEvent)).to.have.length(2);
    expect(errorCodes()).to.eql(['wallet_rejected', 'wallet_rejected']);
  });
});
