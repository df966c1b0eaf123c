/** Whether web pages may see that there is a wallet, and which sites see its address. */

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SiteSettings } from '../../worker/settings.js';
import { siteName } from '../parts/plain-text.js';
import { savedNote } from './budgets-view.js';
import type { OptionsView } from './state.js';

export function listingView(all: OptionsView): TemplateResult {
  const { words, status, actions, saved } = all;
  if (!status) return html``;
  const { listing } = words.texts;
  const change = ({ target }: Event) => {
    const listed = (target as HTMLInputElement).checked;
    void actions.save('listing', (settings) => ({ ...settings, listed }));
  };
  return html`<section class="panel" aria-labelledby="listing">
    <h2 id="listing">${listing.option}</h2>
    <p class="lead" id="listing-lead">${listing.optionLead}</p>
    <label class="check">
      <input
        type="checkbox"
        name="listed"
        aria-describedby="listing-lead"
        .checked=${live(status.settings.listed === true)}
        @change=${change}
      />
      <span>${listing.list}</span>
    </label>
    <p class="hint">${listing.listHint} ${savedNote(saved === 'listing', all)}</p>
  </section>`;
}

/** In the list of sites: where the address was shown, and the way back. */
export function seesAddressView(
  origin: string,
  { seesAddress, ...site }: SiteSettings,
  { words, actions }: OptionsView,
): TemplateResult | typeof nothing {
  if (!seesAddress) return nothing;
  const { listing, options } = words.texts;
  return html`<div class="between grants">
    <span class="grow">${listing.sees}</span>
    <button class="quiet small" @click=${() => actions.setSite(origin, site)}>
      ${options.revoke}<span class="unseen">: ${listing.sees}, ${siteName(origin)}</span>
    </button>
  </div>`;
}
