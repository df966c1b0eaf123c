/** What the reader sees, as a function of the state. Here what is seen before the click; the rest is `payment-view.ts`. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { coin, icon } from './icons.js';
import type { PaywallSession } from './session.js';
import { isBusy, type PaywallState, type PricedOffer } from './state.js';
import { fill, type PaywallTexts, type TextOverrides } from './texts.js';

const SHIELD = 'M12 3l7 3v5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V6zM9 12l2 2 4-4';

export interface View {
  readonly state: PaywallState;
  /** What the reader can do. */
  readonly session: PaywallSession;
  readonly texts: PaywallTexts & TextOverrides;
  readonly language: string;
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
  const { state, later } = view;
  const isOpen = state.phase === 'unlocked';
  return html`<div part="teaser"><slot></slot></div>
    <slot name="unlocked"></slot>
    ${isOpen ? later?.receipt(view) : gate(view)}
    <p class="unseen" role="status">${later?.announcement(view)}</p>`;
}

function gate(view: View): TemplateResult {
  const { state, texts } = view;
  return html`<div class="gate" role="group" aria-labelledby="title">
    <div class="veil" part="placeholder" aria-hidden="true">${texts.placeholder.repeat(40)}</div>
    <div class="card" part="card" aria-busy=${state.phase === 'loading' || isBusy(state.phase)}>${card(view)}</div>
  </div>`;
}

function card(view: View): TemplateResult {
  const { state, texts, later, session } = view;
  if (state.phase === 'loading') return heading(texts.title, texts.loading);
  if (state.phase === 'locked' || (state.phase === 'preparing' && !later)) return priceCard(view);
  // Without a network even the words for what went wrong are missing.
  return (
    later?.card(view) ??
    html`${heading(texts.failed, '')}
      <button class="main" part="button" @click=${() => session.retry()}>${texts.tryAgain}</button>`
  );
}

function priceCard(view: View): TemplateResult {
  const { state, texts } = view;
  return html`<slot name="locked">${heading(texts.title, state.resource?.description ?? texts.description)}</slot>${priceForm(view)}`;
}

/** The price, and the button that pays it. */
export function priceForm({ state, texts, session, language }: View): TemplateResult {
  const { offers, chosen, phase } = state;
  const offer = offers[chosen];
  if (!offer) return html``;
  const isChoice = offers.length > 1;
  return html`${isChoice ? choice(offers, chosen, texts, session) : html`<p class="price" part="price">${amount(offer)}</p>`}
    <slot name="price"></slot>
    <button class="main" part="button" aria-disabled=${phase === 'preparing'} @click=${() => session.pay()}>
      ${fill(texts.pay, { price: offer.price })}
    </button>
    <p class="fine">${icon(SHIELD)}${accessText(offer, texts, language)} ${texts.assurance}</p>
    ${state.durable ? nothing : html`<p class="fine">${texts.notKept}</p>`}
    <details part="details">
      <summary>${fill(texts.details, { payee: shortAddress(offer.offer.payTo), network: offer.network.name })}</summary>
      <code>${offer.offer.payTo}</code>
    </details>
    <slot name="footer"></slot>`;
}

function choice(
  offers: readonly PricedOffer[],
  chosen: number,
  texts: PaywallTexts,
  session: PaywallSession,
): TemplateResult {
  return html`<fieldset>
    <legend>${texts.payWith}</legend>
    ${offers.map(
      (offer, index) => html`<label class="option" part="option">
        <input type="radio" name="offer" .checked=${index === chosen} @change=${() => session.choose(index)} />
        ${amount(offer)}
      </label>`,
    )}
  </fieldset>`;
}

function amount({ price, asset }: PricedOffer): TemplateResult {
  const [number, symbol] = price.split('\u00a0');
  return html`${coin(asset.symbol)}<bdi class="amount"><b>${number}</b> ${symbol}</bdi>`;
}

/** The card's heading takes the focus when what had it is gone. */
export function heading(title: string, text: string): TemplateResult {
  return html`<h2 id="title" part="title" tabindex="-1">${title}</h2>
    ${text ? html`<p part="description">${text}</p>` : nothing}`;
}

/** `SP2J6Z…RV9EJ7`, `SP2J6Z…RV9EJ7.revenue-split`. */
function shortAddress(address: string): string {
  return address.replace(/^(\w{6})\w{8,}(\w{6})(?!\w)/, '$1…$2');
}

const UNITS: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** How long a payment opens the resource, when the server says so in its terms: `30d`, `12h`, `once`. */
function accessText({ offer }: PricedOffer, texts: PaywallTexts, language: string): string {
  const access = String(offer.extra?.access);
  if (access === 'once') return texts.once;
  const [, count, unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(access) ?? [];
  if (count === undefined) return '';
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: UNITS[unit], unitDisplay: 'long' } as const);
  return fill(texts.access, { access: format.format(Number(count)) });
}
