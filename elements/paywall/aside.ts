/** What the reader sees when there is something to choose or something in the way. Loaded only then. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formatDecimalAmount } from '../../src/money.js';
import { OTHER_WALLETS } from '../wallet/wallet.js';
import { amountText } from './amount-text.js';
import { ASIDE_ENGLISH } from './aside-texts.js';
import { dateText } from './date-text.js';
import { type Explanation, explanationOf } from './explanations.js';
import { coin, icon } from './icons.js';
import { fill } from './texts.js';
import { heading, priceForm, priceText, type View } from './view.js';

export { asideStyles } from './aside-styles.js';

const ALERT = 'M12 8v5M12 16.5v.01M12 3a9 9 0 100 18 9 9 0 000-18z';
const WALLET = 'M4 7h14a2 2 0 012 2v8a2 2 0 01-2 2H6a2 2 0 01-2-2zM4 7l11-3v3M16 13h.01';

/** Where a reader can get a wallet. */
const WALLET_SITES: readonly (readonly [name: string, url: string])[] = [
  ['Leather', 'https://leather.io/wallet'],
  ['Xverse', 'https://www.xverse.app/download'],
];

export function asideCard(view: View): TemplateResult {
  const { state } = view;
  if (state.phase === 'choosing') return chooser(view);
  const isMissing = state.error?.code === 'wallet_missing';
  if (state.next !== 'pay' || isMissing) return failure(view, isMissing);
  const { title, help } = explain(view);
  // What readers do on purpose needs no warning.
  const tone = state.error?.code === 'wallet_rejected' ? 'notice calm' : 'notice';
  return html`<div class=${tone} part="notice">${icon(ALERT)}<div>${heading(title, help)}</div></div>
    ${priceForm(view)}`;
}

export function asideAnnouncement(view: View): string {
  if (view.state.phase === 'choosing') return { ...ASIDE_ENGLISH, ...view.texts }.choose;
  const { title, help } = explain(view);
  return `${title}. ${help}`;
}

function chooser({ state, texts: own, session }: View): TemplateResult {
  const texts = { ...ASIDE_ENGLISH, ...own };
  return html`${heading(texts.choose, '')}
    <ul>
      ${state.wallets?.map(
        ({ id, name, icon: source }) => html`<li>
          <button class="option" part="wallet" @click=${() => session.useWallet(id)}>
            ${source ? html`<img src=${source} alt="" width="28" height="28" />` : coin(name)}${name}
          </button>
        </li>`,
      )}
    </ul>
    <p class="row">
      <button class="quiet" @click=${() => session.cancel()}>${texts.back}</button>
      <button class="quiet" @click=${() => session.useWallet(OTHER_WALLETS)}>${texts.otherWallets}</button>
    </p>`;
}

/** Where paying is not what helps. */
function failure(view: View, isMissing: boolean): TemplateResult {
  const { state, session } = view;
  const texts = { ...ASIDE_ENGLISH, ...view.texts };
  const { title, help } = explain(view);
  const isUnknown = state.next === 'decide';
  const begin = (wallet?: string) =>
    state.instead ? session.signIn(wallet) : session.pay(wallet === undefined ? {} : { wallet });
  const quiet = (text: string, action: () => unknown) => html`<button class="quiet" @click=${action}>${text}</button>`;
  return html`<div class=${isMissing ? 'badge calm' : 'badge'}>${icon(isMissing ? WALLET : ALERT)}</div>
    ${heading(title, help)} ${isUnknown && state.error?.txid ? html`<code>${state.error.txid}</code>` : nothing}
    ${
      isMissing
        ? installLinks(texts.install)
        : html`<button class="main" part="button" @click=${() => session.retry()}>
            ${isUnknown ? texts.checkAgain : texts.tryAgain}
          </button>`
    }
    <p class="row">
      ${isMissing ? quiet(texts.checkAgain, () => begin()) : nothing}
      ${isMissing ? quiet(texts.otherWallets, () => begin(OTHER_WALLETS)) : nothing}
      ${isUnknown ? quiet(texts.payAnyway, () => session.pay({ decided: true })) : nothing}
    </p>`;
}

function installLinks(text: string): TemplateResult {
  return html`<ul>
    ${WALLET_SITES.map(
      ([name, url]) => html`<li>
        <a class="option" part="wallet" href=${url} target="_blank" rel="noopener noreferrer">
          ${coin(name)}${fill(text, { wallet: name })}
        </a>
      </li>`,
    )}
  </ul>`;
}

/** What an error means for the reader. */
function explain(view: View): Explanation {
  const { error, offers, chosen, endedAt } = view.state;
  const texts = { ...ASIDE_ENGLISH, ...view.texts };
  const known = error && explanationOf(error.code, texts.errors);
  const { title, help } = known ?? { title: texts.failed, help: '' };
  if (error?.code === 'access_expired' && endedAt !== undefined)
    return { title, help: fill(texts.ended, { date: dateText(endedAt, texts.language) }) };
  return {
    title,
    help: fill(help, {
      price: priceText(view) || texts.thePrice,
      network: offers[chosen]?.network.name ?? 'Stacks',
      missing: missingAmount(view) ?? texts.more,
    }),
  };
}

function missingAmount({ state: { error, offers }, texts }: View): string | undefined {
  const known = offers.find((offer) => offer.asset.id === error?.asset)?.asset;
  const asset = error?.asset === 'STX' ? { decimals: 6, symbol: 'STX' } : known;
  if (!asset || error?.missingAtomic === undefined) return undefined;
  return amountText(`${formatDecimalAmount(error.missingAtomic, asset.decimals)}\u00a0${asset.symbol}`, texts.language);
}
