import { render } from 'lit/html.js';
import { isX402Error, X402Error } from '../../src/errors.js';
import { PaymentElement } from './payment-element.js';
import type { PaidContent } from './state.js';
import { paywallStyles } from './styles.js';
import type { TextOverrides } from './texts.js';
import { renderPaywall, type View } from './view.js';

/**
 * `<x402-paywall src="…">`: what is free stands in the element, the rest is fetched from `src` against a payment.
 *
 * It speaks the language of the nearest `lang`.
 *
 * Unlocked content stands in the light DOM, in a `div` with `slot="unlocked"`, so that the page's own styles apply to it. HTML is sanitized.
 *
 * The page may hold what is sold by itself, encrypted by `npx x402pay seal`: then `src` sells the key, and the sealed text is in the attribute `sealed`, or in a child
 * `<script type="application/jose">`.
 *
 * Works under `script-src 'self'; style-src 'self'`, and under Trusted Types with the policies `lit-html` and `dompurify`.
 *
 * @example
 * ```html
 * <script async src="https://cdn.example/x402pay.js"></script>
 * <x402-paywall src="/articles/one/rest"><p>The beginning is free.</p></x402-paywall>
 * ```
 *
 * @tagname x402-paywall
 *
 * @attr {string} theme - Theme, whose style sheet the page has linked: `paper`, `ink`, `bitcoin`, `minimal`, or one of the page's own.
 * @attr {'light' | 'dark'} scheme - Overrules what the page says. Default: the page's.
 * @attr {string} sealed - What is sold, where the page holds it by itself: the JWE that `npx x402pay seal --snippet` writes.
 *
 * @slot - The teaser: what everybody may read.
 * @slot locked - Replaces the card's title and description.
 * @slot price - A note below the price.
 * @slot footer - Small print at the end of the card.
 * @slot unlocked - Where the paid content goes; an element that you put there is filled.
 *
 * @fires {X402StateEvent} x402-state - The `state` has changed.
 * @fires {X402BeforePayEvent} x402-before-pay - The reader has clicked; cancelable.
 * @fires {X402PaidEvent} x402-paid - The server has accepted a payment.
 * @fires {X402UnlockedEvent} x402-unlocked - The content stands in the page.
 * @fires {X402ErrorEvent} x402-error - Something went wrong.
 *
 * @csspart teaser - Around the default slot.
 * @csspart placeholder - The blurred lines that stand for the rest.
 * @csspart card - The card with the price.
 * @csspart title - Its heading.
 * @csspart description - The text below the heading.
 * @csspart price - The price, when there is one.
 * @csspart option - A price to choose, when there are several.
 * @csspart button - The button that pays or tries again.
 * @csspart sign-in - For those who have paid already, where the server offers it.
 * @csspart details - Who is paid.
 * @csspart notice - What went wrong, above the price.
 * @csspart wallet - A wallet to choose or to get.
 * @csspart steps - The steps of a payment.
 * @csspart receipt - The line that thanks.
 *
 * @cssprop --x402-accent - Colour of buttons and marks.
 * @cssprop --x402-on-accent - Colour of text on the accent.
 * @cssprop --x402-surface - Background of the card.
 * @cssprop --x402-ink - Text of the card.
 * @cssprop --x402-muted - Less important text.
 * @cssprop --x402-line - Borders.
 * @cssprop --x402-radius - Roundness of the card.
 * @cssprop --x402-font - Font family of the card.
 * @cssprop --x402-mark - Colour of ticks, dots and links. Default: the accent.
 * @cssprop --x402-warning - Colour of troubles.
 * @cssprop --x402-button-radius - Roundness of buttons and choices. Default: three quarters of the card's.
 * @cssprop --x402-shadow - Shadow of the card.
 * @cssprop --x402-title-font - Font family of headings. Default: that of the card.
 */
export class X402Paywall extends PaymentElement {
  #filled: PaidContent | undefined;
  /** While it is on its way into the page. */
  #filling: PaidContent | undefined;

  constructor() {
    super(paywallStyles);
  }

  /**
   * Whether the paid content replaces the teaser instead of following it.
   *
   * @attr replace
   */
  get replace(): boolean {
    return this.hasAttribute('replace');
  }

  set replace(isReplaced: boolean) {
    this.toggleAttribute('replace', isReplaced);
  }

  /** @internal */
  protected override update(view: View, hadFocus: boolean): void {
    const { state, session, texts } = view;
    const { content, phase } = state;
    if (!content && this.#filled) {
      // Another resource: what was paid for does not belong to it.
      this.#filled = undefined;
      const gone = document.createDocumentFragment();
      gone.append(...(this.querySelector(':scope > [data-x402-paid]')?.childNodes ?? []));
      void import('./content.js').then(({ revokeAddresses }) => revokeAddresses(gone));
    }
    if (content && content !== this.#filled) {
      this.#filled = this.#filling = content;
      this.#fill(content, texts, hadFocus)
        .catch(async (cause) => {
          // It is paid for, and what shows it could not be loaded: asked for again, it comes again. The words for it come with the cashier.
          await session.ports.loadCashier().catch(() => {});
          const unshown = () => new X402Error('resource_unreachable', 'The content could not be shown.', { cause });
          session.fail(isX402Error(cause) ? cause : unshown(), 'refresh');
        })
        .finally(() => {
          if (content !== this.#filling) return;
          this.#filling = undefined;
          this.requestUpdate();
        });
    }
    // What was seen stays until the content is there, so that nothing below it moves twice.
    if (phase !== 'unlocked' || !this.#filling) render(renderPaywall(view), this.root);
  }

  /** Puts the paid content into the light DOM. */
  async #fill(content: PaidContent, texts: TextOverrides, hadFocus: boolean): Promise<void> {
    const { showContent } = await import('./content.js');
    // Another resource may have been named meanwhile.
    const isWanted = () => content === this.payment.state.content;
    if (await showContent(this, content, texts, hadFocus, isWanted)) this.payment.unlocked();
  }
}
