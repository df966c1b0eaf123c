/** The passphrase, asked for in the place where it is needed. */

import { html, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts.js';

export interface Unlocking {
  readonly texts: Texts;
  readonly busy: boolean;
  /** It is what the page is for now. */
  readonly isFirst?: boolean;
  readonly unlock: (passphrase: string) => Promise<void>;
}

export function unlockView({ texts, busy, unlock, isFirst = true }: Unlocking): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void unlock(String(new FormData(event.target as HTMLFormElement).get('passphrase') ?? ''));
  };
  return html`<form class="unlock" @submit=${submit}>
    <div class="field">
      <label for="passphrase">${texts.common.passphrase}</label>
      <input
        id="passphrase"
        name="passphrase"
        type="password"
        autocomplete="current-password"
        required
        ?autofocus=${isFirst}
      />
    </div>
    <button class="main wide top" aria-disabled=${busy}>${busy ? texts.common.busy : texts.popup.unlock}</button>
  </form>`;
}
