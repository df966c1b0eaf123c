/** Whole pages that were paid for earlier, and the passes that their sellers gave. */

import { describe, expect, it } from 'vitest';
import { encodeHeader } from 'x402pay';
import { prepareTheft, run, until } from './theft.js';
import type { Answer, Manners, Thief, Visit } from './thief.js';

const theft = prepareTheft();

const OPEN = { body: '<!doctype html><title>Open</title><p>What was paid for.' };
const tokenFor = (path: string) => `pass-for${path}`;

/** Takes a payment once, as a seller does whose offer is over by the next visit; and its pass as long as `holds` says. */
function givesPasses(path: string, holds: () => boolean): Manners {
  let taken = 0;
  return {
    [path]: ({ payment, headers }: Visit, self: Thief): Answer => {
      const [asked, pass] = [self.ask({ resource: path, access: '1h' }), headers['payment-pass']];
      const refuse = (errorReason: string) => {
        const said = { success: false, errorReason, transaction: '', network: theft.devnet.network };
        return { ...asked, headers: { ...asked.headers, 'payment-response': encodeHeader(said) } };
      };
      if (pass !== undefined) return pass === tokenFor(path) && holds() ? OPEN : refuse('invalid_pass');
      if (payment === undefined) return asked;
      taken++;
      if (taken > 1 && holds()) return refuse('offer_expired');
      const info = { token: tokenFor(path), expiresAt: '2099-01-01T00:00:00Z' };
      const settled = { success: true, transaction: 'f'.repeat(64), network: theft.devnet.network };
      return { ...OPEN, headers: { 'payment-response': encodeHeader({ ...settled, extensions: { pass: { info } } }) } };
    },
  };
}

/** What each request for the path carried. */
const carried = (seller: Thief, path: string) =>
  seller.visits
    .filter((visit) => visit.path === path)
    .map(({ payment, headers }) => (payment !== undefined ? 'payment' : headers['payment-pass'] ? 'pass' : 'nothing'));

describe('a page that was paid for', () => {
  it('is opened by its pass the next time, when the offer that was paid is over', async () => {
    const seller = await theft.seller(givesPasses('/lasting', () => true));
    const tab = await theft.visit(`${seller.url}/lasting`);
    const first = ['nothing', 'payment'];
    expect(await tab.title()).toBe('Open');
    await until(async () => (await theft.history(seller))[0] === 'delivered /lasting');
    await theft.profile.tabs.reload(tab);
    expect(await tab.title()).toBe('Open');
    expect(carried(seller, '/lasting')).toEqual([...first, 'nothing', 'pass']);
    expect([seller.payments.length, await theft.history(seller)]).toEqual([1, ['delivered /lasting']]);
  });

  it('is opened by the payment again where its pass holds no more, and not paid again', async () => {
    const seller = await theft.seller(givesPasses('/lasting', () => false));
    const tab = await theft.visit(`${seller.url}/lasting`);
    await until(async () => (await theft.history(seller))[0] === 'delivered /lasting');
    await theft.profile.tabs.reload(tab);
    const both = ['nothing', 'payment', 'nothing', 'pass', 'payment'];
    expect(carried(seller, '/lasting')).toEqual(both);
    expect([seller.payments.length, await theft.history(seller)]).toEqual([1, ['delivered /lasting']]);
  });

  it('shows its pass at no other address, and to nobody else', async () => {
    const seller = await theft.seller({
      ...givesPasses('/lasting', () => true),
      '/away': () => ({ status: 302, headers: { location: `${other.url}/lasting` } }),
    });
    const other = await theft.seller(
      givesPasses('/lasting', () => true),
      { allowed: false },
    );
    const tab = await theft.visit(`${seller.url}/lasting`);
    await until(async () => (await theft.history(seller))[0] === 'delivered /lasting');
    await theft.profile.tabs.reload(tab);
    const home = await theft.visit(seller.url);
    for (const path of ['/lasting2', '/lasting', '/away']) {
      await run(home, `fetch('${path}').then(() => true, () => true)`);
    }
    const shown = [...seller.visits, ...other.visits].filter(({ headers }) => headers['payment-pass'] !== undefined);
    expect(shown.map(({ path }) => path)).toEqual(['/lasting']);
    expect(JSON.stringify(await theft.profile.ask({ type: 'history', limit: 100 }))).not.toContain('pass-for');
  });
});
