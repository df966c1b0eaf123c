/** The same card in four themes and four languages, side by side. */

import { PNG } from 'pngjs';
import type { Sheet } from '../sheets.js';
import { openStudio, type Studio } from '../studio.js';

const CARD = 'three prices';
const GAP = 20;
const WHITE = 255;

const PANELS: readonly (Pick<Sheet, 'theme' | 'language' | 'scheme'> & { readonly ground: string })[] = [
  { theme: 'default', language: 'en', scheme: 'light', ground: '#f3f3f6' },
  { theme: 'paper', language: 'fr', scheme: 'light', ground: '#f1e8da' },
  { theme: 'ink', language: 'ar', scheme: 'light', ground: '#f3f3f6' },
  { theme: 'bitcoin', language: 'ja', scheme: 'dark', ground: '#0a0907' },
];

export async function themesScreenshot(): Promise<Readonly<Record<string, Uint8Array>>> {
  const studio = await openStudio<Sheet>('index.html', 1);
  try {
    const panels: PNG[] = [];
    for (const panel of PANELS) panels.push(await photographed(studio, panel));
    return { themes: sideBySide(panels) };
  } finally {
    await studio.close();
  }
}

async function photographed(studio: Studio<Sheet>, { ground, ...look }: (typeof PANELS)[number]): Promise<PNG> {
  await studio.show({ ...look, name: look.theme, faces: 'paywall', column: 296, isExact: true });
  await studio.page.evaluate(
    (name, background) => {
      const figures = [...document.querySelectorAll('figure')];
      const shown = figures.find((one) => one.querySelector('figcaption')?.textContent === name);
      for (const figure of figures) if (figure !== shown) figure.hidden = true;
      shown?.querySelector('figcaption')?.remove();
      const panel = { boxSizing: 'border-box', width: '340px', height: '630px', padding: '28px 22px', background };
      Object.assign(document.querySelector('main')?.style ?? {}, { ...panel, borderRadius: '12px', display: 'block' });
      document.documentElement.style.background = 'white';
    },
    CARD,
    ground,
  );
  const main = await studio.page.$('main');
  if (!main) throw new Error('The gallery has no main.');
  return PNG.sync.read(Buffer.from(await main.screenshot()));
}

function sideBySide(panels: readonly PNG[]): Uint8Array {
  const height = Math.max(...panels.map((panel) => panel.height)) + 2 * GAP;
  const width = panels.reduce((sum, panel) => sum + panel.width + GAP, GAP);
  const picture = new PNG({ width, height });
  picture.data.fill(WHITE);
  let left = GAP;
  for (const panel of panels) {
    PNG.bitblt(panel, picture, 0, 0, panel.width, panel.height, left, GAP);
    left += panel.width + GAP;
  }
  return PNG.sync.write(picture);
}
