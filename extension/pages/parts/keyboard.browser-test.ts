/** From nothing to a payment with the keyboard alone: onboarding, popup, approval. */

import { sendKeys } from '@web/test-runner-commands';
import { PanelVisit } from '../../../test/browser/panel-visit.js';
import { ADDRESS, question, ScriptedExtension, SITE } from '../../../test/browser/scripted-extension.js';
import { afterEach, beforeEach, describe, expect, it } from '../../../test/browser/suite.js';
import { eventually } from '../../../test/browser/visit.js';
import '../approve/approve.js';
import '../onboarding/onboarding.js';
import '../popup/popup.js';

const MOST_STEPS = 25;

let extension: ScriptedExtension;
let visit: PanelVisit;
const open = async (tag: string) => {
  visit?.close();
  visit = await PanelVisit.open(tag);
};
const focused = () => visit.root.activeElement;
const press = (key: string) => sendKeys({ press: key });

/** Goes on until the focus is there. Where it passes, it can be seen. */
async function tabTo(what: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step++) {
    await press('Tab');
    const one = focused();
    const name = one?.getAttribute('aria-labelledby') ?? one?.getAttribute('aria-label') ?? one?.textContent ?? '';
    if (one) expect(getComputedStyle(one.closest('.choice') ?? one).outlineStyle, one.outerHTML).not.to.equal('none');
    if (one?.id === what || name.replace(/\s+/g, ' ').includes(what)) return;
  }
  throw new Error(`There is no way to ${what}.`);
}

beforeEach(() => {
  extension = new ScriptedExtension();
});
afterEach(() => visit.close());

describe('the keyboard alone', () => {
  it('makes an account, writes its words down and shows that they are there', async () => {
    extension.vault = 'empty';
    await open('x402-onboarding');
    await tabTo('passphrase');
    await sendKeys({ type: 'correct horse battery' });
    await tabTo('Create the account');
    await press('Enter');
    await visit.says('Write these words down');
    expect(focused()?.localName).to.equal('h1');
    const words = [...visit.root.querySelectorAll('.seed b')].map(({ textContent }) => textContent ?? '');
    await tabTo('Written down');
    await press('Enter');
    await visit.says('Three of the words');
    for (let field = 0; field < 3; field++) {
      await sendKeys({ type: words[Number(focused()?.id.replace('word-', ''))] ?? '' });
      await press(field < 2 ? 'Tab' : 'Enter');
    }
    await visit.says(ADDRESS);
    expect(extension.backup).to.equal('done');
  });

  it('lets a site in, and takes it back', async () => {
    await open('x402-popup');
    await tabTo('automatic');
    await press('Space');
    await visit.says('Within the budget');
    expect(extension.settings.sites[SITE]).to.eql({ automatic: true });
    await tabTo('Block');
    await press('Enter');
    await visit.says('nobody is asked');
  });

  it('allows a price from now on, and pays', async () => {
    extension.questions = [question()];
    await open('x402-approve');
    await eventually(() => visit.one('.pay').getAttribute('aria-disabled') === 'false');
    await press('Tab');
    await press('ArrowDown');
    await visit.says('For how long');
    await tabTo('Pay 0.5');
    await press('Enter');
    await visit.says('Nothing to answer');
    expect(extension.said('answer')).to.include({ yes: true, grant: true, upToAtomic: '500000' });
  });
});
