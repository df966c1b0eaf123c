/** What a person is asked before something is paid, and what they say. */

import type { AskReason } from '../../src/budget.js';
import type { Draft } from '../ledger/ledger.js';
import type { AskingPage } from './asking-page.js';

/** `many_failures`: the site was paid several times lately, and did not deliver. */
export type QuestionReason = AskReason | 'many_failures';

/** It binds: what is approved is paid from this very challenge. */
export interface Question {
  readonly challenge: string;
  readonly page: AskingPage;
  readonly draft: Draft;
  readonly why: QuestionReason;
  readonly clicked?: boolean | undefined;
}

/** `grant`: the payee may be paid without asking from now on. */
export interface Answer {
  readonly yes: boolean;
  readonly grant: boolean;
  /** Up to which price; default: the one that was asked about. */
  readonly upToAtomic?: string | undefined;
  /** For how long; default: as the policy says. */
  readonly days?: number | undefined;
}
