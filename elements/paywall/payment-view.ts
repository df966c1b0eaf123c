/** What the reader sees from the click on. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { OTHER_WALLETS } from '../wallet/wallet.js';
import type { Explanation } from './explanations.js';
import { coin, icon } from './icons.js';
import type { PaymentTexts } from './payment-texts.js';
import { fill } from './texts.js';
import { heading, priceForm, type View } from './view.js';

/** A view whose texts are all there. */
export interface PaymentView extends View {
  readonly words: PaymentTexts;
  /** What went wrong, in words. */
  readonly explanation: Explanation;
}

/** Where a reader can get a wallet. */
const WALLET_SITES: readonly (readonly [name: string, url: string])[] = [
  ['Leather', 'https://leather.io/wallet'],
  ['Xverse', 'https://www.xverse.app/download'],
];

export function paymentCard(view: PaymentView): TemplateResult {
  const { state, explanation } = view;
  if (state.phase === 'choosing') return chooser(view);
  if (state.phase !== 'failed') return progress(view);
  const isMissing = state.error?.code === 'wallet_missing';
  if (state.next !== 'pay' || isMissing) return failure(view, isMissing);
  return html`<div class="notice" part="notice">${heading(explanation.title, explanation.help)}</div>
    ${priceForm(view)}`;
}

export function receipt({ state, words }: PaymentView): TemplateResult | typeof nothing {
  if (!state.paid) return nothing;
  const { price, txid } = state.paid;
  return html`<details class="receipt" part="receipt">
    <summary>${icon('check')}${fill(words.receipt, { price })}</summary>
    <code>${fill(words.transaction, { txid })}</code>
  </details>`;
}

/** What a screen reader says by itself. */
export function announcement(view: PaymentView): string {
  const { state, words, explanation } = view;
  if (state.phase === 'locked' || state.phase === 'loading') return '';
  if (state.phase === 'choosing') return words.choose;
  return state.phase === 'failed' ? `${explanation.title}. ${explanation.help}` : progressText(view);
}

function chooser({ state, words, act }: PaymentView): TemplateResult {
  return html`${heading(words.choose, '')}
    <ul>
      ${state.wallets.map(
        ({ id, name, icon: source }) => html`<li>
          <button class="option" part="wallet" @click=${() => act.useWallet(id)}>
            ${source ? html`<img src=${source} alt="" width="28" height="28" />` : coin(name)}${name}
          </button>
        </li>`,
      )}
    </ul>
    <p class="row">
      <button class="quiet" @click=${act.cancel}>${words.back}</button>
      <button class="quiet" @click=${() => act.useWallet(OTHER_WALLETS)}>${words.otherWallets}</button>
    </p>`;
}

function progress(view: PaymentView): TemplateResult {
  const { state, words, act, elapsedSeconds } = view;
  const price = state.offers[state.chosen]?.price;
  const wallet = state.wallet ?? words.yourWallet;
  const steps = [fill(words.stepWallet, { wallet }), words.stepSend, words.stepBlock, words.stepRead];
  const isWaiting = state.phase === 'waiting';
  const current = state.elsewhere ? -1 : isWaiting ? 2 : state.phase === 'presenting' ? 1 : 0;
  const mayCancel = price !== undefined && (state.phase === 'wallet' || state.elsewhere);
  return html`${heading(price ? fill(words.paying, { price }) : words.stepBlock, '')}
    <ol part="steps">
      ${steps.map(
        (step, index) => html`<li
          class=${index < current ? 'done' : index === current ? 'now' : 'next'}
          aria-current=${index === current ? 'step' : nothing}
        >
          ${index < current ? icon('check') : nothing}<span>${step}</span>
          ${index === current && isWaiting ? html`<time role="timer">${clock(elapsedSeconds)}</time>` : nothing}
        </li>`,
      )}
    </ol>
    <p class="fine">${progressText(view)}</p>
    ${mayCancel ? html`<p class="row"><button class="quiet" @click=${act.cancel}>${words.cancel}</button></p>` : nothing}`;
}

function progressText({ state, words }: PaymentView): string {
  if (state.elsewhere) return words.elsewhere;
  if (state.phase === 'waiting') return state.durable ? words.waiting : words.waitingHere;
  if (state.phase === 'presenting') return words.presenting;
  if (state.phase === 'wallet') return fill(words.wallet, { price: state.offers[state.chosen]?.price ?? words.price });
  return words.preparing;
}

/** `0:07`, `12:40`. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Where paying is not what helps. */
function failure({ state, texts, words, act, explanation }: PaymentView, isMissing: boolean): TemplateResult {
  const isUnknown = state.next === 'decide';
  return html`<div class="badge">${icon(isMissing ? 'wallet' : 'alert')}</div>
    ${heading(explanation.title, explanation.help)}
    ${
      isMissing
        ? html`<ul>
            ${WALLET_SITES.map(
              ([name, url]) => html`<li>
                <a class="option" part="wallet" href=${url} target="_blank" rel="noopener noreferrer">
                  ${coin(name)}${fill(words.install, { wallet: name })}
                </a>
              </li>`,
            )}
          </ul>`
        : nothing
    }
    <button class="main" part="button" @click=${isMissing ? act.pay : act.retry}>
      ${isMissing || isUnknown ? words.checkAgain : texts.tryAgain}
    </button>
    ${isMissing ? html`<p class="row"><button class="quiet" @click=${() => act.payWith(OTHER_WALLETS)}>${words.otherWallets}</button></p>` : nothing}
    ${isUnknown ? html`<p class="row"><button class="quiet" @click=${act.payAnyway}>${words.payAnyway}</button></p>` : nothing}`;
}
