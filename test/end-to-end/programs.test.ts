/** What programs find at BitBlog: a price list, an agent's shopping, and nothing paid for in any page. Issue 2, section 7. */

import { get } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { assetsOf, createNodeReader, decodePaymentRequired, HEADER, parseDecimalAmount } from 'x402pay';
import { loadArticles } from '../../demo/blog/articles.js';
import { accountOf, balanceOf, openStage, runDemo, type Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(0);
});
afterAll(() => stage?.close());

const articles = loadArticles();
const PAGES = ['/', '/programs', '/plain', '/nowhere', ...articles.map(({ slug }) => `/articles/${slug}`)];

describe('/.x402/demo.json', () => {
  it('has exactly what programs were promised', () => {
    const { devnet, network, tokens, contracts, accounts, resources } = stage.facts;
    expect(Object.keys(stage.facts).sort()).toEqual([
      'accounts',
      'contracts',
      'devnet',
      'network',
      'resources',
      'tokens',
    ]);
    expect([devnet, network]).toEqual([stage.devnet.url, 'stacks:2147483648']);
    expect(Object.keys(tokens)).toEqual(['sBTC', 'USDCx']);
    expect(contracts.split).toMatch(/^ST[0-9A-Z]+\.revenue-split$/);
    for (const account of accounts) {
      expect(Object.keys(account).sort()).toEqual(['address', 'name', 'privateKey']);
    }
    expect(resources.filter(({ kind }) => kind === 'article')).toHaveLength(3);
    expect(resources.filter(({ kind }) => kind === 'api').map(({ access }) => access)).toContain('once');
    for (const resource of resources) expect(Object.keys(resource).sort()).toEqual(['access', 'kind', 'price', 'url']);
  });

  it('names resources that ask for just the prices that it lists', async () => {
    const assets = assetsOf(stage.facts.network);
    for (const { url, price } of stage.facts.resources) {
      const response = await fetch(url);
      expect(response.status).toBe(402);
      const { accepts, resource } = decodePaymentRequired(response.headers.get(HEADER.required) ?? '');
      expect(resource.url).toBe(url);
      const asked = accepts.map(({ asset, amount }) => {
        const known = assets.find(({ id }) => id === asset);
        return [known?.symbol, BigInt(amount), known?.decimals];
      });
      const listed = Object.entries(price).map(([symbol, decimal]) => {
        const decimals = assets.find((asset) => asset.symbol === symbol)?.decimals ?? 0;
        return [symbol, parseDecimalAmount(decimal, decimals), decimals];
      });
      expect(asked).toEqual(listed);
    }
  });

  it('refuse a question without an answer before it costs anything', async () => {
    for (const bytes of ['0', '-1', '1e3', '100001', 'many', '']) {
      expect((await fetch(`${stage.blog.url}/api/fee-forecast?bytes=${bytes}`)).status, bytes).toBe(400);
    }
    expect((await fetch(`${stage.blog.url}/api/fee-forecast?bytes=100000`)).status).toBe(402);
  });
});

describe('every page', () => {
  it.each(PAGES)('%s has nothing in its source that is sold', async (path) => {
    const source = await (await fetch(stage.blog.url + path)).text();
    for (const { rest } of articles) {
      for (const paragraph of rest?.match(/(?<=<p>).{40}/g) ?? []) expect(source).not.toContain(paragraph);
    }
  });

  it.each(PAGES)('%s runs under a strict policy, without inline scripts or styles', async (path) => {
    const response = await fetch(stage.blog.url + path);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'; style-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const source = await response.text();
    expect(source).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    const inline = [...source.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>/g)].map(([, attributes]) => attributes?.trim());
    expect(inline.every((attributes) => attributes === 'type="application/ld+json"')).toBe(true);
  });

  it('has one address: localhost is sent there, and a foreign name gets nothing', async () => {
    const { port } = new URL(stage.blog.url);
    const asked = (host: string) => askAs(host, `${stage.blog.url}/programs?a=1`);
    expect(await asked(`localhost:${port}`)).toEqual({ status: 308, location: `${stage.blog.url}/programs?a=1` });
    expect(await asked('evil.example')).toEqual({ status: 421, location: undefined });
  });
});

describe('the agent', () => {
  it('buys what its budget allows, and the chain agrees to the last unit', async () => {
    const { devnet } = stage;
    const before = await purses();
    const { code, output } = await agent('--budget-stx', '2.3');
    expect(code, output).toBe(0);
    expect(output.match(/^bought/gm)).toHaveLength(5);
    expect(output).toMatch(/Bought 5 for 2\.25 STX, and 0\.00\d+ STX in fees\. Left in the purse: 0\.05 STX\./);
    const after = await purses();
    // 0.15 + 0.2 + 0.4 + 0.5 for the creator, and of 1 STX through the split 80 % and 20 %.
    expect(after.creator - before.creator).toBe(1_250_000n + 800_000n);
    expect(after.platform - before.platform).toBe(200_000n);
    const fees = BigInt(await feesOf(accountOf(stage, 'agent').address));
    expect(before.agent - after.agent).toBe(2_250_000n + fees);
    expect(await createNodeReader({ url: devnet.url }).stxBalance(stage.facts.contracts.split ?? '')).toBe(0n);
  });

  it('walks away from what it cannot afford, and pays nothing', async () => {
    const before = await purses();
    const { code, output } = await agent('--budget', '0.1');
    expect(code, output).toBe(0);
    expect(output.match(/^too dear/gm)).toHaveLength(5);
    expect(output).toContain('Bought 0 for 0 STX, and 0 STX in fees. Left in the purse: 0.1 STX.');
    expect(await purses()).toEqual(before);
  });

  it('buys the cheap things of a small budget', async () => {
    const { output } = await agent('--budget', '0.4');
    expect(output.match(/^bought/gm)).toHaveLength(2);
    expect(output).toMatch(/Bought 2 for 0\.35 STX, .* Left in the purse: 0\.05 STX\./);
  });

  it.each([
    [['--budget', 'much'], 'is not an amount'],
    [['--url', 'http://127.0.0.1:1'], 'No demo answers'],
    [['--gold', '1'], '--gold'],
  ])('says in one sentence what is wrong with %j', async (args, sentence) => {
    const { code, errors } = await run('demo/agent.ts', args);
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
    expect(errors).not.toContain('    at ');
  });
});

describe.concurrent('the programs of the demo', () => {
  it.each(['demo/start.ts', 'demo/blog/start.ts', 'demo/agent.ts'])('%s explains itself', async (program) => {
    const { code, output } = await run(program, ['--help']);
    expect(code).toBe(0);
    expect(output).toContain('127.0.0.1:4020'.slice(10));
  });

  it('open together, and close when they are told to stop', async () => {
    const env = { PORT: '0', DEVNET_PORT: '0', BLOG_BUNDLES: inject('bundles') };
    const child = runDemo('demo/start.ts', [], env);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let output = '';
    for await (const piece of child.stdout as Readable) {
      output += piece;
      if (output.endsWith('Stop with Ctrl-C.\n\n')) child.kill('SIGINT');
    }
    expect(await ended).toBe(0);
    expect(output).toMatch(/The blog +http:\/\/127\.0\.0\.1:\d+\n +The chain +http:\/\/127\.0\.0\.1:\d+/);
    expect(output).toContain('Closed.');
  });

  it('say which port is taken, and how to choose another', async () => {
    const { port } = new URL(stage.blog.url);
    const { code, errors } = await run('demo/blog/start.ts', [], { PORT: port, DEVNET_URL: stage.devnet.url });
    expect(code).toBe(1);
    expect(errors).toContain(`Port ${port} is taken.`);
  });

  it('say what a port looks like', async () => {
    const { code, errors } = await run('demo/blog/start.ts', [], { PORT: 'banana' });
    expect(code).toBe(1);
    expect(errors).toContain('PORT=banana is not a port.');
  });

  it('say that the chain is missing, and how to start it', async () => {
    const { code, errors } = await run('demo/blog/start.ts', [], { PORT: '0', DEVNET_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(errors).toContain('npm run devnet');
  });
});

/** `fetch` does not let anyone choose the `Host`. */
function askAs(host: string, url: string): Promise<{ status: number | undefined; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, location: response.headers.location });
    });
    request.on('error', reject);
  });
}

async function purses(): Promise<{ creator: bigint; platform: bigint; agent: bigint }> {
  const [creator, platform, agent] = await Promise.all(
    ['creator', 'platform', 'agent'].map((name) => balanceOf(stage, accountOf(stage, name).address, 'STX')),
  );
  return { creator: creator ?? 0n, platform: platform ?? 0n, agent: agent ?? 0n };
}

async function feesOf(address: string): Promise<string> {
  const response = await fetch(`${stage.devnet.url}/extended/v1/address/${address}/stx`);
  return ((await response.json()) as { total_fees_sent: string }).total_fees_sent;
}

function agent(...args: readonly string[]) {
  return run('demo/agent.ts', ['--url', stage.blog.url, ...args]);
}

async function run(program: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = runDemo(program, args, env);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [output, errors] = await Promise.all([text(child.stdout as Readable), text(child.stderr as Readable)]);
  return { code: await ended, output, errors };
}
