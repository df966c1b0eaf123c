/** The approval window: what it shows, what it takes for a yes, and what it does not. */

import { sendKeys } from '@web/test-runner-commands';
import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { PAYEE, question, ScriptedExtension, SITE } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import { texts } from '../texts/en.js';
import './approve.js';

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async (...questions: ReturnType<typeof question>[]) => {
  extension.questions = questions;
  visit = await PanelVisit.open('x402-approve');
};
const isArmed = () => visit.one('.pay').getAttribute('aria-disabled') === 'false';
const armed = () => eventually(isArmed);

beforeEach(() => {
  extension = new ScriptedExtension();
});
afterEach(() => visit.close());

describe('the approval window', () => {
  for (const why of Object.keys(texts.approve.why) as (keyof typeof texts.approve.why)[]) {
    it(`says why it asks, and everybody can use it: ${why}`, async () => {
      await open(
        question({ why, formerAtomic: '250000', formerPayees: ['ST000000000000000000002AMW42H'], declined: 2 }),
      );
      await armed();
      expect(visit.text).to.contain(texts.approve.why[why]);
      expect(await visit.faults()).to.eql([]);
    });
  }

  it('shows who, what, how much and to whom', async () => {
    await open(question());
    expect(visit.text).to.contain('blog.example wants to be paid').and.contain('Pay 0.5 STX');
    expect(visit.text).to.contain('An article').and.contain(PAYEE).and.contain('0.02 STX');
  });

  it('shows both, the price and the payee as they were and as they are', async () => {
    await open(
      question({ why: 'payee_changed', formerAtomic: '250000', formerPayees: ['ST000000000000000000002AMW42H'] }),
    );
    const rows = [...visit.root.querySelectorAll('.changes tbody tr')].map((row) =>
      row.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(rows).to.eql(['Price 0.25 STX 0.5 STX', `Payee ST000000000000000000002AMW42H ${PAYEE}`]);
  });

  it('shows another seller, and names that are not what they look like', async () => {
    const site = new URL('https://аpple.example').origin;
    await open(question({ site, seller: 'https://cashier.example' }));
    expect(visit.text).to.contain('xn--pple-43d.example').and.contain('letters of other alphabets');
    expect(visit.text).to.contain('Paid to another site').and.contain('cashier.example');
  });

  it('shows what a seller wrote as text, and in no other direction', async () => {
    await open(question({ description: '<img src=x onerror=alert(1)>\u202eXTS 000.0\u202c cheap' }));
    expect(visit.root.querySelector('img')).to.equal(null);
    expect(visit.text).to.contain('<img src=x onerror=alert(1)>XTS 000.0 cheap');
  });

  it('does not pay before it was there to be read', async () => {
    await open(question());
    expect(isArmed()).to.equal(false);
    visit.one('.pay').click();
    expect(extension.said('answer')).to.equal(undefined);
    await armed();
    window.dispatchEvent(new Event('focus'));
    await visit.settle();
    expect(isArmed()).to.equal(false);
  });

  it('never has the focus on the button that pays', async () => {
    await open(question());
    expect(visit.root.activeElement?.localName).to.equal('h1');
    await armed();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Space' });
    expect(extension.said('answer')).to.equal(undefined);
  });

  it('can be walked through with the keyboard: first what is to hold, then no, then yes', async () => {
    await open(question());
    await armed();
    const names: string[] = [];
    for (let step = 0; step < 3; step++) {
      await sendKeys({ press: 'Tab' });
      const { activeElement } = visit.root;
      names.push((activeElement?.closest('label') ?? activeElement)?.textContent?.replace(/\s+/g, ' ').trim() ?? '');
    }
    expect(names).to.eql(['Ask every time', 'Do not pay', 'Pay 0.5 STX']);
    await sendKeys({ press: 'Enter' });
    await visit.says('Nothing to answer');
    expect(extension.said('answer')).to.include({ yes: true, grant: false });
  });

  it('pays once, and promises nothing', async () => {
    await open(question());
    const id = extension.questions[0]?.id;
    await armed();
    visit.one('.pay').click();
    await visit.says('Nothing to answer');
    expect(extension.said('answer')).to.eql({ type: 'answer', id, yes: true, grant: false });
    expect(extension.said('setSite')).to.equal(undefined);
    expect(await visit.faults()).to.eql([]);
  });

  it('remembers this price, for as long as was chosen', async () => {
    await open(question());
    await armed();
    visit.field('Pay by itself, up to 0.5').click();
    await visit.settle();
    const days = visit.field<HTMLSelectElement>('For');
    days.value = '30';
    days.dispatchEvent(new Event('change'));
    visit.one('.pay').click();
    await eventually(() => extension.said('answer') !== undefined);
    expect(extension.said('answer')).to.include({ yes: true, grant: true, upToAtomic: '500000', days: 30 });
    // The worker writes down what was granted, with the payment: the page opens nothing by itself.
    expect(extension.said('setSite')).to.equal(undefined);
  });

  it('remembers another price, exactly, and refuses what is none', async () => {
    await open(question());
    await armed();
    visit.field('Pay by itself, up to another').click();
    await visit.settle();
    for (const wrong of ['', 'much', '-1', '1e3', '0.1234567']) {
      visit.fill('Highest price', wrong);
      visit.one('.pay').click();
      await visit.says('write it like 0.25');
    }
    visit.fill('Highest price', '0.4');
    visit.one('.pay').click();
    await visit.says('At least 0.5 STX');
    expect(extension.said('answer')).to.equal(undefined);
    expect(await visit.faults()).to.eql([]);
    visit.fill('Highest price', '0.750001');
    visit.one('.pay').click();
    await eventually(() => extension.said('answer') !== undefined);
    expect(extension.said('answer')).to.include({ grant: true, upToAtomic: '750001', days: 90 });
  });

  it('goes from question to question, each one with its own time to read', async () => {
    await open(question(), question({ site: 'https://other.example', seller: 'https://other.example' }));
    expect(visit.text).to.contain('Question 1 of 2');
    await armed();
    visit.button('Do not pay').click();
    await visit.says('other.example');
    expect(extension.said('answer')).to.include({ yes: false });
    expect(isArmed()).to.equal(false);
    await armed();
    visit.one('.pay').click();
    await visit.says('Nothing to answer');
  });

  it('offers to block a site when it was told no twice before', async () => {
    await open(question({ declined: 1 }));
    expect(visit.text).not.to.contain('Block this site');
    visit.close();
    await open(question({ declined: 2 }));
    visit.button('Block this site').click();
    await visit.says('Nothing to answer');
    expect(extension.settings.sites[SITE]).to.eql({ automatic: false, blocked: true });
    expect(extension.said('answer')).to.include({ yes: false });
  });

  for (const [network, nodeUrl, says] of [
    ['stacks:2147483648', 'http://127.0.0.1:3999', 'Embedded chain, no real money'],
    ['stacks:2147483648', 'https://api.testnet.hiro.so', 'Testnet, no real money'],
  ] as const) {
    it(`says in its own words which network it is, and that it is not the real one: ${nodeUrl}`, async () => {
      extension.settings = { ...extension.settings, network, nodeUrl };
      await open(question({ network }));
      expect(visit.text).to.contain(`Network${says}`);
      expect(visit.one('header .badge').textContent).to.equal(says.split(',')[0]);
    });
  }

  it('says nothing of the network where the money is real, also when another one was chosen since', async () => {
    await open(question({ network: 'stacks:1' }));
    expect(visit.text).not.to.contain('no real money');
    expect(visit.root.querySelector('header .badge')).to.equal(null);
  });

  it('cuts off no figure of the price, however long it is', async () => {
    await open(question({ amountAtomic: '123456789012345678901234' }));
    const { scrollWidth, clientWidth } = visit.one('main');
    expect(scrollWidth).to.equal(clientWidth);
    expect(visit.one('.price b').textContent).to.equal('123,456,789,012,345,678.901234 STX');
  });

  it('says when the worker refuses', async () => {
    extension.refuses.answer = 'over_limit';
    await open(question());
    await armed();
    visit.one('.pay').click();
    await visit.says('above what is left of the budget');
  });
});
