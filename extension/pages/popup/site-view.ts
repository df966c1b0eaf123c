/** What the popup says of the page that a person looks at, and what can be decided for its site. */

import { html, nothing, type TemplateResult } from 'lit';
import { isForeignName, siteName } from '../parts/plain-text.js';
import { isPartlyPaid } from '../parts/site-rule.js';
import { isForPerson, refusalView } from './refusal-view.js';
import type { OpenView } from './state.js';

export function siteView(view: OpenView): TemplateResult {
  const { site, status, words, busy, actions } = view;
  const { popup, approve } = words.texts;
  if (!site) {
    return html`<section class="panel" aria-labelledby="site">
      <h2 id="site" class="kicker">${popup.thisSite}</h2>
      <p class="muted">${popup.noSite}</p>
    </section>`;
  }
  const own = status.settings.sites[site.origin] ?? {};
  const isOn = paysHere(view) && site.hasAccess && !own.blocked;
  return html`<section class="panel site" aria-labelledby="site">
    <h2 id="site" class="kicker">${popup.thisSite}</h2>
    <p class="host">${siteName(site.origin)}</p>
    ${isForeignName(site.origin) ? html`<p class="hint">${approve.spelling}</p>` : nothing}
    ${
      own.blocked
        ? html`<p class="lead">${popup.siteBlocked}</p>`
        : html`<div class="between switching">
            <span class="grow">
              <label id="automatic">${popup.automatic}</label>
              <span class="hint" id="automatic-hint">${isOn ? (own.automatic ? popup.automaticHint : popup.partlyHint) : hintOf(view)}</span>
            </span>
            <button
              class="switch"
              role="switch"
              aria-checked=${isOn}
              aria-labelledby="automatic"
              aria-describedby="automatic-hint"
              ?disabled=${busy}
              @click=${() => actions.setAutomatic(!isOn)}
            ></button>
          </div>
          ${own.paused ? html`<p class="note warn">${popup.sitePaused}</p>` : refusalView(view)}`
    }
    <div class="row choices-row">${siteButtons(view)}</div>
  </section>`;
}

/** All of it, or what was allowed in one asset or to one payee: switched off, all of that ends. */
function paysHere({ site, status, given }: OpenView): boolean {
  const own = (site && status.settings.sites[site.origin]) ?? {};
  return own.automatic === true || isPartlyPaid(own, given);
}

function hintOf(view: OpenView): string {
  const { popup } = view.words.texts;
  return paysHere(view) ? popup.noAccess : popup.asksHint;
}

function siteButtons(view: OpenView): TemplateResult {
  const { site, status, refusal, words, actions } = view;
  const { popup } = words.texts;
  const own = (site && status.settings.sites[site.origin]) ?? {};
  if (own.blocked) {
    return html`<button class="quiet small" @click=${() => actions.setSite({ blocked: false })}>
      ${popup.unblockSite}
    </button>`;
  }
  return html`${
    paysHere(view) && site?.hasAccess && !isForPerson(refusal)
      ? html`<button class="quiet small" @click=${() => actions.setSite({ paused: !own.paused })}>
          ${own.paused ? popup.resumeSite : popup.pauseSite}
        </button>`
      : html`<button class="quiet small" title=${popup.payOnceHint} @click=${actions.payOnce}>${popup.payOnce}</button>`
  }
    <button class="quiet small" @click=${() => actions.setSite({ blocked: true, automatic: false })}>
      ${popup.blockSite}
    </button>`;
}
