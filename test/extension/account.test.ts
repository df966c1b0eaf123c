/** The account over its life in a real browser: imported, locked by the computer, given another passphrase, there after a restart, and wiped. */

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { PASSPHRASE, Profile, WORDS } from './profile.js';
import { openShop, type Shop } from './shop.js';
import { until } from './until.js';

const NEXT = 'another passphrase of the tests';

let devnet: Devnet;
let shop: Shop;
let profile: Profile;

beforeAll(async () => {
  [devnet, profile] = await Promise.all([startDevnet({ port: 0, blockMilliseconds: 0 }), Profile.open()]);
  shop = await openShop(devnet);
});
afterAll(async () => {
  await profile?.close();
  await shop?.close();
  await devnet?.close();
});

const vault = async () => (await profile.ask({ type: 'status' })).vault;
const history = () => profile.ask({ type: 'history', limit: 10 });
const paidVisits = () => shop.visits.filter((visit) => visit.endsWith('paid')).length;

async function openPage(name: 'options' | 'onboarding'): Promise<Page> {
  const page = await profile.browser.newPage();
  await page.goto(`chrome-extension://${profile.id}/pages/${name}/${name}.html`);
  return page;
}

async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForSelector(`pierce/${selector}`);
  await page.focus(`pierce/${selector}`);
  await page.keyboard.type(text);
}

/** Its words are typed into the page for them. */
async function importWords(): Promise<string> {
  const page = await openPage('onboarding');
  await page.locator('x402-onboarding >>> .choices.two label:last-child').click();
  await type(page, '#seed', `${WORDS}\n`);
  await type(page, '#passphrase', PASSPHRASE);
  await page.keyboard.press('Enter');
  const address = await page.waitForSelector('pierce/code.address');
  const shown = await address?.evaluate(({ textContent }) => textContent?.trim());
  await page.close();
  return shown ?? '';
}

it('is imported by its words, and has the address that every wallet has for them', async () => {
  expect(await vault()).toBe('empty');
  const mainnet = await importWords();
  expect(mainnet).toMatch(/^SP/);
  expect(await vault()).toBe('open');
  // Nothing of the words is kept where it can be read without the passphrase.
  const kept = await profile.panel.evaluate(async () =>
    JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]),
  );
  expect(kept).not.toMatch(/abandon|00000000000000000000000000000000"/);
  const { settings } = await profile.ask({ type: 'status' });
  const network = 'stacks:2147483648';
  await profile.ask({ type: 'setSettings', settings: { ...settings, network, nodeUrl: devnet.url } });
  const { address = '' } = await profile.ask({ type: 'status' });
  // The same hash on another network: only the version and the check at the end differ.
  expect([address.slice(0, 2), address.slice(2, -8)]).toEqual(['ST', mainnet.slice(2, -8)]);
  await devnet.fund(address, { STX: 10_000_000n });
});

it('is there after the browser was closed: locked, its ledger whole, and nothing is paid twice', async () => {
  await profile.allow(shop.url);
  await profile.tabs.visit(`${shop.url}/article`);
  await until(async () => (await history())[0]?.state === 'delivered');
  const before = await history();
  expect([before.length, paidVisits()]).toEqual([1, 1]);
  profile = await profile.restart();
  const { vault: state, address } = await profile.ask({ type: 'status' });
  expect([state, address?.slice(0, 2)]).toEqual(['locked', 'ST']);
  await expect(history()).rejects.toThrow('locked');
  await profile.tabs.visit(`${shop.url}/quote`);
  expect(shop.visits).not.toContain('GET /quote paid');
  await profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
  expect((await history()).map(({ id, txid, state: end }) => [id, txid, end])).toEqual(
    before.map(({ id, txid, state: end }) => [id, txid, end]),
  );
  const page = await profile.tabs.visit(`${shop.url}/article`);
  expect(await page.evaluate(() => document.body.textContent)).toContain('What was paid for.');
  expect((await history()).filter(({ resource }) => resource.endsWith('/article'))).toHaveLength(1);
});

it('is locked together with the computer’s screen, and pays nothing from then on', async () => {
  const worker = await profile.worker();
  await worker.evaluate(() =>
    (chrome.idle.onStateChanged as unknown as { dispatch(state: string): void }).dispatch('idle'),
  );
  expect(await vault()).toBe('open');
  await worker.evaluate(() =>
    (chrome.idle.onStateChanged as unknown as { dispatch(state: string): void }).dispatch('locked'),
  );
  await until(async () => (await vault()) === 'locked');
  await profile.tabs.visit(`${shop.url}/quote`);
  expect(shop.visits).not.toContain('GET /quote paid');
  await profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
});

it('opens by its new passphrase alone, once that was changed', async () => {
  const page = await openPage('options');
  await type(page, '#current', PASSPHRASE);
  await type(page, '#next', NEXT);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    document.querySelector('x402-options')?.shadowRoot?.textContent?.includes('The new passphrase holds'),
  );
  await page.close();
  await profile.ask({ type: 'lock' });
  await expect(profile.ask({ type: 'unlock', passphrase: PASSPHRASE })).rejects.toThrow('wrong_passphrase');
  await profile.ask({ type: 'unlock', passphrase: NEXT });
  expect(await vault()).toBe('open');
});

it('is gone with its history when it is wiped, also for the next start of the browser, and can be imported again', async () => {
  const page = await openPage('options');
  await type(page, '#wipe-word', 'wipe');
  await type(page, '#wipe-passphrase', NEXT);
  await page.keyboard.press('Enter');
  await until(async () => (await vault()) === 'empty');
  profile = await profile.restart();
  const { vault: state, address } = await profile.ask({ type: 'status' });
  expect([state, address, await history()]).toEqual(['empty', undefined, []]);
  await expect(profile.ask({ type: 'unlock', passphrase: NEXT })).rejects.toThrow('no_account');
  expect(await importWords()).toMatch(/^ST/);
});
