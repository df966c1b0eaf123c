/** Where the disk is full: reading works, and nothing can be written. A file of its own, because a page asks for the database once. */

import { recordOf } from '../../test/browser/records.js';
import { after, afterEach, before, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, textOf, Visit } from '../../test/browser/visit.js';
import '../define.js';

const { put } = IDBObjectStore.prototype;
before(() => {
  // As browsers report it: of the request, some time after it was made.
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    const request = put.call(this, value, key);
    this.transaction.abort();
    Object.defineProperty(this.transaction, 'error', { value: new DOMException('Full.', 'QuotaExceededError') });
    return request;
  };
});
after(() => {
  IDBObjectStore.prototype.put = put;
});

let visit: Visit;
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => visit.close());

describe('a paywall in a browser whose storage is full', () => {
  it('sells all the same, keeps the payment in the page, and says that it is not kept any longer', async () => {
    visit.site.trustsMempool = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('waiting');
    expect(visit.text()).to.contain('Please keep this page open');
    expect((await recordOf(visit.url)).payment).to.equal(undefined);
    visit.reload();
    await visit.reaches('waiting');
    visit.chain.mine();
    await visit.paywall.retry();
    await visit.reaches('unlocked');
    await eventually(() => textOf(visit.content()) === 'What was paid for.');
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });

  it('says so before anything is paid, from then on', async () => {
    await visit.openLocked();
    await visit.says('This browser keeps nothing');
  });

  it('opens what wants a key with the payment, since there is no place for a key', async () => {
    visit.site.isBound = true;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    visit.reload();
    await visit.reaches('unlocked');
    expect(visit.site.credentials.at(-1)).to.equal('payment');
    expect(visit.site.proofs.every((proof) => proof === undefined)).to.equal(true);
    expect([visit.wallet.prompts, visit.chain.sent.length]).to.eql([1, 1]);
  });
});
