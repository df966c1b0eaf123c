/** Small drawings. All of them are decoration: the words beside them say the same. */

import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit/html.js';

const PATHS = {
  shield: 'M12 3l7 3v5c0 4.5-2.9 8.3-7 10-4.1-1.7-7-5.5-7-10V6z M9 12l2 2 4-4',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 8v5 M12 16.5v.01 M12 3a9 9 0 100 18 9 9 0 000-18z',
  wallet: 'M4 7h14a2 2 0 012 2v8a2 2 0 01-2 2H6a2 2 0 01-2-2z M4 7l11-3v3 M16 13h.01',
};

export function icon(name: keyof typeof PATHS): TemplateResult {
  const path: SVGTemplateResult = svg`<path d=${PATHS[name]} />`;
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${path}</svg>`;
}

/** A coin with the first letter of what it stands for. */
export function coin(name: string): TemplateResult {
  return html`<span class="coin" data-of=${name} aria-hidden="true">${name.slice(0, 1).toUpperCase()}</span>`;
}
