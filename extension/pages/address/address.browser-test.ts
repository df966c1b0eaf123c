/** The window for a site that wants to see the address: what it shows, what it takes for a yes, and what it does not. */

import { sendKeys } from '@web/test-runner-commands';
import type { ShownAddressQuestion } from '../../../extension/messages/panel.js';
import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { ADDRESS, ScriptedExtension, SITE } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import './address.js';

const QUESTION: ShownAddressQuestion = { id: 'question-1', site: SITE, address: ADDRESS };
const place = location.href;

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async (...questions: ShownAddressQuestion[]) => {
  extension.addressQuestions = questions;
  visit = await PanelVisit.open('x402-address');
};
const isArmed = () => visit.one('.allow').getAttribute('aria-disabled') === 'false';
const armed = () => eventually(isArmed);

beforeEach(() => {
  extension = new ScriptedExtension();
  const address = new URL(place);
  address.searchParams.set('address', QUESTION.id);
  history.replaceState(null, '', address);
});
afterEach(() => {
  visit.close();
  history.replaceState(null, '', place);
});

describe('the window that asks for the address', () => {
  it('shows who wants to see what, and everybody can use it', async () => {
    await open({ ...QUESTION, id: 'another', site: 'https://other.example' }, QUESTION);
    await armed();
    expect(visit.text).to.contain('blog.example wants to see the account’s address').and.contain(ADDRESS);
    expect(visit.text).not.to.contain('other.example');
    expect(await visit.faults()).to.eql([]);
  });

  it('shows names that are not what they look like', async () => {
    await open({ ...QUESTION, site: new URL('https://аpple.example').origin });
    expect(visit.text).to.contain('xn--pple-43d.example').and.contain('letters of other alphabets');
  });

  it('takes a yes when there was time to read, and not before', async () => {
    await open(QUESTION);
    expect(isArmed()).to.equal(false);
    visit.one('.allow').click();
    await visit.done();
    expect(extension.said('answerAddress')).to.equal(undefined);
    await armed();
    window.dispatchEvent(new Event('focus'));
    await visit.settle();
    expect(isArmed()).to.equal(false);
    await armed();
    visit.one('.allow').click();
    await eventually(() => extension.said('answerAddress') !== undefined);
    expect(extension.said('answerAddress')).to.eql({ type: 'answerAddress', id: QUESTION.id, yes: true });
  });

  it('can be walked through with the keyboard: first no, then yes, and nothing by itself', async () => {
    await open(QUESTION);
    await armed();
    expect(visit.root.activeElement?.localName).to.equal('h1');
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Space' });
    expect(extension.said('answerAddress')).to.equal(undefined);
    await sendKeys({ press: 'Tab' });
    expect(visit.root.activeElement?.textContent?.trim()).to.equal('Do not show it');
    await sendKeys({ press: 'Tab' });
    expect(visit.root.activeElement?.textContent?.trim()).to.equal('Show it');
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await eventually(() => extension.said('answerAddress') !== undefined);
    expect(extension.said('answerAddress')).to.include({ yes: false });
  });

  it('has the account unlocked where its address is not known yet', async () => {
    extension.vault = 'locked';
    await open({ ...QUESTION, address: undefined });
    expect(visit.text).to.contain('It takes the passphrase once');
    expect(await visit.faults()).to.eql([]);
    visit.fill('Passphrase', extension.passphrase);
    extension.addressQuestions = [QUESTION];
    visit.one('form button').click();
    await visit.says(ADDRESS);
    expect(extension.vault).to.equal('open');
  });

  it('says why a yes was not taken', async () => {
    await open({ ...QUESTION, address: undefined });
    extension.refuses = { answerAddress: 'locked' };
    await armed();
    visit.one('.allow').click();
    await eventually(() => visit.one('.trouble').textContent !== '');
    expect(await visit.faults()).to.eql([]);
  });

  it('says so when there is nothing to answer any more', async () => {
    await open();
    expect(visit.text).to.contain('Nothing to answer');
    expect(await visit.faults()).to.eql([]);
  });

  it('speaks German where the browser does', async () => {
    extension.language = 'de';
    await open(QUESTION);
    await visit.says('möchte die Adresse des Kontos sehen');
    expect(visit.button('Nicht zeigen')).to.be.an.instanceof(HTMLElement);
    expect(await visit.faults()).to.eql([]);
  });
});
