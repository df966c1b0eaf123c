/**
 * What a language has to say: everything. A file of this folder that leaves a text out does not compile.
 *
 * To add a text: write it in English in one of the `…_ENGLISH` maps (`paywall/texts.ts` for what is seen before the click, which every
 * reader loads; `payment-texts.ts`, `sign-in-texts.ts`, `aside-texts.ts` or `content.ts` for the rest), then in every file of this folder, until `npm run types`
 * is content. An error code gets its words in `paywall/explanations.ts` and in every `errors` here. `{names}` are filled in and may stand
 * anywhere; every language has those of the English text. Buttons fit on 320 px: about 18 letters.
 *
 * To add a language: a file beside these, and its tag in `translate.ts`.
 */

import type { PayButtonTexts } from '../pay-button/texts.js';
import type { AsideTexts } from '../paywall/aside-texts.js';
import type { ContentTexts } from '../paywall/content.js';
import type { Explanations } from '../paywall/explanations.js';
import type { PaymentTexts } from '../paywall/payment-texts.js';
import type { SignInTexts } from '../paywall/sign-in-texts.js';
import type { PaywallTexts } from '../paywall/texts.js';

export interface Language extends PaywallTexts, PaymentTexts, SignInTexts, AsideTexts, ContentTexts, PayButtonTexts {
  readonly errors: Explanations;
}
