/** Pages that cost money each time, and that ask for themselves again while they are being paid for: one visit is one purchase. */

import { describe, expect, it } from 'vitest';
import { prepareTheft, run, until } from './theft.js';
import type { Manners, Thief } from './thief.js';

const theft = prepareTheft();

/** Sells `/letter` one answer at a time; who has not paid gets a page with this program in it. */
function sells(program: string, head = ''): Manners {
  const body = `<!doctype html><title>402</title>${head}<script>${program}</script><p>Pay.`;
  return {
    '/letter': (visit, thief) => ({ body: visit.payment ? GOODS : body, ...thief.sell(visit, { access: 'once' }) }),
  };
}
const GOODS = '<!doctype html><title>Letter</title><p>Words.';
/** What was signed for a seller, when the last answer is written down: a page has it before. */
async function bought(thief: Thief): Promise<readonly string[]> {
  await until(async () => (await theft.history(thief)).includes('delivered /letter'));
  return theft.history(thief);
}

describe('a page that is sold one answer at a time, and is visited once', () => {
  it.each([
    ['asks for itself again at once', 'fetch(location.href)'],
    ['asks for itself again and again', 'const again = () => fetch(location.href).then(again); again()'],
    ['asks for itself ten times at once', 'for (let n = 0; n < 10; n++) fetch(location.href)'],
    ['has itself paid in so many words', 'x402.fetch(location.href).catch(() => undefined)'],
    ['asks for itself with a fragment', 'fetch(location.href + "#again")'],
    ['loads itself anew', 'location.reload()'],
    ['goes to itself', 'location.href = location.href'],
    ['does all of it', 'fetch(location.href); setTimeout(() => location.reload(), 20)'],
  ])('is bought once although it %s', async (_, program) => {
    const thief = await theft.seller(sells(program));
    const page = await theft.visit(`${thief.url}/letter`);
    expect(await page.title()).toBe('Letter');
    expect([await bought(thief), thief.payments.length]).toEqual([['delivered /letter'], 1]);
  });

  it('is bought once although it refreshes itself', async () => {
    const thief = await theft.seller(sells('', '<meta http-equiv="refresh" content="0">'));
    const page = await theft.visit(`${thief.url}/letter`);
    expect(await page.title()).toBe('Letter');
    expect(thief.payments).toHaveLength(1);
  });
});

describe('a page that stays as it was refused', () => {
  it('buys itself once at most, however often it asks', async () => {
    const thief = await theft.seller(sells(''));
    const page = await theft.visit(`${thief.url}/letter`);
    // Right after it was paid, a whole page is not paid again.
    await theft.profile.tabs.reload(page);
    expect(await page.title()).toBe('402');
    const ask = 'fetch(location.href).then(({ status }) => status)';
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await run(page, ask));
    const together = await run(page, `Promise.all([${Array(5).fill(ask).join()}])`);
    expect([answers, together]).toEqual([[200, 402, 402, 402, 402], Array(5).fill(402)]);
    expect(thief.payments).toHaveLength(2);
  });

  it('may still buy what else it shows', async () => {
    const thief = await theft.seller(sells(''));
    const page = await theft.visit(`${thief.url}/letter`);
    await theft.profile.tabs.reload(page);
    const ask = (path: string) => run(page, `fetch('${path}').then(({ status }) => status)`);
    expect([await ask('/letter'), await ask('/letter?second'), await ask('/picture')]).toEqual([200, 200, 200]);
  });
});
