/** Every word of the extension's pages. A language that lacks one does not compile. `{…}` is filled in. */

import type { ShownLimit, ShownQuestion } from '../../messages/panel.js';
import type { RefusalCode } from '../../refusal.js';

/** What a line of the history is, for a person. */
export type PaymentPhase =
  | 'opening'
  | 'under way'
  | 'delivered'
  /** What was sent to the main wallet is there. */
  | 'arrived'
  | 'undelivered'
  | 'cancelling'
  | 'cancelled'
  | 'released';

export interface CommonTexts {
  readonly settings: string;
  readonly history: string;
  readonly loading: string;
  /** Something that was asked for is under way. */
  readonly busy: string;
  readonly cancel: string;
  readonly close: string;
  readonly save: string;
  readonly saved: string;
  readonly copy: string;
  readonly copied: string;
  readonly passphrase: string;
  readonly networks: Readonly<Record<'mainnet' | 'testnet' | 'embedded', string>>;
  readonly phases: Readonly<Record<PaymentPhase, string>>;
}

export interface WishTexts {
  readonly title: string;
  readonly wants: string;
  readonly perDay: string;
  readonly perMonth: string;
  readonly lead: string;
  readonly allow: string;
  readonly decline: string;
}

export interface OnboardingTexts {
  readonly title: string;
  readonly lead: string;
  readonly newAccount: string;
  readonly newAccountHint: string;
  readonly ownWords: string;
  readonly ownWordsHint: string;
  readonly words: string;
  readonly wordsHint: string;
  readonly passphraseHint: string;
  readonly strength: readonly [string, string, string, string];
  readonly network: string;
  readonly node: string;
  readonly nodeHint: string;
  readonly budget: string;
  readonly budgetHint: string;
  readonly perMonth: string;
  readonly create: string;
  readonly import: string;
  readonly wordsTitle: string;
  readonly wordsLead: string;
  readonly wordsWarning: string;
  readonly written: string;
  readonly later: string;
  readonly drillTitle: string;
  readonly drillLead: string;
  readonly wordNumber: string;
  readonly drillWrong: string;
  readonly check: string;
  readonly back: string;
  readonly topUpTitle: string;
  readonly topUpLead: string;
  readonly topUpDrill: string;
  readonly doDrill: string;
  readonly skipDrill: string;
  readonly address: string;
  readonly qr: string;
  readonly empty: string;
  readonly arrived: string;
  readonly ready: string;
  readonly hot: string;
}

export interface PopupTexts {
  readonly setUp: string;
  readonly setUpLead: string;
  readonly start: string;
  readonly locked: string;
  readonly lockedLead: string;
  readonly unlock: string;
  readonly lock: string;
  readonly balance: string;
  readonly topUp: string;
  readonly pauseAll: string;
  readonly resumeAll: string;
  readonly paused: string;
  readonly thisSite: string;
  readonly noSite: string;
  readonly automatic: string;
  readonly automaticHint: string;
  readonly partlyHint: string;
  readonly asksHint: string;
  readonly payOnce: string;
  readonly payOnceHint: string;
  readonly pauseSite: string;
  readonly resumeSite: string;
  readonly sitePaused: string;
  readonly blockSite: string;
  readonly unblockSite: string;
  readonly siteBlocked: string;
  readonly noAccess: string;
  /** Before the reason. */
  readonly notPaid: string;
  readonly changeLimits: string;
  readonly renewsByDay: string;
  readonly renewsOn: string;
  readonly budget: string;
  /** What is left of, by whose limit it is and for what. */
  readonly limits: Readonly<Record<ShownLimit['level'], Readonly<Record<ShownLimit['scope'], string>>>>;
  readonly leftOf: string;
  readonly lastPayments: string;
  readonly noPayments: string;
  readonly all: string;
  readonly questions: readonly [string, string];
  readonly answer: string;
  readonly writeWords: string;
  readonly nodeDown: string;
  readonly noMoney: string;
  /** Beside a payment that was not delivered. */
  readonly holdsUp: string;
  readonly wayOut: string;
}

export interface ApproveTexts {
  readonly title: string;
  readonly none: string;
  readonly noneLead: string;
  readonly wants: string;
  readonly payTo: string;
  readonly seller: string;
  readonly address: string;
  readonly what: string;
  readonly fee: string;
  readonly atMost: string;
  readonly network: string;
  /** Of every network but the main one. */
  readonly playMoney: string;
  readonly why: Readonly<Record<ShownQuestion['why'], string>>;
  readonly before: string;
  readonly now: string;
  readonly payee: string;
  readonly price: string;
  readonly next: string;
  readonly onlyThis: string;
  readonly thisPrice: string;
  readonly upTo: string;
  readonly upToAmount: string;
  readonly belowPrice: string;
  readonly for: string;
  readonly days: readonly [string, string, string];
  readonly pay: string;
  readonly decline: string;
  readonly declineHint: string;
  readonly block: string;
  readonly queue: string;
  readonly spelling: string;
}

export interface HistoryTexts {
  readonly title: string;
  readonly locked: string;
  readonly search: string;
  readonly state: string;
  readonly asset: string;
  readonly every: string;
  readonly csv: string;
  readonly json: string;
  readonly empty: string;
  readonly nothingFound: string;
  readonly more: string;
  readonly spending: string;
  readonly byDay: string;
  readonly bySite: string;
  readonly lastDays: string;
  readonly table: string;
  readonly day: string;
  readonly site: string;
  readonly amount: string;
  readonly payee: string;
  readonly details: string;
  readonly page: string;
  readonly transaction: string;
  readonly feeUpTo: string;
  readonly fee: string;
  readonly reason: string;
  readonly undelivered: string;
  readonly present: string;
  readonly presentHint: string;
  readonly takeBack: string;
  readonly takeBackHint: string;
  readonly takeBackAgain: string;
  readonly takeBackAgainHint: string;
  readonly holdsUp: string;
  /** It cannot be taken back any more. */
  readonly cashed: string;
  readonly takenBack: string;
  readonly write: string;
  readonly writeHint: string;
  /** Title of what went to the main wallet. */
  readonly sentBack: string;
  readonly letter: string;
  readonly total: string;
}

export interface OptionsTexts {
  readonly title: string;
  readonly budgets: string;
  readonly budgetsLead: string;
  /** Above the limits that are not in an asset's own unit. */
  readonly everyAsset: string;
  readonly perPayment: string;
  readonly perDay: string;
  readonly perMonth: string;
  readonly askAbove: string;
  /** Above the limits of every site and of every domain. */
  readonly shares: string;
  readonly sharesHint: string;
  readonly perSiteDay: string;
  readonly perSiteMonth: string;
  readonly perDomainDay: string;
  readonly perDomainMonth: string;
  readonly noLimit: string;
  readonly use: string;
  readonly renewalDay: string;
  readonly newPayees: string;
  readonly perMinute: string;
  readonly maxFee: string;
  readonly network: string;
  readonly networkLead: string;
  readonly security: string;
  readonly lockMinutes: string;
  readonly change: string;
  readonly current: string;
  readonly next: string;
  readonly changed: string;
  readonly backup: string;
  readonly backupLead: string;
  readonly reveal: string;
  readonly hide: string;
  readonly send: string;
  readonly sendLead: string;
  readonly to: string;
  readonly amount: string;
  readonly everything: string;
  readonly sendNow: string;
  readonly reallySend: string;
  readonly sent: string;
  readonly sites: string;
  readonly sitesLead: string;
  readonly noSites: string;
  /** What a site may cost by itself. */
  readonly ownLimits: string;
  readonly ownLimitsHint: string;
  readonly aPayment: string;
  readonly automatic: string;
  readonly partly: string;
  readonly asks: string;
  readonly paused: string;
  readonly blocked: string;
  readonly forget: string;
  readonly payee: string;
  readonly upTo: string;
  readonly until: string;
  readonly expired: string;
  readonly revoke: string;
  readonly wipe: string;
  readonly wipeLead: string;
  readonly wipeWord: string;
  readonly wipeType: string;
  readonly wipeNow: string;
  readonly invalidAmount: string;
}

/** Being shown as a wallet: the question of a site, and the option. */
export interface ListingTexts {
  readonly title: string;
  readonly wants: string;
  readonly lead: string;
  readonly allow: string;
  readonly decline: string;
  readonly unlockFirst: string;
  readonly option: string;
  readonly optionLead: string;
  readonly list: string;
  readonly listHint: string;
  readonly sees: string;
}

/** What a refusal means for a person, and what to do about it. */
export type RefusalTexts = Readonly<Record<RefusalCode | 'unknown', string>>;

export interface Texts {
  readonly common: CommonTexts;
  readonly wish: WishTexts;
  readonly listing: ListingTexts;
  readonly onboarding: OnboardingTexts;
  readonly popup: PopupTexts;
  readonly approve: ApproveTexts;
  readonly history: HistoryTexts;
  readonly options: OptionsTexts;
  readonly refusals: RefusalTexts;
}
