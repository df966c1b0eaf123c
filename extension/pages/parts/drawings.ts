/** Small drawings that several pages have. The words beside them say the same. */

import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../../elements/paywall/icons.js';
import type { PaymentPhase, Texts } from '../texts/texts.js';
import type { NetworkKind } from './network-kind.js';

/** The extension's own icon, as `build/icon.ts` draws it. */
export function brand(extra: unknown = ''): TemplateResult {
  return html`<div class="brand">
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="48" fill="#4f46c4" />
      <circle cx="50" cy="50" r="40.5" fill="none" stroke="#fff" stroke-width="5" />
      <circle cx="50" cy="42" r="12" fill="#fff" />
      <path d="M46.5 45h7l4.3 27H42.200z" fill="#fff" />
    </svg>
    <span>x402Pay</span>${extra}
  </div>`;
}

/** Beside our name, wherever the money is not the main network's. */
export function networkBadge(kind: NetworkKind, { common }: Texts): TemplateResult | typeof nothing {
  return kind === 'mainnet' ? nothing : html`<span class="badge">${common.networks[kind]}</span>`;
}

const SIGNS: Readonly<Record<PaymentPhase, string>> = {
  opening: 'M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18z',
  'under way': 'M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18z',
  delivered: 'M5 12.5l4.5 4.5L19 7.5',
  arrived: 'M5 12.5l4.5 4.5L19 7.5',
  undelivered: 'M12 8v5M12 16.5v.01M12 3a9 9 0 100 18 9 9 0 000-18z',
  cancelling: 'M9 7L4 12l5 5M4 12h11a5 5 0 010 10',
  cancelled: 'M9 7L4 12l5 5M4 12h11a5 5 0 010 10',
  released: 'M6 6l12 12M18 6L6 18',
};

export function phaseSign(phase: PaymentPhase, { common }: Texts): TemplateResult {
  return html`<span class="state" data-phase=${phase}>${icon(SIGNS[phase])}${common.phases[phase]}</span>`;
}

export const SHAPES = {
  gear: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 4.500v5M8 14.500v5',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5.500v13l10-6.500z',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 017 0v3',
  list: 'M5 7h14M5 12h14M5 17h9',
} as const;
