/** Before the click: the price, and what stands in its place. Issue 2, section 6. */

import { PAYEE } from '../../test/browser/scripted-site.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';
import { registerTexts, X402BeforePayEvent, X402ErrorEvent, X402StateEvent, X402UnlockedEvent } from '../index.js';

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => visit.close());

describe('a paywall that asks for the price', () => {
  it('shows the teaser at once, and says what it is doing', async () => {
    const answer = visit.site.pause();
    const paywall = visit.open();
    await paywall.updateComplete;
    expect(paywall.state).to.equal('loading');
    expect(textOf(visit.main)).to.contain('The beginning is free.');
    expect(visit.announcement()).to.contain('Asking for the price');
    expect(visit.card()?.getAttribute('aria-busy')).to.equal('true');
    answer();
    await visit.reaches('locked');
    expect(visit.card()?.getAttribute('aria-busy')).to.equal('false');
  });

  it('has the state in an attribute, a property and an event', async () => {
    const paywall = await visit.openLocked();
    expect(paywall.getAttribute('state')).to.equal('locked');
    expect(paywall.state).to.equal('locked');
    const [first] = visit.eventsOf(X402StateEvent);
    expect([first?.previous, first?.state, first?.bubbles, first?.composed]).to.eql(['loading', 'locked', true, true]);
  });

  it('asks once, without anything that could name the reader', async () => {
    await visit.openLocked();
    expect(visit.site.credentials).to.eql(['nothing']);
  });

  it('shows what everybody may read without a word about money', async () => {
    visit.site.isFree = true;
    visit.open();
    await visit.reaches('unlocked');
    await eventually(() => visit.content()?.textContent === 'What was paid for.');
    expect(visit.eventsOf(X402UnlockedEvent).map(({ url, paidNow }) => [url, paidNow])).to.eql([[visit.url, false]]);
    expect(visit.card()).to.equal(null);
  });

  it('does nothing without an address', async () => {
    const paywall = visit.open({ src: '' });
    await paywall.updateComplete;
    expect(visit.site.credentials).to.eql([]);
  });

  it('resolves a relative address against the page', async () => {
    await visit.openLocked({ src: new URL(visit.url).pathname });
    expect(visit.text()).to.contain('0.5 STX');
  });

  it('begins anew when it is given another address', async () => {
    const paywall = await visit.openLocked();
    visit.site.prices = { STX: '750000' };
    paywall.src = `${visit.url}/other`;
    await visit.says('0.75 STX');
    expect(visit.site.credentials).to.eql(['nothing', 'nothing']);
  });

  it('empties the place of what was paid for when it is given another address', async () => {
    visit.site.isFree = true;
    const paywall = visit.open();
    await eventually(() => visit.content()?.textContent);
    visit.site.isFree = false;
    paywall.src = `${visit.url}/other`;
    await visit.reaches('locked');
    expect(visit.content()?.textContent ?? '').to.equal('');
  });
});

describe('a price', () => {
  it('stands there in decimals, with how long it opens and who gets it', async () => {
    await visit.openLocked();
    expect(textOf(visit.part('price'))).to.contain('0.5 STX');
    expect(textOf(visit.part('button'))).to.equal('Pay 0.5 STX');
    expect(visit.text()).to.contain('The rest of the story.');
    expect(visit.text()).to.contain('30 days');
    expect(visit.part('details')?.textContent).to.contain('Stacks testnet');
    await visit.click('To ST2JHG');
    expect(textOf(visit.part('details'))).to.contain(PAYEE);
  });

  it('for one use says so', async () => {
    visit.site.access = 'once';
    await visit.openLocked();
    expect(visit.text()).to.match(/\bonce\b/);
  });

  it('is exact down to the last unit', async () => {
    visit.site.prices = { sBTC: '1', STX: '123456789012345678' };
    await visit.openLocked();
    const prices = visit.parts('option').map((option) => textOf(option.querySelector<HTMLElement>('.amount')));
    expect(prices).to.eql(['0.00000001 sBTC', '123,456,789,012.345678 STX']);
  });

  it('in several assets is a group of radio buttons, of which one is chosen', async () => {
    visit.site.prices = { STX: '400000', sBTC: '300', USDCx: '250000' };
    await visit.openLocked();
    const inputs = [...visit.paywall.shadowRoot!.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(inputs.map(({ checked }) => checked)).to.eql([true, false, false]);
    expect(new Set(inputs.map(({ name }) => name)).size).to.equal(1);
    expect(visit.paywall.shadowRoot!.querySelector('fieldset legend')?.textContent).to.equal('Pay with');
    await visit.click('0.25 USDCx');
    await visit.says('Pay 0.25 USDCx');
    expect(inputs.map(({ checked }) => checked)).to.eql([false, false, true]);
  });

  it('in an asset that nobody here knows is left out', async () => {
    const { site } = visit;
    Reflect.set(site.prices, 'SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.fake-usdcx', '1');
    await visit.openLocked();
    expect(visit.parts('option')).to.eql([]);
    expect(visit.text()).to.contain('Pay 0.5 STX');
  });

  it('in an asset that the page names can be paid', async () => {
    const id = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.blog-coin';
    Reflect.set(visit.site.prices, id, '1500');
    const assets = [{ id, symbol: 'BLOG', decimals: 2, tokenName: 'blog-coin' }];
    await visit.openLocked({ assets: JSON.stringify(assets) });
    expect(textOf(visit.parts('option')[1])).to.contain('15 BLOG');
  });

  it('that nobody here can pay is explained, with a way to ask again', async () => {
    visit.site.prices = { ['ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.other' as 'STX']: '5' };
    visit.open();
    await visit.says('This price cannot be paid here');
    expect(visit.eventsOf(X402ErrorEvent).map(({ error }) => error.code)).to.eql(['no_payable_offer']);
    visit.site.prices = { STX: '500000' };
    await visit.click('Try again');
    await visit.reaches('locked');
  });

  it('that a site writes in HTML stays text', async () => {
    visit.site.description = '<img src=x onerror="window.hurt = true"><b>bold</b>';
    await visit.openLocked();
    expect(visit.text()).to.contain('<b>bold</b>');
    expect(visit.card()?.querySelector('img, b b')).to.equal(null);
  });
});

describe('an author', () => {
  it('writes the words of one paywall', async () => {
    await visit.openLocked({ texts: JSON.stringify({ title: 'Members only', pay: 'Give {price}' }) });
    expect(textOf(visit.part('title'))).to.equal('Members only');
    expect(visit.text()).to.contain('Give 0.5 STX');
    visit.paywall.texts = { title: 'Welcome' };
    await visit.says('Welcome');
  });

  it('writes the words of a language once, and the element speaks the language of its place', async () => {
    registerTexts('de', { title: 'Weiterlesen', access: 'Öffnet es für {access}.' });
    registerTexts('de-AT', { title: 'Weiterlesn' });
    visit.main.lang = 'de-AT';
    await visit.openLocked();
    await visit.says('Weiterlesn');
    expect(visit.text()).to.contain('Öffnet es für 30 Tage.');
  });

  it('puts an own title, an own note on the price and own small print in their slots', async () => {
    visit.open({}, '<h3 slot="locked">Mine</h3><i slot="price">Cheap</i><small slot="footer">Small print</small>');
    await visit.reaches('locked');
    const seen = [...visit.paywall.children].map((child) => (child.checkVisibility() ? child.textContent : 'unseen'));
    expect(seen).to.eql(['Mine', 'Cheap', 'Small print']);
    expect(visit.part('title')?.checkVisibility()).to.equal(false);
  });

  it('stops a click before anything is asked of a wallet', async () => {
    await visit.openLocked();
    visit.main.addEventListener('x402-before-pay', (event) => event.preventDefault(), { once: true });
    await visit.click('Pay 0.5');
    const [asked] = visit.eventsOf(X402BeforePayEvent);
    expect([asked?.offer.amount, asked?.offer.asset, asked?.defaultPrevented]).to.eql(['500000', 'STX', true]);
    expect(visit.paywall.state).to.equal('locked');
    expect(visit.wallet.asked).to.eql([]);
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
  });
});
