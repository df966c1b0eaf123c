/** Which language a paywall speaks, and when. */

import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import { registerTexts } from '../index.js';
import '../define.js';

let visit: Visit;
const page = document.documentElement;
const before_ = page.lang;
before(() => {
  page.lang = 'en';
});
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => {
  visit.close();
  page.lang = 'en';
});
after(() => {
  page.lang = before_;
});

/** Without the marks that isolate what is Latin in Arabic; not every browser counts them as text. */
const button = () => textOf(visit.part('button')).replace(/[\u2068\u2069]/g, '');
/** Waits for what stands on the button. */
const offers = (words: string) =>
  eventually(
    () => button() === words,
    () => `the button says "${button()}", not "${words}"`,
  );
const spoken = () => visit.card()?.closest('[lang]')?.getAttribute('lang');

// First, while no language is loaded yet.
describe('before its words are here', () => {
  it('a paywall says nothing in another language', async () => {
    const said = new Set<string>();
    visit.open({ lang: 'pt-BR' });
    const watcher = new MutationObserver(() => said.add(textOf(visit.part('title'))));
    watcher.observe(visit.paywall.shadowRoot!, { subtree: true, childList: true, characterData: true });
    await eventually(() => said.has('Continue lendo'));
    await visit.reaches('locked');
    watcher.disconnect();
    expect([...said].filter(Boolean)).to.eql(['Continue lendo']);
  });

  it('it keeps those that it has', async () => {
    const said = new Set<string>();
    const paywall = await visit.openLocked({ lang: 'fr' });
    await offers('Payer 0,5 STX');
    const watcher = new MutationObserver(() => said.add(button()));
    watcher.observe(paywall.shadowRoot!, { subtree: true, childList: true, characterData: true });
    paywall.lang = 'ar-DZ';
    await offers('ادفع 0,5 STX');
    watcher.disconnect();
    expect(said.size).to.equal(1);
  });
});

describe('a paywall speaks', () => {
  it('the language of the page', async () => {
    page.lang = 'fr';
    await visit.openLocked();
    await offers('Payer 0,5 STX');
    expect(spoken()).to.equal('fr');
  });

  it('that of the nearest element which says one, before that of the page', async () => {
    page.lang = 'fr';
    visit.main.lang = 'es';
    await visit.openLocked();
    await offers('Pagar 0,5 STX');
    visit.main.lang = '';
    await visit.openLocked({ lang: 'ja' });
    await offers('0.5 STX を支払う');
  });

  it('that of the browser where no element says one', async () => {
    page.removeAttribute('lang');
    await visit.openLocked();
    expect(spoken()).to.equal(navigator.language);
  });

  for (const [tag, words] of Object.entries({
    'de-AT': '0,5 STX bezahlen',
    de_DE: '0,5 STX bezahlen',
    'pt-PT': 'Pagar 0,5 STX',
    'zh-CN': '支付 0.5 STX',
    'zh-TW': 'Pay 0.5 STX',
    'en-GB': 'Pay 0.5 STX',
    it: 'Pay 0.5 STX',
    'no language at all': 'Pay 0.5 STX',
  })) {
    it(`"${tag}" as well as it can`, async () => {
      await visit.openLocked({ lang: tag });
      await offers(words);
    });
  }

  it('another language as soon as the page says so, around it or on itself', async () => {
    await visit.openLocked();
    page.lang = 'de';
    await visit.says('0,5 STX bezahlen');
    visit.paywall.lang = 'zh-Hans';
    await visit.says('支付 0.5 STX');
    visit.paywall.removeAttribute('lang');
    await visit.says('0,5 STX bezahlen');
  });

  it('Arabic from right to left, wherever it stands, with a price that stays as it is', async () => {
    await visit.openLocked({ lang: 'ar' });
    await offers('ادفع 0.5 STX');
    expect(getComputedStyle(visit.card()!).direction).to.equal('rtl');
    expect(visit.text()).to.contain('30 يومًا');
  });

  it('says which language it fell back to, so that a screen reader reads it aloud in that one', async () => {
    await visit.openLocked({ lang: 'it' });
    await offers('Pay 0.5 STX');
    expect(spoken()).to.equal('en');
  });

  it('of errors and progress in the same language', async () => {
    visit.wallet.decision = 'reject';
    await visit.openLocked({ lang: 'de' });
    await visit.click('bezahlen');
    await visit.says('Die Zahlung wurde abgelehnt');
    expect(visit.announcement()).to.contain('Es wurde nichts gesendet.');
  });
});

describe('words of the author', () => {
  it('stand over the built-in ones, for a language, and for one paywall', async () => {
    await visit.openLocked({ lang: 'de', texts: '{"assurance":"Nur hier."}' });
    registerTexts('de', { title: 'Mehr davon' });
    await visit.says('Mehr davon');
    await visit.says('0,5 STX bezahlen');
    await visit.says('Nur hier.');
    registerTexts('de', {});
    await visit.says('Weiterlesen');
  });

  it('are enough for a language that nobody else has', async () => {
    registerTexts('nl', { pay: 'Betaal {price}' });
    await visit.openLocked({ lang: 'nl' });
    await offers('Betaal 0,5 STX');
    expect(spoken()).to.equal('nl');
  });
});
