import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../../end-to-end/browser.js';
import { openStudio, type Studio } from '../studio.js';
import { PANEL_SHEETS, type PanelSheet } from './sheets.js';

const FORCED = { 'forced-colors': 'active' };

/** Everything that can be seen of the extension, held against the rules of WCAG that a program can check. By day, the pages' own tests do the same. */
describe('every state of the extension has nothing that axe finds wrong', () => {
  let studio: Studio<PanelSheet>;

  beforeAll(async () => {
    studio = await openStudio('extension/index.html', 1);
  });

  afterAll(() => studio?.close());

  const sheets = PANEL_SHEETS.filter(({ name }) => name.endsWith('-en-dark'));
  for (const sheet of sheets.flatMap((one) => [one, { ...one, name: `${one.name}, forced colours`, media: FORCED }])) {
    it(`in the picture "${sheet.name}"`, async () => {
      await studio.show(sheet);
      const faults: string[] = [];
      // Every page is in a window of its own.
      for (const frame of studio.page.mainFrame().childFrames()) faults.push(...(await accessibilityFaults(frame)));
      expect(faults).toEqual([]);
    });
  }
});
