/** Spending as bars. Drawn for the eye only: the table beside it says the same to everybody. */

import { html, svg, type TemplateResult } from 'lit';
import { figureText, priceText, thousandths, type Unit } from '../parts/amounts.js';
import { siteName } from '../parts/plain-text.js';
import { fill, type Words } from '../parts/words.js';
import type { Sum } from './spending.js';

export interface ChartFacts {
  readonly days: readonly Sum<number>[];
  readonly sites: readonly Sum<string>[];
  readonly unit: Unit;
  readonly words: Words;
}

const HEIGHT = 100;
const STEP = 12;

export function charts(facts: ChartFacts): TemplateResult {
  const { texts } = facts.words;
  return html`<div class="charts">
    <figure aria-labelledby="by-day">
      <figcaption id="by-day"><h3>${texts.history.byDay}</h3></figcaption>
      ${dayBars(facts)} ${dayTable(facts)}
    </figure>
    <figure aria-labelledby="by-site">
      <figcaption id="by-site"><h3>${texts.history.bySite}</h3></figcaption>
      ${siteBars(facts)}
    </figure>
  </div>`;
}

function dayBars({ days, unit, words }: ChartFacts): TemplateResult {
  let most = 0n;
  for (const { atomic } of days) if (atomic > most) most = atomic;
  const date = new Intl.DateTimeFormat(words.language, { day: 'numeric', month: 'short' });
  const [first, last] = [days[0], days.at(-1)];
  return html`<p class="scale muted number">${priceText(most, unit, words.language)}</p>
    <svg class="bars" viewBox="0 0 ${days.length * STEP} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      ${days.map(({ atomic }, index) => {
        const height = atomic === 0n ? 1 : 3 + (thousandths(atomic, most) * (HEIGHT - 3)) / 1000;
        return svg`<rect class=${atomic === 0n ? 'empty' : 'bar'} x=${index * STEP + 1.5} width=${STEP - 3} y=${HEIGHT - height} height=${height} />`;
      })}
    </svg>
    <p class="between muted axis">
      <span>${first ? date.format(first.key) : ''}</span><span>${last ? date.format(last.key) : ''}</span>
    </p>`;
}

function dayTable({ days, unit, words }: ChartFacts): TemplateResult {
  const { history } = words.texts;
  const date = new Intl.DateTimeFormat(words.language, { dateStyle: 'medium' });
  const spent = days.filter(({ atomic }) => atomic > 0n).reverse();
  return html`<details>
    <summary>${history.table}</summary>
    <table>
      <caption class="unseen">
        ${history.byDay}. ${fill(history.lastDays, { symbol: unit.symbol })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${history.day}</th>
          <th scope="col" class="number">${unit.symbol}</th>
        </tr>
      </thead>
      <tbody>
        ${spent.map(
          ({ key, atomic }) => html`<tr>
            <td>${date.format(key)}</td>
            <td class="number">${figureText(atomic, unit, words.language)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

const MOST_SITES = 8;

/** A table that shows its bars itself. */
function siteBars({ sites, unit, words }: ChartFacts): TemplateResult {
  const { history } = words.texts;
  const most = sites[0]?.atomic ?? 0n;
  const total = sites.reduce((sum, { atomic }) => sum + atomic, 0n);
  return html`<table class="sites">
    <thead class="unseen">
      <tr>
        <th scope="col">${history.site}</th>
        <th scope="col">${unit.symbol}</th>
      </tr>
    </thead>
    <tbody>
      ${sites.slice(0, MOST_SITES).map(
        ({ key, atomic }) => html`<tr>
          <th scope="row">
            <span>${siteName(key)}</span>
            <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
              <rect class="bar" width=${Math.max(thousandths(atomic, most), 4)} height="10" />
            </svg>
          </th>
          <td class="number">${figureText(atomic, unit, words.language)}</td>
        </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${history.total}</th>
        <td class="number"><b>${priceText(total, unit, words.language)}</b></td>
      </tr>
    </tfoot>
  </table>`;
}
