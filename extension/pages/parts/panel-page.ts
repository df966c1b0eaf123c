/** What all pages have in common: the look, the words, one thing at a time, and one place where it is said what went wrong. */

import { html, LitElement, type TemplateResult, unsafeCSS } from 'lit';
import { paywallStyles } from '../../../elements/paywall/styles.js';
import { look } from './look.js';
import { refusalText, type Words, wordsOf } from './words.js';
import { ask } from './worker.js';

/** Often enough for a person who watches, and nothing for a computer. */
const REFRESH_MILLISECONDS = 2500;
const TOUCH_MILLISECONDS = 20_000;

export abstract class PanelPage extends LitElement {
  static override styles = [unsafeCSS(paywallStyles), unsafeCSS(look)];
  static override properties = {
    trouble: { state: true },
    loadTrouble: { state: true },
    busy: { state: true },
    said: { state: true },
  };

  /** Why what a person has asked for was not done. */
  declare protected trouble: string | undefined;
  /** Why what is shown may be old. It goes by itself, when the worker answers again. */
  declare private loadTrouble: string | undefined;
  /** Something was sent to the worker, and is not answered yet. */
  declare protected busy: boolean;
  /** For a screen reader: what has just happened. */
  declare protected said: string;
  protected readonly words: Words = wordsOf();
  private timer: ReturnType<typeof setInterval> | undefined;
  private touchedAt = 0;

  constructor() {
    super();
    this.trouble = undefined;
    this.loadTrouble = undefined;
    this.busy = false;
    this.said = '';
  }

  protected get texts() {
    return this.words.texts;
  }

  /** Asks the worker for everything that is shown. Called again and again while the page is seen. */
  protected abstract load(): Promise<void>;

  override connectedCallback(): void {
    super.connectedCallback();
    document.documentElement.lang = this.words.language;
    this.addEventListener('pointerdown', this.touch);
    this.addEventListener('keydown', this.touch);
    this.timer = setInterval(() => document.visibilityState === 'visible' && this.reload(), REFRESH_MILLISECONDS);
    void this.reload();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected async reload(): Promise<void> {
    try {
      await this.load();
      this.loadTrouble = undefined;
    } catch (error) {
      this.loadTrouble = refusalText(error, this.texts);
    }
    this.dataset.ready = '';
  }

  /** What a person has asked for, one thing at a time. */
  protected async attempt(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    this.said = '';
    try {
      await work();
      await this.load();
    } catch (error) {
      this.trouble = refusalText(error, this.texts);
    } finally {
      this.busy = false;
    }
  }

  readonly unlock = (passphrase: string): Promise<void> =>
    this.attempt(async () => {
      await ask({ type: 'unlock', passphrase });
      await this.load();
      await this.focusOn('main');
    });

  /** Where it is said what went wrong, and what went well. Always in the page, or screen readers would not notice that it changes. */
  protected notice(): TemplateResult {
    return html`<p class="trouble" role="alert">${this.trouble ?? this.loadTrouble}</p>
      <p class="unseen" role="status">${this.busy ? this.texts.common.busy : this.said}</p>`;
  }

  /** The first thing that a person would read next. */
  protected async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private readonly touch = () => {
    const now = performance.now();
    if (this.touchedAt > 0 && now - this.touchedAt < TOUCH_MILLISECONDS) return;
    this.touchedAt = now;
    ask({ type: 'touch' }).catch(() => undefined);
  };
}
