/** A blogger's two places: a static file server with sealed pages, which knows nothing of payments, and at another origin a function that sells their keys. */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';
import { createVerifier } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import { DEMO_FACTS_PATH, type DemoFacts } from '../../demo/demo-facts.js';
import type { Devnet } from '../../demo/devnet/index.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'a secret of these tests, and of no other';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };
/** Blobs are where the pictures, sound and film of a sealed part come from. */
const POLICY =
  "default-src 'self'; connect-src *; img-src 'self' blob: data:; media-src blob:; style-src 'self' 'unsafe-inline'";

export class SealedSite {
  readonly #folder: string;
  readonly #bundles: string;
  readonly #devnet: Devnet;
  readonly #pages: Server = createServer((request, response) => void this.#serve(request, response));
  readonly #keys: Server = createServer();
  /** What happens to a file on its way, by its path. */
  readonly changes = new Map<string, (file: Buffer) => Buffer>();
  /** Sends the second half of pages only when a key was asked for. */
  isSlow = false;
  /** How often a key was handed out. */
  keysSold = 0;
  #keyAsked: () => void = () => {};

  private constructor(folder: string, bundles: string, devnet: Devnet) {
    this.#folder = folder;
    this.#bundles = bundles;
    this.#devnet = devnet;
  }

  /** @param bundles folder of `x402pay.js`, its chunks and `page.js` */
  static async open(bundles: string, devnet: Devnet): Promise<SealedSite> {
    const site = new SealedSite(await mkdtemp(join(tmpdir(), 'x402pay-sealed-')), bundles, devnet);
    for (const server of [site.#pages, site.#keys]) {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    }
    const verifier = createVerifier({
      network: devnet.network,
      payTo: devnet.account('creator').address,
      secret: SECRET,
      origin: site.keyUrl,
      chain: { url: devnet.url },
    });
    const sell = verifier.sellKey({ price: { STX: '0.5' }, access: '30d', description: 'The rest of the article.' });
    const listener = nodeListener(async (request) => {
      const answer = await sell(request);
      if (request.method === 'GET') site.#keyAsked();
      if (answer.status === 200) site.keysSold++;
      return answer;
    });
    site.#keys.on('request', listener);
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#pages.address() as AddressInfo).port}`;
  }

  /** By another name, so that it is another site, too. */
  get keyUrl(): string {
    return `http://localhost:${(this.#keys.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const server of [this.#pages, this.#keys]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async write(path: string, content: string | Buffer): Promise<void> {
    const file = join(this.#folder, 'plain', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  /** An article whose paid part is in a paywall, as its author writes it. */
  article(name: string, free: string, paid: string): Promise<void> {
    const paywall = `<x402-paywall seal src="${this.keyUrl}/${name}">${paid}</x402-paywall>`;
    return this.write(`${name}.html`, pageOf(`<h1>${name}</h1>\n<p>${free}</p>\n${paywall}`));
  }

  /** Runs the command as a blogger does, on the whole site. */
  async seal(secret: string = SECRET, ...options: readonly string[]): Promise<void> {
    await this.run(secret, join(this.#folder, 'plain'), '--out', join(this.#folder, 'sealed'), ...options);
  }

  /** @returns standard output */
  async run(secret: string, ...args: readonly string[]): Promise<string> {
    const options = ['--network', 'testnet', '--node-url', this.#devnet.url];
    const command = ['--import', 'tsx', 'server-verifier/cli/main.ts', 'seal', ...args, ...options];
    const env = { ...process.env, X402PAY_SECRET: secret, X402PAY_KEY_URL: this.keyUrl };
    return (await promisify(execFile)(process.execPath, command, { cwd: PROJECT, env })).stdout;
  }

  /** What `--snippet` prints for a page. */
  snippet(path: string): Promise<string> {
    return this.run(SECRET, join(this.#folder, 'plain', path), '--snippet');
  }

  /** Addresses of all that was sealed, or copied. */
  async files(): Promise<readonly string[]> {
    const sealed = join(this.#folder, 'sealed');
    const entries = await readdir(sealed, { recursive: true, withFileTypes: true });
    return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(sealed.length));
  }

  /** A file as it is served. */
  async served(path: string): Promise<string> {
    return (await fetch(this.url + path)).text();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname === DEMO_FACTS_PATH) {
      const { url, network, tokens, contracts, accounts } = this.#devnet;
      const facts: DemoFacts = { devnet: url, network, tokens, contracts, accounts, resources: [] };
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(facts));
    }
    const path = normalize(pathname);
    const found =
      (await readFile(join(this.#folder, 'sealed', path)).catch(() => undefined)) ??
      (await readFile(join(this.#bundles, path)).catch(() => undefined));
    if (!found) return response.writeHead(404).end();
    const file = this.changes.get(pathname)?.(found) ?? found;
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('cache-control', 'no-store');
    if (!this.isSlow || extname(path) !== '.html') return response.end(file);
    // In the middle of the sealed text.
    const half = file.indexOf('application/jose') + 200;
    const asked = new Promise<void>((resolve) => {
      this.#keyAsked = resolve;
    });
    response.write(file.subarray(0, half));
    await asked;
    return response.end(file.subarray(half));
  }
}

export function pageOf(body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>An article</title>
<link rel="icon" href="data:,"><script async src="/x402pay.js"></script><script type="module" src="/page.js"></script>
<style>body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}img{max-width:100%}</style>
</head><body><main>${body}</main></body></html>`;
}

/** An SVG of at least so many bytes. */
export function drawing(bytes: number): Buffer {
  const note = `<!--${'.'.repeat(bytes)}-->`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">${note}<rect width="8" height="8"/></svg>`,
  );
}

/** A PNG of noise, which no compression makes small (PNG specification, section 5). */
export function picture(side: number): Buffer {
  let state = side;
  const noise = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  };
  const rows = Array.from({ length: side }, () => Buffer.from([0, ...Array.from({ length: 3 * side }, noise)]));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
