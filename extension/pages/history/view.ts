/** The history page. */

import { html, nothing, type TemplateResult } from 'lit';
import { unitOf } from '../parts/amounts.js';
import { brand, networkBadge } from '../parts/drawings.js';
import { networkKindOf } from '../parts/network-kind.js';
import { unlockView } from '../parts/unlock-view.js';
import { fill } from '../parts/words.js';
import type { PaymentPhase } from '../texts/texts.js';
import { charts } from './chart.js';
import { entryView } from './entry-view.js';
import { fittingEntries } from './fitting-entries.js';
import { byDay, bySite } from './spending.js';
import type { HistoryView } from './state.js';

const DAYS = 30;

export function view(all: HistoryView): TemplateResult {
  const { words, status, entries, recent, notice } = all;
  const { history, common } = words.texts;
  return html`<div class="wrap broad">
    <header class="bar">
      ${brand(status && networkBadge(networkKindOf(status.settings), words.texts))}<nav><a href="../options/options.html">${common.settings}</a></nav>
    </header>
    <main tabindex="-1" aria-busy=${entries === undefined}>
      <h1>${history.title}</h1>
      ${notice} ${recent.length > 0 ? spendingView(all) : nothing}
      ${contentView(all)}
    </main>
  </div>`;
}

function contentView(all: HistoryView): TemplateResult {
  const { words, status, entries, recent, busy, actions } = all;
  const { texts } = words;
  if (entries === undefined) return html`<p class="muted top">${texts.common.loading}</p>`;
  if (status?.vault === 'locked') {
    return html`<section class="panel top closed" aria-labelledby="locked">
      <h2 id="locked">${texts.popup.locked}</h2>
      <p class="lead">${texts.history.locked}</p>
      ${unlockView({ texts, busy, unlock: actions.unlock })}
    </section>`;
  }
  return recent.length === 0 ? html`<p class="panel top muted">${texts.history.empty}</p>` : listView(all);
}

function spendingView({
  recent,
  status,
  chartAsset,
  words,
  now,
  actions,
}: HistoryView): TemplateResult | typeof nothing {
  const { history } = words.texts;
  // Assets of the same name on another network are other money: play money, for one.
  const here = recent.filter(({ network }) => network === status?.settings.network);
  const assets = [...new Map(here.map((entry) => [entry.asset, entry.symbol]))];
  if (assets.length === 0) return nothing;
  const asset = assets.some(([id]) => id === chartAsset) ? chartAsset : (assets[0]?.[0] ?? '');
  const example = here.find((entry) => entry.asset === asset);
  const unit = example ?? unitOf('', asset);
  const days = byDay(here, asset, DAYS, now);
  const sites = bySite(here, asset, (days[0]?.key ?? 0) - 12 * 60 * 60 * 1000);
  return html`<section class="panel top" aria-labelledby="spending">
    <div class="between">
      <div>
        <h2 id="spending">${history.spending}</h2>
        <p class="hint">${fill(history.lastDays, { symbol: unit.symbol })}</p>
      </div>
      ${
        assets.length < 2
          ? nothing
          : html`<label class="unseen" for="chart-asset">${history.asset}</label>
            <select
              id="chart-asset"
              class="short"
              @change=${({ target }: Event) => actions.filter({ chartAsset: (target as HTMLSelectElement).value })}
            >
              ${assets.map(([id, symbol]) => html`<option value=${id} ?selected=${id === asset}>${symbol}</option>`)}
            </select>`
      }
    </div>
    ${charts({ days, sites, unit, words })}
  </section>`;
}

const PHASES: readonly PaymentPhase[] = [
  'delivered',
  'arrived',
  'under way',
  'undelivered',
  'cancelling',
  'cancelled',
  'released',
];

function listView(all: HistoryView): TemplateResult {
  const { words, recent, search, phase, asset, shown, actions } = all;
  const { history, common } = words.texts;
  const assets = [...new Map(recent.map((entry) => [entry.asset, entry.symbol]))];
  const fitting = fittingEntries(all);
  const value = ({ target }: Event) => (target as HTMLInputElement | HTMLSelectElement).value;
  return html`<section class="top" aria-label=${history.title}>
    <div class="filters">
      <div class="field search">
        <label for="search">${history.search}</label>
        <input
          id="search"
          type="search"
          maxlength="200"
          .value=${search}
          @input=${(event: Event) => actions.filter({ search: value(event) })}
        />
      </div>
      <div class="field">
        <label for="state">${history.state}</label>
        <select id="state" @change=${(event: Event) => actions.filter({ phase: value(event) as PaymentPhase })}>
          <option value="" ?selected=${phase === ''}>${history.every}</option>
          ${PHASES.map((one) => html`<option value=${one} ?selected=${one === phase}>${common.phases[one]}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="asset">${history.asset}</label>
        <select id="asset" @change=${(event: Event) => actions.filter({ asset: value(event) })}>
          <option value="" ?selected=${asset === ''}>${history.every}</option>
          ${assets.map(([id, symbol]) => html`<option value=${id} ?selected=${id === asset}>${symbol}</option>`)}
        </select>
      </div>
      <div class="row exports">
        <button class="quiet" @click=${actions.saveCsv}>${history.csv}</button>
        <button class="quiet" @click=${actions.saveJson}>${history.json}</button>
      </div>
    </div>
    ${fitting.length === 0 ? html`<p class="panel muted top">${history.nothingFound}</p>` : nothing}
    <ul class="entries">${fitting.slice(0, shown).map((entry) => entryView(entry, all))}</ul>
    ${
      fitting.length > shown
        ? html`<button class="quiet" @click=${() => actions.filter({ shown: shown + 100 })}>${history.more}</button>`
        : nothing
    }
  </section>`;
}
