import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../end-to-end/browser.js';
import { SHEETS, type Sheet } from './sheets.js';
import { openStudio, type Studio } from './studio.js';

/** Pages have one list of receipts; a sheet has one for each of its states, all with the same name. */
const SIDE_BY_SIDE = ['landmark-unique'];

/** Everything that can be seen, held against the rules of WCAG that a program can check. */
describe('every state of the paywall has nothing that axe finds wrong', () => {
  let studio: Studio<Sheet>;

  beforeAll(async () => {
    studio = await openStudio('index.html', 1);
  });

  afterAll(() => studio?.close());

  for (const sheet of SHEETS.filter(({ name }) => /^default-|-dark$|-en$|^more-contrast$/.test(name))) {
    it(`in the theme "${sheet.theme}", ${sheet.scheme}, in the language "${sheet.language}": ${sheet.name}`, async () => {
      await studio.show(sheet);
      expect(await accessibilityFaults(studio.page, SIDE_BY_SIDE)).toEqual([]);
    });
  }
});
