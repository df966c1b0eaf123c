/** One payment of the history, and the ways out where it was not delivered. */

import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryEntry } from '../../messages/panel.js';
import { priceText } from '../parts/amounts.js';
import { phaseSign } from '../parts/drawings.js';
import { canTakeBack, holdingUp } from '../parts/holding-up.js';
import { phaseOf } from '../parts/payment-phase.js';
import { placeOf, titleOf } from '../parts/payment-title.js';
import { plainText } from '../parts/plain-text.js';
import { fill, reasonText } from '../parts/words.js';
import type { Texts } from '../texts/texts.js';
import type { HistoryView } from './state.js';

const STX = { symbol: 'STX', decimals: 6 };

export function entryView(entry: HistoryEntry, view: HistoryView): TemplateResult {
  const { words, recent, now } = view;
  const { history } = words.texts;
  const phase = phaseOf(entry);
  const date = new Intl.DateTimeFormat(words.language, { dateStyle: 'medium', timeStyle: 'short' });
  const title = titleOf(entry, words.texts);
  const isHoldingUp = holdingUp(recent, now)?.id === entry.id;
  return html`<li class="entry" tabindex="-1" data-entry=${entry.id}>
    <div class="between first">
      <b class="grow"><bdi>${title}</bdi></b>
      <b class="number" ?data-void=${phase === 'released' || phase === 'cancelled'}>
        ${priceText(entry.amountAtomic, entry, words.language)}
      </b>
    </div>
    <div class="between second">
      <span class="grow muted">
        ${placeOf(entry)} · <time datetime=${new Date(entry.at).toISOString()}>${date.format(entry.at)}</time>
      </span>
      ${phaseSign(phase, words.texts)}
    </div>
    ${phase === 'undelivered' ? undeliveredView(entry, view) : isHoldingUp ? holdingUpView(entry, view) : nothing}
    <details>
      <summary>${history.details}<span class="unseen">: ${title}</span></summary>
      ${factsView(entry, view)}
      ${phase === 'undelivered' || isHoldingUp ? nothing : takeBackView(entry, view)}
    </details>
  </li>`;
}

/** The others wait for it, and it may be that nobody sends it. */
function holdingUpView(entry: HistoryEntry, view: HistoryView): TemplateResult {
  return html`<div class="way-out">
    <p><b>${view.words.texts.history.holdsUp}</b></p>
    ${takeBackView(entry, view)}
  </div>`;
}

function undeliveredView(entry: HistoryEntry, view: HistoryView): TemplateResult {
  const { words, actions, copied, recent, now } = view;
  const { history, common } = words.texts;
  const unseen = ofWhich(entry, words.texts);
  return html`<div class="way-out">
    <p>
      <b>${history.undelivered}</b>
      ${entry.reason === undefined ? nothing : html`<br />${history.reason}: ${reasonText(entry.reason, words.texts)}`}
      ${holdingUp(recent, now)?.id === entry.id ? html`<br />${history.holdsUp}` : nothing}
    </p>
    <div class="way">
      <button class="main small" @click=${() => actions.present(entry)}>
        ${history.present}${unseen}
      </button>
      <span class="hint">${history.presentHint}</span>
    </div>
    ${takeBackView(entry, view)}
    <div class="way">
      <button class="quiet small" @click=${() => actions.copyLetter(entry)}>
        ${copied === entry.id ? common.copied : history.write}${unseen}
      </button>
      <span class="hint">${entry.closedAt === undefined ? history.writeHint : `${history.cashed} ${history.writeHint}`}</span>
    </div>
  </div>`;
}

/** Who hears the buttons one after the other hears what each is for. */
function ofWhich(entry: HistoryEntry, texts: Texts): TemplateResult {
  return html`<span class="unseen">: ${titleOf(entry, texts)}</span>`;
}

/** Where it can be; once more, where it is being taken back and the network has not heard of it yet. */
function takeBackView(
  entry: HistoryEntry,
  { words, actions, busy, recent, now }: HistoryView,
): TemplateResult | typeof nothing {
  if (!canTakeBack(entry, recent, now)) return nothing;
  const { history } = words.texts;
  const fee = priceText(entry.maxFeeAtomic, STX, words.language);
  const [name, hint] = entry.cancel
    ? [history.takeBackAgain, history.takeBackAgainHint]
    : [history.takeBack, fill(history.takeBackHint, { fee })];
  return html`<div class="way">
    <button class="quiet small" ?disabled=${busy} @click=${() => actions.takeBack(entry)}>${name}${ofWhich(entry, words.texts)}</button>
    <span class="hint">${hint}</span>
  </div>`;
}

function factsView(entry: HistoryEntry, { words }: HistoryView): TemplateResult {
  const { history } = words.texts;
  const { txid, payTo, resource, feeAtomic, maxFeeAtomic, reason, cancel, withdrawal } = entry;
  const fee = priceText(feeAtomic ?? maxFeeAtomic, STX, words.language);
  const rows: readonly (readonly [string, string])[] = [
    ...(withdrawal ? [] : [[history.page, plainText(resource, 300)] as const]),
    [history.payee, payTo],
    ...(txid === undefined ? [] : [[history.transaction, txid] as const]),
    ...(cancel === undefined ? [] : [[history.takeBack, cancel.txid] as const]),
    [feeAtomic === undefined ? history.feeUpTo : history.fee, fee],
    ...(reason === undefined ? [] : [[history.reason, reasonText(reason, words.texts)] as const]),
  ];
  return html`<dl>
    ${rows.map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}
  </dl>`;
}
