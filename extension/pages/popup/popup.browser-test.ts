/** The popup, in each of its states. */

import { sendKeys } from '@web/test-runner-commands';
import { PanelVisit } from '../../../test/browser/panel-visit.js';
import {
  entry,
  grant,
  limit,
  question,
  ScriptedExtension,
  SITE,
  wish,
} from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import type { ShownRefusal } from '../../messages/panel.js';
import './popup.js';

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async () => {
  visit = await PanelVisit.open('x402-popup');
};
const letIn = (site: object) => {
  extension.settings = { ...extension.settings, sites: { [SITE]: site } };
  extension.access.add('https://blog.example/*');
};

const refuse = (refusal: ShownRefusal) => {
  letIn({ automatic: true });
  extension.refusal = refusal;
};
/** Beside one of the same kind of which more is left. */
const limitHere = (level: 'site' | 'domain', scope: 'day' | 'month') => {
  letIn({ automatic: true });
  const common = [limit(scope, '3000000', '5000000'), { ...limit(scope, '900000', '1000000'), level: 'site' as const }];
  extension.limits = [...common, { ...limit(scope, '100000', '250000'), level }];
};

beforeEach(() => {
  extension = new ScriptedExtension();
  extension.entries = [entry(), entry({ state: 'undelivered' }), entry({ state: 'sent', description: '' })];
});
afterEach(() => visit.close());

/** What each state says, so that none of them is another one by mistake. */
const STATES: Readonly<Record<string, readonly [prepare: () => void, says: string]>> = {
  'without an account': [() => Object.assign(extension, { vault: 'empty' }), 'Nothing set up yet'],
  locked: [() => Object.assign(extension, { vault: 'locked' }), 'Nothing is paid until the passphrase is given'],
  'on a site that is not paid by itself': [() => {}, 'nothing is paid here without a click'],
  'on a site that is': [() => letIn({ automatic: true }), 'Within the budget, without asking'],
  'on a site that has a budget in one asset': [
    () => letIn({ assets: { STX: { automatic: true, perMonthAtomic: '250000' } } }),
    'Everything else asks',
  ],
  'on a site whose payee was granted something': [
    () => {
      letIn({});
      extension.grants = [grant({ given: true })];
    },
    'Everything else asks',
  ],
  'on a site that asks, where something was paid by itself before': [
    () => {
      letIn({});
      extension.grants = [grant()];
    },
    'nothing is paid here without a click',
  ],
  'on a site that is paused': [() => letIn({ automatic: true, paused: true }), 'Paused on this site'],
  'on a site that is blocked': [() => letIn({ blocked: true }), 'nobody is asked'],
  'on a site that the browser keeps us out of': [
    () => {
      letIn({ automatic: true });
      extension.access.clear();
    },
    'does not let x402Pay into this site',
  ],
  'on a page of the browser': [() => Object.assign(extension, { url: 'chrome://settings' }), 'nothing to pay on this'],
  'on a site without encryption': [() => Object.assign(extension, { url: 'http://blog.example/' }), 'nothing to pay'],
  'on a site with a foreign name': [() => Object.assign(extension, { url: 'https://аpple.example/' }), 'xn--pple-43d'],
  'while everything is paused': [() => Object.assign(extension.settings, { paused: true }), 'All payments are paused'],
  'with a budget that a site asks for': [() => extension.wishes.push(wish()), 'One question waits for an answer'],
  'with a limit of its own for a day': [() => limitHere('site', 'day'), 'Here today 0.1 STX of 0.25 STX'],
  'with a limit of its own for a month': [() => limitHere('site', 'month'), 'Here this month 0.1 STX of 0.25 STX'],
  'with a limit of its domain': [() => limitHere('domain', 'month'), 'This domain this month 0.1 STX of 0.25 STX'],
  'on a page that is above its limit': [
    () => refuse({ code: 'over_limit', isPage: true, limit: { ...limit('month', '2000', '250000'), level: 'site' } }),
    `Not paid. This is above what is left of the budget. Here this month: 0.002 STX of 0.25 STX. It begins anew on`,
  ],
  'on a page that is above the limit of a day': [
    () => refuse({ code: 'over_limit', isPage: false, limit: limit('day', '0', '1000000') }),
    'Today: 0 STX of 1 STX. Each payment counts for 24 hours.',
  ],
  'on a page that costs more than one payment may': [
    () => refuse({ code: 'over_limit', isPage: true, limit: limit('payment', '500000', '500000') }),
    'One payment: 0.5 STX of 0.5 STX. Change',
  ],
  'on a page that was refused for another reason': [
    () => refuse({ code: 'fee_too_high', isPage: true }),
    'Not paid. The network’s fee is above what is allowed. Pause',
  ],
  'on a page that a person did not want to pay': [
    () => refuse({ code: 'declined', isPage: true }),
    'Not paid. Pay for',
  ],
  'without money': [
    () => Object.assign(extension, { balances: { STX: '0', sBTC: '0', USDCx: '0' } }),
    'The account is empty',
  ],
  'with questions': [() => extension.questions.push(question(), question()), '2 questions wait for an answer'],
  'with words that are not backed up': [() => Object.assign(extension, { backup: 'pending' }), 'not backed up yet'],
  'while the node is down': [
    () => Object.assign(extension.refuses, { balances: 'node_unreachable' }),
    'cannot be reached',
  ],
  'with a payment that others wait for': [
    () => {
      const at = Date.now() - 5 * 60_000;
      extension.entries = [entry({ nonce: '4' }), entry(), entry(), entry({ nonce: '2', at, state: 'sent' })];
    },
    'Later payments wait for one to blog.example',
  ],
  'with a damaged ledger': [
    () => Object.assign(extension.refuses, { history: 'unreadable_ledger' }),
    'The record of payments is damaged',
  ],
  'before the first payment': [() => extension.entries.splice(0), 'Nothing paid yet'],
  'with nothing left': [() => Object.assign(extension, { limits: [limit('day', '0', '1000000')] }), '0 STX of 1 STX'],
};

describe('the popup', () => {
  for (const [state, [prepare, says]] of Object.entries(STATES)) {
    it(`${state} says so, and everybody can use it`, async () => {
      prepare();
      await open();
      await visit.says(says);
      expect(await visit.faults()).to.eql([]);
    });
  }

  it('counts budgets and addresses that sites ask for, and opens them one after the other', async () => {
    extension.questions = [question({ id: 'a' })];
    extension.wishes = [wish({ id: 'b' })];
    extension.addressQuestions = [{ id: 'c', site: SITE, address: undefined }];
    await open();
    for (const [says, page] of [
      ['3 questions wait', 'approve/approve.html?question=a'],
      ['2 questions wait', 'wish/wish.html?wish=b'],
      ['One question waits', 'address/address.html?address=c'],
    ] as const) {
      await visit.says(says);
      visit.button('Answer').click();
      await eventually(() => extension.opened.at(-1)?.endsWith(`/pages/${page}`));
      if (page.startsWith('approve')) extension.questions = [];
      else extension.wishes = [];
    }
  });

  it('goes to what can be done about a payment that was not delivered', async () => {
    await open();
    visit.button('What now?').click();
    await eventually(() => extension.opened.length === 1);
    expect(extension.opened[0]).to.match(new RegExp(`/pages/history/history.html#${extension.entries[1]?.id}$`));
  });

  it('is never wider than its window, whatever things are called', async () => {
    const long = `https://${'donaudampfschifffahrt.'.repeat(4)}example`;
    extension.url = `${long}/a`;
    extension.entries = [entry({ site: long, description: 'A title '.repeat(30), amountAtomic: '123456789012345678' })];
    visit = await PanelVisit.open('x402-popup');
    visit.page.style.inlineSize = '360px';
    const { scrollWidth } = visit.one('main');
    expect(scrollWidth).to.equal(360);
  });

  it('tells who cannot see it that something is under way, and what came of it', async () => {
    await open();
    const status = () => visit.one('[role="status"]').textContent;
    extension.silent.add('payTab');
    visit.button('Pay for this page').click();
    await eventually(() => status() === 'One moment …');
    visit.close();
    extension.silent.clear();
    await open();
    visit.button('Pause all payments').click();
    await eventually(() => status() === 'All payments are paused.');
    expect(visit.root.activeElement?.getAttribute('aria-label')).to.equal('Resume');
  });

  it('has the focus where one goes on, after locking and unlocking', async () => {
    await open();
    visit.button('Lock').click();
    await visit.says('Nothing is paid until');
    expect(visit.root.activeElement?.id).to.equal('passphrase');
    visit.fill('Passphrase', extension.passphrase);
    visit.button('Unlock').click();
    await visit.says('41.398 STX');
    expect(visit.root.activeElement?.localName).to.equal('main');
  });

  it('shows money and what became of it', async () => {
    await open();
    await visit.says('41.398 STX');
    expect(visit.text).to.contain('2.5 USDCx').and.contain('Paid, not delivered').and.contain('Under way');
    expect(visit.text).to.contain('0.6 STX of 1 STX').and.contain('4.6 STX of 5 STX');
  });

  it('has said everything to the worker before the browser asks, which may close it; the worker loads the page again', async () => {
    await open();
    extension.letsIn = new Promise(() => {});
    visit.one('[role="switch"]').click();
    visit.close();
    const session = { 'letting in': { tabId: 7, origin: SITE } };
    expect(extension.whenAsked).to.eql({ session, site: { automatic: true } });
    await eventually(() => extension.settings.sites[SITE]?.automatic === true);
    expect(extension.reloaded).to.eql([]);
  });

  it('lets a site be paid by itself when the browser lets us in', async () => {
    await open();
    visit.one('[role="switch"]').click();
    await visit.says('Within the budget');
    expect([...extension.access]).to.eql(['https://blog.example/*']);
    expect(extension.settings.sites[SITE]).to.eql({ automatic: true });
    // By the worker, which hears of the leave.
    expect(extension.reloaded).to.eql([]);
  });

  it('loads the page again itself where the browser has let us in already, and nobody hears of it', async () => {
    letIn({ paused: false });
    await open();
    visit.one('[role="switch"]').click();
    await eventually(() => extension.reloaded.length === 1);
    expect(extension.settings.sites[SITE]).to.eql({ paused: false, automatic: true });
    expect(extension.session).to.eql({});
  });

  it('leads from a limit to where it can be changed', async () => {
    refuse({ code: 'over_limit', isPage: true, limit: limit('day', '0', '1000000') });
    await open();
    visit.button('Change the limits').click();
    await eventually(() => extension.opened.includes('chrome-extension://x/pages/options/options.html'));
  });

  it('pays for a page after all that its person did not want to pay', async () => {
    refuse({ code: 'declined', isPage: true });
    await open();
    visit.button('Pay for this page').click();
    await eventually(() => extension.said('payTab')?.tabId === 7);
  });

  it('leaves a site as it was when the browser is told no', async () => {
    extension.letsIn = false;
    await open();
    visit.one('[role="switch"]').click();
    await eventually(() => extension.heard.filter(({ type }) => type === 'setSite').length === 2);
    expect(extension.settings.sites[SITE]?.automatic).to.equal(undefined);
    expect(extension.reloaded).to.eql([]);
  });

  it('pays one page of a site that stays outside', async () => {
    await open();
    visit.button('Pay for this page').click();
    await eventually(() => extension.said('payTab') !== undefined);
    expect(extension.said('payTab')?.tabId).to.equal(7);
    expect([...extension.access]).to.eql([]);
  });

  it('says why a page could not be paid', async () => {
    extension.refuses.payTab = 'insufficient_funds';
    await open();
    visit.button('Pay for this page').click();
    await visit.says('There is not enough in the account');
    expect(visit.one('[role="alert"]').textContent).to.contain('not enough');
    expect(await visit.faults()).to.eql([]);
  });

  it('pauses everything, and a site, and blocks it', async () => {
    letIn({ automatic: true });
    await open();
    visit.button('Pause all payments').click();
    await visit.says('All payments are paused');
    visit.button('Pause').click();
    await eventually(() => !extension.settings.paused || extension.settings.sites[SITE]?.paused === true);
    visit.button('Block').click();
    await visit.says('nobody is asked');
    expect(extension.settings.sites[SITE]).to.include({ blocked: true, automatic: false });
  });

  it('unlocks with the passphrase, and says when it is not', async () => {
    extension.vault = 'locked';
    await open();
    visit.fill('Passphrase', 'not this one');
    visit.button('Unlock').click();
    await visit.says('This is not the passphrase');
    visit.fill('Passphrase', extension.passphrase);
    visit.button('Unlock').click();
    await visit.says('41.398 STX');
  });

  it('can be walked through with the keyboard, in the order that it is read', async () => {
    letIn({ automatic: true });
    await open();
    const names: string[] = [];
    for (let step = 0; step < 8; step++) {
      await sendKeys({ press: 'Tab' });
      const { activeElement } = visit.root;
      names.push(
        (activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '').replace(/\s+/g, ' ').trim(),
      );
    }
    expect(names.slice(0, 7)).to.eql(['Settings', 'Pause all payments', 'Lock', 'Top up', '', 'Pause', 'Block']);
    expect(visit.one('[role="switch"]').getAttribute('aria-labelledby')).to.equal('automatic');
  });

  it('speaks German where the browser does', async () => {
    extension.language = 'de-AT';
    await open();
    await visit.says('41,398');
    expect(visit.text).to.contain('Letzte Zahlungen').and.contain('Bezahlt, nicht geliefert');
    expect(document.documentElement.lang).to.equal('de-AT');
    expect(await visit.faults()).to.eql([]);
  });
});
