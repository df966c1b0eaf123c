import { adoptStyles, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Asset } from '../../src/assets.js';
import { PaymentController } from './payment-controller.js';
import type { PaidContent, PaywallPhase } from './state.js';
import { paywallStyles } from './styles.js';
import { ENGLISH, type TextOverrides, textsFor } from './texts.js';
import { type Actions, type LaterViews, renderPaywall } from './view.js';

/**
 * `<x402-paywall src="…">`: what is free stands in the element, the rest is fetched from `src` against a payment.
 *
 * Unlocked content stands in the light DOM, in a `div` with `slot="unlocked"`, so that the page's own styles apply to it. HTML is sanitized.
 *
 * @example
 * ```html
 * <script async src="https://cdn.example/x402pay.js"></script>
 * <x402-paywall src="/articles/one/rest"><p>The beginning is free.</p></x402-paywall>
 * ```
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
 */
export class X402Paywall extends LitElement {
  static override styles = paywallStyles;
  static override properties = {
    src: { type: String },
    nodeUrl: { type: String, attribute: 'node-url' },
    assets: { type: Array },
    texts: { type: Object },
    replace: { type: Boolean, reflect: true },
    state: { type: String, reflect: true },
  };

  /** Address of the protected resource, relative to the page. */
  declare src: string;
  /** Address of the Stacks node or API where nonce, fee and balance are read. Default: the network's public API. */
  declare nodeUrl: string;
  /** SIP-010 tokens that can be paid with besides STX, sBTC and USDCx; as an attribute, JSON. */
  declare assets: readonly Asset[];
  /** Texts of this paywall instead of those of its language; as an attribute, JSON. */
  declare texts: TextOverrides;
  /** Whether the paid content replaces the teaser instead of following it. */
  declare replace: boolean;
  /** What the paywall is doing. To be read, and for CSS: `x402-paywall[state='locked']`. */
  declare state: PaywallPhase;

  readonly #payment: PaymentController = new PaymentController(this);
  readonly #internals: ElementInternals = this.attachInternals();
  #later: LaterViews | undefined;
  #filled: PaidContent | undefined;
  #hadFocus = false;

  constructor() {
    super();
    this.src = '';
    this.nodeUrl = '';
    this.assets = [];
    this.texts = {};
    this.replace = false;
    this.state = 'loading';
  }

  /** Does what the button does: pays the chosen offer, or goes on with a payment that is under way. Never pays twice. */
  async pay(): Promise<void> {
    await this.#payment.session?.pay();
  }

  /** Tries again what failed, or looks at once at what is waited for. Never pays. */
  async retry(): Promise<void> {
    await this.#payment.session?.retry();
  }

  /** Asks the site again for the price, or for the content with what is remembered. Never pays. */
  async refresh(): Promise<void> {
    await this.#payment.session?.refresh();
  }

  /** @internal */
  async loadLater(): Promise<typeof import('./later.js')> {
    const later = await import('./later.js');
    if (!this.#later) {
      this.#later = later.createLaterViews(() => this.requestUpdate());
      adoptStyles(this.renderRoot as ShadowRoot, [paywallStyles, later.paymentStyles]);
      this.requestUpdate();
    }
    return later;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#internals.states[isOnDarkPage(this) ? 'add' : 'delete']('dark');
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src') && this.hasUpdated) this.#payment.open();
    this.state = this.#payment.state.phase;
    this.#hadFocus = this.shadowRoot?.activeElement != null;
  }

  override render(): TemplateResult {
    const language = this.lang || this.closest<HTMLElement>('[lang]')?.lang || 'en';
    return renderPaywall({
      state: this.#payment.state,
      texts: textsFor(ENGLISH, language, this.texts),
      language: isKnown(language) ? language : 'en',
      elapsedSeconds: this.#payment.elapsedSeconds,
      act: this.#act,
      later: this.#later,
    });
  }

  override updated(): void {
    const { content } = this.#payment.state;
    if (content && content !== this.#filled) {
      this.#filled = content;
      void this.#fill(content, this.#hadFocus);
    } else if (this.#hadFocus && !this.shadowRoot?.activeElement) {
      // What had the focus is gone; a reader with a keyboard goes on where the news is.
      this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
    }
  }

  readonly #act: Actions = {
    choose: (index) => this.#payment.session?.choose(index),
    pay: () => void this.#payment.session?.pay(),
    payAnyway: () => void this.#payment.session?.pay({ decided: true }),
    useWallet: (id) => this.#payment.session?.useWallet(id),
    otherWallets: (id) => {
      if (this.state === 'choosing') this.#payment.session?.useWallet(id);
      else void this.#payment.session?.pay({ wallet: id });
    },
    cancel: () => this.#payment.session?.cancel(),
    retry: () => void this.#payment.session?.retry(),
  };

  /** Puts the paid content into the light DOM. */
  async #fill(content: PaidContent, hadFocus: boolean): Promise<void> {
    const { contentNodes } = await import('./content.js');
    const nodes = await contentNodes(content, textsFor(ENGLISH, this.lang, this.texts).download);
    // Another resource may have been named meanwhile.
    if (content !== this.#payment.state.content) return;
    const place = this.querySelector<HTMLElement>(':scope > [slot="unlocked"]') ?? document.createElement('div');
    place.slot = 'unlocked';
    place.toggleAttribute('data-x402-paid', true);
    place.replaceChildren(nodes);
    this.append(place);
    if (hadFocus) {
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
    this.#payment.unlocked();
  }
}

/** For pages that are dark without saying so in `color-scheme`: light text means a dark page. */
function isOnDarkPage(element: Element): boolean {
  const { color, colorScheme } = getComputedStyle(element);
  const [red = 0, green = 0, blue = 0] = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return colorScheme === 'normal' && /^rgba?\(/.test(color) && 0.3 * red + 0.6 * green + 0.1 * blue > 140;
}

function isKnown(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}
