/** `<bitblog-chain>`: the strip at the bottom of the window that shows the chain at work. Blocks, payments, and where the money is. */

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DemoFacts } from '../demo-facts.js';
import { ChainFeed, type ChainView, type Movement, type PurseBalance } from './chain-feed.js';

export class ChainStrip extends LitElement {
  /** Set once, before the element is defined. */
  static facts: Promise<DemoFacts> | undefined;

  static override styles = css`
    :host {
      position: fixed;
      inset: auto 0 0;
      z-index: 5;
      font: 400 0.8125rem/1.4 var(--sans);
      font-variant-numeric: tabular-nums;
      color: var(--ink);
    }

    [hidden] {
      display: none !important;
    }

    .bar,
    .sheet {
      padding-inline: max(var(--gutter), calc((100% - 74rem) / 2 + var(--gutter)));
      border-block-start: 1px solid var(--rule);
    }

    .bar {
      display: flex;
      align-items: center;
      gap: 1.5rem;
      block-size: 2.9rem;
      white-space: nowrap;
      background: color-mix(in oklab, var(--raised) 92%, transparent);
      backdrop-filter: blur(10px);
    }

    .height {
      display: flex;
      align-items: center;
      gap: 0.6em;
    }

    .dot {
      inline-size: 0.55em;
      block-size: 0.55em;
      border-radius: 50%;
      background: var(--accent);
    }

    .silent .dot {
      background: var(--soft);
    }

    .latest {
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }

    .soft {
      color: var(--soft);
    }

    .purses {
      display: flex;
      gap: 1.2rem;
    }

    .moved {
      color: var(--accent);
      font-weight: 550;
    }

    button {
      font: inherit;
      font-weight: 500;
      color: inherit;
      background: none;
      border: 1px solid var(--rule);
      border-radius: 99px;
      padding: 0.25em 0.9em;
      cursor: pointer;
    }

    button:hover {
      border-color: var(--soft);
    }

    button:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }

    .sheet {
      display: grid;
      grid-template-columns: 3fr 2fr;
      gap: 1.5rem 4rem;
      max-block-size: min(26rem, 70vh);
      overflow-y: auto;
      padding-block: 1.4rem;
      background: var(--raised);
      box-shadow: 0 -1.5rem 3rem rgb(0 0 0 / 8%);
    }

    h2 {
      font-size: 0.8125rem;
      font-weight: 550;
      color: var(--soft);
      margin: 0 0 0.5rem;
    }

    ol {
      list-style: none;
      margin: 0;
      padding: 0;
    }

    li {
      display: grid;
      grid-template-columns: 7.5em 1fr auto;
      gap: 1em;
      padding-block: 0.45em;
      border-block-start: 1px solid var(--rule);
    }

    li b {
      font-weight: 550;
    }

    .shares {
      grid-column: 2 / -1;
      color: var(--soft);
    }

    table {
      border-collapse: collapse;
      inline-size: 100%;
    }

    th {
      font-weight: 400;
      color: var(--soft);
      text-align: start;
    }

    thead th:not(:first-child),
    td {
      text-align: end;
    }

    th,
    td {
      padding-block: 0.45em;
      border-block-start: 1px solid var(--rule);
    }

    thead :is(td, th) {
      border: 0;
      padding-block-start: 0;
    }

    .unseen {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    @media (width < 62rem) {
      .purses {
        display: none;
      }

      .sheet {
        grid-template-columns: 1fr;
      }
    }

    @media (width < 38rem) {
      .bar {
        gap: 0.9rem;
      }

      li {
        grid-template-columns: 6.2em 1fr auto;
      }
    }

    @media (prefers-reduced-motion: no-preference) {
      .dot.beat {
        animation: beat 1.2s ease-out;
      }

      @keyframes beat {
        0% {
          box-shadow: 0 0 0 0 var(--accent);
        }

        100% {
          box-shadow: 0 0 0 0.7em transparent;
        }
      }
    }
  `;

  static override properties = {
    view: { state: true },
    open: { state: true },
  };

  declare view: ChainView | undefined;
  declare open: boolean;
  #feed: ChainFeed | undefined;

  constructor() {
    super();
    this.view = undefined;
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void ChainStrip.facts?.then(
      (facts) => this.isConnected && this.#follow(facts),
      () => undefined,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#feed?.stop();
    this.#feed = undefined;
  }

  #follow(facts: DemoFacts): void {
    this.#feed?.stop();
    this.#feed = new ChainFeed(facts, (view) => {
      this.view = view;
    });
    this.#feed.start();
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view) return nothing;
    const [latest] = view.movements;
    return html`
      <section aria-label="The chain, live">
        <div id="sheet" class="sheet" ?hidden=${!this.open}>${this.open ? sheet(view) : nothing}</div>
        <div class="bar ${view.online ? '' : 'silent'}">
          <span class="height"><span class="dot ${view.height % 2 ? 'beat' : ''}"></span>${view.online ? html`Block ${view.height}` : 'The chain is silent'}</span>
          <span class="latest">${latest ? sentence(latest) : html`<span class="soft">Waiting for the first payment</span>`}</span>
          <span class="purses">${view.purses.map((purse) => html`<span><span class="soft">${purse.name}</span> ${balance(purse.balances[0])}</span>`)}</span>
          <button type="button" aria-expanded=${this.open} aria-controls="sheet" @click=${this.#toggle}>${this.open ? 'Close' : 'Show'}</button>
        </div>
        <p class="unseen" role="status">${latest?.settled ? sentence(latest) : nothing}</p>
      </section>
    `;
  }

  #toggle(): void {
    this.open = !this.open;
  }
}

function sheet(view: ChainView): TemplateResult {
  return html`
    <div>
      <h2>Latest payments</h2>
      ${view.movements.length === 0 ? html`<p class="soft">None yet.</p>` : nothing}
      <ol>${view.movements.map(row)}</ol>
    </div>
    <div>
      <h2>Where the money is</h2>
      <table>
        <thead><tr><td></td>${view.symbols.map((symbol) => html`<th scope="col">${symbol}</th>`)}</tr></thead>
        <tbody>${view.purses.map((purse) => html`<tr><th scope="row">${purse.name}</th>${purse.balances.map((one) => html`<td>${balance({ ...one, text: amountOf(one.text) })}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
  `;
}

function row(movement: Movement): TemplateResult {
  const { transfers } = movement;
  return html`<li>
    <b>${movement.amount}</b>
    <span>${movement.payer} → ${movement.payee}</span>
    <span class="soft">${stateOf(movement)}</span>
    ${transfers.length > 1 ? html`<span class="shares">${transfers.map(({ recipient, amount }) => `${amount} to ${recipient}`).join(', ')}</span>` : nothing}
  </li>`;
}

function sentence(movement: Movement): TemplateResult {
  return html`${movement.payer} pays ${movement.payee} ${movement.amount} <span class="soft">${stateOf(movement)}</span>`;
}

function stateOf({ settled, failed, height }: Movement): string {
  if (failed) return 'failed';
  return settled ? `in block ${height}` : 'on its way';
}

function balance(one: PurseBalance | undefined): TemplateResult | undefined {
  return one && html`<span class=${one.moved ? 'moved' : ''}>${one.text}</span>`;
}

function amountOf(text: string): string {
  return text.slice(0, text.indexOf(' '));
}
