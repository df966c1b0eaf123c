/** What is to hold on the site after this payment. Nothing is chosen for a person: by default the next one asks again. */

import { html, nothing, type TemplateResult } from 'lit';
import { priceText } from '../parts/amounts.js';
import { fill } from '../parts/words.js';
import type { ApproveView, Future } from './state.js';

const DAYS = [30, 90, 365];

export function futureView({
  shown,
  words,
  future,
  amountTrouble,
  actions,
}: ApproveView): TemplateResult | typeof nothing {
  if (!shown) return nothing;
  const { approve, options } = words.texts;
  const trouble = { invalid: options.invalidAmount, below: approve.belowPrice };
  const price = priceText(shown.amountAtomic, shown, words.language);
  const rules: readonly (readonly [Future['rule'], string])[] = [
    ['ask', approve.onlyThis],
    ['this-price', fill(approve.thisPrice, { price })],
    ['up-to', approve.upTo],
  ];
  return html`<fieldset class="future">
    <legend>${approve.next}</legend>
    ${rules.map(
      ([rule, name]) => html`<label class="rule">
        <input type="radio" name="rule" .checked=${future.rule === rule} @change=${() => actions.setFuture({ rule })} />
        <span>${name}</span>
      </label>`,
    )}
    ${
      future.rule === 'up-to'
        ? html`<div class="field">
          <label for="up-to-amount">${fill(approve.upToAmount, { symbol: shown.symbol })}</label>
          <input
            id="up-to-amount"
            type="text"
            inputmode="decimal"
            aria-invalid=${amountTrouble !== undefined}
            aria-describedby="up-to-trouble"
            .value=${future.upTo}
            @input=${({ target }: InputEvent) => actions.setFuture({ upTo: (target as HTMLInputElement).value })}
          />
          <p class="hint trouble" id="up-to-trouble">${amountTrouble ? fill(trouble[amountTrouble], { price }) : nothing}</p>
        </div>`
        : nothing
    }
    ${
      future.rule === 'ask'
        ? nothing
        : html`<div class="field">
          <label for="days">${approve.for}</label>
          <select
            id="days"
            @change=${({ target }: Event) => actions.setFuture({ days: Number((target as HTMLSelectElement).value) })}
          >
            ${DAYS.map(
              (days, index) =>
                html`<option value=${days} ?selected=${days === future.days}>${approve.days[index]}</option>`,
            )}
          </select>
        </div>`
    }
  </fieldset>`;
}
