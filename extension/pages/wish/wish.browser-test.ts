/** The window for a site that asks for a budget: what it shows, what it takes for a yes, and what it does not. */

import { sendKeys } from '@web/test-runner-commands';
import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { ScriptedExtension, SITE, wish } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import './wish.js';

const place = location.href;

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async (...wishes: ReturnType<typeof wish>[]) => {
  extension.wishes = wishes;
  visit = await PanelVisit.open('x402-wish');
};
const isArmed = () => visit.one('.allow').getAttribute('aria-disabled') === 'false';
const armed = () => eventually(isArmed);
const said = () => extension.heard.filter(({ type }) => type === 'answerWish');

beforeEach(() => {
  extension = new ScriptedExtension();
  const address = new URL(place);
  address.searchParams.set('wish', 'this-one');
  history.replaceState(null, '', address);
});
afterEach(() => {
  visit.close();
  history.replaceState(null, '', place);
});

describe('the window that asks for a budget', () => {
  it('shows who wants how much, and everybody can use it', async () => {
    await open(wish({ site: 'https://other.example' }), wish({ id: 'this-one' }));
    await armed();
    expect(visit.text).to.contain('blog.example asks for a budget').and.contain('1.5 STX a month');
    expect(visit.text).to.contain('the smallest one wins').and.contain('Embedded chain, no real money');
    expect(visit.text).not.to.contain('other.example');
    expect(document.title).to.equal('x402Pay · A budget for this site?');
    expect(await visit.faults()).to.eql([]);
  });

  it('says "a day" of a day, and nothing of the network where the money is real', async () => {
    extension.settings = { ...extension.settings, network: 'stacks:1' };
    await open(wish({ id: 'this-one', period: 'day', symbol: 'sBTC', decimals: 8, maxAtomic: '12345' }));
    expect(visit.text).to.contain('0.00012345 sBTC a day').and.not.to.contain('no real money');
  });

  it('shows names that are not what they look like', async () => {
    await open(wish({ id: 'this-one', site: new URL('https://аpple.example').origin }));
    expect(visit.text).to.contain('xn--pple-43d.example').and.contain('letters of other alphabets');
    expect(await visit.faults()).to.eql([]);
  });

  it('takes a yes when there was time to read, and not before', async () => {
    await open(wish({ id: 'this-one' }));
    expect(isArmed()).to.equal(false);
    visit.one('.allow').click();
    await visit.done();
    expect(said()).to.eql([]);
    await armed();
    window.dispatchEvent(new Event('focus'));
    await visit.settle();
    expect(isArmed()).to.equal(false);
    await armed();
    visit.one('.allow').click();
    await visit.says('Nothing to answer');
    expect(said()).to.eql([{ type: 'answerWish', id: 'this-one', yes: true }]);
    expect(await visit.faults()).to.eql([]);
  });

  it('takes a no at once', async () => {
    await open(wish({ id: 'this-one' }));
    visit.one('.decline').click();
    await visit.says('Nothing to answer');
    expect(said()).to.eql([{ type: 'answerWish', id: 'this-one', yes: false }]);
  });

  it('never has the focus on the button that allows', async () => {
    await open(wish({ id: 'this-one' }));
    expect(visit.root.activeElement?.localName).to.equal('h1');
    await armed();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Space' });
    expect(said()).to.eql([]);
  });

  it('can be walked through with the keyboard: first no, then yes', async () => {
    await open(wish({ id: 'this-one' }));
    await armed();
    const names: (string | undefined)[] = [];
    for (let step = 0; step < 2; step++) {
      await sendKeys({ press: 'Tab' });
      names.push(visit.root.activeElement?.textContent?.trim());
    }
    expect(names).to.eql(['Do not allow', 'Allow']);
    await sendKeys({ press: 'Enter' });
    await visit.says('Nothing to answer');
    expect(said()).to.eql([{ type: 'answerWish', id: 'this-one', yes: true }]);
  });

  it('says when it was answered elsewhere, and when the worker refuses', async () => {
    extension.refuses.answerWish = 'no_such_payment';
    await open(wish({ id: 'this-one' }));
    await armed();
    visit.one('.allow').click();
    await visit.says('This has been answered already');
    expect(visit.one('[role="alert"]').textContent).to.contain('answered already');
    expect(await visit.faults()).to.eql([]);
    extension.wishes = [wish({ site: SITE })];
    await visit.says('Nothing to answer');
  });

  it('speaks German where the browser does', async () => {
    extension.language = 'de';
    await open(wish({ id: 'this-one' }));
    await visit.says('bittet um ein Budget');
    expect(visit.text).to.contain('1,5 STX im Monat').and.contain('Nicht erlauben');
    expect(visit.text).to.contain('Lokale Kette, kein echtes Geld');
    expect(await visit.faults()).to.eql([]);
  });
});
