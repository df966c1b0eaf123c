/** How long a sealed article takes to stand in the page, from the moment that its key has arrived: in Chromium, by the code that readers load. */

import { randomFillSync } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { sealHtml } from '../../server-verifier/cli/seal/jwe.js';
import { contentKey } from '../../server-verifier/content-key.js';
import { openBrowser } from '../end-to-end/browser.js';
import { median, printGoal, printTable } from './measure.js';

const GOAL_MILLISECONDS = 50;
const ROUNDS = 30;
const SIZES = [10_000, 100_000, 1_000_000];

export async function benchUnsealing(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'x402pay-bench-'));
  const entry = fileURLToPath(new URL('../../elements/paywall/content.ts', import.meta.url));
  const lib = { entry, formats: ['es' as const], fileName: 'content' };
  await build({ configFile: false, publicDir: false, logLevel: 'error', build: { outDir: folder, lib } });
  const server = createServer(async ({ url = '/' }, response) => {
    const file = url === '/' ? '<!doctype html><main></main>' : await readFile(join(folder, url)).catch(() => '');
    response.setHeader('content-type', url === '/' ? 'text/html' : 'text/javascript').end(file);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await openBrowser();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const results = [];
    for (const bytes of SIZES) {
      const page = await browser.newPage();
      await page.goto(url);
      const key = contentKey(new Uint8Array(32).fill(1), `${url}${bytes}`, 1);
      const jwe = await sealHtml(article(bytes), key, randomFillSync);
      const times = await page.evaluate(open, jwe, JSON.stringify(key), bytes, ROUNDS);
      results.push({ bytes, jwe, first: times[0] ?? Number.NaN, again: median(times.slice(1)) });
      await page.close();
    }
    report(results);
  } finally {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  }
}

/** In the page: the times of all rounds, in milliseconds. The first one also loads what opens it. */
async function open(jwe: string, key: string, bytes: number, rounds: number): Promise<number[]> {
  const { showContent } = (await import('/content.js' as string)) as typeof import('../../elements/paywall/content.js');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const paywall = document.createElement('div');
    paywall.setAttribute('sealed', jwe);
    document.querySelector('main')?.replaceChildren(paywall);
    const content = { body: new Blob([key]), type: 'application/jwk+json', url: document.baseURI };
    const begun = performance.now();
    await showContent(paywall, content, {}, false, () => true);
    times.push(performance.now() - begun);
    if ((paywall.textContent?.length ?? 0) < bytes / 2) throw new Error('The article is not there.');
  }
  return times;
}

/** Paragraphs of words as uneven as those of a language. */
function article(bytes: number): string {
  let state = 7;
  const next = (below: number) => {
    // Marsaglia's xorshift.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const word = () => Array.from({ length: 2 + next(8) }, () => 'etaoinshrdlucmfw'[next(16)]).join('');
  let html = '';
  while (html.length < bytes) html += `<p>${Array.from({ length: 60 }, word).join(' ')}.</p>\n`;
  return html.slice(0, bytes);
}

function report(results: readonly { bytes: number; jwe: string; first: number; again: number }[]): void {
  const rows = results.map(({ bytes, jwe, first, again }) => [
    `${bytes / 1000} kB of HTML`,
    `${(jwe.length / 1000).toFixed(1)} kB`,
    `${first.toFixed(1)} ms`,
    `${again.toFixed(1)} ms`,
  ]);
  printTable('From the key to the article in the page, Chromium', ['', 'sealed', 'first', 'median'], rows);
  const article = results.find(({ bytes }) => bytes === 100_000);
  if (!article) return;
  const found = `${article.first.toFixed(1)} ms the first time`;
  printGoal(
    `100 kB opens in under ${GOAL_MILLISECONDS} ms after the key arrives`,
    article.first < GOAL_MILLISECONDS,
    found,
  );
}
