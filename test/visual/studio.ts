/** A browser in front of the gallery. */

import { fileURLToPath } from 'node:url';
import puppeteer, { type Page } from 'puppeteer-core';
import { createServer } from 'vite';
import { CHROME_FLAGS, findChrome } from '../browser/find-chrome.mjs';
import { PATIENCE } from '../patience.js';
import { typefaceFaults } from './typeface-faults.js';

/** Drawn the same on every machine: no hinting, no sub-pixels, no graphics card, one colour profile. */
const SAME_EVERYWHERE = [
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-font-subpixel-positioning',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

/** Pictures are for finding what has changed; at full size they would be four times as large. */
const SCALE = 0.5;
const VIEWPORT = { width: 1728, height: 1000 };

/** What a gallery's `show` understands. */
interface AnySheet {
  readonly name: string;
  /** Features of the reader's browser, and `type`: `print`. */
  readonly media?: Readonly<Record<string, string>>;
  /** In its full size. */
  readonly isExact?: boolean;
}

export interface Studio<Sheet extends AnySheet> {
  /** Name and major version of the browser. */
  readonly browser: string;
  readonly page: Page;
  show(sheet: Sheet): Promise<void>;
  /** @returns a PNG */
  photograph(sheet: Sheet): Promise<Uint8Array>;
  /** What is drawn with no typeface of ours; empty is good. */
  typefaceFaults(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openStudio<Sheet extends AnySheet>(gallery: string, scale = SCALE): Promise<Studio<Sheet>> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'mpa',
    server: { port: 0, host: '127.0.0.1', watch: null, hmr: false },
    optimizeDeps: { noDiscovery: true },
  });
  await server.listen();
  const [origin] = server.resolvedUrls?.local ?? [];
  const browser = await puppeteer.launch({
    executablePath: findChrome(),
    args: [...CHROME_FLAGS, ...SAME_EVERYWHERE],
    timeout: PATIENCE,
    defaultViewport: { ...VIEWPORT, deviceScaleFactor: scale },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const client = await page.createCDPSession();
  // Dates are written in the browser's own time.
  await client.send('Emulation.setTimezoneOverride', { timezoneId: 'UTC' });
  await page.goto(`${origin}test/visual/${gallery}`, { waitUntil: 'load' });
  const show = async (sheet: Sheet) => {
    const { type = '', ...media } = { 'prefers-reduced-motion': 'reduce', ...sheet.media };
    const deviceScaleFactor = sheet.isExact ? 1 : scale;
    // What is there already stays as it is drawn.
    if (page.viewport()?.deviceScaleFactor !== deviceScaleFactor)
      await page.setViewport({ ...VIEWPORT, deviceScaleFactor });
    await client.send('Emulation.setEmulatedMedia', {
      media: type,
      features: Object.entries(media).map(([name, value]) => ({ name, value })),
    });
    await page.evaluate(
      (one) => (window as unknown as { show(sheet: AnySheet): Promise<void> }).show(one),
      sheet as AnySheet,
    );
  };
  return {
    browser: (await browser.version()).replace(/\..*/, ''),
    page,
    show,
    async photograph(sheet) {
      await show(sheet);
      return page.screenshot({ fullPage: true, captureBeyondViewport: false, optimizeForSpeed: false });
    },
    typefaceFaults: () => typefaceFaults(client),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
