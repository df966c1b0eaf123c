/** Questions that try to get a yes out of a person, and answers that are put to another use. */

import { afterEach, describe, expect, it } from 'vitest';
import { decodePaymentPayload } from 'x402pay';
import { kill, prepareTheft, run, statusOf, until } from './theft.js';
import { untilOver } from './until.js';

const theft = prepareTheft();
const answer = (id: string, yes: boolean) => theft.profile.ask({ type: 'answer', id, yes, grant: false });

afterEach(async () => {
  for (const { id } of await theft.questions()) await answer(id, false);
});

describe('a page that is not allowed to be paid', () => {
  it('gets three questions at most out of fifty tries, also when it loads itself anew and the worker dies', async () => {
    const thief = await theft.seller({}, { allowed: false });
    const page = await theft.visit(thief.url);
    let asked = 0;
    for (let round = 0; round < 5; round++) {
      const tries = run(
        page,
        `Promise.all(Array.from({ length: 10 }, (_, n) => x402.fetch('/thing?' + n).then(() => 'bought', ({ code }) => code)))`,
      );
      const open = async () => (await theft.questions()).length;
      await untilOver(tries, async () => (await open()) > 0);
      expect(await open()).toBeLessThanOrEqual(1);
      for (const { id } of await theft.questions()) {
        asked++;
        await answer(id, false);
      }
      expect(new Set((await tries) as string[])).toEqual(new Set(['declined']));
      if (round === 1) await kill(theft.profile, await theft.worker());
      await theft.profile.tabs.reload(page);
    }
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(3);
    expect(thief.payments).toEqual([]);
  });
});

describe('a yes', () => {
  it('is to what was shown: the seller’s next price is another question', async () => {
    const prices = [100_000n, 400_000n];
    const thief = await theft.seller(
      {
        '/swap': (visit, self) =>
          visit.payment === undefined ? self.ask({ resource: '/swap', atomic: prices.shift() ?? 450_000n }) : {},
      },
      { allowed: false },
    );
    const page = await theft.visit(thief.url);
    const bought = statusOf(page, '/swap', true);
    const { id, amountAtomic } = await theft.question();
    // The dearer demand comes in while the person is still reading.
    await run(
      page,
      "new Promise((done) => { const x = new XMLHttpRequest(); x.onload = done; x.open('GET', '/swap'); x.send(); }).then(() => 1)",
    );
    await answer(id, true);
    expect(await bought).toBe(200);
    expect([amountAtomic, paidAmounts(thief.payments)]).toEqual(['100000', ['100000']]);
  });

  it('buys nothing for a page that is gone', async () => {
    const thief = await theft.seller({}, { allowed: false });
    const page = await theft.visit(thief.url);
    run(page, "x402.fetch('/article')").catch(() => undefined);
    const { id } = await theft.question();
    await page.goto('about:blank');
    await answer(id, true).catch(() => undefined);
    await until(async () => (await theft.questions()).length === 0);
    const other = await theft.seller();
    expect(await statusOf(await theft.visit(other.url), '/after')).toBe(200);
    expect(await theft.history(thief)).toEqual([]);
  });

  it('to one page is not one to the next', async () => {
    const thief = await theft.seller({}, { allowed: false });
    const page = await theft.visit(thief.url);
    const bought = statusOf(page, '/first', true);
    await answer((await theft.question()).id, true);
    expect(await bought).toBe(200);
    expect(await statusOf(page, '/second')).toBe(402);
    const asked = statusOf(page, '/second', true);
    const { id, why } = await theft.question();
    await answer(id, false);
    expect([why, await asked]).toEqual(['not_granted', 'declined']);
  });
});

describe('what a seller writes', () => {
  it('neither turns round nor hides what the extension says beside it, nor names another address', async () => {
    const thief = await theft.seller(
      {
        '/spoof': (visit, self) =>
          self.sell(visit, { description: '\u202e000.1 ylno stsoc\u202c\n<b>free</b>', resource: '/\u202espoof' }),
      },
      { allowed: false },
    );
    const page = await theft.visit(thief.url);
    const asked = statusOf(page, '/spoof', true);
    const { id, description, resource, seller } = await theft.question();
    expect(description).toBe('000.1 ylno stsoc <b>free</b>');
    expect([resource, seller]).toEqual([`${thief.url}/%E2%80%AEspoof`, thief.url]);
    await answer(id, false);
    expect(await asked).toBe('declined');
  });
});

function paidAmounts(headers: readonly string[]): readonly string[] {
  return headers.map((header) => decodePaymentPayload(header).accepted.amount);
}
