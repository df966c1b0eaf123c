/** What the popup knows, and what can be done in it. */

import type { TemplateResult } from 'lit';
import type { HistoryEntry, PanelAnswers, ShownGrant, ShownLimit, ShownRefusal, Status } from '../../messages/panel.js';
import type { SiteSettings } from '../../worker/settings.js';
import type { Words } from '../parts/words.js';
import type { CurrentSite } from './current-site.js';

export interface PopupState {
  readonly status: Status;
  readonly site: CurrentSite | undefined;
  readonly balances: PanelAnswers['balances'] | 'unknown' | undefined;
  readonly left: readonly ShownLimit[];
  readonly last: readonly HistoryEntry[];
  /** The payment that the later ones wait for. */
  readonly held: HistoryEntry | undefined;
  /** What a person has granted to payees of this site. */
  readonly given: readonly ShownGrant[];
  /** Why the page that a person looks at was not paid. */
  readonly refusal: ShownRefusal | null;
  readonly needsBackup: boolean;
}

export interface PopupActions {
  unlock(passphrase: string): Promise<void>;
  lock(): Promise<void>;
  pauseAll(): Promise<void>;
  setAutomatic(automatic: boolean): void;
  payOnce(): Promise<void>;
  setSite(change: Partial<SiteSettings>): Promise<void>;
  open(name: 'onboarding' | 'history' | 'options', hash?: string): Promise<void>;
  /** Shows the first of what waits for a person. */
  answer(): Promise<void>;
}

/** Of an open account. */
export interface OpenView extends PopupState {
  readonly words: Words;
  readonly busy: boolean;
  readonly notice: TemplateResult;
  readonly now: number;
  readonly actions: PopupActions;
}
