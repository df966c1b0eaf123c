/** A reader who has our extension, as far as the page sees it: a `fetch` that pays, or says why not. The real one is in `test/extension/elements-with-extension.test.ts`. */

import { encodeHeader, HEADER } from '../../src/index.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';

let visit: Visit;
/** What was asked of `x402.request`. */
let requests: string[];

beforeEach(() => {
  visit = new Visit();
  visit.install();
  requests = [];
});
afterEach(() => {
  Reflect.deleteProperty(window, 'x402');
  visit.close();
});

function install(pay: typeof fetch): void {
  const request = async (method: string) => {
    requests.push(method);
    throw Object.assign(new Error(method), { code: -32601 });
  };
  Object.defineProperty(window, 'x402', { configurable: true, value: { fetch: pay, request } });
}

function refusing(code: string): void {
  install(() => Promise.reject(Object.assign(new Error(code), { name: 'X402Error', code })));
}

describe('a paywall whose reader has our extension, and no wallet besides', () => {
  it('opens with what the extension has paid, after one click and without a list of wallets', async () => {
    install(async (input, init) => {
      visit.site.isFree = true;
      return fetch(input, init);
    });
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
    expect([requests, visit.site.presented]).to.eql([[], []]);
  });

  for (const [code, words] of [
    ['declined', 'You declined the payment'],
    ['policy_refused', 'Your wallet did not pay'],
    ['payment_unresolved', 'Your wallet did not pay'],
  ] as const) {
    it(`says what helps where it has not, and pays from there: ${code}`, async () => {
      refusing(code);
      await visit.openLocked();
      await visit.click('Pay 0.5');
      await visit.says(words);
      expect(requests, 'no address, and no signature').to.eql([]);
      visit.site.isFree = true;
      install((input, init) => fetch(input, init));
      await visit.click('Pay 0.5');
      await visit.reaches('unlocked');
    });
  }

  it('asks for no other payment where the site is slow to open for the extension’s', async () => {
    const settlement = encodeHeader({ success: false, errorReason: 'settlement_pending' });
    install(async () => new Response(null, { status: 402, headers: { [HEADER.response]: settlement } }));
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('Your payment is on its way');
    expect(requests).to.eql([]);
  });

  it('does not sign in with it, since it signs nothing', async () => {
    refusing('declined');
    visit.site.takesSignIns = true;
    await visit.openLocked();
    await visit.click('Already paid?');
    await visit.says('You need a Stacks wallet');
    expect(requests).to.eql([]);
  });
});

describe('a paywall whose reader has our extension, and a wallet', () => {
  it('asks the extension first, and the reader to choose when that has not paid', async () => {
    visit.install(visit.wallet);
    refusing('declined');
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says('You declined the payment');
    await visit.click('Pay 0.5');
    await visit.reaches('choosing');
    await visit.click(visit.wallet.name);
    await visit.reaches('unlocked');
    expect([visit.site.presented.length, requests]).to.eql([1, []]);
  });
});
