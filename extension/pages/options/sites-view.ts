/** What each site may do, and who is paid there. */

import { html, nothing, type TemplateResult } from 'lit';
import type { ShownGrant } from '../../messages/panel.js';
import type { SiteSettings } from '../../worker/settings.js';
import { priceText, unitOf } from '../parts/amounts.js';
import { siteName } from '../parts/plain-text.js';
import { givenFor, isPartlyPaid, type SiteRule, siteRuleOf } from '../parts/site-rule.js';
import { unlockView } from '../parts/unlock-view.js';
import { seesAddressView } from './listing-view.js';
import { siteLimitsView } from './site-limits-view.js';
import type { OptionsView } from './state.js';

const RULES: Readonly<Record<SiteRule, SiteSettings>> = {
  automatic: { automatic: true, paused: false, blocked: false },
  partly: { paused: false, blocked: false },
  asks: { automatic: false, paused: false, blocked: false },
  paused: { paused: true, blocked: false },
  blocked: { automatic: false, paused: false, blocked: true },
};

export function sitesView(view: OptionsView): TemplateResult {
  const { words, status, grants, busy, actions } = view;
  if (!status) return html``;
  const { options, history } = words.texts;
  if (status.vault === 'locked') {
    return html`<section class="panel" aria-labelledby="sites">
      <h2 id="sites">${options.sites}</h2>
      <p class="lead">${history.locked}</p>
      ${unlockView({ texts: words.texts, busy, unlock: actions.unlock, isFirst: false })}
    </section>`;
  }
  const origins = [...new Set([...Object.keys(status.settings.sites), ...grants.map(({ site }) => site)])].sort();
  return html`<section class="panel" aria-labelledby="sites">
    <h2 id="sites">${options.sites}</h2>
    <p class="lead">${options.sitesLead}</p>
    ${origins.length === 0 ? html`<p class="muted top">${options.noSites}</p>` : nothing}
    <ul class="sites">
      ${origins.map((origin) => siteView(origin, view))}
    </ul>
  </section>`;
}

function siteView(origin: string, view: OptionsView): TemplateResult {
  const { words, status, grants, actions, now } = view;
  const { options } = words.texts;
  const site = status?.settings.sites[origin] ?? {};
  const given = givenFor(origin, grants, now);
  const rule = siteRuleOf(site, given);
  const names: Readonly<Record<SiteRule, string>> = options;
  // There is nothing to keep of what was never allowed.
  const rules = (Object.keys(RULES) as SiteRule[]).filter((one) => one !== 'partly' || isPartlyPaid(site, given));
  const change = ({ target }: Event) => {
    const { automatic: _, ...rest } = site;
    void actions.setSite(origin, { ...rest, ...ruleFor((target as HTMLSelectElement).value as SiteRule, site) });
  };
  const own = grants.filter((grant) => grant.site === origin && (grant.given || isOpen(grant, site)));
  return html`<li>
    <div class="between">
      <b class="grow">${siteName(origin)}</b>
      <select class="short" aria-label=${siteName(origin)} @change=${change}>
        ${rules.map((one) => html`<option value=${one} ?selected=${one === rule}>${names[one]}</option>`)}
      </select>
      <button class="quiet small" @click=${() => actions.forgetSite(origin)}>
        ${options.forget}<span class="unseen">: ${siteName(origin)}</span>
      </button>
    </div>
    ${siteLimitsView(origin, site, view)} ${seesAddressView(origin, site, view)}
    ${own.length === 0 ? nothing : html`<ul class="grants">${own.map((grant) => grantView(grant, view))}</ul>`}
  </li>`;
}

function grantView(grant: ShownGrant, { words, actions, now }: OptionsView): TemplateResult {
  const { options } = words.texts;
  const { network, asset } = assetOf(grant.asset);
  const date = new Intl.DateTimeFormat(words.language, { dateStyle: 'medium' });
  const price = priceText(grant.upToAtomic, unitOf(network, asset), words.language);
  const until = grant.expiresAt > now ? `${options.until} ${date.format(grant.expiresAt)}` : options.expired;
  return html`<li class="between">
    <span class="grow">
      <code translate="no">${grant.payTo}</code>
      <span class="hint">
        ${grant.seller === grant.site ? nothing : html`${siteName(grant.seller)} · `}${options.upTo} ${price} ·
        ${until}
      </span>
    </span>
    <button class="quiet small" @click=${() => actions.revoke(grant)}>
      ${options.revoke}<span class="unseen">: ${grant.payTo}</span>
    </button>
  </li>`;
}

/** `stacks:1/SP….token` */
function assetOf(key: string): { readonly network: string; readonly asset: string } {
  const cut = key.indexOf('/');
  return { network: key.slice(0, cut), asset: key.slice(cut + 1) };
}

/** A pause takes nothing back. */
function ruleFor(chosen: SiteRule, { automatic }: SiteSettings): SiteSettings {
  return { ...(chosen === 'paused' && automatic && { automatic }), ...RULES[chosen] };
}

/** What the first payment there has fixed is of use only where others would be paid, too. */
function isOpen(grant: ShownGrant, { automatic, assets }: SiteSettings): boolean {
  return automatic === true || assets?.[assetOf(grant.asset).asset]?.automatic === true;
}
