import { render } from 'lit/html.js';
import { PageElement, sheetOf } from '../paywall/page-element.js';
import { createRecordStore } from '../paywall/record-store.js';
import { PAID_CHANNEL } from '../paywall/state.js';
import { createShelf } from '../paywall/storage.js';
import { paywallStyles } from '../paywall/styles.js';
import { follow, unfollow } from '../paywall/words.js';
import { receiptsAsJson, receiptsAsPage } from './export.js';
import { judgeReceipts, type Verdict } from './judge.js';
import { type KeptReceipt, keyOf } from './kept-receipt.js';
import { loadReceiptsTexts } from './languages/load.js';
import { type Delivery, presentAgain } from './present-again.js';
import { createReceiptStore, RECEIPTS_CHANNEL } from './receipt-store.js';
import { receiptsStyles } from './styles.js';
import { RECEIPTS_ENGLISH, type ReceiptsTexts } from './texts.js';
import { type ReceiptsView, renderReceipts, verdictText } from './view.js';

/** How long IndexedDB may take. */
const PATIENCE_MILLISECONDS = 5000;
/** How long a browser may take to begin a download. */
const DOWNLOAD_MILLISECONDS = 60_000;

/**
 * `<x402-receipts>`: what was paid for on this site in this browser, with the sellers' signed receipts, which are checked here, without any network.
 *
 * Who paid and cannot read shows the payment again from here, free of charge; where that does not help, there is a message to the seller with
 * everything that is needed to find the payment.
 *
 * @example
 * ```html
 * <x402-receipts contact="hello@blog.example"></x402-receipts>
 * ```
 *
 * @tagname x402-receipts
 *
 * @attr {string} lang - Language of the words. Default: the page's.
 * @attr {string} theme - Theme, whose style sheet the page has linked: `paper`, `ink`, `bitcoin`, `minimal`, or one of the page's own.
 * @attr {'light' | 'dark'} scheme - Overrules what the page says. Default: the page's.
 *
 * @slot title - Replaces the heading.
 * @slot empty - What stands there when nothing was paid for yet.
 *
 * @csspart title - The heading.
 * @csspart empty - The line in the place of the list.
 * @csspart list - The list.
 * @csspart receipt - One receipt.
 * @csspart description - What was bought, a link to its page.
 * @csspart price - What it cost.
 * @csspart signature - Whether the seller has signed it.
 * @csspart details - Addresses and transaction.
 * @csspart button - A button.
 *
 * @cssprop --x402-accent - Colour of links and marks.
 * @cssprop --x402-on-accent - Colour of text on the accent.
 * @cssprop --x402-surface - Background of the message.
 * @cssprop --x402-ink - Text.
 * @cssprop --x402-muted - Less important text.
 * @cssprop --x402-line - Borders.
 * @cssprop --x402-radius - Roundness of buttons.
 * @cssprop --x402-font - Font family.
 */
export class X402Receipts extends PageElement {
  static readonly observedAttributes: readonly string[] = ['contact', 'lang'];

  readonly #root: ShadowRoot = this.attachShadow({ mode: 'open' });
  readonly #store = createReceiptStore();
  #receipts: readonly KeptReceipt[] | 'blocked' | undefined;
  #verdicts: readonly Verdict[] = [];
  #deliveries: ReadonlyMap<string, Delivery | 'asking'> = new Map();
  #copied: ReadonlySet<string> = new Set();
  /** Language tag, as the page writes it, of the words that are shown. */
  #language: string | undefined;
  #texts: ReceiptsTexts = RECEIPTS_ENGLISH;
  #channel: BroadcastChannel | undefined;
  #life = new AbortController();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheetOf(paywallStyles), sheetOf(receiptsStyles)];
  }

  /**
   * E-mail address of the seller, for readers who paid and cannot read.
   *
   * @attr contact
   */
  get contact(): string {
    return this.getAttribute('contact') ?? '';
  }

  set contact(address: string) {
    this.setAttribute('contact', address);
  }

  /** Looks again. By itself it does so after every payment, also in another tab. */
  async refresh(): Promise<void> {
    // Some browsers neither open a database nor refuse.
    const giveUp = setTimeout(() => {
      this.#receipts ??= 'blocked';
      this.#show();
    }, PATIENCE_MILLISECONDS);
    try {
      const receipts = await this.#listed();
      this.#verdicts = await judgeReceipts(receipts);
      this.#receipts = receipts;
    } catch {
      this.#receipts = 'blocked';
    } finally {
      clearTimeout(giveUp);
    }
    this.#show();
  }

  /** All receipts as JSON text, for programs and for whoever keeps the books. It has nothing that opens what was paid for. */
  toJSON(): string {
    return receiptsAsJson(this.#list, Date.now());
  }

  /** @internal */
  requestUpdate(): void {
    if (this.isConnected) void this.#speak();
  }

  /** @internal */
  connectedCallback(): void {
    this.#life = new AbortController();
    this.#channel = openChannel(() => void this.refresh());
    follow(this);
    this.requestUpdate();
    void this.refresh();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#life.abort();
    unfollow(this);
    this.#channel?.close();
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.requestUpdate();
  }

  /** All that are kept, with those that had no time to be. */
  async #listed(): Promise<readonly KeptReceipt[]> {
    const kept = await this.#store.list();
    const { unkeptReceipts } = await import('./adopt-records.js');
    const unkept = await unkeptReceipts(kept).catch(() => []);
    if (unkept.length === 0) return kept;
    for (const receipt of unkept) await this.#store.keep(receipt);
    return this.#store.list();
  }

  get #list(): readonly KeptReceipt[] {
    return typeof this.#receipts === 'object' ? this.#receipts : [];
  }

  /** Takes the words of the nearest language, and shows what is known in them. */
  async #speak(): Promise<void> {
    const { lang } = this.closest<HTMLElement>('[lang]') ?? document.documentElement;
    const tag = lang || navigator.language;
    const texts = (await loadReceiptsTexts(tag)) ?? RECEIPTS_ENGLISH;
    this.#texts = texts;
    this.#language = texts === RECEIPTS_ENGLISH ? 'en' : tag;
    this.#show();
  }

  #show(): void {
    // Without a word of the wrong language before.
    if (this.#language === undefined) return;
    render(renderReceipts(this.#view()), this.#root);
  }

  #view(): ReceiptsView {
    const language = this.#language ?? 'en';
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
    return {
      texts: this.#texts,
      language,
      receipts: this.#receipts,
      verdicts: this.#verdicts,
      deliveries: this.#deliveries,
      copied: this.#copied,
      contact: this.contact,
      date: (milliseconds) => format.format(milliseconds),
      onCannotRead: (receipt) => void this.#presentAgain(receipt),
      onCopy: (receipt, letter) => void this.#copy(receipt, letter),
      onSaveJson: () => save(this.toJSON(), 'application/json', 'x402-receipts.json'),
      onSavePage: () => this.#savePage(),
    };
  }

  async #presentAgain(receipt: KeptReceipt): Promise<void> {
    const key = keyOf(receipt);
    const told = (delivery: Delivery | 'asking') => {
      const others = [...this.#deliveries].filter(([other]) => other !== key);
      this.#deliveries = new Map([...others, [key, delivery]]);
      this.#show();
    };
    told('asking');
    const records = createRecordStore(createShelf(() => new Promise(() => {})));
    const { signal } = this.#life;
    const delivery = await presentAgain(receipt, records, (input, init) => fetch(input, init), signal).catch(
      () => undefined,
    );
    if (signal.aborted) return;
    told(delivery ?? { kind: 'unreachable' });
    // Paywalls of this page and of other tabs open with what was stored.
    if (delivery?.kind === 'letIn') broadcast(receipt.source);
  }

  async #copy(receipt: KeptReceipt, letter: string): Promise<void> {
    // Refused where the page has no right to the clipboard: the message can be selected by hand.
    await navigator.clipboard.writeText(letter).then(
      () => {
        this.#copied = new Set([keyOf(receipt)]);
      },
      () => {},
    );
    this.#show();
  }

  #savePage(): void {
    const { texts, language, date } = this.#view();
    const { direction } = getComputedStyle(this);
    const facts = { texts, language, date, direction, verdictText: (verdict: Verdict) => verdictText(verdict, texts) };
    save(receiptsAsPage(this.#list, this.#verdicts, facts), 'text/html', 'x402-receipts.html');
  }
}

/** As a download, so that no policy of the page applies to it. */
function save(text: string, type: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it when it likes: it may ask the reader first where to put the file.
  setTimeout(() => URL.revokeObjectURL(address), DOWNLOAD_MILLISECONDS);
}

function openChannel(onKept: () => void): BroadcastChannel | undefined {
  try {
    const channel = new BroadcastChannel(RECEIPTS_CHANNEL);
    channel.onmessage = onKept;
    return channel;
  } catch {
    // Sandboxed frames have no other tabs.
    return undefined;
  }
}

function broadcast(url: string): void {
  try {
    const channel = new BroadcastChannel(PAID_CHANNEL);
    channel.postMessage(url);
    channel.close();
  } catch {
    // Sandboxed frames have no other tabs.
  }
}
