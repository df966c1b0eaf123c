/** Small sites, built by the build tools themselves with our plugins in them. */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterEach, describe, expect, it } from 'vitest';
import { sealBuild } from 'x402pay/seal';
import { x402pay } from 'x402pay/vite';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'a secret that is used in tests only';
const PAID = 'Nobody may read these words unless they have paid for every one of them.';
const PICTURE = Buffer.alloc(40_000, 'not a picture, but large ');
const OPTIONS = { secret: SECRET, network: 'testnet', keyUrl: 'https://keys.example' };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function site(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'x402pay-site-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function expectSealed(page: string, resource: string): void {
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('Free words.');
  expect(html).not.toContain(PAID.slice(0, 30));
  expect(html).toContain(`src="${resource}"`);
  expect(html).toMatch(/<script type="application\/jose">eyJ[\w.-]+<\/script>/);
}

const PAGE = `<!doctype html><html lang="en"><head><title>One</title></head>
<body><article><p>Free words.</p><!-- paid --><p>${PAID}</p><img src="/photo.png" alt=""></article></body></html>`;

describe('the plugin for Vite', () => {
  const SITE = { 'index.html': PAGE, 'public/photo.png': PICTURE };

  function buildSite(root: string, options = OPTIONS): Promise<unknown> {
    return build({ root, configFile: false, logLevel: 'silent', plugins: [x402pay(options)] });
  }

  it('seals the pages of a build, with the pictures of their paid parts', async () => {
    const root = site(SITE);
    await buildSite(root);
    expectSealed(join(root, 'dist/index.html'), 'https://keys.example/index');
    expect(existsSync(join(root, 'dist/photo.png'))).toBe(false);
    expect(existsSync(join(root, 'public/photo.png'))).toBe(true);
  });

  it('finds the secret where x402pay init puts it', async () => {
    const root = site({ ...SITE, '.dev.vars': `X402PAY_SECRET="${SECRET}"\nX402PAY_NETWORK=testnet\n` });
    await buildSite(root, { keyUrl: 'https://keys.example' } as typeof OPTIONS);
    expectSealed(join(root, 'dist/index.html'), 'https://keys.example/index');
  });

  it('lets a build fail that would publish paid text', async () => {
    await expect(buildSite(site({ ...SITE, 'public/feed.xml': `<item>${PAID}</item>` }))).rejects.toThrow('feed.xml');
    await expect(buildSite(site(SITE), { ...OPTIONS, secret: 'too short' })).rejects.toThrow('X402PAY_SECRET');
  });

  it('leaves builds for servers alone', async () => {
    const root = site({ 'package.json': '{ "type": "module" }', 'entry.js': 'export const one = 1;' });
    const plugins = [x402pay({ ...OPTIONS, secret: '' })];
    await build({ root, configFile: false, logLevel: 'silent', plugins, build: { ssr: 'entry.js' } });
    expect(existsSync(join(root, 'dist/entry.js'))).toBe(true);
  });
});

describe('the plugin for Eleventy', () => {
  const CONFIG = `import { x402pay } from 'x402pay-eleventy';
export default (config) => {
  config.addPassthroughCopy('posts/photo.png');
  config.addPlugin(x402pay, { network: 'testnet', keyUrl: 'https://keys.example' });
};`;
  const POST = `---\nlayout: base.njk\ntitle: One\n---\nFree words.\n\n<!--more-->\n\n${PAID}\n\n![Photo](../photo.png)\n`;
  const SITE = {
    'package.json': '{ "type": "module" }',
    'eleventy.config.js': CONFIG,
    '_includes/base.njk':
      '<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><main>{{ content | safe }}</main><footer>F</footer></body></html>',
    'posts/one.md': POST,
    'posts/photo.png': PICTURE,
  };

  /** In a process of its own, as `npx @11ty/eleventy`; there the plugin is found under a name of its own, as TypeScript. */
  async function runEleventy(root: string, ...args: readonly string[]): Promise<void> {
    const shim = join(root, 'node_modules/x402pay-eleventy');
    mkdirSync(shim, { recursive: true });
    writeFileSync(join(shim, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
    writeFileSync(join(shim, 'index.js'), `export * from '${PROJECT}/server-verifier/adapters/eleventy.ts';`);
    if (!existsSync(join(root, 'node_modules/@11ty'))) {
      symlinkSync(join(PROJECT, 'node_modules/@11ty'), join(root, 'node_modules/@11ty'));
    }
    const tsx = join(PROJECT, 'node_modules/tsx/dist/loader.mjs');
    const eleventy = join(PROJECT, 'node_modules/@11ty/eleventy/cmd.cjs');
    const env = { ...process.env, X402PAY_SECRET: SECRET };
    await promisify(execFile)(process.execPath, ['--import', tsx, eleventy, ...args], { cwd: root, env });
  }

  it('seals the pages of a build', async () => {
    const root = site(SITE);
    await runEleventy(root);
    expectSealed(join(root, '_site/posts/one/index.html'), 'https://keys.example/posts/one');
    expect(readFileSync(join(root, '_site/posts/one/index.html'), 'utf8')).toContain('<footer>F</footer>');
    expect(existsSync(join(root, '_site/posts/photo.png'))).toBe(false);
  });

  it('lets a build fail that would publish paid text', async () => {
    const feed = {
      ...SITE,
      'feed.njk': `---\npermalink: feed.xml\n---\n<rss>${PAID}</rss>`,
    };
    await expect(runEleventy(site(feed))).rejects.toThrow('feed.xml has text');
  });
});

describe('a hook of any other tool', () => {
  it('seals a folder in place', async () => {
    const root = site({ 'out/posts/one.html': PAGE, 'out/photo.png': PICTURE });
    const { pages, withheld } = await sealBuild(join(root, 'out'), root, OPTIONS);
    expect([pages.length, withheld]).toEqual([1, ['photo.png']]);
    expectSealed(join(root, 'out/posts/one.html'), 'https://keys.example/posts/one');
  });
});
