/** What the hook gives a component, without a component. React itself runs in `test/frameworks/apps.test.ts`. */

import { changeRecord } from '../../test/browser/records.js';
import { afterEach, beforeEach, describe, expect, it } from '../../test/browser/suite.js';
import { eventually, Visit } from '../../test/browser/visit.js';
import type { Payment } from './payment.js';
import { paymentOf } from './payment-of.js';
import { PaymentStore } from './payment-store.js';

let visit: Visit;
let leave: () => void;
let seen: Payment[];
beforeEach(() => {
  visit = new Visit();
});
afterEach(() => {
  leave();
  visit.close();
});

/** As a component that is mounted: the last of `seen` is what it shows. */
function mount(): void {
  const store = new PaymentStore(visit.url, 'https://node.example');
  seen = [];
  leave = store.subscribe(() => seen.push(paymentOf(store, store.read())));
}

const now = () => seen.at(-1) as Payment;
const reaches = (state: string) => eventually(() => seen.length > 0 && now().state === state);

describe('the payment of a component', () => {
  it('has no way to sign in where the site offers none', async () => {
    mount();
    await reaches('locked');
    expect(now().signIn).to.equal(undefined);
  });

  it('lets in who has paid with another browser, asks for a signature only, and says that nothing is paid', async () => {
    visit.site.takesSignIns = true;
    mount();
    await reaches('locked');
    await now().pay();
    await reaches('unlocked');
    expect(seen.some(({ isSigningIn }) => isSigningIn)).to.equal(false);
    leave();
    await changeRecord(visit.url, () => ({}));

    mount();
    await reaches('locked');
    // As a button calls it.
    await (now().signIn as (event: Event) => Promise<void>)(new Event('click'));
    await reaches('unlocked');
    expect(await now().content?.body.text()).to.contain('What was paid for.');
    const asked = seen.filter(({ state }) => ['preparing', 'wallet', 'presenting'].includes(state));
    expect(asked.length).to.be.greaterThan(2);
    expect(asked.every(({ isSigningIn }) => isSigningIn)).to.equal(true);
    expect([now().isSigningIn, now().paid]).to.eql([false, undefined]);
    expect([visit.wallet.prompts, visit.wallet.signRequests.length, visit.chain.sent.length]).to.eql([1, 1, 1]);
  });
});
