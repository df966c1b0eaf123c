/** The page that is photographed: the extension's own pages, each in a window of its own size, with a scripted worker behind it. */

import { ScriptedExtension } from '../../browser/scripted-extension.js';
import type { Face } from './faces.js';
import type { PanelSheet } from './sheets.js';
import { SURFACES } from './surfaces.js';
import { NOW } from './time.js';
import '../../../extension/pages/popup/popup.js';
import '../../../extension/pages/approve/approve.js';
import '../../../extension/pages/wish/wish.js';
import '../../../extension/pages/address/address.js';
import '../../../extension/pages/history/history.js';
import '../../../extension/pages/options/options.js';
import '../../../extension/pages/onboarding/onboarding.js';

const immediately = window.setTimeout.bind(window);
/** What answers, and what follows from it. */
const settled = async () => {
  for (let round = 0; round < 3; round++) await new Promise<void>((resolve) => immediately(resolve));
};

/** Time stands still, chance always goes the same way, and nobody waits. */
let chance = 0;
Date.now = () => NOW;
// A field that is given the focus late would be drawn with its ring, or half of it.
HTMLElement.prototype.focus = () => {};
Object.assign(window, {
  setInterval: () => 0,
  setTimeout: (work: () => void) => immediately(work),
  close: () => {},
});
crypto.getRandomValues = (values) => {
  const bytes = new Uint8Array(Object(values).buffer);
  // Of a whole number, the first byte is the smallest part.
  for (let index = 0; index < bytes.length; index += Object(values).BYTES_PER_ELEMENT) bytes[index] = chance += 5;
  return values;
};

const painted = async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

interface PanelPage extends HTMLElement {
  readonly updateComplete: Promise<unknown>;
}

/** Its style sheets belong to the gallery's document; in a window of its own, they are written down. */
function dressed(page: PanelPage): PanelPage {
  const { elementStyles } = page.constructor as unknown as { elementStyles: readonly { readonly cssText: string }[] };
  const createRenderRoot = () => {
    const root = page.attachShadow({ mode: 'open' });
    root.append(
      ...elementStyles.map(({ cssText }) => Object.assign(document.createElement('style'), { textContent: cssText })),
    );
    return root;
  };
  return Object.assign(page, { createRenderRoot });
}

async function openWindow(figure: HTMLElement, width: number, language: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.width = String(width);
  frame.srcdoc = `<!doctype html><html lang="${language}" style="overflow:hidden"><title>x402Pay</title>
    <link rel="stylesheet" href="/test/visual/typefaces.css"><link rel="stylesheet" href="/extension/pages/parts/page.css">`;
  figure.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve));
  // A list of choices keeps the typeface in which it was first laid out, also when its own comes later.
  await frame.contentDocument?.fonts.load('1rem "Inter Variable"', 'Aä0');
  return frame;
}

async function draw(face: Face, sheet: PanelSheet, frame: HTMLIFrameElement): Promise<void> {
  const { tag, height } = SURFACES[sheet.surface];
  chance = 0;
  history.replaceState(null, '', `${location.pathname}${face.address ?? ''}`);
  const extension = new ScriptedExtension();
  extension.language = sheet.language;
  face.prepare?.(extension);
  const page = dressed(document.createElement(tag) as PanelPage);
  const ownHeight = face.height ?? height;
  frame.height = String(ownHeight ?? 100);
  frame.contentDocument?.body.append(page);
  await settled();
  await page.updateComplete;
  for (const act of face.acts ?? []) {
    act(page.shadowRoot as ShadowRoot);
    await settled();
    await page.updateComplete;
  }
  await settled();
  // Typefaces are loaded when they are first laid out.
  page.getBoundingClientRect();
  await frame.contentDocument?.fonts.ready;
  (page.shadowRoot?.activeElement as HTMLElement | null)?.blur();
  // The focus has scrolled to where it was before the typefaces came.
  const main = page.shadowRoot?.querySelector('main');
  if (main) main.scrollTop = face.atEnd ? main.scrollHeight : 0;
  frame.contentWindow?.scrollTo(0, 0);
  // A window is as high as what is in it, where it has no height of its own.
  if (ownHeight === undefined) frame.height = String(frame.contentDocument?.documentElement.scrollHeight);
}

let drawn = '';

/** Night falls on what is there already: colours follow the browser's. */
async function show(sheet: PanelSheet): Promise<void> {
  if (drawn !== sheet.surface + sheet.language) await drawAll(sheet);
  drawn = sheet.surface + sheet.language;
  await painted();
}

async function drawAll(sheet: PanelSheet): Promise<void> {
  const { faces, width } = SURFACES[sheet.surface];
  const main = document.querySelector('main');
  main?.replaceChildren();
  for (const [name, face] of Object.entries(faces)) {
    const figure = document.createElement('figure');
    figure.append(Object.assign(document.createElement('figcaption'), { textContent: name }));
    main?.append(figure);
    await draw(face, sheet, await openWindow(figure, face.width ?? width, sheet.language));
  }
  await document.fonts.ready;
}

Object.assign(window, { show });
