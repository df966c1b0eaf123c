/** What onboarding knows, and what can be done in it. */

import type { TemplateResult } from 'lit';
import type { PanelAnswers, Status } from '../../messages/panel.js';
import type { NetworkKind } from '../parts/network-kind.js';
import type { Words } from '../parts/words.js';

/** The form of the first step. */
export interface NewAccount {
  readonly way: 'new' | 'import';
  readonly seed?: string;
  readonly passphrase: string;
  /** STX. */
  readonly month: bigint;
  readonly kind?: NetworkKind;
  readonly nodeUrl?: string | undefined;
}

export interface OnboardingState {
  readonly step: 'loading' | 'start' | 'words' | 'drill' | 'backup' | 'topUp';
  readonly form: NewAccount;
  readonly status?: Status;
  readonly needsBackup?: boolean;
  /** The words, while they are shown or asked for. */
  readonly seed?: readonly string[];
  /** Which of them are asked for. */
  readonly asked?: readonly number[];
  readonly drillFailed?: boolean;
  readonly showsAddress?: boolean;
  readonly copied?: boolean;
  readonly balances?: PanelAnswers['balances'];
}

export interface OnboardingActions {
  setForm(change: Partial<NewAccount>): void;
  create(): Promise<void>;
  go(step: 'words' | 'drill' | 'topUp' | 'backup'): Promise<void>;
  reveal(passphrase: string): Promise<void>;
  checkDrill(given: readonly string[]): Promise<void>;
  showAddress(): void;
  copy(text: string): Promise<void>;
}

export interface OnboardingView extends OnboardingState {
  readonly words: Words;
  readonly busy: boolean;
  readonly notice: TemplateResult;
  readonly actions: OnboardingActions;
}
