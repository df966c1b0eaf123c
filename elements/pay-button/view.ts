/** What the reader sees of a pay button, as a function of the state. From the click on it is the paywall's card, in the button's place. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { amountText } from '../paywall/amount-text.js';
import { icon } from '../paywall/icons.js';
import { isBusy, type PricedOffer } from '../paywall/state.js';
import { fill } from '../paywall/texts.js';
import { heading, priceText, shortAddress, type View } from '../paywall/view.js';
import { PAY_BUTTON_ENGLISH, type PayButtonTexts } from './texts.js';

const CHECK = 'M5 12.5l4.5 4.5L19 7.5';

export interface ButtonView extends View {
  /** The author's words on the button; empty for ours. */
  readonly label: string;
  /** Called when the author's words change. */
  readonly onLabel: () => void;
  /** Gives what is paid for to the page, once more. */
  readonly onOpen: () => void;
}

export function renderPayButton(view: ButtonView): TemplateResult {
  const { state, texts, later, isMute } = view;
  const { phase } = state;
  const isIdle = phase === 'loading' || phase === 'locked' || phase === 'unlocked';
  const isQuiet = isMute || isIdle || (phase === 'preparing' && !later);
  return html`<div lang=${texts.language} dir=${texts.direction ?? nothing}>
    ${isQuiet ? buttonRow(view) : card(view)}
    <p class="unseen" role="status">${isMute ? '' : announcement(view)}</p>
  </div>`;
}

function buttonRow(view: ButtonView): TemplateResult {
  const { state, texts, session, label, isMute, onLabel, onOpen } = view;
  const { phase, offers, chosen } = state;
  const offer = offers[chosen];
  const isOpen = phase === 'unlocked';
  const isReady = !isMute && (isOpen || phase === 'locked');
  const price = isMute ? '' : offer ? priceText(view) : texts.loading;
  const words = isMute || !(isOpen || offer) ? price : isOpen ? textsOf(view).open : fill(texts.pay, { price });
  return html`<div class="choose">
      ${!isOpen && offers.length > 1 ? choice(view) : nothing}
      <button
        class="main"
        part="button"
        aria-disabled=${!isReady}
        aria-busy=${!isReady}
        @click=${() => (isOpen ? onOpen() : session.pay())}
      >
        ${isOpen ? icon(CHECK) : nothing}<slot @slotchange=${onLabel}>${words}</slot>
        ${label && !isOpen ? html`<span part="price"><bdi>${price}</bdi></span>` : nothing}
      </button>
    </div>
    ${offer && !isOpen && !isMute ? smallPrint(view, offer) : nothing}`;
}

/** Who is paid, and the way in for those who have paid already. */
function smallPrint({ state, texts, session }: View, { offer, network }: PricedOffer): TemplateResult {
  return html`<p class="payee" part="details">
      ${fill(texts.details, { payee: shortAddress(offer.payTo), network: network.name })}
    </p>
    ${
      state.signIn
        ? html`<button class="payee" part="sign-in" @click=${() => session.signIn()}><u>${texts.signIn}</u></button>`
        : nothing
    }`;
}

/** One line, where the paywall has a group of radio buttons. */
function choice({ state, texts, session }: View): TemplateResult {
  return html`<select
    part="choice"
    aria-label=${texts.payWith}
    @change=${(event: Event) => session.choose((event.target as HTMLSelectElement).selectedIndex)}
  >
    ${state.offers.map(({ price }, index) => html`<option .selected=${index === state.chosen}>${isolated(amountText(price, texts.language))}</option>`)}
  </select>`;
}

/** As `<bdi>`, which an option cannot hold: the symbol stays behind the amount also where text runs from right to left. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

function card(view: ButtonView): TemplateResult {
  const { state, texts, session, later, label } = view;
  const price = priceText(view);
  const title = label || (price ? fill(texts.pay, { price }) : texts.description);
  // The paywall speaks of reading.
  const own = { ...view, texts: { ...texts, title, stepRead: textsOf(view).done } };
  return html`<div class="card" part="card" role="group" aria-labelledby="title" aria-busy=${isBusy(state.phase)}>
    ${
      later?.card(own) ??
      html`${heading(texts.failed, '')}
        <button class="main" part="button" @click=${() => (state.next === 'pay' ? session.pay() : session.retry())}>${texts.tryAgain}</button>`
    }
  </div>`;
}

function announcement(view: ButtonView): string | undefined {
  if (view.state.phase !== 'unlocked') return view.later?.announcement(view);
  return view.state.paid && textsOf(view).done;
}

/** A language that has no words for buttons yet has some for what comes after a payment. */
function textsOf({ texts }: View): PayButtonTexts {
  const { open = texts.stepRead ?? PAY_BUTTON_ENGLISH.open, done = texts.stepRead ?? PAY_BUTTON_ENGLISH.done } = texts;
  return { open, done };
}
