/** The servers that `init` writes, with the package as it is published, on their runtimes, and a buyer on the embedded chain. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text as body } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { compactDecrypt, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Payer, payingFetch } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { type Installed, installFresh, packageJson } from '../package/installed.js';
import { PATIENCE } from '../patience.js';
import { PLACES, type Server, type Variables } from './servers.js';

const ORIGIN = 'https://shop.example';

let installed: Installed;
let devnet: Devnet;

beforeAll(async () => {
  installed = installFresh('browser');
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
});

afterAll(async () => {
  await devnet?.close();
  installed?.remove();
});

describe.each(Object.entries(PLACES))(
  'the server that init writes, on %s',
  (name, { target, folder, envFile, start }) => {
    const article = `${ORIGIN}${folder}/articles/welcome`;
    let project: string;
    let variables: Variables;
    let server: Server;

    beforeAll(async () => {
      project = join(installed.folder, name.replace(/\W+/g, '-').toLowerCase());
      const { address } = devnet.account('creator');
      const answers = [
        '--address',
        address,
        '--price',
        'STX=0.5',
        '--price',
        'USDCx=0.25',
        '--target',
        target,
        '--origin',
        ORIGIN,
      ];
      const cli = join(installed.package, 'dist/cli.js');
      execFileSync(process.execPath, [cli, 'init', ...answers, '--dir', project], { stdio: 'pipe' });
      const { X402PAY_SECRET } = parseEnv(readFileSync(join(project, envFile), 'utf8'));
      if (!X402PAY_SECRET) throw new Error('init has written no secret');
      variables = { X402PAY_SECRET, X402PAY_NODE: devnet.url };
      server = await start(project, variables);
    });

    afterAll(() => server?.stop());

    it('sells an article once, and lets its reader stay in', async () => {
      expect((await through(server)(article)).status).toBe(402);
      const { payer, payments } = counting();
      const buy = payingFetch(through(server), payer, { maxPerPayment: { STX: '1', USDCx: '1' } });
      const before = await balance();
      const bought = await buy(article);
      expect([bought.status, bought.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(await bought.text()).toContain('You have paid');
      expect((await buy(article)).status).toBe(200);
      expect([payments(), (await balance()) - before]).toEqual([1, 500_000n]);
    });

    it.runIf(target === 'node')('says what to do where its port is taken', async () => {
      const again = start(project, { ...variables, PORT: String(server.port) });
      await expect(again).rejects.toThrow(/EADDRINUSE[^\n]*PORT=4000[^\n]*\n$/);
    });

    it('sells the key that opens what was sealed in its folder', async () => {
      writeFileSync(
        join(project, 'bees.html'),
        '<title>Bees</title><p>Teaser.</p><!-- paid --><p>Honey is the secret.</p>',
      );
      execFileSync(process.execPath, [join(installed.package, 'dist/cli.js'), 'seal', 'bees.html'], {
        cwd: project,
        stdio: 'pipe',
      });
      const page = readFileSync(join(project, 'bees.sealed.html'), 'utf8');
      expect(page).not.toContain('Honey');
      const [, jwe = ''] = /<script type="application\/jose">([^<]+)</.exec(page) ?? [];
      const [, address = ''] = /<x402-paywall[^>]* src="([^"]+)"/.exec(page) ?? [];
      expect(address).toBe(`${ORIGIN}${folder}/keys/bees`);
      const buy = payingFetch(through(server), counting().payer, { maxPerPayment: { STX: '1' } });
      const key = await importJWK(await (await buy(address)).json());
      expect(new TextDecoder().decode((await compactDecrypt(jwe, key)).plaintext)).toContain('Honey is the secret.');
    });

    it('shows who follows a link a page whose script can be loaded, and none at the address of a key', async () => {
      const page = await navigate(server, article);
      const html = await page.text();
      expect([page.status, html.includes(`<x402-paywall src="${article}">`)]).toEqual([402, true]);
      const [, script = ''] = /<script async src="([^"]+)"/.exec(html) ?? [];
      expect(page.headers.get('Content-Security-Policy')).toContain(`script-src 'self' ${new URL(script).origin};`);
      // It serves what npm has of this version.
      const cdn = `https://cdn.jsdelivr.net/npm/x402pay@${packageJson.version}/`;
      expect(script.slice(0, cdn.length)).toBe(cdn);
      expect(installed.files).toContain(script.slice(cdn.length));
      const key = await navigate(server, `${ORIGIN}${folder}/keys/bees`);
      expect([key.status, (await key.text()).includes('<x402-paywall')]).toEqual([402, false]);
    });

    it('says what to paste, with the hashes of the script and of all that it loads', () => {
      const readme = readFileSync(join(project, 'README.md'), 'utf8');
      const [, json = '{}'] = /<script type="importmap">(.*?)<\/script>/.exec(readme) ?? [];
      const cdn = `https://cdn.jsdelivr.net/npm/x402pay@${packageJson.version}/`;
      const chunks = installed.files.filter((file) => /^dist\/chunks\/.*\.js$/.test(file)).sort();
      expect(JSON.parse(json)).toEqual({
        integrity: Object.fromEntries(chunks.map((file) => [cdn + file, integrityOf(file)])),
      });
      const tag = `<script async src="${cdn}dist/x402pay.js" integrity="${integrityOf('dist/x402pay.js')}"`;
      expect(readme.indexOf(tag)).toBeGreaterThan(readme.indexOf(json));
    });

    it('asks no money for what is not there, and answers pages of other origins', async () => {
      expect((await through(server)(`${ORIGIN}${folder}/articles/missing`)).status).toBe(404);
      const headers = { Origin: 'https://blog.example', 'Access-Control-Request-Method': 'GET' };
      const preflight = await through(server)(article, { method: 'OPTIONS', headers });
      expect([preflight.status, preflight.headers.get('Access-Control-Allow-Origin')]).toEqual([204, '*']);
    });

    it('does not know passes that another secret has signed', async () => {
      const passes: string[] = [];
      const listening = async (input: RequestInfo | URL, init?: RequestInit) => {
        const request = new Request(input, init);
        const pass = request.headers.get('PAYMENT-PASS');
        if (pass) passes.push(pass);
        return await through(server)(request);
      };
      const buy = payingFetch(listening, counting().payer, { maxPerPayment: { STX: '1' } });
      expect([(await buy(article)).status, (await buy(article)).status]).toEqual([200, 200]);
      const headers = { 'PAYMENT-PASS': passes[0] as string };
      expect((await through(server)(article, { headers })).status).toBe(200);
      const other = await start(project, { ...variables, X402PAY_SECRET: 'x'.repeat(43) });
      try {
        expect((await through(other)(article, { headers })).status).toBe(402);
      } finally {
        await other.stop();
      }
    });

    it.each([
      ['none', {}, /X402PAY_SECRET is not set/],
      ['a short one', { X402PAY_SECRET: 'short and secret' }, /32 random bytes/],
    ])('starts with %s for a secret, and says what is missing', async (_, secret, message) => {
      const unready = await start(project, { X402PAY_NODE: devnet.url, ...secret });
      try {
        const answer = await through(unready)(article);
        const text = await answer.text();
        expect([answer.status, text]).toEqual([503, expect.stringMatching(message)]);
        expect(text).not.toContain('short and secret');
      } finally {
        await unready.stop();
      }
    });
  },
);

describe('the server that init writes for this computer', () => {
  it('has the script and all that it loads, and shows its page the embedded chain', async () => {
    const project = join(installed.folder, 'here');
    const origin = 'http://localhost:4321';
    const { address } = devnet.account('creator');
    const answers = ['--address', address, '--network', 'devnet', '--price', 'STX=0.5', '--origin', origin];
    const init = [join(installed.package, 'dist/cli.js'), 'init', ...answers, '--target', 'node', '--dir', project];
    execFileSync(process.execPath, init, { stdio: 'pipe' });
    const { X402PAY_SECRET = '' } = parseEnv(readFileSync(join(project, '.env'), 'utf8'));
    const variables = { X402PAY_SECRET, X402PAY_ORIGIN: origin, X402PAY_DEVNET: devnet.url };
    const server = await PLACES['a Node process']!.start(project, variables);
    try {
      const page = await navigate(server, `${origin}/articles/welcome`);
      const html = await page.text();
      expect(html).toContain(`node-url="${devnet.url}"`);
      const scripts = [...html.matchAll(/<script async src="([^"]+)"/g)].map(([, url]) => url);
      expect(scripts).toEqual([`${origin}/x402pay.js`, `${devnet.url}/devnet/wallet.js`]);
      expect(page.headers.get('Content-Security-Policy')).toContain(`script-src 'self' ${origin} ${devnet.url};`);
      const chunks = installed.files.filter((file) => /^dist\/chunks\/.*\.js$/.test(file));
      expect(chunks.length).toBeGreaterThan(5);
      for (const file of ['dist/x402pay.js', ...chunks]) {
        const script = await through(server)(`${origin}/${file.slice('dist/'.length)}`);
        const { headers } = script;
        const [type, allowed] = ['Content-Type', 'Access-Control-Allow-Origin'].map((name) => headers.get(name));
        expect([type, allowed]).toEqual(['text/javascript', '*']);
        expect(await script.text()).toBe(readFileSync(join(installed.package, file), 'utf8'));
      }
      for (const path of ['/chunks/missing.js', '/chunks/..%2Findex.js', '/index.js', '/settings.js']) {
        expect((await through(server)(origin + path)).status).not.toBe(200);
      }
    } finally {
      await server.stop();
    }
  });
});

/** As the specification of Subresource Integrity has it. */
function integrityOf(file: string): string {
  const hash = createHash('sha384').update(readFileSync(join(installed.package, file)));
  return `sha384-${hash.digest('base64')}`;
}

/** As the platform's own door: readers know the origin, the door knows the port. */
function through({ port }: Server): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const url = `http://127.0.0.1:${port}${pathname}${search}`;
    const {
      status,
      body,
      headers: answered,
    } = await fetch(url, { method, headers, signal: AbortSignal.timeout(PATIENCE) });
    // As from the origin that was asked.
    return new Response(body, { status, headers: answered });
  };
}

/** As a browser that follows a link. Node's `fetch` says of itself that it is none. */
async function navigate({ port }: Server, url: string): Promise<Response> {
  const headers = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Sec-Fetch-Mode': 'navigate' };
  const sent = get({ port, path: new URL(url).pathname, headers, timeout: PATIENCE });
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const answered = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(await body(answer), { status: answer.statusCode ?? 0, headers: answered });
}

/** A reader who counts what it signs. */
function counting(): { payer: Payer; payments: () => number } {
  const { privateKey } = devnet.account('reader');
  const payer = createKeyPayer({ privateKey, network: devnet.network, node: { url: devnet.url } });
  let payments = 0;
  const pay: Payer['pay'] = async (order) => {
    payments++;
    return await payer.pay(order);
  };
  return { payer: { name: payer.name, canPay: (...offer) => payer.canPay(...offer), pay }, payments: () => payments };
}

async function balance(): Promise<bigint> {
  const response = await fetch(`${devnet.url}/extended/v1/address/${devnet.account('creator').address}/balances`);
  return BigInt((await response.json()).stx.balance);
}
