/** The history: what is found, drawn and saved, and the ways out of "paid, not delivered". */

import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { entry, ScriptedExtension } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import './history.js';

const OTHER = 'https://other.example';

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async () => {
  visit = await PanelVisit.open('x402-history');
};
const entries = () => [...visit.root.querySelectorAll('.entry')];

beforeEach(() => {
  extension = new ScriptedExtension();
  extension.entries = [
    entry({ state: 'undelivered', reason: 'invalid_offer' }),
    entry({ state: 'sent', site: OTHER, seller: OTHER, description: 'A song' }),
    entry({ amountAtomic: '250001', at: Date.now() - 3 * 24 * 60 * 60 * 1000 }),
    entry({ state: 'released', reason: 'over_limit' }),
    entry({ state: 'undelivered', cancel: { txid: 'cd'.repeat(32), feeAtomic: '19999' } }),
    entry({ state: 'cancelled', closedAt: 1, landed: 'cancellation' }),
    entry({ withdrawal: true, state: 'sent', closedAt: 1, landed: 'payment', amountAtomic: '9000000' }),
    entry({ symbol: 'sBTC', asset: 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token', decimals: 8 }),
  ];
});
afterEach(() => visit.close());

describe('the history', () => {
  it('shows every payment and what became of it, and everybody can use it', async () => {
    await open();
    await eventually(() => entries().length === 8);
    for (const phase of [
      'Paid, not delivered',
      'Under way',
      'Delivered',
      'Not paid',
      'Being taken back',
      'Taken back',
    ]) {
      expect(visit.text).to.contain(phase);
    }
    expect(visit.text).to.contain('Sent to the main wallet').and.contain('Arrived').and.contain('0.005 sBTC');
    for (const details of visit.root.querySelectorAll('details')) details.open = true;
    expect(await visit.faults()).to.eql([]);
  });

  it('draws what was spent on the network that is paid on now, and no play money beside it', async () => {
    extension.entries = [entry({ amountAtomic: '300000' }), entry({ network: 'stacks:1', amountAtomic: '7000000' })];
    await open();
    await visit.says('Spending');
    expect(visit.one('tfoot').textContent).to.contain('0.3\u00a0STX');
    visit.close();
    extension.settings = { ...extension.settings, network: 'stacks:1' };
    await open();
    await visit.says('Spending');
    expect(visit.one('tfoot').textContent).to.contain('7\u00a0STX');
    visit.close();
    extension.entries = extension.entries.slice(0, 1);
    await open();
    expect(visit.text).to.contain('An article').and.not.to.contain('Spending');
  });

  it('shows nothing of it while the account is locked, and is unlocked in its place', async () => {
    await open();
    await eventually(() => entries().length === 8);
    extension.vault = 'locked';
    visit.fill('Search', 'song');
    await visit.says('Locked');
    expect(visit.text).not.to.contain('blog.example').and.not.to.contain('other.example');
    expect(await visit.faults()).to.eql([]);
    visit.fill('Passphrase', 'not this one');
    visit.button('Unlock').click();
    await visit.says('This is not the passphrase');
    visit.fill('Passphrase', extension.passphrase);
    visit.button('Unlock').click();
    await visit.says('A song');
  });

  it('shows the one that was asked for', async () => {
    const { href } = location;
    history.replaceState(null, '', `#${extension.entries[4]?.id}`);
    await open();
    await eventually(() => visit.root.activeElement?.getAttribute('data-entry') === extension.entries[4]?.id);
    history.replaceState(null, '', href);
  });

  it('says what can still be done: no more than a message, when the site has the money', async () => {
    extension.entries = [entry({ state: 'undelivered', closedAt: 1, landed: 'payment' })];
    await open();
    await visit.says('only the site can send the money back');
    expect(visit.text).not.to.contain('Take it back');
    expect(visit.text).to.contain('Show the payment again').and.contain('Copy a message to the site');
  });

  it('says which payment the others wait for, delivered or not, and takes it back', async () => {
    const at = Date.now() - 5 * 60_000;
    const first = entry({ nonce: '3', at });
    extension.entries = [entry({ nonce: '4', state: 'sent', description: 'A song' }), first];
    await open();
    await visit.says('all later ones wait for it');
    expect(visit.root.querySelectorAll('.way-out')).to.have.length(1);
    expect(await visit.faults()).to.eql([]);
    visit.one(`[data-entry="${first.id}"] .way-out button`).click();
    await eventually(() => extension.said('cancel')?.id === first.id);
  });

  it('sends again what takes a payment back', async () => {
    const taken = entry({ state: 'sent', cancel: { txid: 'cd'.repeat(32), feeAtomic: '19999' } });
    extension.entries = [taken];
    await open();
    await visit.says('Being taken back');
    for (const details of visit.root.querySelectorAll('details')) details.open = true;
    visit.button('Send it again').click();
    await eventually(() => extension.said('cancel')?.id === taken.id);
  });

  it('says that there is nothing yet', async () => {
    extension.entries = [];
    await open();
    await visit.says('Nothing has been paid yet');
    expect(await visit.faults()).to.eql([]);
  });

  it('adds up what was spent, exactly, by site; what came back and what went home is not spending', async () => {
    await open();
    const sites = [...visit.root.querySelectorAll('.sites tr')].map((row) =>
      row.textContent?.replace(/\s+/g, ' ').trim(),
    );
    // 0.5 for each of two, and 0.250001; of another site 0.5; taken back, not paid and sent home are not there.
    expect(sites.slice(1)).to.eql(['blog.example 1.250001', 'other.example 0.5', 'Total 1.750001 STX']);
    const days = [...visit.root.querySelectorAll('details tbody tr')].slice(0, 2);
    expect(days.map((row) => row.lastElementChild?.textContent)).to.eql(['1.5', '0.250001']);
    expect(visit.root.querySelectorAll('.bars rect.bar')).to.have.length(2);
  });

  it('finds what is searched for, and what is chosen', async () => {
    await open();
    visit.fill('Search', 'song');
    await eventually(() => entries().length === 1);
    visit.fill('Search', '');
    await eventually(() => entries().length === 8);
    const state = visit.field<HTMLSelectElement>('State');
    state.value = 'undelivered';
    state.dispatchEvent(new Event('change'));
    await eventually(() => entries().length === 1);
    visit.fill('Search', 'no such thing');
    await visit.says('Nothing fits');
  });

  it('shows a payment again, free of charge', async () => {
    await open();
    visit.button('Show the payment again').click();
    await eventually(() => extension.opened.length === 1);
    expect(extension.opened).to.eql(['https://blog.example/an-article']);
  });

  it('takes a payment back', async () => {
    await open();
    visit.button('Take it back').click();
    await eventually(() => extension.said('cancel') !== undefined);
    expect(extension.said('cancel')?.id).to.equal(extension.entries[0]?.id);
    await visit.says('On its way');
    extension.refuses.cancel = 'no_such_payment';
    visit.button('Take it back').click();
    await visit.says('cannot be changed any more');
  });

  it('writes a message to the site, with what it needs to find the payment', async () => {
    await open();
    const letters: string[] = [];
    navigator.clipboard.writeText = async (text) => void letters.push(text);
    visit.button('Copy a message to the site').click();
    await visit.says('Copied');
    expect(letters[0]).to.contain('ab'.repeat(32)).and.contain('0.5').and.contain('https://blog.example/an-article');
    expect(letters[0]).not.to.match(/\{\w+\}/);
  });

  it('saves what is shown', async () => {
    await open();
    const saved: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    const texts: Promise<string>[] = [];
    HTMLAnchorElement.prototype.click = function () {
      saved.push(this.download);
      texts.push(fetch(this.href).then((response) => response.text()));
    };
    visit.button('Save as CSV').click();
    visit.button('Save as JSON').click();
    await eventually(() => saved.length === 2);
    HTMLAnchorElement.prototype.click = click;
    expect(saved).to.eql(['x402pay.csv', 'x402pay.json']);
    const [csv = '', json = ''] = await Promise.all(texts);
    expect(csv.trim().split('\r\n')).to.have.length(9);
    expect(JSON.parse(json).payments).to.have.length(8);
  });

  it('speaks German where the browser does', async () => {
    extension.language = 'de';
    await open();
    await visit.says('Bezahlt, nicht geliefert');
    expect(visit.text).to.contain('1,250001');
    expect(await visit.faults()).to.eql([]);
  });
});
