/** Small drawings. All of them are decoration: the words beside them say the same. */

import { html, type TemplateResult } from 'lit/html.js';

/** @param path in a square of 24 units */
export function icon(path: string): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
}

/** A coin with the sign of what it stands for, or its first letter. */
export function coin(name: string): TemplateResult {
  return html`<span class="coin" data-of=${name} aria-hidden="true">${SIGNS[name] ?? name.slice(0, 1)}</span>`;
}

const SIGNS: Readonly<Record<string, string>> = { sBTC: 'B', USDCx: '$' };
