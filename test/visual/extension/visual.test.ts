import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Album } from '../album.js';
import { REDUCED } from '../picture.js';
import { openStudio, type Studio } from '../studio.js';
import { PANEL_SHEETS, type PanelSheet } from './sheets.js';

/** Every page of the extension in every state that matters, as it looked when somebody last looked at it. */
describe('the look of the extension', () => {
  let studio: Studio<PanelSheet>;
  let album: Album;

  beforeAll(async () => {
    studio = await openStudio('extension/index.html');
    album = new Album(fileURLToPath(new URL('references', import.meta.url)), studio.browser);
  });

  afterAll(() => studio?.close());

  for (const sheet of PANEL_SHEETS) {
    it(`is as it was: ${sheet.name}`, async ({ skip }) => {
      album.compare(sheet.name, await studio.photograph(sheet), skip, REDUCED);
    });
  }

  it('has no pictures of what is not there any more', () => {
    expect(album.names()).toEqual(PANEL_SHEETS.map(({ name }) => name).sort());
  });
});
