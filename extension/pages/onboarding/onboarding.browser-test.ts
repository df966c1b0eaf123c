/** Onboarding: from nothing to an account with its words on paper. */

import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { ADDRESS, ENTROPY, ScriptedExtension } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import './onboarding.js';

const WORDS = `${'abandon '.repeat(11)}about`;

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async (hash = '') => {
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  visit = await PanelVisit.open('x402-onboarding');
};
/** The words that are shown. */
const shown = () => [...visit.root.querySelectorAll('.seed b')].map(({ textContent }) => textContent ?? '');
const writeDown = (words: readonly string[]) => {
  for (const field of visit.root.querySelectorAll<HTMLInputElement>('.drill input')) {
    field.value = words[Number(field.id.replace('word-', ''))] ?? '';
  }
};

beforeEach(() => {
  extension = new ScriptedExtension();
  extension.vault = 'empty';
});
const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  visit.close();
});

describe('onboarding', () => {
  it('makes an account with a passphrase and one click, and a budget that follows from one choice', async () => {
    await open();
    expect(await visit.faults()).to.eql([]);
    visit.fill('Passphrase', 'correct horse battery');
    await visit.says('Strong');
    visit.button('Create the account').click();
    await visit.says('Write these words down');
    expect(extension.said('store')).to.include({ passphrase: 'correct horse battery' });
    expect(extension.settings.assets.STX).to.eql({
      ...{ perPaymentAtomic: '1000000', perDayAtomic: '1000000', perMonthAtomic: '2000000', askAboveAtomic: '500000' },
      ...{ perSite: { perMonthAtomic: '1000000' }, perDomain: { perMonthAtomic: '1000000' } },
    });
    expect(shown()).to.have.length(12);
    expect(await visit.faults()).to.eql([]);
  });

  it('has the chain of this computer chosen where one runs, and the extension was loaded by hand', async () => {
    const asked: string[] = [];
    const answer = { network_id: 0x80000000 };
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      return Response.json(answer);
    };
    extension.settings = { ...extension.settings, network: 'stacks:1', nodeUrl: undefined };
    await open();
    expect([asked, visit.field('Stacks').checked]).to.eql([[], true]);
    visit.close();
    extension.installType = 'development';
    await open();
    await eventually(() => visit.field('Embedded chain').checked);
    expect(asked).to.eql(['http://127.0.0.1:3999/v2/info']);
    expect(visit.field('Address of the network’s node').value).to.equal('http://127.0.0.1:3999');
    visit.close();
    answer.network_id = 1;
    await open();
    await eventually(() => asked.length === 2);
    expect(visit.field('Stacks').checked).to.equal(true);
  });

  it('leaves the network as a person has chosen it, whatever is found afterwards', async () => {
    let find = (_: Response): void => undefined;
    globalThis.fetch = () =>
      new Promise((resolve) => {
        find = resolve;
      });
    extension.settings = { ...extension.settings, network: 'stacks:1', nodeUrl: undefined };
    extension.installType = 'development';
    await open();
    visit.field('Stacks').dispatchEvent(new Event('change'));
    const found = Response.json({ network_id: 0x80000000 });
    find(found);
    await eventually(() => found.bodyUsed);
    await visit.settle();
    expect(visit.field('Stacks').checked).to.equal(true);
  });

  it('shows the address when three of the words came back, and not before', async () => {
    await open();
    visit.fill('Passphrase', 'correct horse battery');
    visit.button('Create the account').click();
    await visit.says('Write these words down');
    const words = shown();
    visit.button('Written down').click();
    await visit.says('Three of the words');
    expect(visit.root.querySelectorAll('.drill input')).to.have.length(3);
    expect(visit.text).not.to.contain(words.join(' '));
    writeDown(words.map(() => 'wrong'));
    visit.button('Check').click();
    await visit.says('That does not match');
    expect(extension.backup).to.equal('pending');
    expect(await visit.faults()).to.eql([]);
    writeDown(words.map((word) => ` ${word.toUpperCase()} `));
    visit.button('Check').click();
    await visit.says(ADDRESS);
    expect(extension.backup).to.equal('done');
    expect(visit.one('.qr').getAttribute('aria-label')).to.equal('QR code of the address');
    expect(await visit.faults()).to.eql([]);
  });

  it('can leave the words for later, but no money comes before them', async () => {
    extension.settings = { ...extension.settings, network: 'stacks:1' };
    await open();
    visit.field('Stacks').click();
    visit.fill('Passphrase', 'correct horse battery');
    visit.button('Create the account').click();
    await visit.says('Write these words down');
    visit.button('Later').click();
    await visit.says('not backed up yet');
    expect(visit.text).not.to.contain(ADDRESS);
    expect(visit.text).not.to.contain('Show the address anyway');
    expect(await visit.faults()).to.eql([]);
  });

  it('shows the words of an account again to who knows its passphrase', async () => {
    Object.assign(extension, { vault: 'open', backup: 'pending' });
    await open('#backup');
    visit.fill('Passphrase', 'not this one');
    visit.button('Show the words').click();
    await visit.says('This is not the passphrase');
    visit.fill('Passphrase', extension.passphrase);
    visit.button('Show the words').click();
    await visit.says('Write these words down');
    expect(shown().join(' ')).to.equal(WORDS);
  });

  it('imports an account, and asks for none of its words', async () => {
    await open();
    visit.field('I have an account').click();
    await visit.settle();
    visit.fill('Words of the account', `  ${WORDS.toUpperCase()}\n`);
    visit.fill('Passphrase', 'correct horse battery');
    expect(await visit.faults()).to.eql([]);
    visit.button('Import the account').click();
    await visit.says(ADDRESS);
    expect(extension.said('store')?.entropy).to.equal(ENTROPY);
    expect(extension.backup).to.equal('done');
  });

  it('says when the words are none, and tells the worker nothing of them', async () => {
    await open();
    visit.field('I have an account').click();
    await visit.settle();
    visit.fill('Words of the account', WORDS.replace('about', 'abandon'));
    visit.fill('Passphrase', 'correct horse battery');
    visit.button('Import the account').click();
    await visit.says('These are not the words of an account');
    expect(extension.said('store')).to.equal(undefined);
  });

  it('says how much has arrived', async () => {
    extension.vault = 'open';
    await open('#top-up');
    await visit.says('41.398 STX has arrived');
  });

  it('speaks German where the browser does', async () => {
    extension.language = 'de';
    await open();
    await visit.says('Ein Konto für kleine Beträge');
    expect(visit.text).to.contain('2 STX im Monat');
    expect(await visit.faults()).to.eql([]);
  });

  it('forgets what was typed as soon as it is used', async () => {
    await open();
    visit.fill('Passphrase', 'correct horse battery');
    visit.button('Create the account').click();
    await eventually(() => shown().length === 12);
    const { state } = visit.page as unknown as { state: { form: { passphrase: string; seed?: string } } };
    expect([state.form.passphrase, state.form.seed]).to.eql(['', '']);
  });
});
