/** Lock, passphrase, words, and the end of it all. */

import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../parts/words.js';
import { savedNote } from './budgets-view.js';
import type { OptionsView } from './state.js';

/** Reads a form's fields without letting the browser send it anywhere. */
function submitted(work: (field: (name: string) => string, form: HTMLFormElement) => void) {
  return (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    work((name) => String(data.get(name) ?? ''), form);
  };
}

export function securityView(all: OptionsView): TemplateResult {
  const { words, status, actions, saved } = all;
  const { options, common } = words.texts;
  const save = submitted(
    (field) => void actions.save('lock', (settings) => ({ ...settings, lockMinutes: Number(field('minutes')) })),
  );
  const change = submitted((field, form) => void actions.changePassphrase(field('current'), field('next'), form));
  return html`<section class="panel" aria-labelledby="security">
    <h2 id="security">${options.security}</h2>
    <form @submit=${save}>
      <div class="field">
        <label for="minutes">${options.lockMinutes}</label>
        <div class="with">
          <input
            id="minutes"
            name="minutes"
            type="number"
            required
            min="1"
            max="1440"
            step="1"
            .value=${String(status?.settings.lockMinutes ?? 30)}
          />
          <button class="main">${common.save}</button>
        </div>
        ${savedNote(saved === 'lock', all)}
      </div>
    </form>
    <form class="general" @submit=${change}>
      <div class="grid">
        <div class="field">
          <label for="current">${options.current}</label>
          <input id="current" name="current" type="password" autocomplete="current-password" required />
        </div>
        <div class="field">
          <label for="next">${options.next}</label>
          <input id="next" name="next" type="password" autocomplete="new-password" minlength="8" required />
        </div>
      </div>
      <div class="row top">
        <button class="quiet">${options.change}</button>
        ${saved === 'passphrase' ? html`<span class="saved">${options.changed}</span>` : nothing}
      </div>
    </form>
  </section>`;
}

export function backupView({ words, seed, actions }: OptionsView): TemplateResult {
  const { options, common } = words.texts;
  const reveal = submitted((field, form) => void actions.reveal(field('passphrase'), form));
  return html`<section class="panel" aria-labelledby="backup">
    <h2 id="backup">${options.backup}</h2>
    <p class="lead">${options.backupLead}</p>
    ${
      seed
        ? html`<ol class="seed" translate="no" lang="en">
            ${seed.map((word, index) => html`<li><span class="muted">${index + 1}</span><b>${word}</b></li>`)}
          </ol>
          <button class="quiet" @click=${actions.hide}>${options.hide}</button>`
        : html`<form @submit=${reveal}>
          <div class="field">
            <label for="reveal">${common.passphrase}</label>
            <div class="with">
              <input id="reveal" name="passphrase" type="password" autocomplete="current-password" required />
              <button class="quiet">${options.reveal}</button>
            </div>
          </div>
        </form>`
    }
  </section>`;
}

export function wipeView({ words, actions, wipeWord, busy }: OptionsView): TemplateResult {
  const { options, common } = words.texts;
  const isTyped = wipeWord.trim().toLowerCase() === options.wipeWord;
  const wipe = submitted((field) => isTyped && void actions.wipe(field('passphrase')));
  const write = ({ target }: InputEvent) => actions.choose({ wipeWord: (target as HTMLInputElement).value });
  return html`<section class="panel" aria-labelledby="wipe">
    <h2 id="wipe">${options.wipe}</h2>
    <p class="lead">${options.wipeLead}</p>
    <form @submit=${wipe} autocomplete="off">
      <div class="grid">
        <div class="field">
          <label for="wipe-word">${fill(options.wipeType, { word: options.wipeWord })}</label>
          <input id="wipe-word" type="text" required .value=${wipeWord} @input=${write} />
        </div>
        <div class="field">
          <label for="wipe-passphrase">${common.passphrase}</label>
          <input id="wipe-passphrase" name="passphrase" type="password" autocomplete="current-password" required />
        </div>
      </div>
      <button class="danger top" ?disabled=${!isTyped || busy}>${options.wipeNow}</button>
    </form>
  </section>`;
}
