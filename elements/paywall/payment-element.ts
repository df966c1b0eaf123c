/** What the elements that pay for a resource have in common: its address, the session behind them, and when they are shown anew. */

import type { Asset } from '../../src/assets.js';
import { type CashierArguments, PaymentController } from './payment-controller.js';
import type { Cashier } from './ports.js';
import type { PaywallPhase } from './state.js';
import { ENGLISH, type TextOverrides } from './texts.js';
import type { LaterViews, View } from './view.js';
import { follow, unfollow, type Words, wordsFor } from './words.js';

/** On servers, where frameworks import elements without ever making one, there is nothing to extend. */
const PageElement: typeof HTMLElement = globalThis.HTMLElement ?? class {};

export abstract class PaymentElement extends PageElement {
  static readonly observedAttributes: readonly string[] = ['src', 'node-url', 'assets', 'texts'];

  /** @internal */
  protected readonly payment: PaymentController = new PaymentController(this);
  /** @internal */
  protected readonly root: ShadowRoot = this.attachShadow({ mode: 'open' });
  readonly #internals: ElementInternals = this.attachInternals();
  #later: LaterViews | undefined;
  #assets: readonly Asset[] | undefined;
  #texts: TextOverrides | undefined;
  #words: Words | undefined;
  #update: Promise<void> | undefined;

  constructor(styles: string) {
    super();
    this.root.adoptedStyleSheets = [sheetOf(styles)];
  }

  /**
   * Address of the protected resource, relative to the page.
   *
   * @attr src
   */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(address: string) {
    this.setAttribute('src', address);
  }

  /**
   * Address of the Stacks node or API where nonce, fee and balance are read. Default: the network's public API.
   *
   * @attr node-url
   */
  get nodeUrl(): string {
    return this.getAttribute('node-url') ?? '';
  }

  set nodeUrl(address: string) {
    this.setAttribute('node-url', address);
  }

  /**
   * SIP-010 tokens that can be paid with besides STX, sBTC and USDCx. As an attribute: JSON.
   *
   * @attr assets
   */
  get assets(): readonly Asset[] {
    return this.#assets ?? this.#json('assets', []);
  }

  set assets(assets: readonly Asset[]) {
    this.#assets = assets;
  }

  /**
   * Texts of this element instead of those of its language. As an attribute: JSON.
   *
   * @attr texts
   */
  get texts(): TextOverrides {
    return this.#texts ?? this.#json('texts', {});
  }

  set texts(texts: TextOverrides) {
    this.#texts = texts;
    this.requestUpdate();
  }

  /**
   * What the element is doing. It stands in the attribute of that name too: `x402-paywall[state='locked']`. Only the element writes it.
   *
   * @attr state
   */
  get state(): PaywallPhase {
    return this.payment.state.phase;
  }

  /** Resolves when what is seen is up to date. */
  get updateComplete(): Promise<void> {
    return this.#update ?? Promise.resolve();
  }

  /** Does what the button does: pays the chosen offer, or goes on with a payment that is under way. Never pays twice. */
  async pay(): Promise<void> {
    await this.payment.session?.pay();
  }

  /** Tries again what failed, or looks at once at what is waited for. Never pays. */
  async retry(): Promise<void> {
    await this.payment.session?.retry();
  }

  /** Asks the site again for the price, or for the content with what is remembered. Never pays. */
  async refresh(): Promise<void> {
    await this.payment.session?.refresh();
  }

  /** @internal */
  connectedCallback(): void {
    this.#internals.states[isOnDarkPage(this) ? 'add' : 'delete']('dark');
    follow(this);
    this.requestUpdate();
    this.payment.connect();
  }

  /** @internal */
  disconnectedCallback(): void {
    unfollow(this);
    this.payment.disconnect();
  }

  /** @internal */
  attributeChangedCallback(name: string): void {
    if (name === 'src') this.payment.open();
    else this.requestUpdate();
  }

  /** @internal */
  requestUpdate(): void {
    this.#update ??= Promise.resolve().then(() => {
      this.#update = undefined;
      if (this.isConnected) this.#show();
    });
  }

  /** Loads what comes after the click, and shows it from then on. @internal */
  loadCashier(...session: CashierArguments): Promise<Cashier> {
    const load = () =>
      import('./later.js').then(({ createBrowserCashier, createLaterViews }) => {
        this.#later ??= createLaterViews(
          (css) => this.root.adoptedStyleSheets.push(sheetOf(css)),
          () => this.requestUpdate(),
        );
        return createBrowserCashier(...session);
      });
    // Once more at once: most of what a network loses, it has a moment later, and the click counts. Firefox keeps what was lost for the life of the page,
    // so the words for it (`failed`) speak of a reload.
    return load().catch(load);
  }

  /**
   * Shows the state.
   *
   * @param hadFocus whether the reader is in the element
   * @internal
   */
  protected abstract update(view: View, hadFocus: boolean): void;

  #show(): void {
    const { state, session } = this.payment;
    if (!session) return;
    const hadFocus = this.root.activeElement !== null;
    this.setAttribute('state', state.phase);
    const { lang } = this.closest<HTMLElement>('[lang]') ?? document.documentElement;
    this.#words = wordsFor(lang || navigator.language, this.texts) ?? this.#words;
    const texts = this.#words ?? { ...ENGLISH, language: 'en' };
    this.update({ state, session, texts, isMute: !this.#words, later: this.#later }, hadFocus);
    // What had the focus is gone; a reader with a keyboard goes on where the news is.
    if (hadFocus && !this.root.activeElement) this.root.querySelector('h2')?.focus({ preventScroll: true });
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
