/** A window in which a person says yes or no to one thing that a site asks for. */

import { html, nothing, type TemplateResult } from 'lit';
import { approveLook } from '../approve/look.js';
import { brand, networkBadge } from './drawings.js';
import { type NetworkKind, networkKindOf } from './network-kind.js';
import { PanelPage } from './panel-page.js';
import { isForeignName, siteName } from './plain-text.js';
import { ask } from './worker.js';

/** A click that was meant for something else must not allow anything. */
const ARM_MILLISECONDS = 500;

export interface PromptTexts {
  readonly title: string;
  /** After the site's name. */
  readonly wants: string;
  readonly lead: string;
  readonly allow: string;
  readonly decline: string;
}

export abstract class PromptPage<Shown extends { readonly id: string; readonly site: string }> extends PanelPage {
  static override styles = [...PanelPage.styles, approveLook];
  static override properties = {
    ...PanelPage.properties,
    shown: { state: true },
    network: { state: true },
    isArmed: { state: true },
  };
  /** `undefined` before the worker has answered, `null` when there is nothing to answer. */
  declare protected shown: Shown | null | undefined;
  declare protected network: NetworkKind;
  declare protected isArmed: boolean;
  private arming: ReturnType<typeof setTimeout> | undefined;

  /** What the id of the question is called in the window's address. */
  protected abstract readonly kind: string;
  protected abstract readonly promptTexts: PromptTexts;
  protected abstract open(): Promise<readonly Shown[]>;
  protected abstract send(id: string, yes: boolean): Promise<unknown>;
  /** What it is that is asked for. */
  protected abstract body(shown: Shown): TemplateResult;

  constructor() {
    super();
    this.shown = undefined;
    this.network = 'mainnet';
    this.isArmed = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('focus', this.arm);
    document.addEventListener('visibilitychange', this.arm);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('focus', this.arm);
    document.removeEventListener('visibilitychange', this.arm);
    clearTimeout(this.arming);
  }

  protected override async load(): Promise<void> {
    const wanted = new URLSearchParams(location.search).get(this.kind);
    const [open, { settings }] = await Promise.all([this.open(), ask({ type: 'status' })]);
    const shown = open.find(({ id }) => id === wanted) ?? null;
    const isNew = shown?.id !== this.shown?.id || this.shown === undefined;
    this.shown = shown;
    this.network = networkKindOf(settings);
    if (!isNew) return;
    this.arm();
    // Never on the button that allows.
    await this.focusOn('h1');
  }

  protected override render(): TemplateResult {
    const { approve, common } = this.texts;
    const { title, wants, lead, allow, decline } = this.promptTexts;
    document.title = `x402Pay · ${title}`;
    if (this.shown === undefined) return html`<main aria-busy="true"></main>`;
    if (this.shown === null) {
      return html`<main class="none">
        ${brand()}
        <h1 tabindex="-1">${approve.none}</h1>
        <p class="lead">${approve.noneLead}</p>
        <button class="quiet top" @click=${() => window.close()}>${common.close}</button>
        ${this.notice()}
      </main>`;
    }
    const { site } = this.shown;
    return html`<header class="between">${brand(networkBadge(this.network, this.texts))}</header>
      <main>
        <h1 tabindex="-1"><span class="site">${siteName(site)}</span> ${wants}</h1>
        ${isForeignName(site) ? html`<p class="note warn">${approve.spelling}</p>` : nothing} ${this.body(this.shown)}
        <p class="why note">${lead}</p>
      </main>
      <footer>
        ${this.notice()}
        <div class="answers">
          <button class="quiet wide decline" @click=${() => this.answer(false)}>${decline}</button>
          <button class="main wide allow" aria-disabled=${this.busy || !this.isArmed} @click=${() => this.answer(true)}>
            ${allow}
          </button>
        </div>
      </footer>`;
  }

  private readonly answer = (yes: boolean) =>
    this.attempt(async () => {
      if (!this.shown || (yes && !this.isArmed)) return;
      await this.send(this.shown.id, yes);
      window.close();
    });

  /** Anew each time that the window comes to the front. */
  private readonly arm = () => {
    clearTimeout(this.arming);
    this.isArmed = false;
    this.arming = setTimeout(() => {
      this.isArmed = true;
    }, ARM_MILLISECONDS);
  };
}
