/** The settings: what they change, and what they ask for before they do. */

import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { ADDRESS, PAYEE, ScriptedExtension, SITE } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import './options.js';

const SBTC = 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token';

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async () => {
  visit = await PanelVisit.open('x402-options');
};
const section = (id: string) => visit.one(`section[aria-labelledby="${id}"]`);
/** The first button of a section, or the one with these words. */
const press = (id: string, words = '') =>
  [...section(id).querySelectorAll('button')].find((one) => one.textContent?.includes(words))?.click();

beforeEach(() => {
  extension = new ScriptedExtension();
  extension.settings = {
    ...extension.settings,
    sites: { [SITE]: { automatic: true }, 'https://other.example': { blocked: true } },
  };
  const grant = { site: SITE, seller: SITE, asset: 'stacks:2147483648/STX', payTo: PAYEE, upToAtomic: '500000' };
  extension.grants = [{ ...grant, at: 0, expiresAt: Date.UTC(2030, 0, 15) }];
});
afterEach(() => visit.close());

describe('the settings', () => {
  it('show what holds, and everybody can use them', async () => {
    await open();
    expect(visit.text).to.contain('blog.example').and.contain(PAYEE).and.contain('Jan 15, 2030');
    expect(visit.field('In 24 hours').value).to.equal('1');
    expect(await visit.faults()).to.eql([]);
  });

  it('keep the sites to themselves while the account is locked, and are unlocked in their place', async () => {
    extension.vault = 'locked';
    await open();
    await visit.says('when the account is unlocked');
    expect(visit.text).not.to.contain('blog.example').and.not.to.contain(PAYEE);
    expect(await visit.faults()).to.eql([]);
    visit.one<HTMLInputElement>('#passphrase').value = extension.passphrase;
    press('sites', 'Unlock');
    await visit.says('blog.example');
    expect(visit.text).to.contain(PAYEE);
  });

  it('are nothing but the way to an account while there is none', async () => {
    extension.vault = 'empty';
    await open();
    const sections = [...visit.root.querySelectorAll('section')];
    expect(sections.map((one) => one.getAttribute('aria-labelledby'))).to.eql(['set-up']);
    expect(await visit.faults()).to.eql([]);
    press('set-up', 'Set up x402Pay');
    await eventually(() => extension.opened.length > 0);
    expect(extension.opened.join()).to.match(/\/onboarding\/onboarding\.html$/);
  });

  it('say which grants have expired', async () => {
    extension.grants = extension.grants.map((grant) => ({ ...grant, expiresAt: 1 }));
    await open();
    expect(visit.text).to.contain('expired').and.not.to.contain('Until');
  });

  it('change limits, exactly', async () => {
    await open();
    visit.fill('In 24 hours', '0.123456');
    visit.fill('In a month', '');
    visit.fill('One site in 24 hours', '0,05');
    expect(visit.field('One domain in a month').value).to.equal('2.5');
    visit.fill('One domain in a month', '');
    visit.fill('One domain in 24 hours', '0.07');
    press('budgets', 'Save');
    await visit.says('Saved.');
    expect(extension.settings.assets.STX).to.eql({
      ...{ perPaymentAtomic: '500000', perDayAtomic: '123456', askAboveAtomic: '500000' },
      perSite: { perDayAtomic: '50000', perMonthAtomic: '2500000' },
      perDomain: { perDayAtomic: '70000' },
    });
  });

  it('show what a site has been given by itself, and change it', async () => {
    const other = { askAboveAtomic: '1' };
    extension.settings.sites[SITE] = { automatic: true, assets: { STX: { perMonthAtomic: '1500000' }, [SBTC]: other } };
    await open();
    expect(visit.text).to.contain('Limits of its own: blog.example: 1.5 STX a month');
    visit.one('.own summary').click();
    const field = (name: string) => visit.one<HTMLInputElement>(`[id="${SITE}/STX/${name}"]`);
    expect([field('perMonth').value, field('perDay').value]).to.eql(['1.5', '']);
    expect(await visit.faults()).to.eql([]);
    const save = () => visit.button('Save: Limits of its own, blog.example, STX').click();
    field('perDay').value = 'much';
    save();
    await visit.says('This is not an amount');
    field('perDay').value = '0.25';
    field('perMonth').value = '';
    save();
    await visit.says('0.25 STX a day');
    expect(extension.settings.sites[SITE]).to.eql({
      automatic: true,
      assets: { STX: { perDayAtomic: '250000' }, [SBTC]: other },
    });
    expect(extension.settings.sites['https://other.example']).to.eql({ blocked: true });
  });

  it('leave limits alone when one is none', async () => {
    await open();
    const before = extension.settings;
    for (const wrong of ['1,000', '1e3', '-1', '0.1234567', '99999999999999999999999999999999999999999']) {
      visit.fill('In 24 hours', wrong);
      press('budgets', 'Save');
      await visit.says('This is not an amount');
    }
    expect(extension.settings).to.equal(before);
    const field = visit.field('In 24 hours');
    expect([field.ariaInvalid, visit.field('In a month').ariaInvalid]).to.eql(['true', 'false']);
    expect(visit.root.activeElement).to.equal(field);
    expect(await visit.faults()).to.eql([]);
  });

  it('give another asset a budget, and take it away', async () => {
    await open();
    press('budgets', 'sBTC');
    await visit.settle();
    visit.field('Pay with sBTC').click();
    visit.fill('In a month', '0.0001');
    press('budgets', 'Save');
    await eventually(() => extension.settings.assets[SBTC] !== undefined);
    // One site and one domain get no more than half of it, unless somebody says otherwise.
    const half = { perMonthAtomic: '5000' };
    expect(extension.settings.assets[SBTC]).to.eql({ perMonthAtomic: '10000', perSite: half, perDomain: half });
    expect(Object.keys(extension.settings.assets)).to.eql(['STX', SBTC]);
    await visit.says('Saved.');
    visit.field('Pay with sBTC').click();
    press('budgets', 'Save');
    await eventually(() => extension.settings.assets[SBTC] === undefined);
  });

  it('change the network, and forget the node of the old one', async () => {
    await open();
    visit.field('Stacks').click();
    await visit.settle();
    press('network', 'Save');
    await eventually(() => extension.settings.network === 'stacks:1');
    expect(extension.settings.nodeUrl).to.equal(undefined);
  });

  it('change what a site may do, revoke a payee, and remove the site', async () => {
    extension.access.add('https://blog.example/*');
    await open();
    const rule = visit.one<HTMLSelectElement>(`select[aria-label="blog.example"]`);
    rule.value = 'paused';
    rule.dispatchEvent(new Event('change'));
    await eventually(() => extension.settings.sites[SITE]?.paused === true);
    await visit.done();
    press('sites', 'Revoke');
    await eventually(() => extension.grants.length === 0);
    await visit.done();
    visit.button('Remove the site: blog.example').click();
    await eventually(() => extension.settings.sites[SITE] === undefined);
    expect(extension.settings.sites['https://other.example']).to.eql({ blocked: true });
    await eventually(() => extension.access.size === 0);
  });

  it('keep the browser’s leave for a host while another site of it is there', async () => {
    extension.access.add('https://blog.example/*');
    const { sites } = extension.settings;
    extension.settings = { ...extension.settings, sites: { ...sites, [`${SITE}:8443`]: { automatic: true } } };
    await open();
    visit.button('Remove the site: blog.example').click();
    await eventually(() => extension.settings.sites[SITE] === undefined);
    await visit.done();
    expect([...extension.access]).to.eql(['https://blog.example/*']);
  });

  it('say where only a part is paid without asking, and have it all ask again', async () => {
    const site = { assets: { STX: { automatic: true, perMonthAtomic: '250000' } } };
    extension.settings = { ...extension.settings, sites: { [SITE]: site } };
    await open();
    const rule = visit.one<HTMLSelectElement>(`select[aria-label="blog.example"]`);
    expect(rule.selectedOptions[0]?.textContent).to.equal('Pays what was allowed');
    expect(await visit.faults()).to.eql([]);
    for (const [chosen, automatic] of [
      ['paused', undefined],
      ['partly', undefined],
      ['asks', false],
    ] as const) {
      rule.value = chosen;
      rule.dispatchEvent(new Event('change'));
      await eventually(() => extension.said('setSite')?.site.paused === (chosen === 'paused'));
      await eventually(() => extension.said('setSite')?.site.automatic === automatic);
      await visit.done();
    }
    expect(extension.said('setSite')?.site.assets).to.eql(site.assets);
  });

  it('show what a payment has fixed only where it is of use', async () => {
    extension.settings = { ...extension.settings, sites: { [SITE]: {} } };
    await open();
    expect(visit.text).to.contain('blog.example').and.not.to.contain(PAYEE);
  });

  it('are there with a damaged ledger, too: for the words, and for wiping', async () => {
    extension.refuses.grants = 'unreadable_ledger';
    await open();
    await visit.says('The record of payments is damaged');
    visit.one<HTMLInputElement>('#reveal').value = extension.passphrase;
    press('backup', 'Show the words');
    await visit.says('abandon');
    expect(section('wipe')).not.to.equal(null);
  });

  it('show the words to who knows the passphrase only, and hide them again', async () => {
    await open();
    visit.one<HTMLInputElement>('#reveal').value = 'not this one';
    press('backup');
    await visit.says('This is not the passphrase');
    visit.one<HTMLInputElement>('#reveal').value = extension.passphrase;
    press('backup');
    await visit.says('12about');
    expect(await visit.faults()).to.eql([]);
    press('backup', 'Hide');
    await eventually(() => !visit.text.includes('12about'));
  });

  it('change the passphrase', async () => {
    await open();
    visit.fill('Passphrase now', extension.passphrase);
    visit.fill('New passphrase', 'another passphrase');
    press('security', 'Change');
    await visit.says('The new passphrase holds');
    expect(extension.said('changePassphrase')).to.include({ next: 'another passphrase' });
    expect(visit.field('New passphrase').value).to.equal('');
  });

  it('send money back when it has been read once more', async () => {
    await open();
    visit.fill('Address of the main wallet', ` ${PAYEE} `);
    visit.fill('Amount', '1.5');
    press('send', 'Check');
    await visit.says('Send 1.5 STX');
    expect(extension.said('send')).to.equal(undefined);
    expect(await visit.faults()).to.eql([]);
    press('send', 'Send 1.5');
    await visit.says('Sent: cdcd');
    expect(extension.said('send')).to.eql({ type: 'send', to: PAYEE, asset: 'STX', amountAtomic: '1500000' });
  });

  it('send everything that the fee leaves', async () => {
    await open();
    visit.fill('Address of the main wallet', PAYEE);
    press('send', 'Everything');
    await visit.says('Send 41.378 STX');
  });

  it('send nothing to nobody, to the account itself, or to another network; nor more than there is', async () => {
    await open();
    visit.fill('Amount', '1');
    for (const wrong of ['nobody', ADDRESS, 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7', PAYEE.replace('NNC', 'NNQ')]) {
      visit.fill('Address of the main wallet', wrong);
      press('send', 'Check');
      await visit.says('This is not an address');
    }
    visit.fill('Address of the main wallet', PAYEE);
    visit.fill('Amount', '41.39');
    press('send', 'Check');
    await visit.says('There is not enough');
    expect(extension.said('send')).to.equal(undefined);
  });

  it('wipe the account when the word and the passphrase are typed', async () => {
    await open();
    const button = () => section('wipe').querySelector('button') as HTMLButtonElement;
    expect(button().disabled).to.equal(true);
    visit.fill('Type “wipe”', 'wipe');
    await visit.settle();
    visit.one<HTMLInputElement>('#wipe-passphrase').value = extension.passphrase;
    button().click();
    await eventually(() => extension.said('wipe') !== undefined);
    await eventually(() => extension.opened.includes('chrome-extension://x/pages/onboarding/onboarding.html'));
  });

  it('speak German where the browser does', async () => {
    extension.language = 'de';
    await open();
    await visit.says('Einstellungen');
    expect(await visit.faults()).to.eql([]);
  });
});
