import { render } from 'lit/html.js';
import type { Asset } from '../../src/assets.js';
import { X402Error } from '../../src/errors.js';
import { type CashierArguments, PaymentController } from './payment-controller.js';
import type { Cashier } from './ports.js';
import type { PaidContent, PaywallPhase } from './state.js';
import { paywallStyles } from './styles.js';
import { ENGLISH, type TextOverrides, textsFor } from './texts.js';
import { type LaterViews, renderPaywall } from './view.js';

/** On servers, where frameworks import elements without ever making one, there is nothing to extend. */
const PageElement: typeof HTMLElement = globalThis.HTMLElement ?? class {};

/**
 * `<x402-paywall src="…">`: what is free stands in the element, the rest is fetched from `src` against a payment.
 *
 * Unlocked content stands in the light DOM, in a `div` with `slot="unlocked"`, so that the page's own styles apply to it. HTML is sanitized.
 *
 * Works under `script-src 'self'; style-src 'self'`, and under Trusted Types with the policies `lit-html` and `dompurify`.
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
export class X402Paywall extends PageElement {
  static readonly observedAttributes: readonly string[] = ['src', 'node-url', 'assets', 'texts'];

  readonly #payment: PaymentController = new PaymentController(this);
  readonly #internals: ElementInternals = this.attachInternals();
  readonly #root: ShadowRoot = this.attachShadow({ mode: 'open' });
  #assets: readonly Asset[] | undefined;
  #texts: TextOverrides | undefined;
  #later: LaterViews | undefined;
  #filled: PaidContent | undefined;
  #update: Promise<void> | undefined;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheetOf(paywallStyles)];
  }

  /** Address of the protected resource, relative to the page. */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(address: string) {
    this.setAttribute('src', address);
  }

  /** Address of the Stacks node or API where nonce, fee and balance are read. Default: the network's public API. */
  get nodeUrl(): string {
    return this.getAttribute('node-url') ?? '';
  }

  set nodeUrl(address: string) {
    this.setAttribute('node-url', address);
  }

  /** SIP-010 tokens that can be paid with besides STX, sBTC and USDCx. As an attribute: JSON. */
  get assets(): readonly Asset[] {
    return this.#assets ?? this.#json('assets', []);
  }

  set assets(assets: readonly Asset[]) {
    this.#assets = assets;
  }

  /** Texts of this paywall instead of those of its language. As an attribute: JSON. */
  get texts(): TextOverrides {
    return this.#texts ?? this.#json('texts', {});
  }

  set texts(texts: TextOverrides) {
    this.#texts = texts;
    this.requestUpdate();
  }

  /** Whether the paid content replaces the teaser instead of following it. */
  get replace(): boolean {
    return this.hasAttribute('replace');
  }

  set replace(isReplaced: boolean) {
    this.toggleAttribute('replace', isReplaced);
  }

  /** What the paywall is doing. It stands in the attribute of that name too: `x402-paywall[state='locked']`. */
  get state(): PaywallPhase {
    return this.#payment.state.phase;
  }

  /** Resolves when what is seen is up to date. */
  get updateComplete(): Promise<void> {
    return this.#update ?? Promise.resolve();
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
  connectedCallback(): void {
    this.#internals.states[isOnDarkPage(this) ? 'add' : 'delete']('dark');
    this.requestUpdate();
    this.#payment.connect();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#payment.disconnect();
  }

  /** @internal */
  attributeChangedCallback(name: string): void {
    if (name === 'src') this.#payment.open();
    else this.requestUpdate();
  }

  /** @internal */
  requestUpdate(): void {
    this.#update ??= Promise.resolve().then(() => {
      this.#update = undefined;
      if (this.isConnected) this.#render();
    });
  }

  /** Loads what comes after the click, and shows it from then on. @internal */
  async loadCashier(...session: CashierArguments): Promise<Cashier> {
    const { createBrowserCashier, createLaterViews } = await import('./later.js');
    this.#later ??= createLaterViews(
      (css) => this.#root.adoptedStyleSheets.push(sheetOf(css)),
      () => this.requestUpdate(),
    );
    return createBrowserCashier(...session);
  }

  #render(): void {
    const { state, session } = this.#payment;
    if (!session) return;
    const hadFocus = this.#root.activeElement !== null;
    this.setAttribute('state', state.phase);
    const language = this.lang || this.closest<HTMLElement>('[lang]')?.lang || 'en';
    const texts = textsFor(ENGLISH, language, this.texts);
    render(renderPaywall({ state, session, texts, language, later: this.#later }), this.#root);
    if (!state.content && this.#filled) {
      // Another resource: what was paid for does not belong to it.
      this.#filled = undefined;
      this.querySelector(':scope > [data-x402-paid]')?.replaceChildren();
    }
    if (state.content && state.content !== this.#filled) {
      this.#filled = state.content;
      this.#fill(state.content, texts, hadFocus).catch((cause) => {
        // It is paid for, and what shows it could not be loaded: asked for again, it comes again.
        session.fail(new X402Error('resource_unreachable', 'The content could not be shown.', { cause }), 'refresh');
      });
    } else if (hadFocus && !this.#root.activeElement) {
      // What had the focus is gone; a reader with a keyboard goes on where the news is.
      this.#root.querySelector('h2')?.focus({ preventScroll: true });
    }
  }

  /** Puts the paid content into the light DOM. */
  async #fill(content: PaidContent, texts: TextOverrides, hadFocus: boolean): Promise<void> {
    const { showContent } = await import('./content.js');
    // Another resource may have been named meanwhile.
    const isWanted = () => content === this.#payment.state.content;
    if (await showContent(this, content, texts.download, hadFocus, isWanted)) this.#payment.unlocked();
  }

  #json<T>(name: string, fallback: T): T {
    try {
      return JSON.parse(this.getAttribute(name) ?? '') as T;
    } catch {
      return fallback;
    }
  }
}

/** Adopted sheets are all that a strict `style-src` allows. */
function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** For pages that are dark without saying so in `color-scheme`: light text means a dark page. */
function isOnDarkPage(element: Element): boolean {
  const { color, colorScheme } = getComputedStyle(element);
  const [red = 0, green = 0, blue = 0] = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return colorScheme === 'normal' && color.startsWith('rgb') && red + green + blue > 400;
}
