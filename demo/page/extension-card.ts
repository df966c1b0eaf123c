/** `<bitblog-extension>`: how to read on without clicks; where the extension is, how much of this site's budget is left. */

import { css, html, LitElement, type TemplateResult } from 'lit';
import { assetsOf, formatDecimalAmount } from 'x402pay';

/** As the extension's README has it: `window.x402`, where a reader has let it in. */
interface Provider {
  getBudget(): Promise<readonly { readonly asset: string; readonly leftAtomic?: string | undefined }[]>;
}

/** Often enough to see a payment arrive in it. */
const REFRESH_MILLISECONDS = 3000;

export class ExtensionCard extends LitElement {
  static override styles = css`
    :host {
      display: block;
      max-inline-size: var(--measure);
      margin: 3rem auto 0;
      padding: 1.1rem 1.4rem;
      border: 1px solid var(--rule);
      border-inline-start: 3px solid var(--accent);
      border-radius: 10px;
      background: var(--raised);
      font: 0.8125rem/1.55 var(--sans);
      color: var(--soft);
    }
    h2 {
      margin: 0 0 0.25em;
      font: 600 0.9375rem/1.4 var(--sans);
      color: var(--ink);
    }
    p {
      margin: 0;
      text-wrap: pretty;
    }
    code {
      font: 0.92em var(--mono);
      color: var(--ink);
      white-space: nowrap;
    }
    b {
      color: var(--accent);
      font-variant-numeric: tabular-nums;
    }
  `;

  static override properties = { left: { state: true } };

  /** `undefined` where the extension is not, or was not let in. */
  declare left: readonly string[] | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.left = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.#look(), REFRESH_MILLISECONDS);
    void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { x402 } = window as { x402?: Provider };
    const budget = await x402?.getBudget().catch(() => []);
    this.left = budget?.flatMap(({ asset, leftAtomic }) => amountOf(asset, leftAtomic));
  }

  override render(): TemplateResult {
    const { left } = this;
    if (left === undefined) {
      return html`<h2>Read on without a click</h2>
        <p>
          The x402Pay extension pays for pages like this one by itself, inside a budget of yours. In this folder,
          <code>npm run extension</code> builds it into <code>dist-extension/</code> and says how to load it: in Chromium on
          <code>chrome://extensions</code>, with “Load unpacked”.
        </p>`;
    }
    if (left.length === 0) {
      return html`<h2>x402Pay is here</h2>
        <p>It pays nothing on this site by itself yet: open it in the browser’s bar, and switch on “Pay here by itself”.</p>`;
    }
    return html`<h2>x402Pay is here, and pays by itself</h2>
      <p>Left to spend on BitBlog: <b>${left.join(', ')}</b>. Open an article; there is nothing to click.</p>`;
  }
}

/** Of what is not known here, nothing is said. */
function amountOf(id: string, atomic: string | undefined): readonly string[] {
  const asset = assetsOf('stacks:2147483648').find((one) => one.id === id);
  return asset && atomic !== undefined
    ? [`${formatDecimalAmount(BigInt(atomic), asset.decimals)}\u00a0${asset.symbol}`]
    : [];
}
