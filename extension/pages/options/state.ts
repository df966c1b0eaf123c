/** What the settings page knows, and what can be done in it. */

import type { TemplateResult } from 'lit';
import type { PanelAnswers, ShownGrant, Status } from '../../messages/panel.js';
import type { Settings, SiteSettings } from '../../worker/settings.js';
import type { NetworkKind } from '../parts/network-kind.js';
import type { Words } from '../parts/words.js';

/** What a person is about to send, checked. */
export interface Transfer {
  readonly to: string;
  readonly asset: string;
  readonly amountAtomic: string;
}

export interface OptionsState {
  readonly status: Status | undefined;
  readonly grants: readonly ShownGrant[];
  readonly balances: PanelAnswers['balances'] | undefined;
  /** Which asset's budget is being edited. */
  readonly asset: string;
  /** Which network is chosen, and not saved yet. */
  readonly kind: NetworkKind | undefined;
  /** The section that has just been saved. */
  readonly saved: string;
  readonly seed: readonly string[] | undefined;
  readonly transfer: Transfer | undefined;
  readonly txid: string | undefined;
  readonly wipeWord: string;
}

export interface OptionsActions {
  choose(change: Partial<Pick<OptionsState, 'asset' | 'kind' | 'wipeWord'>>): void;
  /** @param section where it is said that it was saved */
  save(section: string, change: (settings: Settings) => Settings): Promise<void>;
  changePassphrase(passphrase: string, next: string, form: HTMLFormElement): Promise<void>;
  reveal(passphrase: string, form: HTMLFormElement): Promise<void>;
  hide(): void;
  check(to: string, asset: string, amount: string | 'all'): Promise<void>;
  send(): Promise<void>;
  forgetTransfer(): void;
  setSite(origin: string, site: SiteSettings): Promise<void>;
  forgetSite(origin: string): Promise<void>;
  revoke(grant: ShownGrant): Promise<void>;
  unlock(passphrase: string): Promise<void>;
  /** Where there is no account yet. */
  setUp(): Promise<void>;
  wipe(passphrase: string): Promise<void>;
}

export interface OptionsView extends OptionsState {
  readonly words: Words;
  readonly busy: boolean;
  readonly trouble: string | undefined;
  readonly notice: TemplateResult;
  readonly now: number;
  readonly actions: OptionsActions;
}
