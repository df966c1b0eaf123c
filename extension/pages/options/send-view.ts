/** Back to the main wallet, in two steps: what is sent is read once more before it goes. */

import { html, nothing, type TemplateResult } from 'lit';
import { assetsOf } from '../../../src/assets.js';
import { priceText, unitOf } from '../parts/amounts.js';
import { fill } from '../parts/words.js';
import type { OptionsView } from './state.js';

export function sendView(all: OptionsView): TemplateResult {
  const { words, status, actions, txid, transfer, busy } = all;
  if (!status) return html``;
  const { options } = words.texts;
  const check = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const all = (event.submitter as HTMLButtonElement | null)?.value === 'all';
    void actions.check(String(data.get('to')), String(data.get('asset')), all ? 'all' : String(data.get('amount')));
  };
  return html`<section class="panel" aria-labelledby="send">
    <h2 id="send">${options.send}</h2>
    <p class="lead">${options.sendLead}</p>
    <form @submit=${check} autocomplete="off">
      <div class="field">
        <label for="to">${options.to}</label>
        <input id="to" name="to" type="text" required spellcheck="false" autocapitalize="none" class="mono" />
      </div>
      <div class="field">
        <label for="amount">${options.amount}</label>
        <div class="with">
          <input id="amount" name="amount" type="text" inputmode="decimal" />
          <select name="asset" class="short" aria-label=${words.texts.history.asset}>
            ${assetsOf(status.settings.network).map(({ id, symbol }) => html`<option value=${id}>${symbol}</option>`)}
          </select>
        </div>
      </div>
      <div class="row top">
        <button class="quiet" ?disabled=${busy}>${options.sendNow}</button>
        <button class="quiet" name="all" value="all" ?disabled=${busy}>${options.everything}</button>
      </div>
    </form>
    ${transfer ? confirmView(all) : nothing}
    <p role="status" class=${txid ? 'note top' : ''}>${txid ? fill(options.sent, { txid }) : nothing}</p>
  </section>`;
}

function confirmView({ words, status, transfer, actions, busy }: OptionsView): TemplateResult {
  if (!transfer || !status) return html``;
  const { options, approve, common } = words.texts;
  const unit = unitOf(status.settings.network, transfer.asset);
  const amount = priceText(transfer.amountAtomic, unit, words.language);
  const fee = priceText(status.settings.maxFeeAtomic, { symbol: 'STX', decimals: 6 }, words.language);
  return html`<div class="confirm top">
    <dl>
      <dt>${options.amount}</dt>
      <dd><b class="number">${amount}</b></dd>
      <dt>${approve.payTo}</dt>
      <dd><code translate="no">${transfer.to}</code></dd>
      <dt>${approve.fee}</dt>
      <dd>${fill(approve.atMost, { fee })}</dd>
    </dl>
    <div class="row top">
      <button class="main" id="really-send" ?disabled=${busy} @click=${actions.send}>
        ${fill(options.reallySend, { amount })}
      </button>
      <button class="quiet" @click=${actions.forgetTransfer}>${common.cancel}</button>
    </div>
  </div>`;
}
