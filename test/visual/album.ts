/** The pictures of one gallery as they looked when somebody last looked at them, beside those of now. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { differenceBetween } from './difference.js';
import { type Film, readPicture } from './picture.js';

/** Set by `npm run visual -- --update`. */
const isRenewed = process.env.VISUAL_UPDATE === 'yes';
/** A letter at half its size has more. */
const ALLOWED_PIXELS = 8;

export class Album {
  private readonly folder: string;
  private readonly browser: string;

  /** @param browser name and major version of the one that takes the pictures now */
  constructor(folder: string, browser: string) {
    this.folder = folder;
    this.browser = browser;
    if (!isRenewed) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(this.browserFile, `${browser}\n`);
  }

  /** Fails when the picture differs from the one that is kept; or keeps it. */
  compare(name: string, png: Uint8Array, skip: (why: string) => never, film: Film): void {
    const file = join(this.folder, `${name}.png`);
    const picture = readPicture(png);
    if (isRenewed) {
      writeFileSync(file, film.develop(picture));
      return;
    }
    expect(existsSync(file), `there is no picture of it; "npm run visual -- --update" takes one`).toBe(true);
    const difference = differenceBetween(readFileSync(file), picture, film);
    if (!difference || difference.pixels <= ALLOWED_PIXELS) return;
    const folder = mkdtempSync(join(tmpdir(), 'x402pay-visual-'));
    writeFileSync(join(folder, `${name}.difference.png`), difference.png);
    writeFileSync(join(folder, `${name}.actual.png`), film.develop(picture));
    const found = `${name} differs in ${difference.pixels} pixels; see ${folder}`;
    const before = readFileSync(this.browserFile, 'utf8').trim();
    // Another release draws letters in another way: nothing to find here until somebody has looked at new pictures.
    if (before !== this.browser) skip(`${found}. They are from ${before}, and this is ${this.browser}.`);
    expect.fail(`${found}. If that is meant: npm run visual -- --update`);
  }

  /** Without `.png`. */
  names(): readonly string[] {
    const files = readdirSync(this.folder).filter((name) => name.endsWith('.png'));
    return files.map((name) => name.slice(0, -'.png'.length)).sort();
  }

  private get browserFile(): string {
    return join(this.folder, 'browser.txt');
  }
}
