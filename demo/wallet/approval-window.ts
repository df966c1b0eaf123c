/** `<bitblog-approval>`: the window in which the reader sees what will be signed, and says yes or no. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Balance } from './chain.js';
import type { Explanation } from './explain.js';
import { look } from './look.js';
import type { Question } from './provider.js';

export interface Surroundings {
  readonly nameOf: (address: string) => string | undefined;
  readonly balances: (address: string) => Promise<readonly Balance[]>;
}

export class ApprovalWindow extends LitElement {
  static override styles = [
    look,
    css`
      dialog {
        margin-block: 4.25rem auto;
        margin-inline: auto max(var(--gutter, 1rem), calc((100vw - 74rem) / 2 + var(--gutter, 1rem)));
      }

      dialog::backdrop {
        background: rgb(12 12 14 / 45%);
      }

      h2 {
        font-size: 0.875rem;
        font-weight: 500;
        color: var(--quiet);
        margin: 0;
      }

      .amount {
        font-size: 2.1rem;
        font-weight: 650;
        letter-spacing: -0.025em;
        line-height: 1.2;
        overflow-wrap: anywhere;
        margin: 0.1rem 0 0.9rem;
      }

      .amount small {
        font-size: 0.55em;
        font-weight: 550;
        letter-spacing: 0;
      }

      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.55rem 1.1rem;
        margin: 0;
        padding-block: 0.9rem;
        border-block: 1px solid var(--line);
      }

      dt {
        color: var(--quiet);
      }

      dd {
        margin: 0;
        text-align: end;
        overflow-wrap: anywhere;
      }

      dd .address {
        display: block;
      }

      .guarantee {
        background: var(--back);
        border-radius: 9px;
        padding: 0.7rem 0.9rem;
        margin: 0.9rem 0;
      }

      .guarantee p {
        margin: 0;
      }

      .message {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        background: var(--back);
        border-radius: 9px;
        padding: 0.7rem 0.9rem;
        margin: 0.6rem 0 0.9rem;
      }

      .choice {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.7rem;
        position: sticky;
        inset-block-end: 0;
        margin-block: 0.6rem -1.25rem;
        padding-block: 0.5rem 1.25rem;
        background: var(--face);
      }

      @media (width < 30rem) {
        dialog {
          margin: auto auto 0.75rem;
          max-block-size: calc(100dvh - 1.5rem);
        }
      }

      @media (prefers-reduced-motion: no-preference) {
        dialog[open] {
          animation: arrive 0.18s ease-out;
        }

        @keyframes arrive {
          from {
            opacity: 0;
            transform: translateY(-0.6rem);
          }
        }
      }
    `,
  ];

  static override properties = {
    question: { state: true },
    balances: { state: true },
  };

  declare question: Question | undefined;
  declare balances: readonly Balance[] | undefined;
  surroundings: Surroundings | undefined;
  #answer: ((approved: boolean) => void) | undefined;

  /** Opens the window; resolves when the reader has decided. Escape means no. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    this.balances = undefined;
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector('dialog');
    dialog?.showModal();
    void this.#readBalances(question);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  async #readBalances(question: Question): Promise<void> {
    const balances = await this.surroundings?.balances(question.account.address).catch(() => undefined);
    if (this.question === question) this.balances = balances;
  }

  #decide(approved: boolean): void {
    this.renderRoot.querySelector('dialog')?.close(approved ? 'approved' : '');
  }

  #closed(event: Event): void {
    const approved = (event.target as HTMLDialogElement).returnValue === 'approved';
    (event.target as HTMLDialogElement).returnValue = '';
    this.#answer?.(approved);
    this.#answer = undefined;
  }

  override render(): TemplateResult {
    return html`<dialog class="window" aria-labelledby="heading" @close=${this.#closed}>
      <div class="stripes"><strong>Development wallet · play money</strong></div>
      <div class="inside">${this.question && this.#content(this.question)}</div>
    </dialog>`;
  }

  #content(question: Question): TemplateResult {
    switch (question.kind) {
      case 'connect':
        return html`
          <h2 id="heading">${location.host} wants to connect</h2>
          <p class="amount">Show your address?</p>
          <dl>${this.#account(question)}</dl>
          ${this.#choice('Cancel', 'Connect')}
        `;
      case 'message':
        if (question.signInTo !== undefined) return this.#signIn(question, question.signInTo);
        return html`
          <h2 id="heading">${location.host} asks you to sign a message</h2>
          <p class="message">${question.message}</p>
          <dl>${this.#account(question)}</dl>
          ${this.#choice('Reject', 'Sign')}
        `;
      case 'transaction':
        return this.#transaction(question, question.explanation);
    }
  }

  #signIn(question: Question & { kind: 'message' }, domain: string): TemplateResult {
    return html`
      <h2 id="heading">${location.host} asks you to sign in</h2>
      <p class="amount">Show that this account is yours?</p>
      <dl>${this.#account(question, 'Account')}</dl>
      <p class="message">${question.message}</p>
      ${
        domain === location.host
          ? html`<p class="quiet">Nothing is paid, and nothing goes to the chain.</p>`
          : html`<p class="alarm" role="alert">This signs in to ${domain}, and you are on ${location.host}.</p>`
      }
      ${this.#choice('Reject', 'Sign in')}
    `;
  }

  #transaction(question: Question, explanation: Explanation): TemplateResult {
    const short = this.#shortOf(explanation);
    const [amount, symbol] = explanation.headline.split(' ');
    const plain = symbol === undefined || !explanation.payee;
    return html`
      <h2 id="heading">${location.host} asks you to pay</h2>
      <p class="amount">${plain ? explanation.headline : html`${amount} <small>${symbol}</small>`}</p>
      <dl>
        ${explanation.payee ? html`<dt>To</dt><dd>${this.#named(explanation.payee)}</dd>` : nothing}
        ${this.#account(question)}
        ${explanation.call ? html`<dt>Calls</dt><dd>${explanation.call}</dd>` : nothing}
        <dt>Fee</dt><dd>${explanation.fee} STX</dd>
        ${explanation.memo ? html`<dt>Memo</dt><dd><span class="address">${explanation.memo}</span></dd>` : nothing}
      </dl>
      <div class="guarantee">
        ${explanation.conditions.map((sentence) => html`<p>${sentence}</p>`)}
        ${
          explanation.limited
            ? html`<p class="quiet">Nothing else can leave the account. The chain enforces this.</p>`
            : html`<p class="alarm">Nothing limits what else this transaction may move.</p>`
        }
      </div>
      ${short ? html`<p class="alarm" role="alert">This account holds only ${short.text} ${short.asset.symbol}.</p>` : nothing}
      ${this.#choice('Reject', 'Approve')}
    `;
  }

  #account({ account }: Question, role = 'From'): TemplateResult {
    return html`<dt>${role}</dt><dd>${this.#named(account.address)}</dd>`;
  }

  #named(address: string): TemplateResult {
    const name = this.surroundings?.nameOf(address);
    return html`${name}<span class="address">${shortened(address)}</span>`;
  }

  #choice(no: string, yes: string): TemplateResult {
    return html`<div class="choice">
      <button type="button" class="reject" @click=${() => this.#decide(false)}>${no}</button>
      <button type="button" class="deed approve" autofocus @click=${() => this.#decide(true)}>${yes}</button>
    </div>`;
  }

  #shortOf({ needs }: Explanation): Balance | undefined {
    return this.balances?.find(({ asset, atomic }) => atomic < (needs.get(asset.id) ?? 0n));
  }
}

/** Both ends of a long address; a contract keeps its name. */
function shortened(address: string): string {
  const [account = '', contract] = address.split('.');
  const ends = account.length > 16 ? `${account.slice(0, 7)}…${account.slice(-6)}` : account;
  return contract === undefined ? ends : `${ends}.${contract}`;
}
