/** What each element's playground begins with. */

import type { Product } from './catalogue.js';
import type { ElementExample } from './pages/element-page.js';

const LANGUAGES = ['', 'en', 'de', 'es', 'fr', 'ja', 'ar', 'pt-BR', 'zh-Hans'];
const THEMES = ['', 'paper', 'ink', 'bitcoin', 'minimal'];
const SCHEMES = ['', 'light', 'dark'];
const CONTENT: Readonly<Record<string, string>> = {
  'x402-paywall': '<p>What everyone may read.</p>',
  'x402-pay-button': 'Buy the answer',
  'x402-receipts': '',
};

/** @param nodeUrl the embedded chain, from which wallets read nonce, fee and balance */
export function exampleOf(tag: string, products: readonly Product[], nodeUrl: string): ElementExample {
  const paths = products.map(({ path }) => path);
  const choices = { src: paths, lang: LANGUAGES, theme: THEMES, scheme: SCHEMES, dir: ['', 'ltr', 'rtl'] };
  const hidden = ['node-url', 'assets', 'state', 'sealed'];
  const content = CONTENT[tag] ?? '';
  if (tag === 'x402-receipts') return { attributes: { contact: 'hello@blog.example' }, choices, hidden, content };
  return { attributes: { src: paths[1] ?? '', 'node-url': nodeUrl }, choices, hidden, content };
}
