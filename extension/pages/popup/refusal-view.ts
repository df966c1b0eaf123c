/** Why the page that a person looks at was not paid, and what can be done about it. */

import { html, nothing, type TemplateResult } from 'lit';
import { nextRenewal } from '../../../src/budget.js';
import type { ShownLimit, ShownRefusal } from '../../messages/panel.js';
import type { RefusalCode } from '../../refusal.js';
import { priceText, unitOf } from '../parts/amounts.js';
import { fill, reasonText } from '../parts/words.js';
import type { OpenView } from './state.js';

/** A person's yes would have been enough, and there was none. */
const FOR_A_PERSON: ReadonlySet<RefusalCode> = new Set([
  ...(['not_granted', 'new_seller', 'grant_expired', 'payee_changed', 'price_changed', 'above_threshold'] as const),
  ...(['many_new_payees', 'clock_jumped', 'many_failures', 'declined', 'too_fast'] as const),
]);

/** Whether the page itself can be paid by a click on our own button: that asks, whatever was answered before. */
export function isForPerson(refusal: ShownRefusal | null): boolean {
  return refusal?.isPage === true && FOR_A_PERSON.has(refusal.code);
}

export function refusalView(view: OpenView): TemplateResult | typeof nothing {
  const { refusal, words, actions } = view;
  // Whoever reads this has unlocked the account since.
  if (!refusal || refusal.code === 'locked') return nothing;
  const { code, limit } = refusal;
  // A person's own no needs no reason.
  const reason = code === 'declined' ? '' : reasonText(code, words.texts);
  return html`<div class="note warn refusal">
    <span>
      <b>${words.texts.popup.notPaid}</b> ${reason}
      ${limit ? html`<span class="hint">${limitSentence(limit, view)}</span>` : nothing}
    </span>
    ${
      limit
        ? html`<button class="quiet small" @click=${() => actions.open('options')}>
            ${words.texts.popup.changeLimits}
          </button>`
        : nothing
    }
  </div>`;
}

/** How much is left of it, and when there is more again. */
function limitSentence({ level, scope, asset, leftAtomic, limitAtomic }: ShownLimit, view: OpenView): string {
  const { words, status, now } = view;
  const { popup } = words.texts;
  const { settings } = status;
  const unit = unitOf(settings.network, asset);
  const left = fill(popup.leftOf, {
    left: priceText(leftAtomic, unit, words.language),
    limit: priceText(limitAtomic, unit, words.language),
  });
  // Months begin at midnight where the settings were made, wherever this is read.
  const date = new Intl.DateTimeFormat(words.language, { dateStyle: 'long', timeZone: 'UTC' });
  const renewal = nextRenewal(now, settings) + settings.utcOffsetMinutes * 60_000;
  const renews = {
    payment: '',
    day: popup.renewsByDay,
    month: fill(popup.renewsOn, { date: date.format(renewal) }),
  };
  return `${popup.limits[level][scope]}: ${left}. ${renews[scope]}`.trim();
}
