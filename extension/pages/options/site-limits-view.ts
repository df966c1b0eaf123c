/** What a site may cost by itself: given by a person here, or by a yes to a budget that the site has asked for. */

import { html, nothing, type TemplateResult } from 'lit';
import { type Asset, assetsOf } from '../../../src/assets.js';
import type { SiteSettings } from '../../worker/settings.js';
import { priceText } from '../parts/amounts.js';
import { siteName } from '../parts/plain-text.js';
import { fill, type Words } from '../parts/words.js';
import { savedNote, submitting } from './budgets-view.js';
import { limitText, OWN_LIMITS, withSiteLimits } from './limit-fields.js';
import type { OptionsView } from './state.js';

export function siteLimitsView(origin: string, site: SiteSettings, view: OptionsView): TemplateResult | typeof nothing {
  const { words, status, saved } = view;
  if (!status) return nothing;
  const { options } = words.texts;
  const { network, assets: budgets } = status.settings;
  // In what has no budget at all, nothing is paid anyway.
  const assets = assetsOf(network).filter(({ id }) => Object.hasOwn(budgets, id));
  const limits = assets.flatMap((asset) => limitsIn(asset, site, words)).join(', ');
  const section = `limits of ${origin}`;
  return html`<details class="own">
    <summary>
      ${options.ownLimits}<span class="unseen">: ${siteName(origin)}</span>${
        limits === '' ? nothing : html`<span class="muted">: ${limits}</span>`
      }
      ${savedNote(saved === section, view)}
    </summary>
    <p class="hint">${options.ownLimitsHint}</p>
    ${assets.map((asset) => formView(asset, { origin, site, section }, view))}
  </details>`;
}

interface Place {
  readonly origin: string;
  readonly site: SiteSettings;
  /** Where it is said that it was saved. */
  readonly section: string;
}

function formView(asset: Asset, { origin, site, section }: Place, view: OptionsView): TemplateResult {
  const { options, common } = view.words.texts;
  // Fields of the same name are on the page for every site.
  const prefix = `${origin}/${asset.id}/`;
  return html`<form
    @submit=${submitting(
      view,
      (data, settings) => withSiteLimits(settings, origin, asset.id, asset, data, prefix),
      asset.decimals,
      section,
    )}
  >
    <div class="grid">
      ${OWN_LIMITS.map(
        (limit) => html`<div class="field">
          <label for=${prefix + limit}>${options[limit]} <span class="muted">(${asset.symbol})</span></label>
          <input
            id=${prefix + limit}
            name=${prefix + limit}
            type="text"
            inputmode="decimal"
            placeholder=${options.noLimit}
            .value=${limitText(site.assets?.[asset.id], limit, asset)}
          />
        </div>`,
      )}
    </div>
    <div class="row top">
      <button class="quiet small">
        ${common.save}<span class="unseen">: ${options.ownLimits}, ${siteName(origin)}, ${asset.symbol}</span>
      </button>
    </div>
  </form>`;
}

function limitsIn(asset: Asset, { assets }: SiteSettings, { texts, language }: Words): readonly string[] {
  const { perPaymentAtomic, perDayAtomic, perMonthAtomic } = assets?.[asset.id] ?? {};
  const shown = [
    [perPaymentAtomic, texts.options.aPayment],
    [perDayAtomic, texts.wish.perDay],
    [perMonthAtomic, texts.wish.perMonth],
  ] as const;
  return shown.flatMap(([atomic, sentence]) =>
    atomic === undefined ? [] : [fill(sentence, { price: priceText(atomic, asset, language) })],
  );
}
