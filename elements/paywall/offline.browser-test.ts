/** A reader whose network goes and comes back. */

import '../define.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, Visit } from '../../test/browser/visit.js';

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => visit.close());

function comesBack(): void {
  visit.site.isDown = false;
  dispatchEvent(new Event('online'));
}

describe('a network that comes back', () => {
  it('shows the price that could not be asked for, without a click', async () => {
    visit.site.isDown = true;
    visit.open();
    await visit.reaches('failed');
    comesBack();
    await visit.reaches('locked');
  });

  it('goes on with a payment whose answer was lost, and pays nothing again', async () => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 1);
    visit.site.isDown = true;
    visit.wallet.approve();
    await visit.reaches('failed');
    comesBack();
    await visit.reaches('unlocked');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.deep.equal([1, 1]);
  });

  it('asks nothing of a reader who has declined, nor of an element that is gone', async () => {
    visit.wallet.decision = 'reject';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('failed');
    const requests = visit.site.credentials.length;
    comesBack();
    visit.paywall.remove();
    comesBack();
    expect([visit.paywall.state, visit.wallet.prompts]).to.deep.equal(['failed', 1]);
    expect(visit.site.credentials).to.have.length(requests);
  });
});
