/** The purchase by hand of `src/PROTOCOL.md`, section 16: its lines, as they stand there, with the real `curl` and `openssl`. */

import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetsOf, createNodeReader } from 'x402pay';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { openFacilitator, openShop, PRICE_ATOMIC, type Shop } from './servers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PROTOCOL = readFileSync(join(root, 'src/PROTOCOL.md'), 'utf8');
const BLOCKS = blocksOf(PROTOCOL.split('## 16. A purchase by hand')[1] ?? '');

const missing = ['sh', 'curl', 'openssl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (missing.length > 0) {
  const message = `There is no ${missing.join(' and no ')}, by which a purchase by hand is tried: install it.`;
  if (process.env.CI) throw new Error(message);
  console.warn(`SKIPPED: ${message}`);
}

/** What a reader is to type, block by block. */
function blocksOf(section: string): string[] {
  return [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((block) => block[1] ?? '');
}

describe.skipIf(missing.length > 0)('a purchase by hand, as the protocol describes it', () => {
  let devnet: Devnet;
  let facilitator: { url: string; close(): Promise<void> };
  let folder: string;

  beforeAll(async () => {
    devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
    facilitator = await openFacilitator(devnet);
    folder = mkdtempSync(join(tmpdir(), 'x402pay-by-hand-'));
    // In place of `npm i @stacks/transactions`.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await facilitator.close();
    await devnet.close();
  });

  /** What each block prints. */
  const typed = async (blocks: readonly string[], url: string, asset: string): Promise<string[]> => {
    const env = { ...process.env, URL: url, ASSET: asset, NODE: devnet.url, KEY: devnet.account('reader').privateKey };
    const script = blocks.map((block) => `${block}printf '\\0'\n`).join('');
    const { stdout } = await promisify(execFile)('sh', ['-euc', script], { cwd: folder, env });
    return stdout.split('\0').slice(0, -1);
  };

  const earned = async (symbol: string): Promise<bigint> => {
    const asset = assetsOf('stacks:2147483648').find((one) => one.symbol === symbol);
    if (!asset) throw new Error(symbol);
    return createNodeReader({ url: devnet.url }).tokenBalance(devnet.account('creator').address, asset);
  };

  it('has lines for each step', () => {
    expect(BLOCKS.map((block) => block.match(/^\w+/)?.[0])).toEqual(['curl', 'tr', 'OFFER', 'cat', 'PAYMENT', 'curl']);
  });

  it('is what the README links to', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('src/PROTOCOL.md#16-a-purchase-by-hand');
  });

  describe.each(['x402pay verifier', '@x402/express + mechanism'] as const)('at %s', (server) => {
    let shop: Shop;
    beforeAll(async () => {
      shop = await openShop(server, devnet, facilitator.url);
    });
    afterAll(() => shop.close());

    it.each(['STX', 'USDCx'] as const)('buys once in %s, for exactly its price', async (symbol) => {
      const path = `/${symbol.toLowerCase()}`;
      const asset = symbol === 'STX' ? 'STX' : devnet.tokens.USDCx;
      const [before, ran] = [await earned(symbol), shop.runs()];
      // The last line is typed once more, as the text says of what is pending.
      const printed = await typed([...BLOCKS, ...BLOCKS.slice(-1)], shop.url + path, asset);
      const [asked, offer, memo, transaction, header, bought, again] = printed;
      expect(asked).toMatch(/^HTTP\/1\.1 402 /);
      expect(JSON.parse(offer ?? '')).toMatchObject({ asset, amount: `${PRICE_ATOMIC}` });
      expect([memo, transaction, header]).toEqual(['', '', '']);
      expect(bought).toMatch(/^HTTP\/1\.1 200 /);
      expect(bought?.endsWith(`\r\n\r\ncontent of ${path}`)).toBe(true);
      expect(again).toMatch(/^HTTP\/1\.1 402 /);
      expect((await earned(symbol)) - before).toBe(PRICE_ATOMIC);
      expect(shop.runs()).toBe(ran + 1);
    });
  });
});
