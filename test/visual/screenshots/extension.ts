/** Two pages of the extension, with a scripted worker behind them. */

import type { PanelSheet } from '../extension/sheets.js';
import { openStudio } from '../studio.js';

const SCREENSHOTS: Readonly<Record<string, PanelSheet['surface']>> = {
  'extension-popup': 'popup',
  'extension-approval': 'approve',
};

export async function extensionScreenshots(): Promise<Readonly<Record<string, Uint8Array>>> {
  const studio = await openStudio<PanelSheet>('extension/index.html', 2);
  try {
    const pictures: Record<string, Uint8Array> = {};
    for (const [name, surface] of Object.entries(SCREENSHOTS)) {
      await studio.show({ name, surface, language: 'en', media: { 'prefers-color-scheme': 'light' } });
      // The first one is the usual one.
      const frame = await studio.page.$('iframe');
      if (!frame) throw new Error(`The gallery has no window of ${surface}.`);
      pictures[name] = await frame.screenshot();
    }
    return pictures;
  } finally {
    await studio.close();
  }
}
