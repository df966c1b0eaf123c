/** `<bitblog-ask src="…">`: asks a paid resource without paying, and shows what a program sees. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { decodePaymentRequired, HEADER } from 'x402pay';

export class AskButton extends LitElement {
  static override styles = css`
    :host {
      display: block;
      margin-block: 1.2rem 2rem;
      font-family: var(--sans);
    }

    button {
      font: 550 0.8125rem/1.4 var(--sans);
      color: var(--paper);
      background: var(--ink);
      border: 0;
      border-radius: 99px;
      padding: 0.65em 1.3em;
      cursor: pointer;
    }

    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 3px;
    }

    pre {
      font: 0.75rem/1.6 var(--mono);
      background: color-mix(in oklab, var(--rule) 32%, var(--paper));
      border-radius: 8px;
      padding: 1.1em 1.3em;
      overflow-x: auto;
      direction: ltr;
    }

    b {
      color: var(--accent);
    }
  `;

  static override properties = {
    src: { type: String },
    answer: { state: true },
  };

  declare src: string;
  declare answer: { readonly status: string; readonly text: string } | undefined;

  constructor() {
    super();
    this.src = '';
    this.answer = undefined;
  }

  async #ask(): Promise<void> {
    const response = await fetch(this.src, { headers: { accept: 'application/json' } });
    const header = response.headers.get(HEADER.required);
    this.answer = {
      status: `${response.status} ${response.statusText || (response.status === 402 ? 'Payment Required' : '')}`,
      text: header ? JSON.stringify(decodePaymentRequired(header), undefined, 2) : await response.text(),
    };
  }

  override render(): TemplateResult {
    const { answer } = this;
    return html`
      <button type="button" @click=${this.#ask}>Ask for it without paying</button>
      <div aria-live="polite">
        ${answer ? html`<pre tabindex="0" role="region" aria-label="The answer"><b>${answer.status}</b>\n${HEADER.required}, decoded:\n\n${answer.text}</pre>` : nothing}
      </div>
    `;
  }
}
