/** One drawing per topic, in lines and a single colour, so that they follow the page's light or dark theme. */

import { type Html, html, trusted } from './html.js';

/** Decorative: the headline next to it says the same, so it is hidden from screen readers. */
export function illustration(topic: string): Html {
  return html`<svg class="illustration" viewBox="0 0 480 280" aria-hidden="true" focusable="false">${trusted(DRAWINGS[topic] ?? '')}</svg>`;
}

const DRAWINGS: Readonly<Record<string, string>> = {
  x402: statusCode(),
  Stacks: stack(),
  Agents: purse(),
  sBTC: coins(),
  'Revenue splits': fork(),
};

/** The number itself, with the coin where the zero is. */
function statusCode(): string {
  return `
    <path class="line heavy" d="M112 60 48 172h96M112 60v160"/>
    <circle class="wash" cx="240" cy="140" r="80"/>
    <circle class="line heavy" cx="240" cy="140" r="80"/>
    <circle class="line" cx="240" cy="140" r="62" stroke-dasharray="2 7"/>
    <path class="line heavy" d="M344 104c0-26 18-44 44-44s44 18 44 42c0 46-88 62-88 118h92"/>`;
}

/** Thin layers resting on one heavy block. */
function stack(): string {
  const plate = (y: number, style: string) =>
    `<path class="${style}" d="M240 ${y} 360 ${y + 44} 240 ${y + 88} 120 ${y + 44}z"/>`;
  return `
    <path class="solid" d="M120 180v36l120 44 120-44v-36l-120 44z"/>
    <path class="wash" d="M240 136 360 180 240 224 120 180z"/>
    ${plate(136, 'line heavy')}${plate(106, 'line paper')}${plate(80, 'line paper')}${plate(54, 'line paper')}${plate(28, 'line paper')}
    <path class="line" d="M240 72v-52" stroke-dasharray="2 7"/>`;
}

/** A small purse behind a fence. */
function purse(): string {
  const posts = [60, 108, 156, 204, 252, 300, 348, 396]
    .map((x) => `<path class="line paper" d="M${x} 246V138l12-16 12 16v108z"/>`)
    .join('');
  return `
    <circle class="solid" cx="240" cy="92" r="44"/>
    <circle class="line cut" cx="240" cy="92" r="31" stroke-dasharray="2 6"/>
    <path class="line" d="M36 168h408M36 214h408"/>
    ${posts}`;
}

/** One large coin, and the small pieces that it is spent in. */
function coins(): string {
  const pieces = [
    [322, 84, 26],
    [376, 128, 20],
    [346, 182, 16],
    [404, 190, 12],
    [428, 146, 8],
    [392, 232, 9],
    [442, 212, 5],
  ];
  return `
    <circle class="line heavy" cx="168" cy="140" r="108"/>
    <circle class="wash" cx="168" cy="140" r="88"/>
    <circle class="line" cx="168" cy="140" r="88" stroke-dasharray="2 7"/>
    <path class="line heavy" d="M140 92v96M140 92h38a23 23 0 0 1 0 46h-38m0 0h44a25 25 0 0 1 0 50h-44M156 76v16m22-16v16m-22 96v16m22-16v16"/>
    ${pieces.map(([x, y, r]) => `<circle class="solid" cx="${x}" cy="${y}" r="${r}"/>`).join('')}`;
}

/** One stream that becomes two, in the proportion of four to one. */
function fork(): string {
  return `
    <path class="wash" d="M40 112h128c72 0 72-60 144-60h92v64h-92c-40 0-52 48-100 52H40z"/>
    <path class="line heavy" d="M40 112h128c72 0 72-60 144-60h92M40 168h132c70 0 70 62 140 62h92"/>
    <path class="line heavy" d="M404 116h-92c-40 0-52 44-100 46 40 6 56 52 100 52h92"/>
    <circle class="solid" cx="424" cy="84" r="34"/><circle class="solid" cx="424" cy="222" r="15"/>
    <circle class="line paper" cx="60" cy="140" r="40"/><circle class="line" cx="60" cy="140" r="29" stroke-dasharray="2 6"/>`;
}
