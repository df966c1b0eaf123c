/** What the reader sees, as a function of the state. Here what is seen before the click; the rest is `payment-view.ts`. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { amountText } from './amount-text.js';
import { coin, icon } from './icons.js';
import type { PaywallSession } from './session.js';
import { isBusy, type PaywallState, type PricedOffer } from './state.js';
import { fill } from './texts.js';
import type { Words } from './words.js';

const SHIELD = 'M12 3l7 3v5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V6zM9 12l2 2 4-4';

export interface View {
  readonly state: PaywallState;
  /** What the reader can do. */
  readonly session: PaywallSession;
  readonly texts: Words;
  /** True while the reader's words are on their way: nothing is said in others. */
  readonly isMute: boolean;
  /** The views of what comes after the click, once they are loaded. */
  readonly later: LaterViews | undefined;
}

export interface LaterViews {
  /** In the place of the price; `undefined` when even this could not be loaded (yet). */
  card(view: View): TemplateResult | undefined;
  /** After the content. */
  receipt(view: View): TemplateResult | typeof nothing;
  /** What a screen reader says by itself. */
  announcement(view: View): string | undefined;
}

export function renderPaywall(view: View): TemplateResult {
  const { state, texts, isMute } = view;
  const later = isMute ? undefined : view.later;
  const isLoading = isMute || state.phase === 'loading';
  return html`<div part="teaser"><slot></slot></div>
    <slot name="unlocked"></slot>
    <div lang=${texts.language} dir=${texts.direction ?? nothing}>
      ${state.phase === 'unlocked' ? later?.receipt(view) : gate(view, isLoading)}
      <p class="unseen" role="status">${later?.announcement(view) ?? (isLoading && !isMute ? texts.loading : '')}</p>
    </div>`;
}

function gate(view: View, isLoading: boolean): TemplateResult {
  const { state, texts } = view;
  return html`<div class="gate" role="group" aria-labelledby="title">
    <div class="veil" part="placeholder" aria-hidden="true">${texts.placeholder.repeat(60)}</div>
    <div class="card" part="card" aria-busy=${isLoading || isBusy(state.phase)}>${isLoading ? loadingCard(view) : card(view)}</div>
    <p class="printed">${fill(texts.printed, { url: document.URL })}</p>
  </div>`;
}

/** As high as the price that will stand there, so that nothing moves. */
export function loadingCard(view: View): TemplateResult {
  const { texts, isMute } = view;
  return html`<slot name="locked">${heading(isMute ? '\u00a0' : texts.title, '')}
      <div inert>${description(view)}</div></slot>
    <div inert>${priceForm(view)}</div>`;
}

function card(view: View): TemplateResult {
  const { state, texts, later, session } = view;
  if (state.phase === 'locked' || (state.phase === 'preparing' && !later)) {
    return html`<slot name="locked">${heading(texts.title, '')}${description(view)}</slot>${priceForm(view)}`;
  }
  // Without a network even the words for what went wrong are missing.
  return (
    later?.card(view) ??
    html`${heading(texts.failed, '')}
      <button class="main" part="button" @click=${() => (state.next === 'pay' ? session.pay() : session.retry())}>${texts.tryAgain}</button>`
  );
}

/** Before there is a price, one is drawn that nobody sees. */
const UNSEEN = {
  offer: { payTo: '0'.repeat(41), extra: { access: '30d' } },
  network: { name: 'Stacks' },
  asset: { symbol: '' },
  price: '0',
} as PricedOffer;

function description({ state, texts }: View): TemplateResult {
  return html`<p part="description"><bdi>${state.resource?.description ?? texts.description}</bdi></p>`;
}

/** The price, and the button that pays it. */
export function priceForm(view: View): TemplateResult {
  const { state, texts, session } = view;
  const { offers, chosen, phase } = state;
  const priced = offers[chosen] ?? UNSEEN;
  const { offer, network } = priced;
  return html`${offers.length > 1 ? choice(view) : html`<p class="price" part="price">${amount(priced, view)}</p>`}
    <slot name="price"></slot>
    <button class="main" part="button" aria-disabled=${phase === 'preparing'} @click=${() => session.pay()}>
      ${fill(texts.pay, { price: priceText(view) })}
    </button>
    <p class="fine">${icon(SHIELD)}${accessText(priced, texts)} ${texts.assurance}</p>
    ${state.durable ? nothing : html`<p class="fine">${texts.notKept}</p>`}
    <details part="details">
      <summary>${fill(texts.details, { payee: shortAddress(offer.payTo), network: network.name })}</summary>
      <code>${offer.payTo}</code>
    </details>
    <slot name="footer"></slot>
    ${state.signIn ? html`<button class="fine" part="sign-in" @click=${() => session.signIn()}><u>${texts.signIn}</u></button>` : nothing}`;
}

/** The chosen price in the reader's language; empty when there is none. */
export function priceText({ state, texts }: View): string {
  return amountText(state.offers[state.chosen]?.price ?? '', texts.language);
}

function choice(view: View): TemplateResult {
  const { state, texts, session } = view;
  return html`<fieldset>
    <legend>${texts.payWith}</legend>
    ${state.offers.map(
      (offer, index) => html`<label class="option" part="option">
        <input type="radio" name="offer" .checked=${index === state.chosen} @change=${() => session.choose(index)} />
        ${amount(offer, view)}
      </label>`,
    )}
  </fieldset>`;
}

function amount({ price, asset }: PricedOffer, { texts }: View): TemplateResult {
  const number = amountText(price, texts.language).replace(asset.symbol, '');
  return html`${coin(asset.symbol)}<bdi class="amount"><b>${number}</b>${asset.symbol}</bdi>`;
}

/** The card's heading takes the focus when what had it is gone. */
export function heading(title: string, text: string): TemplateResult {
  return html`<h2 id="title" part="title" tabindex="-1">${title}</h2>
    ${text ? html`<p part="description">${text}</p>` : nothing}`;
}

/** `SP2J6Z…RV9EJ7`, `SP2J6Z…RV9EJ7.revenue-split`. */
export function shortAddress(address: string): string {
  return address.replace(/^(\w{6})\w{8,}(\w{6})(?!\w)/, '$1…$2');
}

const UNITS: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** How long a payment opens the resource: `30d`, `12h`, `once`. A server that does not say, as those of others, promises one answer. */
function accessText({ offer }: PricedOffer, texts: Words): string {
  const access = String(offer.extra?.access ?? 'once');
  if (access === 'once') return texts.once;
  const [, count, unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(access) ?? [];
  if (count === undefined) return '';
  const format = new Intl.NumberFormat(texts.language, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: 'long',
    numberingSystem: 'latn',
  } as const);
  return fill(texts.access, { access: format.format(Number(count)) });
}
