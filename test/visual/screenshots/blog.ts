/** An article of the demo blog: locked, while the wallet asks, and paid. */

import { readDevnetFacts } from '../../../demo/blog/devnet-facts.js';
import { serveBlog } from '../../../demo/blog/serve.js';
import { buildManifest, buildPageScript, buildScriptTag } from '../../../demo/bundle.js';
import { startDevnet } from '../../../demo/devnet/index.js';
import { openBrowser } from '../../end-to-end/browser.js';
import { Reader } from '../../end-to-end/reader.js';

const ARTICLE = '/articles/bitcoin-by-the-paragraph';
/** As `npm start` has it, since the wallet shows it. */
const PORT = 4020;
const VIEWPORT = { width: 1120, height: 840, deviceScaleFactor: 1.5 };
const SECRET = 'a secret of the screenshots, longer than thirty-two bytes';

/** @param bundles an empty folder */
export async function blogScreenshots(bundles: string): Promise<Readonly<Record<string, Uint8Array>>> {
  await buildPageScript(bundles);
  await buildScriptTag(bundles);
  await buildManifest(bundles);
  const devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  const facts = await readDevnetFacts(devnet.url);
  const folders = { page: bundles, scriptTag: bundles };
  const blog = await serveBlog(PORT, { devnetUrl: devnet.url, devnet: facts, secret: SECRET, folders });
  const browser = await openBrowser();
  try {
    const reader = await Reader.arrive(browser);
    await reader.page.setViewport(VIEWPORT);
    await reader.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await reader.open(blog.url + ARTICLE);
    return await taken(reader);
  } finally {
    await browser.close();
    await blog.close();
    await devnet.close();
  }
}

async function taken(reader: Reader): Promise<Readonly<Record<string, Uint8Array>>> {
  const { page } = reader;
  /** The page from so many pixels above what is looked at. */
  const from = async (selector: string, above: number) => {
    const looked = await page.waitForSelector(selector);
    await looked?.evaluate(async (element, distance) => {
      await document.fonts.ready;
      scrollBy({ top: element.getBoundingClientRect().top - distance, behavior: 'instant' });
    }, above);
    return page.screenshot();
  };
  await reader.holds('STX');
  await reader.sees('locked');
  const locked = await from('x402-paywall >>> [part=card]', 80);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await reader.pay('USDCx');
  await reader.approve(1);
  await reader.walletAsks('0.25');
  const wallet = await from('body', 0);
  await reader.approve(1);
  await reader.sees('unlocked');
  await reader.stripSays('in block');
  return { 'article-locked': locked, wallet, 'article-paid': await from('[data-x402-paid] > *', 220) };
}
