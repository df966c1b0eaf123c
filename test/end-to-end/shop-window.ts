/** A page of somebody's site with the script tag on it, over HTTP: strict policies, a scripted seller, chain and wallet behind it. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { Page } from 'puppeteer-core';
import { ScriptedChain } from '../browser/scripted-chain.js';
import { ScriptedSite } from '../browser/scripted-site.js';
import { ScriptedWallet } from '../browser/scripted-wallet.js';

/** The strictest policy that the script tag promises to work under. */
const POLICY = "script-src 'self'; style-src 'self'; require-trusted-types-for 'script'";

/** Where the page's own script puts its wallet. What it is asked goes to the test. */
const WALLET_SCRIPT = `
  window[Symbol.for('before')] = Object.getOwnPropertyNames(window);
  window.wbip_providers = [{ id: 'TestWalletProvider', name: 'Test Wallet', webUrl: 'https://wallet.example' }];
  window.TestWalletProvider = { request: (method, params) => window.askTestWallet(method, params) };`;

export class ShopWindow {
  readonly chain: ScriptedChain = new ScriptedChain();
  readonly site: ScriptedSite = new ScriptedSite(this.chain);
  readonly wallet: ScriptedWallet = new ScriptedWallet(this.chain);
  /** Pages by path, in the pieces in which they are sent: each but the first waits for `sendNext`. */
  readonly pages = new Map<string, readonly string[]>();
  /** Scripts that the network loses. */
  loses: RegExp | undefined;
  /** The next script of this name is answered with an error, which browsers do not ask for again by themselves, as they do for what is lost. */
  losesOnce: RegExp | undefined;
  /** Scripts of the page itself, or what somebody has made of ours, by path. */
  readonly own = new Map<string, string>();
  /** Paths of scripts that were fetched. */
  readonly scripts: string[] = [];
  readonly #bundles: string;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #sendNext: () => void = () => {};

  private constructor(bundles: string) {
    this.#bundles = bundles;
  }

  /** @param bundles folder of `x402pay.js` and its chunks */
  static async open(bundles: string): Promise<ShopWindow> {
    const shop = new ShopWindow(bundles);
    await new Promise<void>((done) => shop.#server.listen(0, '127.0.0.1', done));
    return shop;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The same server by another name: another origin, as a CDN is. */
  get cdn(): string {
    return this.url.replace('127.0.0.1', 'localhost');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** A page with this body, whose wallet is the test's. */
  page(path: string, ...pieces: readonly string[]): string {
    const [first = '', ...rest] = pieces;
    const head = '<!doctype html><html lang="en"><title>An article</title><script src="/wallet.js"></script>';
    this.pages.set(path, [head + first, ...rest]);
    return this.url + path;
  }

  /** The markup of a paywall. */
  paywall(path: string): string {
    return `<x402-paywall src="${path}" node-url="${this.url}/node"><p>The beginning is free.</p></x402-paywall>`;
  }

  sendNext(): void {
    this.#sendNext();
  }

  /** From now on the wallet of this page is the test's, and what offends its policy is kept. */
  async prepare(page: Page): Promise<void> {
    await page.exposeFunction('askTestWallet', this.wallet.request);
    await page.evaluateOnNewDocument(() => {
      const offences: string[] = [];
      Reflect.set(window, Symbol.for('offences'), offences);
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        offences.push(`${violatedDirective}: ${blockedURI} ${sample}`),
      );
    });
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', this.url);
    const { pathname } = url;
    for (const what of ['origin', 'headers']) response.setHeader(`access-control-allow-${what}`, '*');
    response.setHeader('access-control-expose-headers', '*');
    if (incoming.method === 'OPTIONS') return void response.end();
    response.setHeader('cache-control', 'no-store');
    if (pathname.startsWith('/paid/')) return forward(await answerOf(this.site, incoming, url), response);
    if (pathname.startsWith('/node/')) return forward(await answerOf(this.chain, incoming, url), response);
    if (/\.js$|^\/snippet\.html$/.test(pathname)) return this.#serveScript(pathname, response);
    const pieces = this.pages.get(pathname);
    if (!pieces) return void response.writeHead(404).end();
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await new Promise<void>((next) => this.#wait(next));
      response.write(piece);
    }
    response.end();
  }

  #wait(next: () => void): void {
    this.#sendNext = next;
  }

  async #serveScript(pathname: string, response: ServerResponse): Promise<void> {
    if (this.loses?.test(pathname)) return void response.destroy();
    if (this.losesOnce?.test(pathname)) {
      this.losesOnce = undefined;
      return void response.writeHead(503).end();
    }
    this.scripts.push(pathname);
    response.setHeader('content-type', 'text/javascript');
    const own = pathname === '/wallet.js' ? WALLET_SCRIPT : this.own.get(pathname);
    response.end(own ?? (await readFile(join(this.#bundles, normalize(pathname)))));
  }
}

/** What a scripted server answers; nothing when it is down. */
async function answerOf(
  server: ScriptedSite | ScriptedChain,
  incoming: IncomingMessage,
  url: URL,
): Promise<Response | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
  return server.answer(new Request(url, { method: incoming.method ?? 'GET', headers, body })).catch(() => undefined);
}

async function forward(answer: Response | undefined, response: ServerResponse): Promise<void> {
  if (!answer) return void response.destroy();
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
}
