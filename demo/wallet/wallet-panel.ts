/** `<bitblog-wallet>`: the button in the masthead, and the panel with accounts, balances and the tap. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { grouped } from '../grouped.js';
import type { Accounts, WalletAccount } from './accounts.js';
import type { Balance, WalletChain } from './chain.js';
import { look } from './look.js';

/** How often the shown balances are read again, while the page is visible. */
const REFRESH_MILLISECONDS = 2000;

export class WalletPanel extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: inline-block;
        min-block-size: 2.4rem;
      }

      .open {
        display: flex;
        align-items: center;
        gap: 0.6em;
        font-size: 0.8125rem;
        font-weight: 550;
        background: var(--face);
        border-radius: 99px;
        padding: 0.45rem 0.95rem 0.45rem 0.5rem;
        padding-inline: 0.5rem 0.95rem;
      }

      .badge {
        inline-size: 1.5em;
        block-size: 1.5em;
        border-radius: 50%;
        background: repeating-linear-gradient(-45deg, #14161a 0 4px, var(--sun) 4px 8px);
      }

      .window {
        position: fixed;
        margin: 0;
        inset-block: 4.25rem auto;
        inset-inline: auto max(var(--gutter, 0.75rem), calc((100vw - 74rem) / 2 + var(--gutter, 0.75rem)));
      }

      @media (width < 30rem) {
        .window {
          inset-inline: auto 0.75rem;
        }
      }

      h2 {
        font-size: 1rem;
        font-weight: 600;
        margin: 0;
      }

      .balances {
        margin: 0.9rem 0 1rem;
        padding: 0;
        list-style: none;
        border-block: 1px solid var(--line);
      }

      .balances li {
        display: flex;
        justify-content: space-between;
        padding-block: 0.5rem;
      }

      .balances li + li {
        border-block-start: 1px solid var(--line);
      }

      .tap {
        inline-size: 100%;
      }

      fieldset {
        border: 0;
        padding: 0;
        margin: 1.2rem 0 0;
      }

      legend {
        padding: 0 0 0.35rem;
        color: var(--quiet);
      }

      label {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        padding: 0.35rem 0.7rem;
        border: 1px solid var(--line);
        border-radius: 8px;
        cursor: pointer;
      }

      label:hover {
        border-color: var(--quiet);
      }

      label:has(:checked) {
        background: var(--back);
        border-color: currentcolor;
      }

      .accounts {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.5rem;
      }

      input {
        accent-color: var(--text);
        margin: 0;
      }

      .make {
        inline-size: 100%;
        margin-block-start: 0.5rem;
        background: none;
        border-style: dashed;
        font-weight: 500;
      }
    `,
  ];

  static override properties = {
    accounts: { attribute: false },
    chain: { attribute: false },
    balances: { state: true },
    note: { state: true },
  };

  declare accounts: Accounts | undefined;
  declare chain: WalletChain | undefined;
  declare balances: readonly Balance[];
  declare note: string;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #changed = (): void => {
    this.requestUpdate();
    void this.refresh();
  };

  constructor() {
    super();
    this.balances = [];
    this.note = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.refresh(), REFRESH_MILLISECONDS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.accounts?.removeEventListener('change', this.#changed);
  }

  /** Gives the panel its wallet, once the demo's facts are known. */
  show(accounts: Accounts, chain: WalletChain): void {
    this.accounts = accounts;
    this.chain = chain;
    accounts.addEventListener('change', this.#changed);
    void this.refresh();
  }

  async refresh(): Promise<void> {
    const account = this.accounts?.current;
    if (!account || !this.chain) return;
    try {
      const balances = await this.chain.balances(account.address);
      if (this.accounts?.current.address === account.address) this.balances = balances;
      this.note = '';
    } catch {
      this.note = 'The chain does not answer. Is it still running?';
    }
  }

  async #topUp(account: WalletAccount): Promise<void> {
    try {
      await this.chain?.topUp(account.address);
      await this.refresh();
    } catch (error) {
      this.note = error instanceof Error ? error.message : String(error);
    }
  }

  override render(): TemplateResult | typeof nothing {
    const { accounts } = this;
    if (!accounts) return nothing;
    const { current } = accounts;
    const [stx] = this.balances;
    return html`
      <button type="button" class="open" popovertarget="panel">
        <span class="badge"></span><span class="unseen">Development wallet of ${current.name}: </span><span>${stx ? `${wholePart(stx.text)} STX` : 'Wallet'}</span>
      </button>
      <div id="panel" class="window" popover aria-label="Development wallet">
        <div class="stripes"><strong>Development wallet · play money</strong></div>
        <div class="inside">
          <h2>${current.name}</h2>
          <span class="address">${current.address}</span>
          <ul class="balances">
            ${this.balances.map(({ asset, text }) => html`<li><span class="quiet">${asset.symbol}</span><span data-asset=${asset.symbol}>${grouped(text)}</span></li>`)}
          </ul>
          <button type="button" class="deed tap" @click=${() => this.#topUp(current)}>Top up</button>
          <p class="alarm" role="status" ?hidden=${!this.note}>${this.note}</p>
          <fieldset>
            <legend>Pay from</legend>
            <div class="accounts">
              ${accounts.list.map((account) => this.#choice(account, account.address === current.address))}
            </div>
          </fieldset>
          <button type="button" class="make" @click=${() => accounts.make()}>Make an empty account</button>
        </div>
      </div>
    `;
  }

  #choice(account: WalletAccount, selected: boolean): TemplateResult {
    return html`<label>
      <input type="radio" name="account" .checked=${selected} @change=${() => this.accounts?.select(account.address)} />
      ${account.name}
    </label>`;
  }
}

/** Enough for a button: two decimal places, not rounded up. */
function wholePart(decimal: string): string {
  const [whole = '0', fraction] = decimal.split('.');
  return grouped(fraction === undefined ? whole : `${whole}.${fraction.slice(0, 2)}`);
}
