/** The settings page. */

import { html, type TemplateResult } from 'lit';
import { brand, networkBadge } from '../parts/drawings.js';
import { networkKindOf } from '../parts/network-kind.js';
import { budgetsView } from './budgets-view.js';
import { listingView } from './listing-view.js';
import { networkView } from './network-view.js';
import { backupView, securityView, wipeView } from './security-view.js';
import { sendView } from './send-view.js';
import { sitesView } from './sites-view.js';
import type { OptionsView } from './state.js';

export function view(all: OptionsView): TemplateResult {
  const { words, status, notice } = all;
  const { options, common } = words.texts;
  return html`<div class="wrap">
    <header class="bar">
      ${brand(status && networkBadge(networkKindOf(status.settings), words.texts))}<nav><a href="../history/history.html">${common.history}</a></nav>
    </header>
    <main tabindex="-1">
      <h1>${options.title}</h1>
      <div class="notices">${notice}</div>
      ${status?.vault === 'empty' ? emptyView(all) : settingsView(all)}
    </main>
  </div>`;
}

function settingsView(all: OptionsView): TemplateResult {
  return html`${budgetsView(all)} ${sitesView(all)} ${listingView(all)} ${networkView(all)} ${securityView(all)} ${backupView(all)} ${sendView(all)}
    ${wipeView(all)}`;
}

/** Before there is an account, each of these settings is asked for, or set, where one is made. */
function emptyView({ words, actions }: OptionsView): TemplateResult {
  const { popup } = words.texts;
  return html`<section class="panel" aria-labelledby="set-up">
    <h2 id="set-up">${popup.setUp}</h2>
    <p class="lead">${popup.setUpLead}</p>
    <button class="main top" @click=${actions.setUp}>${popup.start}</button>
  </section>`;
}
