/** The worker and the browser around the extension's pages, scripted. What pages say is held against the real messages; what they hear is typed as the real answers. */

import { readMessage } from '../../extension/messages/message-set.js';
import {
  type HistoryEntry,
  type PanelAnswers,
  type PanelMessage,
  panelMessages,
  type ShownAddressQuestion,
  type ShownGrant,
  type ShownLimit,
  type ShownQuestion,
  type ShownRefusal,
  type ShownWish,
} from '../../extension/messages/panel.js';
import type { RefusalCode } from '../../extension/refusal.js';
import type { VaultState } from '../../extension/vault/vault.js';
import { defaultSettings, type Settings } from '../../extension/worker/settings.js';

/** The words that every Stacks wallet's documentation uses. */
export const ENTROPY = '00'.repeat(16);
export const ADDRESS = 'ST5KHM41H6WHAST7MWWDD807YSPRQKJ68T330BQ';
export const PAYEE = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
export const SITE = 'https://blog.example';

/** Pages take the browser's interface when they are loaded: it has to be there, and the same object, before. */
const scope = globalThis as unknown as { chrome: Record<string, unknown> };
scope.chrome ??= {};

export class ScriptedExtension {
  vault: VaultState = 'open';
  settings: Settings = { ...defaultSettings('stacks:2147483648', 60), nodeUrl: 'http://127.0.0.1:3999' };
  entries: HistoryEntry[] = [];
  questions: ShownQuestion[] = [];
  wishes: ShownWish[] = [];
  addressQuestions: ShownAddressQuestion[] = [];
  limits: ShownLimit[] = [limit('day', '600000', '1000000'), limit('month', '4600000', '5000000')];
  grants: ShownGrant[] = [];
  refusal: ShownRefusal | null = null;
  balances = { STX: '41398000', sBTC: '0', USDCx: '2500000' };
  backup: 'pending' | 'done' = 'done';
  passphrase = 'a passphrase of the tests';
  /** Address of the tab that a person looks at. */
  url: string | undefined = `${SITE}/an-article`;
  /** Patterns of sites that the browser has let us into. */
  readonly access = new Set<string>();
  /** What the person answers when the browser asks. */
  letsIn: boolean | Promise<boolean> = true;
  language = 'en';
  /** What the worker refuses, and with which code. */
  refuses: Partial<Record<PanelMessage['type'], RefusalCode>> = {};
  /** What the worker never answers. */
  readonly silent = new Set<PanelMessage['type']>();
  readonly heard: PanelMessage[] = [];
  readonly opened: string[] = [];
  readonly reloaded: number[] = [];
  /** What had been kept, and said to the worker, when the browser was told to ask a person. */
  whenAsked: { readonly session: object; readonly site: object | undefined } | undefined;
  /** Kept for the browser's session. */
  readonly session: Record<string, unknown> = {};
  /** How it came here: `development` where it was loaded by hand. */
  installType = 'normal';

  constructor() {
    const local = {
      get: async (name: string) => ({ [name]: name === 'backup' ? this.backup : undefined }),
      set: async ({ backup }: { backup?: 'pending' | 'done' }) => {
        if (backup) this.backup = backup;
      },
      remove: async () => {},
    };
    const open = async ({ url }: { url: string }) => void this.opened.push(url);
    Object.assign(scope.chrome, {
      runtime: { id: 'x', getURL: (path: string) => `chrome-extension://x/${path}`, sendMessage: this.answer },
      i18n: { getUILanguage: () => this.language },
      storage: { local, session: { set: async (values: object) => void Object.assign(this.session, values) } },
      management: { getSelf: async () => ({ installType: this.installType }) },
      windows: { create: open },
      tabs: {
        create: open,
        query: async () => [{ id: 7, url: this.url }],
        reload: async (id: number) => void this.reloaded.push(id),
      },
      permissions: {
        contains: async ({ origins }: { origins: string[] }) => origins.every((one) => this.access.has(one)),
        request: async ({ origins }: { origins: string[] }) => {
          this.whenAsked = { session: { ...this.session }, site: this.said('setSite')?.site };
          const isIn = await this.letsIn;
          if (isIn) for (const one of origins) this.access.add(one);
          return isIn;
        },
        remove: async ({ origins }: { origins: string[] }) => origins.every((one) => this.access.delete(one)),
      },
    });
  }

  /** The last message of a type. */
  said<Type extends PanelMessage['type']>(type: Type): Extract<PanelMessage, { type: Type }> | undefined {
    return this.heard.findLast((one): one is Extract<PanelMessage, { type: Type }> => one.type === type);
  }

  private get waiting(): number {
    return this.questions.length + this.wishes.length + this.addressQuestions.length;
  }

  private readonly answer = async (sent: unknown): Promise<unknown> => {
    const message = readMessage(panelMessages, JSON.parse(JSON.stringify(sent)));
    if (!message) return { refused: 'invalid_message' };
    this.heard.push(message);
    if (this.silent.has(message.type)) return new Promise(() => {});
    const refused = this.refuses[message.type];
    if (refused) return { refused };
    if (this.vault === 'locked' && ['history', 'grants'].includes(message.type)) return { refused: 'locked' };
    const needsPassphrase = ['unlock', 'reveal', 'wipe', 'changePassphrase'].includes(message.type);
    if (needsPassphrase && (message as { passphrase?: string }).passphrase !== this.passphrase) {
      return { refused: 'wrong_passphrase' };
    }
    return { ok: await this.answers(message) };
  };

  private async answers(message: PanelMessage): Promise<PanelAnswers[PanelMessage['type']]> {
    if (message.type === 'status') {
      const address = this.vault === 'empty' ? undefined : ADDRESS;
      return { vault: this.vault, address, settings: this.settings, waiting: this.waiting };
    }
    if (message.type === 'balances') return this.balancesNow();
    if (message.type === 'history') return this.found(message);
    if (message.type === 'left') return this.limits;
    if (message.type === 'grants') return this.grants;
    if (message.type === 'refusal') return this.refusal;
    if (message.type === 'questions') return this.questions;
    if (message.type === 'wishes') return this.wishes;
    if (message.type === 'addressQuestions') return this.addressQuestions;
    if (message.type === 'reveal') return { entropy: ENTROPY };
    if (message.type === 'cancel' || message.type === 'send') return { txid: 'cd'.repeat(32) };
    this.follow(message);
    return null;
  }

  private follow(message: PanelMessage): void {
    if (message.type === 'unlock' || message.type === 'store') this.vault = 'open';
    if (message.type === 'lock') this.vault = 'locked';
    if (message.type === 'setSettings') this.settings = message.settings;
    if (message.type === 'answer') this.questions = this.questions.filter(({ id }) => id !== message.id);
    if (message.type === 'answerAddress') this.addressQuestions = [];
    if (message.type === 'answerWish') this.wishes = this.wishes.filter(({ id }) => id !== message.id);
    if (message.type === 'setSite') {
      this.settings = { ...this.settings, sites: { ...this.settings.sites, [message.origin]: message.site } };
    }
    if (message.type === 'forgetSite') {
      const { [message.origin]: _, ...sites } = this.settings.sites;
      this.settings = { ...this.settings, sites };
    }
    if (message.type === 'revoke') this.grants = this.grants.filter(({ payTo }) => payTo !== message.payTo);
  }

  private balancesNow(): PanelAnswers['balances'] {
    const { STX, sBTC, USDCx } = this.balances;
    return [
      { asset: 'STX', symbol: 'STX', decimals: 6, atomic: STX },
      { asset: 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token', symbol: 'sBTC', decimals: 8, atomic: sBTC },
      { asset: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx', symbol: 'USDCx', decimals: 6, atomic: USDCx },
    ];
  }

  private found({ search = '', before, limit: most }: Extract<PanelMessage, { type: 'history' }>) {
    const from = before === undefined ? 0 : this.entries.findIndex(({ id }) => id === before) + 1;
    const fits = ({ site, description = '' }: HistoryEntry) => `${site} ${description}`.includes(search);
    return this.entries.slice(from).filter(fits).slice(0, most);
  }
}

export function limit(scope: ShownLimit['scope'], leftAtomic: string, limitAtomic: string): ShownLimit {
  return { scope, level: 'all', asset: 'STX', leftAtomic, limitAtomic };
}

let count = 0;
export function entry(change: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    ...{ id: `entry-${++count}`, state: 'delivered', network: 'stacks:2147483648', site: SITE, seller: SITE },
    ...{ resource: `${SITE}/an-article`, description: 'An article', method: 'GET', asset: 'STX', symbol: 'STX' },
    ...{ decimals: 6, amountAtomic: '500000', maxFeeAtomic: '20000', feeAtomic: '2000', payTo: PAYEE },
    ...{ challenge: 'ef'.repeat(32), approved: false, at: Date.now() - 60_000, payer: ADDRESS, nonce: '3' },
    txid: 'ab'.repeat(32),
    ...change,
  };
}

export function question(change: Partial<ShownQuestion> = {}): ShownQuestion {
  return {
    ...{ id: `question-${++count}`, why: 'not_granted', site: SITE, seller: SITE, resource: `${SITE}/an-article` },
    ...{ description: 'An article', network: 'stacks:2147483648', asset: 'STX', symbol: 'STX', decimals: 6 },
    ...{ amountAtomic: '500000', maxFeeAtomic: '20000', payTo: PAYEE, formerPayees: [], formerAtomic: undefined },
    declined: 0,
    ...change,
  };
}

export function grant(change: Partial<ShownGrant> = {}): ShownGrant {
  return {
    ...{ site: SITE, seller: SITE, asset: 'stacks:2147483648/STX', payTo: PAYEE, upToAtomic: '500000' },
    ...{ at: 0, expiresAt: Date.UTC(2100, 0, 15) },
    ...change,
  };
}

export function wish(change: Partial<ShownWish> = {}): ShownWish {
  return {
    ...{ id: `wish-${++count}`, site: SITE, asset: 'STX', symbol: 'STX', decimals: 6 },
    ...{ maxAtomic: '1500000', period: 'month' },
    ...change,
  };
}
