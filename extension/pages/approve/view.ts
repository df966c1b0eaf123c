/** One question: who, what, how much, to whom, and what is different from before. */

import { html, nothing, type TemplateResult } from 'lit';
import { coin } from '../../../elements/paywall/icons.js';
import { breakable, priceText } from '../parts/amounts.js';
import { brand, networkBadge } from '../parts/drawings.js';
import { isForeignName, plainText, siteName } from '../parts/plain-text.js';
import { fill } from '../parts/words.js';
import { futureView } from './future-view.js';
import type { ApproveView } from './state.js';

/** So often a person has said no, when blocking is offered. */
const DECLINED_BEFORE_BLOCK = 2;

export function view(all: ApproveView): TemplateResult {
  const { shown, words, notice, actions } = all;
  const { approve, common } = words.texts;
  if (!shown) {
    return html`<main class="none">
      ${brand()}
      <h1 tabindex="-1">${approve.none}</h1>
      <p class="lead">${approve.noneLead}</p>
      <button class="quiet top" @click=${actions.close}>${common.close}</button>
      ${notice}
    </main>`;
  }
  return html`<header class="between">${brand(networkBadge(all.kind, words.texts))}${queueView(all)}</header>
    <main>
      <h1 tabindex="-1"><span class="site">${siteName(shown.site)}</span> ${approve.wants}</h1>
      ${isForeignName(shown.site) ? html`<p class="note warn">${approve.spelling}</p>` : nothing} ${priceView(all)}
      <p class="why note ${shown.why === 'not_granted' ? '' : 'warn'}">${approve.why[shown.why]}</p>
      ${changesView(all)} ${factsView(all)} ${futureView(all)}
    </main>
    ${buttonsView(all)}`;
}

function queueView({ shown, questions = [], words }: ApproveView): TemplateResult | typeof nothing {
  if (!shown || questions.length < 2) return nothing;
  const number = questions.findIndex(({ id }) => id === shown.id) + 1;
  return html`<span class="badge">${fill(words.texts.approve.queue, { number, count: questions.length })}</span>`;
}

function priceView({ shown, words }: ApproveView): TemplateResult | typeof nothing {
  if (!shown) return nothing;
  return html`<div class="price">
    ${coin(shown.symbol)}<b class="number">${breakable(priceText(shown.amountAtomic, shown, words.language))}</b>
  </div>`;
}

/** Both, what was and what is: a sentence alone could not be checked. */
function changesView({ shown, words }: ApproveView): TemplateResult | typeof nothing {
  if (!shown) return nothing;
  const { approve } = words.texts;
  const { formerAtomic, formerPayees, amountAtomic, payTo } = shown;
  const price = (atomic: string) => priceText(atomic, shown, words.language);
  const rows = [
    ...(formerAtomic !== undefined && formerAtomic !== amountAtomic
      ? [[approve.price, price(formerAtomic), price(amountAtomic)] as const]
      : []),
    ...(formerPayees.length > 0 ? [[approve.payee, formerPayees.join(' '), payTo] as const] : []),
  ];
  if (rows.length === 0) return nothing;
  return html`<table class="changes">
    <thead>
      <tr>
        <td></td>
        <th scope="col">${approve.before}</th>
        <th scope="col">${approve.now}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, before, now]) => html`<tr>
          <th scope="row">${name}</th>
          <td><bdi>${before}</bdi></td>
          <td><b><bdi>${now}</bdi></b></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function factsView({ shown, kind, words }: ApproveView): TemplateResult | typeof nothing {
  if (!shown) return nothing;
  const { approve, common } = words.texts;
  const { description, resource, seller, site, payTo, formerPayees, maxFeeAtomic } = shown;
  const fee = priceText(maxFeeAtomic, { symbol: 'STX', decimals: 6 }, words.language);
  const path = URL.canParse(resource) ? new URL(resource).pathname : resource;
  const named = description === undefined ? '' : plainText(description);
  return html`<dl>
    ${named === '' ? nothing : html`<dt>${approve.what}</dt><dd><bdi>${named}</bdi></dd>`}
    <dt>${approve.address}</dt>
    <dd><bdi>${plainText(path)}</bdi></dd>
    ${seller === site ? nothing : html`<dt class="strange">${approve.seller}</dt><dd class="strange">${siteName(seller)}</dd>`}
    ${
      // Beside the former one already.
      formerPayees.length > 0 ? nothing : html`<dt>${approve.payTo}</dt><dd><code translate="no">${payTo}</code></dd>`
    }
    <dt>${approve.fee}</dt>
    <dd>${fill(approve.atMost, { fee })}</dd>
    ${
      kind === 'mainnet'
        ? nothing
        : html`<dt>${approve.network}</dt><dd>${common.networks[kind]}, ${approve.playMoney}</dd>`
    }
  </dl>`;
}

function buttonsView({ shown, words, isArmed, busy, notice, actions }: ApproveView): TemplateResult | typeof nothing {
  if (!shown) return nothing;
  const { approve } = words.texts;
  const price = priceText(shown.amountAtomic, shown, words.language);
  return html`<footer>
    ${notice}
    <div class="answers">
      <button class="quiet wide" aria-describedby="decline-hint" @click=${actions.decline}>${approve.decline}</button>
      <button class="main wide pay" aria-disabled=${busy || !isArmed} @click=${actions.pay}>
        ${fill(approve.pay, { price })}
      </button>
    </div>
    <p class="hint" id="decline-hint">${approve.declineHint}</p>
    ${
      shown.declined >= DECLINED_BEFORE_BLOCK
        ? html`<button class="danger wide" @click=${actions.block}>${approve.block}</button>`
        : nothing
    }
  </footer>`;
}
