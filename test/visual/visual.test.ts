import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Album } from './album.js';
import { EXACT, REDUCED } from './picture.js';
import { SHEETS, type Sheet } from './sheets.js';
import { openStudio, type Studio } from './studio.js';

/** Every state of the paywall × theme × language, as it looked when somebody last looked at it. */
describe('the look of the paywall', () => {
  let studio: Studio<Sheet>;
  let album: Album;

  beforeAll(async () => {
    studio = await openStudio('index.html');
    album = new Album(fileURLToPath(new URL('references', import.meta.url)), studio.browser);
  });

  afterAll(() => studio?.close());

  for (const sheet of SHEETS) {
    it(`is as it was: ${sheet.name}`, async ({ skip }) => {
      const picture = await studio.photograph(sheet);
      expect(await studio.typefaceFaults()).toEqual([]);
      album.compare(sheet.name, picture, skip, sheet.isExact ? EXACT : REDUCED);
    });
  }

  it('has no pictures of what is not there any more', () => {
    expect(album.names()).toEqual(SHEETS.map(({ name }) => name).sort());
  });
});
