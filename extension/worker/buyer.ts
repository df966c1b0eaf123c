/** Who wants something paid, and how. */

import type { AskingPage } from './asking-page.js';
import type { QuestionReason } from './question.js';

export interface Buyer {
  /** Names one call of a page, or one visit to an address. */
  readonly call: string;
  readonly page: AskingPage;
  /** Origin of the page that a person looks at. */
  readonly site: string;
  /** Whether a person may be asked; else what needs a question is refused. */
  readonly mayAsk: boolean;
  /** What was bought earlier is opened by its pass, where the seller gave one: that one holds when the offer is long over. */
  readonly takesPass?: boolean;
  /** False for who may have again what was bought, and nothing new. */
  readonly mayBuy?: boolean;
  /** A person is about to be asked. */
  readonly onAsk?: () => void;
  /** Stands against paying without a question: the address was not asked for by a person. */
  readonly doubt?: QuestionReason | undefined;
  /** A person has clicked our own button for it: then no earlier answer stands against the question. */
  readonly clicked?: boolean;
}
