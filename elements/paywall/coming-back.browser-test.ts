/** A reader comes back: after a reload, after a week, to another tab, or after a part of what was remembered is lost. */

import { changeRecord, recordOf } from '../../test/browser/records.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';
import type { X402Paywall } from '../index.js';
import { X402PaidEvent } from './events.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => {
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
  visit.close();
});

async function payAndRead(): Promise<void> {
  await visit.openLocked();
  await visit.click('Pay 0.5');
  await eventually(() => visit.part('receipt'));
}

/** Nothing was asked of the wallet again, and nothing paid. */
function expectOnePayment(): void {
  expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
}

/** As the reader's language writes it; spaces aside, of which browsers have several. */
function dateIn(milliseconds: number): string {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });
  return format.format(milliseconds).replace(/\s+/g, ' ');
}

describe('a reader who has paid', () => {
  it('is told until when it is theirs', async () => {
    const now = Date.now();
    await payAndRead();
    const line = visit.part('receipt')?.textContent?.replace(/\s+/g, ' ') ?? '';
    const until = [now, now + 60_000].map((paidAt) => `Yours until ${dateIn(paidAt + 30 * DAY)}.`);
    expect(until.find((words) => line.includes(words)) ?? line).to.be.oneOf(until);
  });

  it('is told no date where the site gives no pass', async () => {
    visit.site.givesPasses = false;
    await payAndRead();
    expect(textOf(visit.part('receipt')))
      .to.contain('Thank you.')
      .and.not.contain('until');
  });

  it('reads on after a reload, and next week, with one request and no wallet', async () => {
    await payAndRead();
    for (const later of [0, 7 * DAY]) {
      visit.site.clockAhead = later;
      const before = visit.site.credentials.length;
      visit.reload();
      await visit.reaches('unlocked');
      await eventually(() => textOf(visit.content()) === 'What was paid for.');
      expect(visit.site.credentials.slice(before)).to.eql(['pass']);
    }
    expectOnePayment();
  });

  it('hears a month later until when it lasted, and renews it at the price of that day', async () => {
    await payAndRead();
    const { pass = '' } = await recordOf(visit.url);
    const { exp } = JSON.parse(atob(pass.split('.')[1] ?? ''));
    visit.site.clockAhead = 31 * DAY;
    visit.site.prices = { STX: '700000' };
    visit.reload();
    await visit.says('Your access has ended');
    expect(visit.text()).to.contain(`It lasted until ${dateIn(1000 * exp)}. Pay today’s price`);
    await visit.click('Pay 0.7');
    await visit.reaches('unlocked');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([2, 2]);
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
  });

  it('hears the same of a pass that came without a payment', async () => {
    await payAndRead();
    await changeRecord(visit.url, ({ pass }) => ({ pass }));
    visit.site.clockAhead = 31 * DAY;
    visit.reload();
    await visit.says('It lasted until');
    expect(visit.paywall.state).to.equal('failed');
  });

  it('is let in by the payment where the pass is lost, and gets another pass', async () => {
    await payAndRead();
    await changeRecord(visit.url, ({ pass: _, ...rest }) => rest);
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('payment');
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
    expectOnePayment();
  });

  it('sees the price where all is lost', async () => {
    await payAndRead();
    await changeRecord(visit.url, () => ({}));
    visit.reload();
    await visit.reaches('locked');
    expectOnePayment();
  });

  it('reads on where the clock of the browser is a day off, either way', async () => {
    for (const clockAhead of [DAY, -DAY]) {
      const other = new Visit();
      other.site.clockAhead = clockAhead;
      await other.openLocked();
      await other.click('Pay 0.5');
      await other.reaches('unlocked');
      other.reload();
      await other.reaches('unlocked');
      expect(other.site.credentials.at(-1)).to.equal('pass');
      expect([other.wallet.prompts, other.chain.sent.length]).to.eql([1, 1]);
      other.close();
    }
  });
});

describe('a payment that is under way', () => {
  async function payAndWait(): Promise<void> {
    visit.site.trustsMempool = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('waiting');
  }

  /** A day passes without this page. */
  async function aDayLater(): Promise<void> {
    visit.paywall.remove();
    visit.site.clockAhead = DAY;
    await changeRecord(visit.url, (record) => ({
      ...record,
      payment: record.payment && { ...record.payment, storedAt: record.payment.storedAt - DAY },
    }));
  }

  it('opens a day later, though its offer has expired meanwhile: it was mined in time', async () => {
    await payAndWait();
    await aDayLater();
    visit.chain.mine();
    visit.open();
    await visit.reaches('unlocked');
    expect(visit.eventsOf(X402PaidEvent)).to.have.length(1);
    expectOnePayment();
  });

  it('goes on waiting a day later, without a clock that counts the minutes of a day', async () => {
    await payAndWait();
    await aDayLater();
    visit.open();
    await visit.reaches('waiting');
    expect(visit.text()).to.contain('Wait for confirmation');
    expect(visit.part('steps')?.querySelector('[role=timer]')).to.equal(null);
    visit.chain.mine();
    await visit.paywall.retry();
    await visit.reaches('unlocked');
    expectOnePayment();
  });

  it('that never reached the chain is not paid anew without its nonce', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 1);
    visit.site.isDown = true;
    visit.wallet.approve();
    await visit.says('The site does not answer');
    await aDayLater();
    visit.site.isDown = false;
    visit.wallet.decision = 'approve';
    visit.open();
    await visit.says('The offer had run out');
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    expect(visit.chain.sent.map(({ nonce }) => nonce)).to.eql([0n]);
  });
});

describe('another tab', () => {
  /** A document of its own, with the same site, node and wallet: to the elements, a tab. */
  async function openTab(network: Promise<void> = Promise.resolve()): Promise<X402Paywall> {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<!doctype html><html lang="en"><title>Another tab</title><body></body></html>';
    const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await isLoaded;
    const { contentWindow: window, contentDocument: page } = frame as {
      contentWindow: Window;
      contentDocument: Document;
    };
    // The fetch of this test's page is the scripted one.
    Reflect.set(window, 'fetch', async (input: string, init: RequestInit) => {
      const response = await globalThis.fetch(input, init);
      await network;
      return response;
    });
    const script = page.createElement('script');
    script.type = 'module';
    script.src = new URL('../define.ts', import.meta.url).href;
    page.head.append(script);
    const paywall = page.createElement('x402-paywall') as X402Paywall;
    paywall.setAttribute('src', visit.url);
    page.body.append(paywall);
    return paywall;
  }

  it('opens what is paid for in this one, by itself', async () => {
    const other = await openTab();
    await visit.reaches('locked', other);
    await payAndRead();
    await visit.reaches('unlocked', other);
    await eventually(() => textOf(visit.content(other)) === 'What was paid for.');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
    expectOnePayment();
  });

  it('opens it even where it has just been told the price', async () => {
    let goOn = () => {};
    const other = await openTab(
      new Promise((resolve) => {
        goOn = resolve;
      }),
    );
    await eventually(() => visit.site.credentials.length === 1);
    await payAndRead();
    expect(other.getAttribute('state')).to.equal('loading');
    goOn();
    await visit.reaches('unlocked', other);
    expectOnePayment();
  });

  it('leaves what it does not sell alone', async () => {
    const other = await openTab();
    other.setAttribute('src', `${visit.url}/another`);
    await visit.reaches('locked', other);
    await payAndRead();
    expect(other.getAttribute('state')).to.equal('locked');
  });
});
