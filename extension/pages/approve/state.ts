/** What the approval window knows, and what can be done in it. */

import type { TemplateResult } from 'lit';
import type { ShownQuestion } from '../../messages/panel.js';
import type { NetworkKind } from '../parts/network-kind.js';
import type { Words } from '../parts/words.js';

/** Not an amount, or below the price that is being paid. */
export type AmountTrouble = 'invalid' | 'below';

/** What is to hold on this site after this payment. */
export interface Future {
  readonly rule: 'ask' | 'this-price' | 'up-to';
  /** As it was typed, decimal. */
  readonly upTo: string;
  readonly days: number;
}

export interface ApproveState {
  /** `undefined` before the worker has answered. */
  readonly questions: readonly ShownQuestion[] | undefined;
  readonly shown: ShownQuestion | undefined;
  /** Of the question that is shown. */
  readonly kind: NetworkKind;
  readonly future: Future;
  /** What was shown was shown for long enough to be read. */
  readonly isArmed: boolean;
  /** Of the highest price that was typed. */
  readonly amountTrouble: AmountTrouble | undefined;
}

export interface ApproveActions {
  setFuture(change: Partial<Future>): void;
  pay(): Promise<void>;
  decline(): Promise<void>;
  block(): Promise<void>;
  close(): void;
}

export interface ApproveView extends ApproveState {
  readonly words: Words;
  readonly busy: boolean;
  readonly notice: TemplateResult;
  readonly actions: ApproveActions;
}
