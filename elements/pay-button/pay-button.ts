import { render } from 'lit/html.js';
import { PaymentElement } from '../paywall/payment-element.js';
import type { PaidContent } from '../paywall/state.js';
import { paywallStyles } from '../paywall/styles.js';
import type { View } from '../paywall/view.js';
import { responseOf, X402ResponseEvent } from './response-event.js';
import { payButtonStyles } from './styles.js';
import { renderPayButton } from './view.js';

/**
 * `<x402-pay-button src="…">`: a button that pays for a resource and gives the page what it has bought, to do with as it likes.
 *
 * What was paid for comes with the event `x402-response`, also when the reader comes back and the payment is remembered. Nothing is put into the
 * page. A click on a button that has paid fires the event again.
 *
 * @example
 * ```html
 * <x402-pay-button src="/quotes/today">Today’s quote</x402-pay-button>
 * ```
 *
 * @tagname x402-pay-button
 *
 * @attr {string} theme - Theme, whose style sheet the page has linked: `paper`, `ink`, `bitcoin`, `minimal`, or one of the page's own.
 * @attr {'light' | 'dark'} scheme - Overrules what the page says. Default: the page's.
 *
 * @slot - The words on the button. The price stands behind them. Default: "Pay" and the price.
 * @slot price - A note below the price in the card that stands in the button’s place when a payment has failed.
 * @slot footer - Small print at the end of that card.
 *
 * @fires {X402StateEvent} x402-state - The `state` has changed.
 * @fires {X402BeforePayEvent} x402-before-pay - The reader has clicked; cancelable.
 * @fires {X402PaidEvent} x402-paid - The server has accepted a payment.
 * @fires {X402ResponseEvent} x402-response - What was paid for is here.
 * @fires {X402ErrorEvent} x402-error - Something went wrong.
 *
 * @csspart button - The button that pays or tries again.
 * @csspart price - The price, behind the words of the page.
 * @csspart choice - The list of prices, when there are several.
 * @csspart details - Who is paid.
 * @csspart sign-in - For those who have paid already, where the server offers it.
 * @csspart card - What stands in the button's place from the click on.
 * @csspart title - Its heading.
 * @csspart description - The text below the heading.
 * @csspart option - A price to choose in the card.
 * @csspart notice - What went wrong, above the price.
 * @csspart wallet - A wallet to choose or to get.
 * @csspart steps - The steps of a payment.
 *
 * @cssprop --x402-accent - Colour of the button and of marks.
 * @cssprop --x402-on-accent - Colour of text on the accent.
 * @cssprop --x402-surface - Background of the card.
 * @cssprop --x402-ink - Text of the card.
 * @cssprop --x402-muted - Less important text.
 * @cssprop --x402-line - Borders.
 * @cssprop --x402-radius - Roundness of the card.
 * @cssprop --x402-font - Font family of button and card.
 * @cssprop --x402-mark - Colour of ticks, dots and links. Default: the accent.
 * @cssprop --x402-warning - Colour of troubles.
 * @cssprop --x402-button-radius - Roundness of buttons and choices. Default: three quarters of the card's.
 * @cssprop --x402-shadow - Shadow of the card.
 * @cssprop --x402-title-font - Font family of headings. Default: that of the card.
 */
export class X402PayButton extends PaymentElement {
  #given: PaidContent | undefined;

  constructor() {
    super(paywallStyles + payButtonStyles);
  }

  /** What was paid for, a new one each time that it is read; `undefined` until it is here. */
  get response(): Response | undefined {
    const { content } = this.payment.state;
    return content && responseOf(content);
  }

  /** @internal */
  protected override update(view: View, hadFocus: boolean): void {
    const { content } = view.state;
    const label = (this.textContent ?? '').trim();
    const onLabel = () => this.requestUpdate();
    render(renderPayButton({ ...view, label, onLabel, onOpen: () => this.#give() }), this.root);
    // Where the card was, there is a button again.
    if (hadFocus && !this.root.activeElement && !this.root.querySelector('h2')) {
      this.root.querySelector('button')?.focus({ preventScroll: true });
    }
    if (content === this.#given) return;
    this.#given = content;
    this.#give();
  }

  #give(): void {
    const { content, paid } = this.payment.state;
    if (content) this.dispatchEvent(new X402ResponseEvent(content, paid !== undefined));
  }
}
