/** The pay button: one click, and the page has what it bought. What wallets, chains and servers can do wrong is the paywall's tests' business. */

import { sendKeys } from '@web/test-runner-commands';
import { axeFaults } from '../../test/browser/axe.js';
import { emulateFeatures } from '../../test/browser/media.js';
import { changeRecord } from '../../test/browser/records.js';
import { PAYEE } from '../../test/browser/scripted-site.js';
import { ScriptedWallet } from '../../test/browser/scripted-wallet.js';
import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';
import {
  X402BeforePayEvent,
  X402ErrorEvent,
  X402PaidEvent,
  X402PayButton,
  type X402Paywall,
  type X402ResponseEvent,
} from '../index.js';

let visit: Visit;
let button: X402PayButton;
let responses: X402ResponseEvent[];

before(() => {
  document.documentElement.lang = 'en';
  document.title = 'Photos';
});
beforeEach(() => {
  visit = new Visit();
  responses = [];
  visit.main.addEventListener('x402-response', (event) => responses.push(event));
  visit.site.type = 'text/plain';
  visit.site.body = 'a photo';
});
afterEach(() => visit.close());
after(() => emulateFeatures());

function open(label = '', attributes: Readonly<Record<string, string>> = {}): void {
  button = new X402PayButton();
  for (const [name, value] of Object.entries({ src: visit.url, 'node-url': 'https://node.example', ...attributes }))
    button.setAttribute(name, value);
  button.innerHTML = label;
  // What a visit can do with a paywall it can do with everything that has the paywall's cards.
  visit.paywall = button as unknown as X402Paywall;
  visit.main.append(button);
}

async function openLocked(label?: string, attributes?: Readonly<Record<string, string>>): Promise<void> {
  open(label, attributes);
  await visit.reaches('locked');
  await button.updateComplete;
}

describe('a pay button', () => {
  it('says what it costs and who gets it, and is busy until it knows', async () => {
    const answer = visit.site.pause();
    open();
    await button.updateComplete;
    expect(visit.part('button')?.getAttribute('aria-busy')).to.equal('true');
    expect(textOf(visit.part('button'))).to.contain('Asking for the price');
    answer();
    await visit.reaches('locked');
    await eventually(() => textOf(visit.part('button')) === 'Pay 0.5 STX');
    expect(visit.part('button')?.getAttribute('aria-disabled')).to.equal('false');
    expect(textOf(visit.part('details'))).to.contain(PAYEE.slice(0, 6));
  });

  it('has the author’s words, with the price behind them, also when they change', async () => {
    await openLocked('The photo');
    expect(textOf(visit.part('price'))).to.equal('0.5 STX');
    expect(textOf(button)).to.contain('The photo');
    button.textContent = '';
    await eventually(() => textOf(visit.part('button')) === 'Pay 0.5 STX');
    expect(visit.part('price')).to.equal(null);
  });

  it('gives the page what it has paid for, and puts nothing into it', async () => {
    await openLocked('The photo');
    await visit.click('0.5');
    await visit.reaches('unlocked');
    await eventually(() => responses.length === 1);
    const [{ response, paidNow, url }] = responses as [X402ResponseEvent];
    expect([await response.text(), response.headers.get('content-type')]).to.eql(['a photo', 'text/plain']);
    expect([paidNow, url]).to.eql([true, visit.url]);
    expect(await responses[0]?.response.text(), 'every listener can read it').to.equal('a photo');
    expect(await button.response?.text()).to.equal('a photo');
    expect(button.innerHTML).to.equal('The photo');
    expect(visit.eventsOf(X402PaidEvent)).to.have.length(1);
  });

  it('gives it again when the reader clicks again, without asking anybody', async () => {
    await openLocked('The photo');
    await visit.click('0.5');
    await eventually(() => responses.length === 1);
    await button.updateComplete;
    visit.part('button')?.click();
    expect(responses).to.have.length(2);
    expect(visit.wallet.prompts).to.equal(1);
    expect(visit.site.presented).to.have.length(1);
  });

  it('gives it at once when the reader comes back', async () => {
    await openLocked('The photo');
    await visit.click('0.5');
    await eventually(() => responses.length === 1);
    button.remove();
    open('The photo');
    await eventually(() => responses.length === 2);
    expect(responses[1]?.paidNow).to.equal(false);
    expect(visit.wallet.prompts).to.equal(1);
  });

  it('lets in who has paid with another browser, before anything has failed', async () => {
    visit.site.takesSignIns = true;
    await openLocked('The photo');
    await visit.click('0.5');
    await eventually(() => responses.length === 1);
    button.remove();
    await changeRecord(visit.url, () => ({}));
    await openLocked('The photo');
    expect(textOf(visit.part('sign-in'))).to.equal('Already paid? Sign in with your wallet');
    visit.wallet.decision = 'later';
    await visit.click('Already paid?');
    await visit.reaches('wallet');
    await visit.says('Sign the message in Test Wallet. Nothing is paid.');
    visit.wallet.approve();
    await eventually(() => responses.length === 2);
    expect(responses[1]?.paidNow).to.equal(false);
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });

  it('forgets it when it is given another address', async () => {
    visit.site.isFree = true;
    open();
    await eventually(() => responses.length === 1);
    visit.site.isFree = false;
    button.src = `${visit.url}/other`;
    await visit.reaches('locked');
    expect(button.response).to.equal(undefined);
  });

  it('lets the reader choose among prices', async () => {
    visit.site.prices = { STX: '500000', USDCx: '250000' };
    await openLocked();
    const list = visit.part('choice') as HTMLSelectElement;
    expect([...list.options].map(({ text }) => text.replace(/[\u2068\u2069]/g, ''))).to.eql([
      '0.5\u00a0STX',
      '0.25\u00a0USDCx',
    ]);
    list.selectedIndex = 1;
    list.dispatchEvent(new Event('change'));
    await eventually(() => textOf(visit.part('button')) === 'Pay 0.25 USDCx');
  });

  it('lets the page stop a click', async () => {
    await openLocked();
    visit.main.addEventListener('x402-before-pay', (event) => event.preventDefault(), { once: true });
    await visit.click('Pay 0.5');
    expect(visit.eventsOf(X402BeforePayEvent)).to.have.length(1);
    expect([button.state, visit.wallet.asked.length]).to.eql(['locked', 0]);
  });

  it('explains what went wrong in its place, and pays from there', async () => {
    visit.wallet.decision = 'reject';
    await openLocked('The photo');
    await visit.click('0.5');
    await visit.says('You declined');
    expect(visit.eventsOf(X402ErrorEvent).map(({ error }) => error.code)).to.eql(['wallet_rejected']);
    visit.wallet.decision = 'approve';
    await visit.click('Pay 0.5');
    await eventually(() => responses.length === 1);
    expect(visit.card()).to.equal(null);
  });

  it('is as large as before when a payment was cancelled', async () => {
    visit.wallet.decision = 'later';
    await openLocked();
    const { width, height } = button.getBoundingClientRect();
    await visit.click('0.5');
    await visit.reaches('wallet');
    await visit.click('Cancel');
    await visit.reaches('locked');
    await button.updateComplete;
    const after = button.getBoundingClientRect();
    expect([after.width, after.height]).to.eql([width, height]);
  });

  it('has the words of its own, and those of its language', async () => {
    visit.main.lang = 'de';
    await openLocked();
    await eventually(() => textOf(visit.part('button')).includes('0,5'));
    button.texts = { pay: 'Her damit: {price}' };
    await eventually(() => textOf(visit.part('button')).startsWith('Her damit'));
  });
});

describe('a reader with a keyboard', () => {
  it('pays, and goes on where the news is, each time', async () => {
    visit.wallet.decision = 'later';
    await openLocked('The photo');
    await sendKeys({ press: 'Tab' });
    expect(button.shadowRoot?.activeElement).to.equal(visit.part('button'));
    expect(getComputedStyle(visit.part('button')!).outlineStyle).to.equal('solid');
    await sendKeys({ press: 'Enter' });
    await visit.reaches('wallet');
    expect(textOf(button.shadowRoot?.activeElement as HTMLElement)).to.equal('Paying 0.5 STX');
    await visit.click('Cancel');
    await visit.reaches('locked');
    await eventually(() => button.shadowRoot?.activeElement === visit.part('button'));
    await sendKeys({ press: 'Enter' });
    await eventually(() => visit.wallet.prompts === 2);
    visit.wallet.approve();
    await eventually(() => responses.length === 1);
    await eventually(() => button.shadowRoot?.activeElement === visit.part('button'));
    expect(visit.announcement()).to.equal('Done');
  });
});

describe('every state of a pay button', () => {
  const states: Readonly<Record<string, () => Promise<unknown>>> = {
    loading: async () => {
      visit.site.pause();
      open('The photo');
      await button.updateComplete;
    },
    locked: () => openLocked('The photo'),
    'locked, with a sign-in': () => {
      visit.site.takesSignIns = true;
      return openLocked();
    },
    'two prices': () => {
      visit.site.prices = { STX: '500000', sBTC: '300' };
      return openLocked();
    },
    choosing: async () => {
      visit.install(visit.wallet, new ScriptedWallet(visit.chain, 'Orange Wallet'));
      await openLocked('The photo');
      await visit.click('0.5');
      await visit.says('Choose your wallet');
    },
    waiting: async () => {
      visit.site.trustsMempool = false;
      await openLocked('The photo');
      await visit.click('0.5');
      await visit.reaches('waiting');
    },
    failed: async () => {
      visit.wallet.decision = 'reject';
      await openLocked();
      await visit.click('0.5');
      await visit.says('You declined');
    },
    unlocked: async () => {
      visit.site.isFree = true;
      open('The photo');
      await eventually(() => responses.length === 1);
    },
  };

  for (const [name, lead] of Object.entries(states)) {
    it(`"${name}" has nothing that axe finds wrong, in light and in dark`, async () => {
      await emulateFeatures({ 'prefers-reduced-motion': 'reduce' });
      await lead();
      expect(await axeFaults(visit.main), 'light').to.eql([]);
      document.documentElement.style.colorScheme = 'light dark';
      document.documentElement.style.background = 'Canvas';
      await emulateFeatures({ 'prefers-reduced-motion': 'reduce', 'prefers-color-scheme': 'dark' });
      expect(await axeFaults(visit.main), 'dark').to.eql([]);
      document.documentElement.removeAttribute('style');
    });
  }
});
