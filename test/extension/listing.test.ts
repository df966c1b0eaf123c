/** Web pages with the wallet picker of `@stacks/connect`: whom they list, what they get, and what they learn where nobody has asked for it. */

import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { build, type Plugin } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressOfPublicKey, bytesFromHex } from 'x402pay/stacks';
import { PATIENCE } from '../patience.js';
import { PASSPHRASE } from './profile.js';
import { kill, prepareTheft, run, STRANGER, until } from './theft.js';
import type { Thief } from './thief.js';
import { untilOver } from './until.js';

const theft = prepareTheft();
let connect = '';
beforeAll(async () => {
  connect = await bundleOfConnect();
});

/** A site with a wallet picker. Each is one that nobody has met before. */
const site = (options: { readonly host?: string } = {}) =>
  theft.seller(
    {
      '/': () => ({
        body: '<!doctype html><meta charset="utf-8"><title>A dapp</title><script src="/connect.js"></script>',
      }),
      '/connect.js': () => ({ headers: { 'content-type': 'text/javascript; charset=utf-8' }, body: connect }),
    },
    { allowed: false, ...options },
  );

const settings = async () => (await theft.profile.ask({ type: 'status' })).settings;
const list = async (listed: boolean | undefined) =>
  theft.profile.ask({ type: 'setSettings', settings: { ...(await settings()), listed } });
const seesAddress = async ({ url }: Thief) => (await settings()).sites[url]?.seesAddress;
const questions = () => theft.profile.ask({ type: 'addressQuestions' });

/** What a program gets: the addresses, or the code that it was refused with. */
const asked = (page: Page, expression: string): Promise<unknown> =>
  run(page, `${expression}.then((result) => result, ({ code }) => code)`);
const REQUEST = "x402.request('getAddresses')";

/** The picker's own words for each wallet that it calls available. */
async function pick(page: Page): Promise<string[]> {
  await run(page, 'window.connected = StacksConnect.connect().then((result) => result, ({ code }) => code), 1');
  await page.waitForSelector('connect-modal >>> li');
  return page.$eval('connect-modal', ({ shadowRoot }) => {
    const heading = [...shadowRoot!.querySelectorAll('p')].find((one) => one.textContent === 'Available wallets');
    return [...(heading?.parentElement?.querySelectorAll('li') ?? [])].map((one) => one.textContent ?? '');
  });
}

/** Evaluates in a frame of a page's own. */
const framed = (path: string, expression: string) => `new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.addEventListener('load', () => done(frame.contentWindow.eval(${JSON.stringify(expression)})), { once: true });
  frame.src = '${path}';
  document.documentElement.append(frame);
})`;

/** Clicks in the window of the question, when a click counts; returns what it said. */
async function answer(selector: '.allow' | '.decline'): Promise<string> {
  const target = await theft.profile.browser.waitForTarget((one) => one.url().includes('/address.html'));
  const page = (await target.page()) as Page;
  page.setDefaultTimeout(PATIENCE);
  await page.waitForSelector('x402-address >>> .allow[aria-disabled=false]');
  const words = await page.$eval('x402-address', ({ shadowRoot }) => shadowRoot!.textContent ?? '');
  const closed = new Promise((resolve) => page.once('close', resolve));
  await (await page.waitForSelector(`x402-address >>> ${selector}`))!.click();
  await closed;
  return words.replace(/\s+/g, ' ');
}

describe('a page with a wallet picker, where we are listed', () => {
  it('lists us, and connects after a yes, which holds until it is taken back', async () => {
    await list(true);
    const dapp = await site();
    const page = await theft.visit(dapp.url);
    expect(await pick(page)).toEqual([expect.stringContaining('x402Pay')]);
    await (await page.waitForSelector('connect-modal >>> li button'))!.click();
    expect(await answer('.allow')).toMatch(new RegExp(`${new URL(dapp.url).host}.*${theft.address}`));
    const { addresses } = (await run(page, 'window.connected')) as { addresses: { publicKey: string }[] };
    const [{ publicKey } = { publicKey: '' }] = addresses;
    expect(addresses).toEqual([{ symbol: 'STX', address: theft.address, publicKey }]);
    expect(addressOfPublicKey(bytesFromHex(publicKey), 'stacks:2147483648')).toBe(theft.address);

    // Now it is known; and a lock takes nothing back.
    await theft.profile.ask({ type: 'lock' });
    expect(await asked(page, "StacksConnect.request('stx_getAddresses')")).toEqual({ addresses });
    expect([await seesAddress(dapp), await questions()]).toEqual([true, []]);

    await theft.profile.ask({ type: 'setSite', origin: dapp.url, site: {} });
    const again = asked(page, "StacksConnect.request('getAddresses')");
    await answer('.decline');
    expect(await again).toBe(4001);
    await theft.profile.ask({ type: 'unlock', passphrase: PASSPHRASE });
  });

  it.each<[string, object]>([
    ['stx_transferStx', { recipient: 'ST000000000000000000002AMW42H', amount: '1' }],
    ['stx_callContract', { contract: 'ST000000000000000000002AMW42H.pox-4', functionName: 'stack-stx' }],
    ['stx_signTransaction', { transaction: '00' }],
    ['stx_signMessage', { message: 'Sign in' }],
    ['signPsbt', { psbt: '' }],
  ])('has nothing signed, and is told so at once: %s', async (method, parameters) => {
    await list(true);
    const dapp = await site();
    const page = await theft.visit(dapp.url);
    const request = `StacksConnect.request({ provider: x402 }, '${method}', ${JSON.stringify(parameters)})`;
    expect([await asked(page, request), await questions()]).toEqual([-32601, []]);
  });

  it('gets nothing after a no, and is not heard again before it is loaded anew', async () => {
    await list(true);
    const dapp = await site();
    const page = await theft.visit(dapp.url);
    const first = asked(page, REQUEST);
    await answer('.decline');
    expect([await first, await asked(page, REQUEST), await seesAddress(dapp)]).toEqual([4001, 4001, undefined]);
  });

  it('who asks for the address again and again gets three questions at most, whatever dies', async () => {
    await list(true);
    const dapp = await site();
    const page = await theft.visit(dapp.url);
    let shown = 0;
    for (let round = 0; round < 5; round++) {
      const tries = run(
        page,
        `Promise.all(Array.from({ length: 10 }, () => ${REQUEST}.then(() => 'shown', ({ code }) => code)))`,
      );
      await untilOver(tries, async () => (await questions()).length > 0);
      const open = await questions();
      expect(open.length).toBeLessThanOrEqual(1);
      for (const { id } of open) {
        shown++;
        await theft.profile.ask({ type: 'answerAddress', id, yes: false });
      }
      expect(new Set((await tries) as number[])).toEqual(new Set([4001]));
      if (round === 1) await kill(theft.profile, await theft.worker());
      await page.reload();
    }
    expect(shown).toBe(3);
    expect(await seesAddress(dapp)).toBeUndefined();
  });

  it('has its question closed when it goes away, and nothing is remembered of a late yes', async () => {
    await list(true);
    const dapp = await site();
    const page = await theft.visit(dapp.url);
    run(page, REQUEST).catch(() => undefined);
    await until(async () => (await questions()).length > 0);
    const [{ id } = { id: '' }] = await questions();
    await page.goto('about:blank');
    await until(async () => (await questions()).length === 0);
    await expect(theft.profile.ask({ type: 'answerAddress', id, yes: true })).rejects.toThrow('no_such_payment');
    expect(await seesAddress(dapp)).toBeUndefined();
  });

  it('that nobody has let in sees no wallet, nor does a frame of one that was', async () => {
    await list(true);
    const [dapp, stranger] = [await site(), await site({ host: STRANGER })];
    const traces = "[typeof window.x402, typeof window.wbip_providers].join(' ')";
    const page = await theft.visit(dapp.url);
    expect(await run(page, traces)).toBe('object object');
    expect(await run(await theft.visit(stranger.url), traces)).toBe('undefined undefined');
    expect(await run(page, framed('/', traces))).toBe('undefined undefined');
  });
});

describe('a page, where we are not listed', () => {
  it.each([undefined, false])('finds no trace of a wallet, and is refused without a question (%s)', async (listed) => {
    await list(listed);
    const dapp = await site();
    await theft.profile.ask({ type: 'setSite', origin: dapp.url, site: { seesAddress: true } });
    const page = await theft.visit(dapp.url);
    // The same page in a frame, where nothing of ours is.
    const names = 'Object.getOwnPropertyNames(window)';
    const ours = `((mine) => ${framed('/', names)}.then((theirs) => mine.filter((name) => !theirs.includes(name))))(${names})`;
    expect(await run(page, ours)).toEqual(['x402']);
    expect(await pick(page)).toEqual([]);
    expect([await asked(page, REQUEST), await questions()]).toEqual([4001, []]);
  });

  it('cannot tell it from a no', async () => {
    const dapp = await site();
    const page = await theft.visit(dapp.url);
    const error = (tab: Page) =>
      run(tab, `${REQUEST}.catch((thrown) => JSON.stringify([thrown.name, thrown.message, thrown.code]))`);
    await list(true);
    const declined = error(page);
    await answer('.decline');
    await list(false);
    expect(await error(page)).toBe(await declined);
  });
});

/** As a page has it, but for the wallets on telephones, which are most of its bytes. */
async function bundleOfConnect(): Promise<string> {
  const stub = '\0without-walletconnect';
  const withoutWalletConnect: Plugin = {
    name: 'without-walletconnect',
    enforce: 'pre',
    resolveId: (id) => (id.startsWith('@reown/appkit') ? stub : null),
    load: (id) => (id === stub ? 'export {};' : null),
  };
  const entry = fileURLToPath(import.meta.resolve('@stacks/connect')).replace(/index\.js$/, 'index.mjs');
  const built = await build({
    ...{ configFile: false, publicDir: false, logLevel: 'error', plugins: [withoutWalletConnect] },
    build: {
      ...{ write: false, target: 'es2023' },
      lib: { entry, formats: ['iife'], name: 'StacksConnect' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output } = { output: [] }] = [built].flat().filter((one) => 'output' in one);
  const [chunk] = output;
  if (chunk?.type !== 'chunk') throw new Error('The picker cannot be bundled.');
  return chunk.code;
}
