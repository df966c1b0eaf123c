/** Limits of each asset, and those that are for all of them. */

import { html, nothing, type TemplateResult } from 'lit';
import { assetsOf } from '../../../src/assets.js';
import { formatDecimalAmount } from '../../../src/money.js';
import type { Settings } from '../../worker/settings.js';
import { typedAmount, type Unit } from '../parts/amounts.js';
import { fill } from '../parts/words.js';
import { markAmounts } from './amount-fields.js';
import { type LimitName, limitText, OWN_LIMITS, SHARES, withBudget } from './limit-fields.js';
import type { OptionsView } from './state.js';

export function budgetsView(all: OptionsView): TemplateResult {
  const { words, status, asset, actions, saved } = all;
  if (!status) return html``;
  const { options, common } = words.texts;
  const assets = assetsOf(status.settings.network);
  const unit = assets.find(({ id }) => id === asset) ?? assets[0];
  if (!unit) return html``;
  const budget = status.settings.assets[unit.id];
  return html`<section class="panel top" aria-labelledby="budgets">
    <h2 id="budgets">${options.budgets}</h2>
    <p class="lead">${options.budgetsLead}</p>
    <div class="tabs" role="group" aria-label=${words.texts.history.asset}>
      ${assets.map(
        ({ id, symbol }) => html`<button
          class="tab"
          type="button"
          aria-pressed=${id === unit.id}
          @click=${() => actions.choose({ asset: id })}
        >
          ${symbol}
        </button>`,
      )}
    </div>
    <form @submit=${submitting(all, (data, settings) => withBudget(settings, unit.id, unit, data), unit.decimals)}>
      ${
        unit.id === 'STX'
          ? nothing
          : html`<label class="check">
            <input type="checkbox" name="use" .checked=${budget !== undefined} />
            <span>${fill(options.use, { symbol: unit.symbol })}</span>
          </label>`
      }
      <div class="grid">${OWN_LIMITS.map((limit) => limitField(limit, unit, all))}</div>
      <h3 class="top">${options.shares}</h3>
      <p class="hint">${options.sharesHint}</p>
      <div class="grid">${SHARES.map((limit) => limitField(limit, unit, all))}</div>
      <div class="row top"><button class="main">${common.save}</button>${savedNote(saved === 'budgets', all)}</div>
    </form>
    ${generalView(all)}
  </section>`;
}

function limitField(
  limit: LimitName,
  unit: Unit & { readonly id: string },
  { words, status }: OptionsView,
): TemplateResult {
  const { options } = words.texts;
  return html`<div class="field">
    <label for=${limit}>${options[limit]} <span class="muted">(${unit.symbol})</span></label>
    <input
      id=${limit}
      name=${limit}
      type="text"
      inputmode="decimal"
      placeholder=${options.noLimit}
      .value=${limitText(status?.settings.assets[unit.id], limit, unit)}
    />
  </div>`;
}

function generalView(all: OptionsView): TemplateResult {
  const { words, status, saved } = all;
  if (!status) return html``;
  const { options, common } = words.texts;
  const { renewalDay, newPayeesPerDay, perMinute, maxFeeAtomic } = status.settings;
  const numbers = [
    ['renewalDay', options.renewalDay, renewalDay, 1, 31],
    ['newPayeesPerDay', options.newPayees, newPayeesPerDay, 0, 1000],
    ['perMinute', options.perMinute, perMinute, 0, 1000],
  ] as const;
  const submit = submitting(
    all,
    (data, settings) => ({
      ...settings,
      ...Object.fromEntries(numbers.map(([name]) => [name, Number(data.get(name))])),
      maxFeeAtomic: typedAmount(String(data.get('maxFee')), 6).toString(),
    }),
    6,
    'general',
  );
  return html`<form class="general" @submit=${submit}>
    <h3>${options.everyAsset}</h3>
    <div class="grid">
      ${numbers.map(
        ([name, label, value, min, max]) => html`<div class="field">
          <label for=${name}>${label}</label>
          <input id=${name} name=${name} type="number" required min=${min} max=${max} step="1" .value=${String(value)} />
        </div>`,
      )}
      <div class="field">
        <label for="maxFee">${options.maxFee}</label>
        <input
          id="maxFee"
          name="maxFee"
          type="text"
          inputmode="decimal"
          required
          .value=${formatDecimalAmount(BigInt(maxFeeAtomic), 6)}
        />
      </div>
    </div>
    <div class="row top"><button class="main">${common.save}</button>${savedNote(saved === 'general', all)}</div>
  </form>`;
}

export function savedNote(isSaved: boolean, { words }: OptionsView): TemplateResult | typeof nothing {
  return isSaved ? html`<span class="saved">${words.texts.common.saved}</span>` : nothing;
}

/** Of a form with amounts: what cannot be read is marked, and nothing is saved. */
export function submitting(
  { actions }: OptionsView,
  change: (data: FormData, settings: Settings) => Settings,
  decimals: number,
  section = 'budgets',
): (event: SubmitEvent) => void {
  return (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    markAmounts(form, decimals);
    void actions.save(section, (settings) => change(data, settings));
  };
}
