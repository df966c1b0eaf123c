/** What the history page knows, and what can be done in it. */

import type { TemplateResult } from 'lit';
import type { HistoryEntry, Status } from '../../messages/panel.js';
import type { Words } from '../parts/words.js';
import type { PaymentPhase } from '../texts/texts.js';

export interface HistoryState {
  readonly status: Status | undefined;
  /** Newest first; those that fit the search. */
  readonly entries: readonly HistoryEntry[] | undefined;
  /** Of the last weeks, whatever is searched for: what is drawn. */
  readonly recent: readonly HistoryEntry[];
  readonly search: string;
  readonly phase: PaymentPhase | '';
  readonly asset: string;
  readonly shown: number;
  readonly chartAsset: string;
  /** Ids of payments whose letter was copied, or that are being taken back. */
  readonly copied: string | undefined;
}

export interface HistoryActions {
  filter(change: Partial<Pick<HistoryState, 'search' | 'phase' | 'asset' | 'shown' | 'chartAsset'>>): void;
  unlock(passphrase: string): Promise<void>;
  saveCsv(): Promise<void>;
  saveJson(): Promise<void>;
  present(entry: HistoryEntry): Promise<void>;
  takeBack(entry: HistoryEntry): Promise<void>;
  copyLetter(entry: HistoryEntry): Promise<void>;
}

export interface HistoryView extends HistoryState {
  readonly words: Words;
  readonly busy: boolean;
  readonly notice: TemplateResult;
  readonly now: number;
  readonly actions: HistoryActions;
}
