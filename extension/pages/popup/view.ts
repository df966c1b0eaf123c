/** The popup of an open account. */

import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../../elements/paywall/icons.js';
import type { HistoryEntry } from '../../messages/panel.js';
import { priceText, thousandths, unitOf } from '../parts/amounts.js';
import { brand, networkBadge, phaseSign, SHAPES } from '../parts/drawings.js';
import { networkKindOf } from '../parts/network-kind.js';
import { phaseOf } from '../parts/payment-phase.js';
import { placeOf, titleOf } from '../parts/payment-title.js';
import { fill, type Words } from '../parts/words.js';
import { siteView } from './site-view.js';
import type { OpenView, PopupActions } from './state.js';
import { tightest } from './tightest.js';

export function openView(view: OpenView): TemplateResult {
  const { words, status, actions, notice } = view;
  const { common, popup } = words.texts;
  const kind = networkKindOf(status.settings);
  const pauseName = status.settings.paused ? popup.resumeAll : popup.pauseAll;
  return html`<header class="between">
      ${brand(networkBadge(kind, words.texts))}
      <div class="row tools">
        <button class="tool" aria-label=${common.settings} title=${common.settings} @click=${() => actions.open('options')}>
          ${icon(SHAPES.gear)}
        </button>
        <button class="tool pause-all" aria-label=${pauseName} title=${pauseName} @click=${actions.pauseAll}>
          ${icon(status.settings.paused ? SHAPES.play : SHAPES.pause)}
        </button>
        <button class="tool" aria-label=${popup.lock} title=${popup.lock} @click=${actions.lock}>
          ${icon(SHAPES.lock)}
        </button>
      </div>
    </header>
    <main tabindex="-1">${notices(view)} ${notice} ${balanceView(view)} ${siteView(view)} ${budgetView(view)} ${lastView(view)}</main>`;
}

function notices({ words, status, needsBackup, held, actions }: OpenView): TemplateResult {
  const { popup, onboarding } = words.texts;
  const { waiting, settings } = status;
  const sentence = fill(popup.questions[waiting === 1 ? 0 : 1], { count: waiting });
  return html`${
    waiting > 0
      ? html`<div class="note warn">
        <span>${sentence}</span><button class="main small" @click=${actions.answer}>${popup.answer}</button>
      </div>`
      : nothing
  }
  ${
    settings.paused
      ? html`<div class="note warn">
        <span>${popup.paused}</span>
        <button class="quiet small" @click=${actions.pauseAll}>${popup.resumeAll}</button>
      </div>`
      : nothing
  }
  ${
    held
      ? html`<div class="note warn">
        <span>${fill(popup.holdsUp, { place: placeOf(held) })}</span>
        <button class="quiet small" @click=${() => actions.open('history', `#${held.id}`)}>${popup.wayOut}</button>
      </div>`
      : nothing
  }
  ${
    needsBackup
      ? html`<div class="note warn">
        <span>${popup.writeWords}</span>
        <button class="quiet small" @click=${() => actions.open('onboarding', '#backup')}>${onboarding.doDrill}</button>
      </div>`
      : nothing
  }`;
}

function balanceView({ balances, words, actions }: OpenView): TemplateResult {
  const { popup, common } = words.texts;
  const known = Array.isArray(balances) ? balances : [];
  const [first, ...rest] = known;
  const isEmpty = first !== undefined && known.every(({ atomic }) => BigInt(atomic) === 0n);
  const shown = !first
    ? html`<p class="muted">${balances === 'unknown' ? popup.nodeDown : common.loading}</p>`
    : html`<p class="figure number">${priceText(first.atomic, first, words.language)}</p>
        <p class="others muted">
          ${rest.map((one) => html`<span class="number">${priceText(one.atomic, one, words.language)}</span>`)}
        </p>
        ${isEmpty ? html`<p class="hint">${popup.noMoney}</p>` : nothing}`;
  return html`<section class="balance" aria-labelledby="balance">
    <div class="between">
      <h1 id="balance" class="kicker">${popup.balance}</h1>
      <button class="${isEmpty ? 'main' : 'quiet'} small" @click=${() => actions.open('onboarding', '#top-up')}>${popup.topUp}</button>
    </div>
    ${shown}
  </section>`;
}

function budgetView({ left, status, site, words }: OpenView): TemplateResult {
  const { popup } = words.texts;
  const { network, sites } = status.settings;
  const shown = tightest(left, site !== undefined && sites[site.origin] !== undefined);
  if (shown.length === 0) return html``;
  return html`<section aria-labelledby="budget">
    <h2 id="budget" class="kicker">${popup.budget}</h2>
    <ul class="limits">
      ${shown.map((limit) => {
        const unit = unitOf(network, limit.asset);
        const name = popup.limits[limit.level][limit.scope];
        const [rest, all] = [BigInt(limit.leftAtomic), BigInt(limit.limitAtomic)];
        const text = fill(popup.leftOf, {
          left: priceText(rest, unit, words.language),
          limit: priceText(all, unit, words.language),
        });
        return html`<li ?data-used-up=${rest <= 0n}>
          <span>${name}</span>
          <progress max="1000" .value=${thousandths(rest, all)} aria-label=${`${name}: ${text}`}></progress>
          <span class="number muted">${text}</span>
        </li>`;
      })}
    </ul>
  </section>`;
}

function lastView({ last, words, actions }: OpenView): TemplateResult {
  const { popup } = words.texts;
  return html`<section aria-labelledby="last">
    <div class="between">
      <h2 id="last" class="kicker">${popup.lastPayments}</h2>
      ${
        last.length > 0
          ? html`<button class="link" @click=${() => actions.open('history')}>
            ${popup.all}<span class="unseen"> ${words.texts.common.history}</span>
          </button>`
          : nothing
      }
    </div>
    ${last.length === 0 ? html`<p class="muted">${popup.noPayments}</p>` : nothing}
    <ul class="payments">${last.map((entry) => paymentView(entry, words, actions))}</ul>
  </section>`;
}

function paymentView(entry: HistoryEntry, { texts, language }: Words, actions: PopupActions): TemplateResult {
  const phase = phaseOf(entry);
  return html`<li>
    <div class="between">
      <span class="grow name">${titleOf(entry, texts)}</span>
      <span class="number cost">${priceText(entry.amountAtomic, entry, language)}</span>
    </div>
    <div class="between"><span class="muted grow name">${placeOf(entry)}</span>${phaseSign(phase, texts)}</div>
    ${
      phase === 'undelivered'
        ? html`<button class="link way-out" @click=${() => actions.open('history', `#${entry.id}`)}>
          ${texts.popup.wayOut}<span class="unseen"> ${titleOf(entry, texts)}</span>
        </button>`
        : nothing
    }
  </li>`;
}
