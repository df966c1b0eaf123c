/** What blog editors leave of a paywall, with their own rules, and what the script tag makes of what is left. The table stands in the README. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { EDITORS } from '../blogs/editors.js';
import { FORMS, SEALED, TEASER } from '../blogs/forms.js';
import { type Outcome, readmeSection, survivalTable } from '../blogs/table.js';
import { BlogVisit, TAG } from './blog-visit.js';
import { openBrowser } from './browser.js';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));

let browser: Browser;
let visit: BlogVisit;
beforeAll(async () => {
  browser = await openBrowser();
  visit = await BlogVisit.begin(browser, inject('bundles'));
});
afterAll(async () => {
  await visit?.end();
  await browser?.close();
});

const outcomes = new Map<string, Outcome>();

/** Publishes a post, and reads it. */
async function read(html: string): Promise<Outcome> {
  // When the page has loaded, the script has run: what is marked is a paywall by then.
  await visit.open(`${TAG}<main>${html}</main>`);
  if (await visit.page.$('x402-paywall')) {
    await visit.reaches('locked');
    return (await isBelow('x402-paywall')) ? 'paywall' : 'misplaced';
  }
  return (await visit.page.$(`a[href^="${visit.shop.url}/paid/"]`)) ? 'link' : 'nothing';
}

/** Whether the card comes after the teaser. */
function isBelow(selector: string): Promise<boolean> {
  return visit.page.evaluate(
    (paywall, teaser) => {
      const paragraph = [...document.querySelectorAll('p')].find(({ textContent }) => textContent === teaser);
      const card = document.querySelector(paywall)?.shadowRoot?.querySelector('[part~=card]');
      return (card?.getBoundingClientRect().top ?? 0) >= (paragraph?.getBoundingClientRect().bottom ?? Infinity);
    },
    selector,
    TEASER,
  );
}

describe.each(EDITORS)('$name', ({ name, publish }) => {
  it.each(FORMS)('publishes the $name', async (form) => {
    const outcome = await read(publish(form.write(`${visit.shop.url}/paid/one`)));
    outcomes.set(`${name}, ${form.name}`, outcome);
    // The teaser is never lost, and the link never leads nowhere.
    expect(await visit.page.$eval('main', ({ textContent }) => textContent)).toContain(TEASER);
    // A paywall that has lost its sealed text would sell nothing.
    if (form.name === 'sealed div' && outcome === 'paywall')
      expect(await visit.page.$eval('x402-paywall', (one) => one.getAttribute('sealed'))).toBe(SEALED);
    if (form.name === 'link') expect(['paywall', 'link']).toContain(outcome);
    expect(visit.troubles).toEqual([]);
  });
});

it('the README has this table', () => {
  const table = survivalTable(EDITORS, FORMS, (editor, form) => outcomes.get(`${editor.name}, ${form.name}`));
  expect(readmeSection(readFileSync(join(README), 'utf8'))).toBe(table);
});
