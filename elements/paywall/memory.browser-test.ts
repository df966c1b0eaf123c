/** Where the browser keeps nothing: blocked site data, private windows. A file of its own, because a page asks for the database once. */

import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';

const { open } = indexedDB;
before(() => {
  indexedDB.open = () => {
    throw new DOMException('Access to storage is not allowed.', 'SecurityError');
  };
});
after(() => {
  indexedDB.open = open;
});

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => visit.close());

describe('a paywall in a browser that keeps nothing', () => {
  it('sells all the same, and says how long it stays open', async () => {
    await visit.openLocked();
    await visit.says('This browser keeps nothing');
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
  });

  it('asks the reader to keep the page while the payment waits', async () => {
    visit.site.trustsMempool = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('waiting');
    expect(visit.text()).to.contain('Please keep this page open');
    expect(visit.text()).not.to.contain('You may close this page');
    visit.chain.mine();
    await visit.paywall.retry();
    await visit.reaches('unlocked');
  });

  it('remembers as long as the page lives', async () => {
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('pass');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });

  it('presents the same payment again when an answer is lost', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 1);
    visit.site.losesAnswers = true;
    visit.wallet.approve();
    await visit.says('The site does not answer');
    visit.site.losesAnswers = false;
    visit.reload();
    await visit.reaches('unlocked');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });
});
