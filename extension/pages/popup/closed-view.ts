/** Before there is an account, and while it is locked. */

import { html, type TemplateResult } from 'lit';
import { brand } from '../parts/drawings.js';
import { unlockView } from '../parts/unlock-view.js';
import type { Texts } from '../texts/texts.js';
import type { PopupActions, PopupState } from './state.js';

export interface ClosedView extends PopupState {
  readonly texts: Texts;
  readonly busy: boolean;
  readonly notice: TemplateResult;
  readonly actions: PopupActions;
}

export function closedView(view: ClosedView): TemplateResult {
  return html`<header>${brand()}</header>
    <main class="closed">${view.status.vault === 'empty' ? emptyView(view) : lockedView(view)}${view.notice}</main>`;
}

function emptyView({ texts, actions }: ClosedView): TemplateResult {
  return html`<h1>${texts.popup.setUp}</h1>
    <p class="lead">${texts.popup.setUpLead}</p>
    <button class="main wide top" @click=${() => actions.open('onboarding')}>${texts.popup.start}</button>`;
}

function lockedView({ texts, busy, actions }: ClosedView): TemplateResult {
  return html`<h1>${texts.popup.locked}</h1>
    <p class="lead">${texts.popup.lockedLead}</p>
    ${unlockView({ texts, busy, unlock: actions.unlock })}`;
}
