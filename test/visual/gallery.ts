/** The page that is photographed: the elements' views, with their style sheets, in every state at once. */

import { BUTTONS } from './button-portraits.js';
import { dress, type Wardrobe } from './dress.js';
import { loaded, PortraitButton, PortraitPaywall, PortraitReceipts } from './models.js';
import { PORTRAITS } from './portraits.js';
import { printedReceipts, receiptLists } from './receipt-portraits.js';
import { RETURNING } from './returning-portraits.js';
import type { Sheet } from './sheets.js';

interface Figure {
  readonly name: string;
  readonly element: HTMLElement;
  readonly draw: () => void;
}

async function show(sheet: Sheet): Promise<void> {
  const wardrobe = await dress(sheet);
  const figures = FACES[sheet.faces](wardrobe);
  for (const { element } of figures) element.setAttribute('theme', sheet.theme);
  document.querySelector('main')?.replaceChildren(...figures.map(framed));
  for (const { element } of figures) lendTypefaces(element, sheet.language);
  const draw = () => {
    for (const figure of figures) figure.draw();
  };
  await loaded(draw);
  draw();
  await document.fonts.ready;
  for (const frame of document.querySelectorAll('iframe')) await unrolled(frame);
}

const FACES: Readonly<Record<Sheet['faces'], (wardrobe: Wardrobe) => readonly Figure[]>> = {
  paywall: (wardrobe) => PORTRAITS.map((one) => paywall(one, wardrobe)),
  beside,
  samples: (wardrobe) => {
    const all = [...FACES.paywall(wardrobe), ...beside(wardrobe)];
    return SAMPLES.flatMap((name) => all.filter((figure) => figure.name === name));
  },
  paper: (wardrobe) => [printablePage(wardrobe), ...beside(wardrobe).filter(({ name }) => name === 'receipts')],
};

/** Something of everything that has a border. The first is no paywall: blurred lines are no small picture. */
const SAMPLES = ['button, three prices', 'three prices', 'receipts, closed'];

/** As high as what is in it, once its typefaces are there. */
async function unrolled(frame: HTMLIFrameElement): Promise<void> {
  if (frame.contentDocument?.URL !== 'about:srcdoc' || frame.contentDocument.readyState !== 'complete') {
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  }
  frame.contentDocument?.body.getBoundingClientRect();
  await frame.contentDocument?.fonts.ready;
  frame.height = String(frame.contentDocument?.documentElement.scrollHeight);
}

/** What a theme leaves to the reader's system is a file here, so that it is the same everywhere. */
function lendTypefaces(element: HTMLElement, language: string): void {
  const font = getComputedStyle(element).getPropertyValue('--x402-font');
  const lent = SCRIPTS[language];
  if (lent) element.style.setProperty('--x402-font', font.replace(/(?=(?:sans-)?serif$)/, `"${lent}", `));
}

const SCRIPTS: Readonly<Record<string, string>> = {
  ar: 'Noto Sans Arabic Variable',
  ja: 'Noto Sans JP Variable',
  'zh-Hans': 'Noto Sans SC Variable',
};

/** What stands beside a paywall that is met for the first time. */
function beside(wardrobe: Wardrobe): Figure[] {
  return [
    ...RETURNING.map((one) => paywall(one, wardrobe)),
    ...BUTTONS.map(([name, state, label]) => {
      const element = new PortraitButton();
      return { name, element, draw: () => element.show(state, wardrobe.words, label) };
    }),
    ...receiptLists(wardrobe.receipts, wardrobe.words.language).map(([name, view, opened]) => {
      const element = new PortraitReceipts();
      return { name, element, draw: () => element.show(view, opened) };
    }),
  ];
}

function paywall([name, state]: (typeof PORTRAITS)[number], { words }: Wardrobe): Figure {
  const element = new PortraitPaywall();
  return { name, element, draw: () => element.show(state, words) };
}

/** What "Save a page to print" saves, in a window of its own. */
function printablePage({ receipts, words }: Wardrobe): Figure {
  const element = document.createElement('iframe');
  element.title = receipts.title;
  element.srcdoc = printedReceipts(receipts, words.language, document.dir);
  return { name: 'a page to print', element, draw: () => {} };
}

function framed({ name, element }: Figure): HTMLElement {
  const figure = document.createElement('figure');
  figure.append(Object.assign(document.createElement('figcaption'), { textContent: name }), element);
  return figure;
}

Object.assign(window, { show });
