/** The steps of onboarding after the first one. */

import { html, nothing, type TemplateResult } from 'lit';
import { priceText } from '../parts/amounts.js';
import { brand } from '../parts/drawings.js';
import { networkKindOf } from '../parts/network-kind.js';
import { qrCode } from '../parts/qr-code.js';
import { fill } from '../parts/words.js';
import { startView } from './start-view.js';
import type { OnboardingView } from './state.js';

const STEPS = { start: startView, words: wordsView, drill: drillView, backup: backupView, topUp: topUpView };

export function view(all: OnboardingView): TemplateResult {
  if (all.step === 'loading') return html``;
  return html`<div class="wrap">
    <header class="bar">${brand()}</header>
    <main class="panel card-like">${STEPS[all.step](all)} ${all.notice}</main>
  </div>`;
}

function wordsView({ words, seed = [], actions, needsBackup }: OnboardingView): TemplateResult {
  const { onboarding } = words.texts;
  return html`<h1 tabindex="-1">${onboarding.wordsTitle}</h1>
    <p class="lead">${onboarding.wordsLead}</p>
    <ol class="seed" translate="no" lang="en">
      ${seed.map((word, index) => html`<li><span class="muted">${index + 1}</span><b>${word}</b></li>`)}
    </ol>
    <p class="note warn">${onboarding.wordsWarning}</p>
    <div class="row top">
      <button class="main" @click=${() => actions.go('drill')}>${onboarding.written}</button>
      ${needsBackup ? html`<button class="quiet" @click=${() => actions.go('topUp')}>${onboarding.later}</button>` : nothing}
    </div>`;
}

function drillView({ words, asked = [], actions, drillFailed, busy }: OnboardingView): TemplateResult {
  const { onboarding } = words.texts;
  const check = (event: SubmitEvent) => {
    event.preventDefault();
    const inputs = [...(event.target as HTMLFormElement).querySelectorAll('input')];
    void actions.checkDrill(inputs.map(({ value }) => value));
  };
  return html`<h1 tabindex="-1">${onboarding.drillTitle}</h1>
    <p class="lead">${onboarding.drillLead}</p>
    <form @submit=${check} class="drill" autocomplete="off">
      ${asked.map(
        (position) => html`<div class="field">
          <label for=${`word-${position}`}>${fill(onboarding.wordNumber, { number: position + 1 })}</label>
          <input
            id=${`word-${position}`}
            type="text"
            required
            autocapitalize="none"
            spellcheck="false"
            aria-invalid=${drillFailed ? 'true' : 'false'}
          />
        </div>`,
      )}
      <p class="trouble" role="alert">${drillFailed ? onboarding.drillWrong : nothing}</p>
      <div class="row top">
        <button class="main" aria-disabled=${busy}>${onboarding.check}</button>
        <button class="quiet" type="button" @click=${() => actions.go('words')}>${onboarding.back}</button>
      </div>
    </form>`;
}

/** The words of an account that was made earlier. */
function backupView({ words, actions, busy }: OnboardingView): TemplateResult {
  const { common, options } = words.texts;
  const reveal = (event: SubmitEvent) => {
    event.preventDefault();
    void actions.reveal(String(new FormData(event.target as HTMLFormElement).get('passphrase') ?? ''));
  };
  return html`<h1 tabindex="-1">${options.backup}</h1>
    <p class="lead">${options.backupLead}</p>
    <form @submit=${reveal}>
      <div class="field">
        <label for="passphrase">${common.passphrase}</label>
        <input id="passphrase" name="passphrase" type="password" autocomplete="current-password" required />
      </div>
      <button class="main top" aria-disabled=${busy}>${options.reveal}</button>
    </form>`;
}

function topUpView(all: OnboardingView): TemplateResult {
  const { words, status, needsBackup, showsAddress, actions } = all;
  const { onboarding } = words.texts;
  const kind = status && networkKindOf(status.settings);
  if (needsBackup && !showsAddress) {
    return html`<h1 tabindex="-1">${onboarding.topUpTitle}</h1>
      <p class="lead">${onboarding.topUpDrill}</p>
      <div class="row top">
        <button class="main" @click=${() => actions.go('backup')}>${onboarding.doDrill}</button>
        ${
          kind === 'mainnet'
            ? nothing
            : html`<button class="quiet" @click=${actions.showAddress}>${onboarding.skipDrill}</button>`
        }
      </div>`;
  }
  return html`<h1 tabindex="-1">${onboarding.topUpTitle}</h1>
    <p class="lead">${onboarding.topUpLead}</p>
    ${addressView(all)}
    <p class="top">${onboarding.ready}</p>
    <p class="hint">${onboarding.hot}</p>`;
}

function addressView({ words, status, actions, copied, balances = [] }: OnboardingView): TemplateResult {
  const { onboarding, common } = words.texts;
  const address = status?.address;
  if (address === undefined) return html`<p class="note warn top">${words.texts.popup.lockedLead}</p>`;
  const arrived = balances.filter(({ atomic }) => BigInt(atomic) > 0n);
  const kind = networkKindOf(status?.settings ?? { network: 'stacks:1' });
  return html`<div class="receive">
    ${qrCode(address, onboarding.qr)}
    <div class="grow">
      <p class="label">${onboarding.address} <span class="badge">${common.networks[kind]}</span></p>
      <code class="address" translate="no">${address}</code>
      <button class="quiet top small" @click=${() => actions.copy(address)}>${copied ? common.copied : common.copy}</button>
      <p class="arrival" role="status">
        ${
          arrived.length === 0
            ? html`<span class="muted">${onboarding.empty}</span>`
            : arrived.map(
                (one) =>
                  html`<b>
                  ${fill(onboarding.arrived, { amount: priceText(one.atomic, one, words.language) })}
                </b>`,
              )
        }
      </p>
    </div>
  </div>`;
}
