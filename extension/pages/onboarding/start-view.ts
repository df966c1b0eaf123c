/** The first step: everything that an account needs, on one page, and one click. */

import { html, nothing, type TemplateResult } from 'lit';
import { priceText } from '../parts/amounts.js';
import { EMBEDDED_NODE, type NetworkKind } from '../parts/network-kind.js';
import { fill } from '../parts/words.js';
import { MONTHS } from './budget-choice.js';
import type { OnboardingView } from './state.js';
import { strengthOf } from './strength.js';

export function startView(all: OnboardingView): TemplateResult {
  const { words, form, actions, busy } = all;
  const { onboarding, common } = words.texts;
  const create = (event: SubmitEvent) => {
    event.preventDefault();
    void actions.create();
  };
  return html`<h1 tabindex="-1">${onboarding.title}</h1>
    <p class="lead">${onboarding.lead}</p>
    <form @submit=${create} class="start">
      ${wayView(all)} ${form.way === 'import' ? seedView(all) : nothing} ${passphraseView(all)} ${budgetView(all)}
      ${networkView(all)}
      <button class="main wide top" aria-disabled=${busy}>
        ${busy ? common.busy : form.way === 'new' ? onboarding.create : onboarding.import}
      </button>
    </form>`;
}

function wayView({ words, form, actions }: OnboardingView): TemplateResult {
  const { onboarding } = words.texts;
  const ways = [
    ['new', onboarding.newAccount, onboarding.newAccountHint],
    ['import', onboarding.ownWords, onboarding.ownWordsHint],
  ] as const;
  return html`<fieldset class="field">
    <legend class="unseen">${onboarding.title}</legend>
    <div class="choices two">
      ${ways.map(
        ([way, name, hint]) => html`<label class="choice">
          <input type="radio" name="way" .checked=${form.way === way} @change=${() => actions.setForm({ way })} />
          <span><b>${name}</b><small>${hint}</small></span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

function seedView({ words, form, actions }: OnboardingView): TemplateResult {
  const { onboarding } = words.texts;
  const write = ({ target }: InputEvent) => actions.setForm({ seed: (target as HTMLTextAreaElement).value });
  return html`<div class="field">
    <label for="seed">${onboarding.words}</label>
    <textarea
      id="seed"
      rows="3"
      required
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      aria-describedby="seed-hint"
      .value=${form.seed ?? ''}
      @input=${write}
    ></textarea>
    <p class="hint" id="seed-hint">${onboarding.wordsHint}</p>
  </div>`;
}

function passphraseView({ words, form, actions }: OnboardingView): TemplateResult {
  const { onboarding, common } = words.texts;
  const strength = strengthOf(form.passphrase);
  const write = ({ target }: InputEvent) => actions.setForm({ passphrase: (target as HTMLInputElement).value });
  return html`<div class="field">
    <label for="passphrase">${common.passphrase}</label>
    <input
      id="passphrase"
      type="password"
      autocomplete="new-password"
      required
      minlength="8"
      maxlength="1000"
      autofocus
      aria-describedby="passphrase-hint strength"
      .value=${form.passphrase}
      @input=${write}
    />
    <div class="strength" data-strength=${form.passphrase === '' ? '' : strength} aria-hidden="true">
      <i></i><i></i><i></i>
    </div>
    <p class="hint">
      <span id="strength" aria-live="polite">${form.passphrase === '' ? nothing : `${onboarding.strength[strength]}. `}</span
      ><span id="passphrase-hint">${onboarding.passphraseHint}</span>
    </p>
  </div>`;
}

function budgetView({ words, form, actions }: OnboardingView): TemplateResult {
  const { onboarding } = words.texts;
  return html`<fieldset class="field" aria-describedby="budget-hint">
    <legend>${onboarding.budget}</legend>
    <div class="choices three">
      ${MONTHS.map((month) => {
        const amount = priceText(month, { symbol: 'STX', decimals: 0 }, words.language);
        return html`<label class="choice">
          <input type="radio" name="month" .checked=${form.month === month} @change=${() => actions.setForm({ month })} />
          <span>${fill(onboarding.perMonth, { amount })}</span>
        </label>`;
      })}
    </div>
    <p class="hint" id="budget-hint">${onboarding.budgetHint}</p>
  </fieldset>`;
}

const KINDS: readonly NetworkKind[] = ['mainnet', 'testnet', 'embedded'];

function networkView({ words, form, actions }: OnboardingView): TemplateResult {
  const { onboarding, common } = words.texts;
  const choose = (kind: NetworkKind) =>
    actions.setForm({ kind, nodeUrl: kind === 'embedded' ? (form.nodeUrl ?? EMBEDDED_NODE) : undefined });
  const write = ({ target }: InputEvent) => actions.setForm({ nodeUrl: (target as HTMLInputElement).value });
  return html`<fieldset class="field">
      <legend>${onboarding.network}</legend>
      <div class="choices three">
        ${KINDS.map(
          (kind) => html`<label class="choice">
            <input type="radio" name="network" .checked=${form.kind === kind} @change=${() => choose(kind)} />
            <span>${common.networks[kind]}</span>
          </label>`,
        )}
      </div>
    </fieldset>
    ${
      form.kind === 'embedded'
        ? html`<div class="field">
          <label for="node">${onboarding.node}</label>
          <input
            id="node"
            type="url"
            required
            aria-describedby="node-hint"
            .value=${form.nodeUrl ?? ''}
            @input=${write}
          />
          <p class="hint" id="node-hint">${onboarding.nodeHint}</p>
        </div>`
        : nothing
    }`;
}
