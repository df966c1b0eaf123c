/** What goes wrong on the way: the worker dies, the node is down, the money is out, the clock lies. Nothing is paid twice, nothing is lost. */

import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FickleNode } from './fickle-node.js';
import { killAt, type Moment } from './kill-at.js';
import { PASSPHRASE } from './profile.js';
import { prepareTheft, run, statusOf, until } from './theft.js';

const node = new FickleNode();
const theft = prepareTheft(({ url }) => node.open(url));
afterAll(() => node.close());
afterEach(() => {
  node.mood = 'well';
});

const leftToday = async (site: string) =>
  BigInt((await theft.profile.ask({ type: 'left', site })).find(({ scope }) => scope === 'day')!.leftAtomic);

describe('a worker that is killed', () => {
  it.each<[string, Moment['when'], Moment['write']]>([
    ['before it has reserved', 'before', 'reserved'],
    ['after it has reserved', 'after', 'reserved'],
    ['before it has numbered', 'before', 'numbered'],
    ['after it has numbered', 'after', 'numbered'],
    ['before it has written down what it signed', 'before', 'signed'],
    ['after it has written down what it signed', 'after', 'signed'],
    ['before it has written down that it leaves', 'before', 'given'],
    ['before it has sent what it signed', 'after', 'given'],
    ['before it has written down that it was delivered', 'before', 'delivered'],
    ['after it has written down that it was delivered', 'after', 'delivered'],
  ])('%s pays once, and the page gets what it paid for', async (_, when, write) => {
    const thief = await theft.seller({ '/tea': (visit, self) => self.sell(visit, { access: '1h' }) });
    const [page, rich, left] = [await theft.visit(thief.url), await theft.balance(), await leftToday(thief.url)];
    const dead = await killAt(theft, { when, write });
    const first = statusOf(page, '/tea');
    await dead();
    await first;
    await theft.profile.tabs.reload(page);
    // The first request can be over before a new worker has seen it begin: then it is refused, and asked for again.
    await until(async () => (await statusOf(page, '/tea')) === 200);
    expect(thief.payments).toHaveLength(1);
    await thief.cashIn();
    const lost = rich - (await theft.balance());
    expect(lost).toBeGreaterThanOrEqual(100_000n);
    expect(lost).toBeLessThanOrEqual(left - (await leftToday(thief.url)));
    expect(lost).toBeLessThan(200_000n);
  });
});

describe('an account', () => {
  it.each([
    ['whose node is down', 'down'],
    ['that is empty', 'poor'],
  ] as const)('%s pays nothing, tells the page nothing, and has its budget again', async (_, mood) => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    const left = await leftToday(thief.url);
    node.mood = mood;
    expect([await statusOf(page, '/article'), await statusOf(page, '/article', true)]).toEqual([402, 'policy_refused']);
    expect([await leftToday(thief.url), thief.payments]).toEqual([left, []]);
    expect(await theft.history(thief)).toEqual(['released /article', 'released /article']);
    node.mood = 'well';
    expect(await statusOf(page, '/article')).toBe(200);
  });

  it('that is locked pays nothing, for a page or a fetch, and opens no question', async () => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    await theft.profile.ask({ type: 'lock' });
    expect([await statusOf(page, '/article'), await statusOf(page, '/article', true)]).toEqual([402, 'policy_refused']);
    await theft.profile.tabs.go(page, `${thief.url}/page`);
    expect(await statusOf(page, '/article')).toBe(402);
    await theft.profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
    expect([await theft.history(thief), await theft.questions(), thief.payments]).toEqual([[], [], []]);
  });
});

describe('a node without lists of transactions', () => {
  it('still tells that a nonce is gone, and what was paid leaves the budget with its day', async () => {
    const thief = await theft.seller();
    expect(await statusOf(await theft.visit(thief.url), '/article')).toBe(200);
    await thief.cashIn();
    node.mood = 'plain';
    await theft.profile.ask({ type: 'reconcile' });
    const [entry] = await theft.profile.ask({ type: 'history', limit: 1 });
    expect(entry).toMatchObject({ site: thief.url, landed: 'payment', closedAt: expect.any(Number) });
  });
});

describe('a clock', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const shift = async (milliseconds: number) =>
    (await theft.worker()).evaluate((ahead) => {
      const scope = globalThis as unknown as { realNow?: () => number };
      scope.realNow ??= Date.now.bind(Date);
      const { realNow } = scope;
      Date.now = () => realNow() + ahead;
    }, milliseconds);

  it('that runs backwards renews nothing, and one that jumps locks the account and asks', async () => {
    const thief = await theft.seller();
    const { settings } = await theft.profile.ask({ type: 'status' });
    const page = await theft.visit(thief.url);
    await theft.profile.ask({ type: 'reconcile' });
    const spent = 100_000_000n - (await leftToday(thief.url));
    const assets = { STX: { ...settings.assets.STX, perDayAtomic: `${spent + 150_000n}` } };
    await theft.profile.ask({ type: 'setSettings', settings: { ...settings, assets } });
    expect([await statusOf(page, '/one'), await statusOf(page, '/two')]).toEqual([200, 402]);
    await thief.cashIn();
    await theft.profile.ask({ type: 'reconcile' });
    await shift(-40 * DAY);
    await theft.profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
    expect(await statusOf(page, '/three')).toBe(402);
    await shift(40 * DAY);
    expect(await statusOf(page, '/four')).toBe(402);
    expect((await theft.profile.ask({ type: 'status' })).vault).toBe('locked');
    await theft.profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
    const asked = statusOf(page, '/five', true);
    const { id, why } = await theft.question();
    await theft.profile.ask({ type: 'answer', id, yes: false, grant: false });
    expect([why, await asked, thief.payments.length]).toEqual(['clock_jumped', 'declined', 1]);
    await shift(0);
    await theft.profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
    await theft.profile.ask({ type: 'setSettings', settings });
  });
});

describe('a request with a body', () => {
  it.each([
    ['to the page’s own origin', '127.0.0.1', true],
    ['to another one, that allows no headers', 'localhost', false],
  ] as const)('%s is paid once, and arrives whole', async (_, host, same) => {
    const closed = { 'access-control-allow-headers': '', 'access-control-expose-headers': '' };
    const shop = await theft.seller(
      {
        '/order': (visit, self) => {
          const answer = self.sell(visit);
          return same ? answer : { ...answer, headers: { ...answer.headers, ...closed } };
        },
      },
      { host, allowed: same },
    );
    const thief = same ? shop : await theft.seller();
    const page = await theft.visit(thief.url);
    const bought = run(
      page,
      `x402.fetch('${shop.url}/order', { method: 'POST', body: 'two teas' }).then((r) => r.status)`,
    );
    if (!same) {
      const { id } = await theft.question();
      await theft.profile.ask({ type: 'answer', id, yes: true, grant: true });
    }
    expect(await bought).toBe(200);
    const orders = shop.visits.filter(({ path }) => path === '/order');
    expect(orders.map(({ method, body, payment }) => [method, body, payment !== undefined])).toEqual([
      ['POST', 'two teas', false],
      ['POST', 'two teas', true],
    ]);
  });

  it('that can be sent once only is not paid for', async () => {
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    const status = await run(
      page,
      "fetch(new Request('/order', { method: 'POST', body: 'two teas' })).then(({ status }) => status)",
    );
    expect([status, thief.payments]).toEqual([402, []]);
  });
});
