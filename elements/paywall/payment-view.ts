/** What the reader sees while paying, and the thanks. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icon } from './icons.js';
import { PAYMENT_ENGLISH, type PaymentTexts } from './payment-texts.js';
import { fill } from './texts.js';
import { heading, type View } from './view.js';

const CHECK = 'M5 12.5l4.5 4.5L19 7.5';

export function progress(view: View): TemplateResult {
  const { state, session } = view;
  const texts = textsOf(view);
  const price = state.offers[state.chosen]?.price;
  const wallet = state.wallet || texts.yourWallet;
  const steps = [fill(texts.stepWallet, { wallet }), texts.stepSend, texts.stepBlock, texts.stepRead];
  const isWaiting = state.phase === 'waiting';
  const current = state.elsewhere ? -1 : isWaiting ? 2 : state.phase === 'presenting' ? 1 : 0;
  const mayCancel = price !== undefined && (state.phase === 'wallet' || state.elsewhere);
  return html`${heading(price ? fill(texts.paying, { price }) : texts.stepBlock, '')}
    <ol part="steps">
      ${steps.map(
        (step, index) => html`<li
          class=${index < current ? 'done' : index === current ? 'now' : ''}
          aria-current=${index === current ? 'step' : nothing}
        >
          ${index < current ? icon(CHECK) : nothing}<span>${step}</span>
          ${index === current && isWaiting ? html`<time role="timer">${clock(session.ports.now() - state.since)}</time>` : nothing}
        </li>`,
      )}
    </ol>
    <p class="fine">${progressText(view)}</p>
    ${mayCancel ? html`<p class="row"><button class="quiet" @click=${() => session.cancel()}>${texts.cancel}</button></p>` : nothing}`;
}

export function progressText(view: View): string {
  const { state } = view;
  const texts = textsOf(view);
  if (state.phase === 'unlocked') return texts.unlocked;
  if (state.elsewhere) return texts.elsewhere;
  if (state.phase === 'waiting') return `${texts.waiting} ${state.durable ? texts.mayClose : texts.mustStay}`;
  if (state.phase === 'presenting') return texts.presenting;
  if (state.phase === 'wallet') return fill(texts.wallet, { price: state.offers[state.chosen]?.price ?? texts.price });
  return texts.preparing;
}

export function receipt(view: View): TemplateResult | typeof nothing {
  const texts = textsOf(view);
  const { paid } = view.state;
  if (!paid) return nothing;
  const { price, txid } = paid;
  return html`<details class="receipt" part="receipt">
    <summary>${icon(CHECK)}${fill(texts.receipt, { price })}</summary>
    <code>${fill(texts.transaction, { txid })}</code>
  </details>`;
}

function textsOf({ texts }: View): PaymentTexts {
  return { ...PAYMENT_ENGLISH, ...texts };
}

/** `0:07`, `12:40`. */
function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
