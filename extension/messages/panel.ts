/** What the extension's own pages may say to the worker, and what they hear. Nothing of it is ever taken from a web page. */

import * as z from 'zod/mini';
import type { AskReason, Grant, LimitLeft } from '../../src/budget.js';
import type { Entry } from '../ledger/entry.js';
import type { RefusalCode } from '../refusal.js';
import type { VaultState } from '../vault/vault.js';
import { type Settings, settings, siteSettings } from '../worker/settings.js';
import { origin, short, whole } from './checks.js';
import type { MessageOf, MessageSet } from './message-set.js';

const passphrase = short(1000);
const id = short(100);
const tab = whole(0, 2 ** 31);

export const panelMessages = {
  status: z.strictObject({}),
  /** A person is there: the vault stays open. */
  touch: z.strictObject({}),
  /** An account that a page of ours has made or imported (`seed/seed.ts`). */
  store: z.strictObject({
    entropy: z.string().check(z.regex(/^(?:[\da-f]{32}|[\da-f]{64})$/)),
    privateKey: z.string().check(z.regex(/^[\da-f]{64}$/)),
    passphrase,
  }),
  unlock: z.strictObject({ passphrase }),
  lock: z.strictObject({}),
  /** For `wordsOfEntropy`, to write the words down. */
  reveal: z.strictObject({ passphrase }),
  changePassphrase: z.strictObject({ passphrase, next: passphrase }),
  /** Forgets the account and everything about it. */
  wipe: z.strictObject({ passphrase }),
  setSettings: z.strictObject({ settings }),
  /** `automatic: false` takes back what was allowed there in any other way, too. */
  setSite: z.strictObject({ origin, site: siteSettings }),
  /** As if nobody had ever been there. */
  forgetSite: z.strictObject({ origin }),
  balances: z.strictObject({}),
  /** Not while the account is locked. Newest first; `before` is the id of the last one that is known. */
  history: z.strictObject({
    search: z.optional(short(200)),
    before: z.optional(id),
    limit: whole(1, 1000),
  }),
  /** What is left for a site. */
  left: z.strictObject({ site: origin }),
  /** Why the page in a tab was not paid. */
  refusal: z.strictObject({ tabId: tab }),
  /** Not while the account is locked. */
  grants: z.strictObject({}),
  /** From now on this payee asks, and so does whoever comes in its place. */
  revoke: z.strictObject({ site: origin, seller: origin, payTo: id }),
  questions: z.strictObject({}),
  /** `grant`: from now on without asking, for this payee, up to this price or another one, for 90 days or another time. */
  answer: z.strictObject({
    id,
    yes: z.boolean(),
    grant: z.boolean(),
    upToAtomic: z.optional(z.string().check(z.regex(/^\d{1,39}$/))),
    days: z.optional(whole(1, 366)),
  }),
  /** Budgets that pages ask for. */
  wishes: z.strictObject({}),
  answerWish: z.strictObject({ id, yes: z.boolean() }),
  /** Sites that want to see the account's address. */
  addressQuestions: z.strictObject({}),
  answerAddress: z.strictObject({ id, yes: z.boolean() }),
  /** Pays the page in a tab that a click has opened for us (`activeTab`). Asks first; answers when the page is there. */
  payTab: z.strictObject({ tabId: tab }),
  /** Takes the nonce of a payment away that was not delivered. */
  cancel: z.strictObject({ id }),
  /** Back to the owner's main wallet. The page has shown what it is, and a person has said yes. */
  send: z.strictObject({ to: id, asset: short(200), amountAtomic: z.string().check(z.regex(/^[1-9]\d{0,38}$/)) }),
  /** Looks on the chain what became of open payments. */
  reconcile: z.strictObject({}),
} satisfies MessageSet;
export type PanelMessage = MessageOf<typeof panelMessages>;

/** An entry without what only the worker may know. */
export type HistoryEntry = Omit<Entry, 'header' | 'pass' | 'transaction'>;

export interface Status {
  readonly vault: VaultState;
  /** By network. Empty while the vault is locked and has never been open. */
  readonly address: string | undefined;
  readonly settings: Settings;
  /** What waits for a person's answer: payments, budgets, addresses. */
  readonly waiting: number;
}

export interface ShownQuestion {
  readonly id: string;
  readonly why: AskReason | 'many_failures';
  readonly site: string;
  readonly seller: string;
  readonly resource: string;
  readonly description: string | undefined;
  readonly network: string;
  readonly asset: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly amountAtomic: string;
  readonly maxFeeAtomic: string;
  readonly payTo: string;
  /** Who was paid here before, where that is somebody else. */
  readonly formerPayees: readonly string[];
  /** What the same thing cost last, in the same asset. */
  readonly formerAtomic: string | undefined;
  /** How often in a row a person said no to this site. */
  readonly declined: number;
}

/** A site asks whether it may cost so much without a question each time. */
export interface ShownWish {
  readonly id: string;
  readonly site: string;
  readonly asset: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly maxAtomic: string;
  readonly period: 'day' | 'month';
}

/** A site wants to see the account's address. */
export interface ShownAddressQuestion {
  readonly id: string;
  readonly site: string;
  /** `undefined` while it takes the passphrase to know it. */
  readonly address: string | undefined;
}

/** `bigint`s as decimal text: messages are JSON. */
type AsText<T> = { readonly [Name in keyof T]: T[Name] extends bigint ? string : T[Name] };
export type ShownGrant = AsText<Grant>;
export type ShownLimit = AsText<LimitLeft>;

export interface ShownRefusal {
  readonly code: RefusalCode;
  /** The page itself costs money, and not something that it has asked for. */
  readonly isPage: boolean;
  /** With `over_limit`: the limit of which least is left. */
  readonly limit?: ShownLimit | undefined;
}

/** What each message is answered with. */
export interface PanelAnswers {
  status: Status;
  touch: null;
  store: null;
  unlock: null;
  lock: null;
  reveal: { readonly entropy: string };
  changePassphrase: null;
  wipe: null;
  setSettings: null;
  setSite: null;
  forgetSite: null;
  balances: readonly {
    readonly asset: string;
    readonly symbol: string;
    readonly decimals: number;
    readonly atomic: string;
  }[];
  history: readonly HistoryEntry[];
  left: readonly ShownLimit[];
  refusal: ShownRefusal | null;
  grants: readonly ShownGrant[];
  revoke: null;
  questions: readonly ShownQuestion[];
  answer: null;
  wishes: readonly ShownWish[];
  answerWish: null;
  addressQuestions: readonly ShownAddressQuestion[];
  answerAddress: null;
  payTab: null;
  cancel: { readonly txid: string };
  send: { readonly txid: string };
  reconcile: null;
}

export type PanelReply<Type extends keyof PanelAnswers = keyof PanelAnswers> =
  | { readonly ok: PanelAnswers[Type] }
  | { readonly refused: RefusalCode | 'unknown' };

type Named<Type extends PanelMessage['type']> = Extract<PanelMessage, { type: Type }>;

/**
 * Asks the worker.
 *
 * @throws an error whose `code` is a {@link RefusalCode}
 */
export async function askWorker<Type extends PanelMessage['type']>(
  send: (message: unknown) => Promise<unknown>,
  message: Named<Type>,
): Promise<PanelAnswers[Type]> {
  const reply = (await send(message)) as PanelReply<Type>;
  if ('ok' in reply) return reply.ok;
  throw Object.assign(new Error(reply.refused), { name: 'Refusal', code: reply.refused });
}
