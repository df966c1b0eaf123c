/** Pages as people get them who do what they are told: sealed by the command, or with what `init` and the README say to paste. Their seller is scripted. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../server-verifier/cli/command-line.js';
import { scriptedTerminal } from '../../server-verifier/cli/scripted-terminal.js';
import { NETWORK } from '../browser/scripted-chain.js';
import { PAYEE } from '../browser/scripted-site.js';
import { keyOf } from '../suites/vector-sealer.js';
import type { ShopWindow } from './shop-window.js';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const SECRET = 'a secret of these tests, and of no other';
const TEASER = '<p>The first paragraph, free for all.</p>';
const PAID = `<p>${'What was paid for. '.repeat(400)}</p>`;

/** Puts a page into the shop. */
export type Publish = (shop: ShopWindow, path: string) => Promise<void>;

export const PASTED: Readonly<Record<string, Publish>> = {
  'sealed, of Markdown': (shop, path) =>
    seal(shop, path, 'page.md', `# An article\n\n${TEASER}\n\n<!-- paid -->\n\n${PAID}\n`),
  'sealed, of HTML': (shop, path) =>
    seal(shop, path, 'page.html', pageOf(`<h1>An article</h1>${TEASER}<!-- paid -->${PAID}<!-- /paid -->`)),
  'the element that init prints': async (shop, path) => {
    const [head = '', element = ''] = await printedByInit(shop);
    put(shop, path, pageOf(`<h1>An article</h1>${element}`, head));
  },
  'the div that init prints': async (shop, path) => {
    const [head = '', , div = ''] = await printedByInit(shop);
    put(shop, path, pageOf(`<h1>An article</h1>${TEASER}${div}`, head));
  },
  'the element of the README': async (shop, path) => {
    const [, head = '', element = ''] =
      /```html\n(<style>[\s\S]*?<\/script>)\n\n(<x402-paywall.*)\n/.exec(readFileSync(README, 'utf8')) ?? [];
    shop.site.body = PAID;
    const own = element.replace('<x402-paywall', `<x402-paywall node-url="${shop.url}/node"`);
    put(
      shop,
      path,
      pageOf(`<h1>An article</h1>${own.replace(/https:[^"]*/, '/paid/one')}`, head.replace(/https:[^"]*\//, '/')),
    );
  },
};

async function seal(shop: ShopWindow, path: string, name: string, source: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'x402pay-pasted-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, source);
    const options = ['--network', 'testnet', '--key-url', `${shop.url}/paid`, '--node-url', `${shop.url}/node`];
    const terminal = scriptedTerminal({ environment: { X402PAY_SECRET: SECRET } });
    const code = await run(
      ['seal', file, ...options, '--script', '/x402pay.js', '--out', join(folder, 'out.html')],
      terminal,
    );
    if (code !== 0) throw new Error(terminal.noted.join('\n'));
    put(shop, path, readFileSync(join(folder, 'out.html'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const key = await keyOf({ secret: SECRET, network: NETWORK, resource: `${shop.url}/paid/page`, version: 1 });
  shop.site.type = 'application/jwk+json';
  shop.site.body = JSON.stringify(key);
}

/** What its guide says to paste: the lines for the head, and the forms of the paywall. */
async function printedByInit(shop: ShopWindow): Promise<readonly string[]> {
  const terminal = scriptedTerminal({ environment: { DEVNET_PORT: new URL(shop.url).port } });
  const answers = [
    '--address',
    PAYEE,
    '--network',
    'devnet',
    '--price',
    'STX=0.5',
    '--target',
    'node',
    '--origin',
    shop.url,
  ];
  const code = await run(['init', ...answers], terminal);
  if (code !== 0) throw new Error(terminal.noted.join('\n'));
  const guide = terminal.written.find(({ path }) => path.endsWith('README.md'))?.text ?? '';
  shop.site.body = PAID;
  // The shop is seller and chain in one.
  return [...guide.matchAll(/```html\n([\s\S]*?)\n```/g)].map(([, code = '']) =>
    code
      .replace('/articles/welcome', '/paid/one')
      .replace(/(node-url="[^"]*)"/, '$1/node"')
      .replace(/\n.*wallet\.js.*/, ''),
  );
}

function pageOf(main: string, head = ''): string {
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>An article</title>${head}</head>
<body>${main}<footer><p>About the author.</p></footer></body></html>`;
}

/** With the test's wallet. */
function put(shop: ShopWindow, path: string, page: string): void {
  shop.pages.set(path, [page.replace('</head>', '<script src="/wallet.js"></script></head>')]);
}
