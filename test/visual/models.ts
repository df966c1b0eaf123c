/** The elements as they stand before the camera: their views, with their style sheets, without the site that the real ones would ask. */

import { render, type TemplateResult } from 'lit/html.js';
import { payButtonStyles } from '../../elements/pay-button/styles.js';
import { renderPayButton } from '../../elements/pay-button/view.js';
import { createLaterViews } from '../../elements/paywall/later.js';
import { PaywallSession } from '../../elements/paywall/session.js';
import type { PaywallState } from '../../elements/paywall/state.js';
import { paywallStyles } from '../../elements/paywall/styles.js';
import { renderPaywall, type View } from '../../elements/paywall/view.js';
import type { Words } from '../../elements/paywall/words.js';
import { receiptsStyles } from '../../elements/receipts/styles.js';
import { type ReceiptsView, renderReceipts } from '../../elements/receipts/view.js';
import { NOW } from './portraits.js';

/** Sheets that whatever pays adopts as they are loaded. */
const shared: CSSStyleSheet[] = [];
let whenLoaded = (): void => {};
const later = createLaterViews(
  (css) => shared.push(sheetOf(css)),
  () => whenLoaded(),
);

/** Resolves when everything that can be shown is there: what explains a failure is loaded with the first one that is drawn. */
export async function loaded(draw: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    whenLoaded = resolve;
    draw();
    if (shared.length === 2) resolve();
  });
}

abstract class Model extends HTMLElement {
  readonly #root = this.attachShadow({ mode: 'open' });

  protected draw(template: TemplateResult, ...sheets: readonly CSSStyleSheet[]): ShadowRoot {
    this.#root.adoptedStyleSheets = [...sheets];
    render(template, this.#root);
    return this.#root;
  }
}

const paywallSheet = sheetOf(paywallStyles);
const buttonSheet = sheetOf(payButtonStyles);
const receiptsSheet = sheetOf(receiptsStyles);

export class PortraitPaywall extends Model {
  show(state: PaywallState, texts: Words): void {
    this.setAttribute('state', state.phase);
    this.draw(renderPaywall(viewOf(state, texts)), paywallSheet, ...shared);
  }
}

export class PortraitButton extends Model {
  show(state: PaywallState, texts: Words, label: string): void {
    this.setAttribute('state', state.phase);
    this.textContent = label;
    const view = { ...viewOf(state, texts), label, onLabel: () => {}, onOpen: () => {} };
    this.draw(renderPayButton(view), paywallSheet, buttonSheet, ...shared);
  }
}

export class PortraitReceipts extends Model {
  /** @param opened how many of its receipts show their details */
  show(view: ReceiptsView, opened: number): void {
    const root = this.draw(renderReceipts(view), paywallSheet, receiptsSheet);
    for (const details of [...root.querySelectorAll('details')].slice(0, opened)) details.open = true;
  }
}

customElements.define('x402-paywall', PortraitPaywall);
customElements.define('x402-pay-button', PortraitButton);
customElements.define('x402-receipts', PortraitReceipts);

function viewOf(state: PaywallState, texts: Words): View {
  const session = new PaywallSession('https://blog.example/rest', { now: () => NOW } as PaywallSession['ports']);
  return { state, session, texts, isMute: false, later };
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
