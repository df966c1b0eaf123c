/** What the reader sees while paying, and the thanks. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { amountText } from './amount-text.js';
import { dateText } from './date-text.js';
import { icon } from './icons.js';
import { PAYMENT_ENGLISH, type PaymentTexts } from './payment-texts.js';
import { fill } from './texts.js';
import { heading, priceText, type View } from './view.js';
import type { Words } from './words.js';

/** Milliseconds. Who comes back after a day is told no minutes. */
const LONGEST_TIMER = 3_600_000;
const CHECK = 'M5 12.5l4.5 4.5L19 7.5';

export function progress(view: View): TemplateResult {
  const { state, session } = view;
  const texts = textsOf(view);
  const price = priceText(view);
  const mayCancel = price && (state.phase === 'wallet' || state.elsewhere);
  const { elsewhere } = state;
  const other = state.instead?.(state, view.texts);
  const title = other ? other.title : price ? fill(texts.paying, { price }) : texts.stepBlock;
  return html`${heading(title, elsewhere ? texts.elsewhere : '')}
    ${elsewhere ? nothing : html`${other ? nothing : steps(view)}<p class=${other ? 'fine busy' : 'fine'}>${progressText(view)}</p>`}
    ${mayCancel ? html`<p class="row"><button class="quiet" @click=${() => session.cancel()}>${texts.cancel}</button></p>` : nothing}`;
}

function steps(view: View): TemplateResult {
  const { state, session } = view;
  const texts = textsOf(view);
  const wallet = state.wallet || texts.yourWallet;
  const names = [fill(texts.stepWallet, { wallet }), texts.stepSend, texts.stepBlock, texts.stepRead];
  const isWaiting = state.phase === 'waiting';
  const current = isWaiting ? 2 : state.phase === 'presenting' ? 1 : 0;
  const waited = session.ports.now() - state.since;
  return html`<ol part="steps">
    ${names.map(
      (name, index) => html`<li
        class=${index < current ? 'done' : index === current ? 'now' : ''}
        aria-current=${index === current ? 'step' : nothing}
      >
        ${index < current ? icon(CHECK) : nothing}<span>${name}</span>
        ${index === current && isWaiting && waited < LONGEST_TIMER ? html`<time role="timer">${clock(waited)}</time>` : nothing}
      </li>`,
    )}
  </ol>`;
}

export function progressText(view: View): string {
  const { state } = view;
  const texts = textsOf(view);
  if (state.phase === 'unlocked') return texts.unlocked;
  if (state.elsewhere) return texts.elsewhere;
  const other = state.instead?.(state, view.texts);
  if (other) return other.text;
  if (state.phase === 'waiting') return `${texts.waiting} ${state.durable ? texts.mayClose : texts.mustStay}`;
  if (state.phase === 'presenting') return texts.presenting;
  if (state.phase === 'wallet') return fill(texts.wallet, { price: priceText(view) || texts.price });
  return texts.preparing;
}

export function receipt(view: View): TemplateResult | typeof nothing {
  const texts = textsOf(view);
  const { paid } = view.state;
  if (!paid) return nothing;
  const { txid, until } = paid;
  const price = amountText(paid.price, texts.language);
  return html`<details class="receipt" part="receipt">
    <summary>${icon(CHECK)}${fill(texts.receipt, { price })}${until === undefined ? '' : ` ${fill(texts.until, { date: dateText(until, texts.language) })}`}</summary>
    <code>${fill(texts.transaction, { txid })}</code>
  </details>`;
}

function textsOf({ texts }: View): Words & PaymentTexts {
  return { ...PAYMENT_ENGLISH, ...texts };
}

/** `0:07`, `12:40`. */
function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
