/** `<x402-receipts>` in a browser: from a payment in the same page to a message to the seller. */

import { axeFaults } from '../../test/browser/axe.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { clear, createStore } from 'idb-keyval';
import { type Seller, seller } from '../../test/browser/receipts.js';
import { PAID_CHANNEL } from '../paywall/state.js';
import { createReceiptStore } from './receipt-store.js';
import type { X402Receipts } from './receipts.js';

/** The browser’s own, for what is no site’s. */
const { fetch: read } = window;

let visit: Visit;
let signer: Seller;

beforeEach(async () => {
  visit = new Visit();
  signer = await seller();
  visit.site.signs = ({ url, txid, payer }) =>
    signer.sign({ resource: { url }, payer, txid, paidAt: Date.now() } as Parameters<Seller['sign']>[0]);
  const store = createReceiptStore();
  for (const receipt of await store.list()) await store.forget(receipt);
  // What paywalls of other tests remember is there as long as the database.
  await clear(createStore('x402pay', 'resources'));
});
afterEach(() => visit.close());

function show(attributes: Readonly<Record<string, string>> = {}): X402Receipts {
  const element = document.createElement('x402-receipts');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  visit.main.append(element);
  return element;
}

const root = (element: X402Receipts) => element.shadowRoot as ShadowRoot;
/** Also what stands in closed details. */
const wordsOf = (node: Node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim();
const text = (element: X402Receipts) => wordsOf(root(element));

function button(element: X402Receipts, label: string): HTMLButtonElement {
  const found = [...root(element).querySelectorAll('button')].find((one) => wordsOf(one).includes(label));
  if (!found) throw new Error(`There is no button "${label}".`);
  return found;
}

async function paid(attributes?: Readonly<Record<string, string>>): Promise<X402Receipts> {
  const element = show(attributes);
  await visit.openLocked();
  await visit.click('Pay 0.5');
  await visit.reaches('unlocked');
  await eventually(() => root(element).querySelectorAll('li').length === 1);
  return element;
}

describe('receipts', () => {
  it('say that there are none yet', async () => {
    const element = show();
    await eventually(() => text(element).includes('Nothing has been paid for in this browser yet'));
    expect(await axeFaults(element)).to.eql([]);
  });

  it('come by themselves with a payment, checked', async () => {
    const element = await paid();
    expect(text(element)).to.contain('The rest of the story.').and.contain('0.5');
    await eventually(() => text(element).includes('Signed by the seller'));
    expect(text(element)).to.contain(signer.did);
    expect(await axeFaults(element)).to.eql([]);
  });

  it('stay when the paywall and its pass are gone', async () => {
    await paid();
    visit.paywall.remove();
    const element = show();
    await eventually(() => text(element).includes('The rest of the story.'));
  });

  it('are there also when the page was left before they were kept', async () => {
    await paid();
    const store = createReceiptStore();
    for (const receipt of await store.list()) await store.forget(receipt);
    const element = show();
    await eventually(() => text(element).includes('Signed by the seller'));
    expect((await store.list()).map(({ source }) => source)).to.eql([visit.url]);
  });

  it('without a signature say so', async () => {
    visit.site.signs = undefined;
    const element = await paid();
    await eventually(() => text(element).includes('Not signed by the seller'));
  });

  it('with a signature for something else warn', async () => {
    visit.site.signs = ({ url, payer }) =>
      signer.sign({ resource: { url }, payer, txid: 'cd'.repeat(32), paidAt: 0 } as Parameters<Seller['sign']>[0]);
    const element = await paid();
    await eventually(() => text(element).includes('does not match this payment'));
  });

  it('are saved as JSON and as a page to print', async () => {
    const element = await paid();
    const [receipt] = JSON.parse(element.toJSON()).receipts;
    expect(receipt).to.include({ resource: visit.url, price: '0.5\u00a0STX', amount: '500000' });
    expect(receipt.receipt).to.match(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const saved = new Map<string, string>();
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      saved.set(this.download, this.href);
    };
    button(element, 'Save as JSON').click();
    button(element, 'Save a page to print').click();
    HTMLAnchorElement.prototype.click = click;
    expect([...saved.keys()]).to.eql(['x402-receipts.json', 'x402-receipts.html']);
    // The browser reads them after the click.
    const readText = async (address: string) => (await read(address)).text();
    const [json = '', page] = await Promise.all([...saved.values()].map(readText));
    expect(JSON.parse(json).receipts).to.eql([receipt]);
    expect(page).to.contain(`<dd><bdi>${receipt.transaction}</bdi></dd>`);
  });
});

describe('the words of receipts', () => {
  it('are in the language of the page, and change with it', async () => {
    visit.main.lang = 'de-AT';
    const element = await paid();
    await eventually(() => text(element).includes('Vom Anbieter unterschrieben'));
    visit.main.lang = 'ar';
    await eventually(() => text(element).includes('موقّع من البائع'));
    visit.main.lang = 'en';
    await eventually(() => text(element).includes('Signed by the seller'));
  });

  it('are English where there are none', async () => {
    for (const lang of ['nl', 'zh-TW', 'not a tag']) {
      const element = show({ lang });
      await eventually(() => text(element).includes('Nothing has been paid for'));
      element.remove();
    }
  });
});

describe('who paid and cannot read', () => {
  it('is let in with the payment, without paying again', async () => {
    const element = await paid();
    visit.paywall.remove();
    visit.site.forgetsPasses = true;
    button(element, 'I paid but cannot read').click();
    await eventually(() => text(element).includes('The site has let you in again'));
    expect(visit.site.credentials.at(-1)).to.equal('payment');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });

  it('opens the paywall of the same page', async () => {
    const element = await paid();
    visit.site.refuses = 'invalid_offer';
    visit.site.forgetsPasses = true;
    visit.reload();
    await visit.reaches('failed');
    visit.site.refuses = undefined;
    visit.site.forgetsPasses = false;
    button(element, 'I paid but cannot read').click();
    await visit.reaches('unlocked');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });

  it('sees at once where there is help', async () => {
    const element = await paid();
    const rescue = button(element, 'I paid but cannot read');
    expect([rescue.checkVisibility(), rescue.closest('details')]).to.eql([true, null]);
  });

  it('is let in also where pages have no other tabs', async () => {
    const element = await paid();
    const { BroadcastChannel } = window;
    const asked: string[] = [];
    Object.assign(window, {
      BroadcastChannel: class {
        constructor(name: string) {
          asked.push(name);
          throw new DOMException('', 'SecurityError');
        }
      },
    });
    button(element, 'I paid but cannot read').click();
    await eventually(() => text(element).includes('The site has let you in again'));
    await eventually(() => asked.includes(PAID_CHANNEL));
    Object.assign(window, { BroadcastChannel });
  });

  it('gets a message for the seller when the site says no', async () => {
    const element = await paid({ contact: 'hello@blog.example' });
    visit.site.refuses = 'invalid_offer';
    button(element, 'I paid but cannot read').click();
    await eventually(() => text(element).includes('did not accept the payment (invalid_offer)'));
    const letter = root(element).querySelector('textarea')?.value ?? '';
    expect(letter).to.contain(visit.chain.sent[0]?.txid).and.contain('invalid_offer').and.contain(visit.url);
    const mail = root(element).querySelector<HTMLAnchorElement>('a[href^="mailto:"]');
    expect(mail?.href).to.contain('mailto:hello@blog.example?subject=');
    expect(await axeFaults(element)).to.eql([]);
  });

  it('is told when the site does not answer, and can try again', async () => {
    const element = await paid();
    visit.site.losesAnswers = true;
    button(element, 'I paid but cannot read').click();
    await eventually(() => text(element).includes('could not be reached'));
    visit.site.losesAnswers = false;
    button(element, 'I paid but cannot read').click();
    await eventually(() => text(element).includes('The site has let you in again'));
  });
});
