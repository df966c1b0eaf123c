/** What the extension's own pages ask of the worker. */

import { assetsOf } from '../../src/assets.js';
import { type LimitLeft, limitsLeft, revokeGrants } from '../../src/budget.js';
import { assetKey, type Entry } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import { readMessage } from '../messages/message-set.js';
import {
  type HistoryEntry,
  type PanelAnswers,
  type PanelMessage,
  type PanelReply,
  panelMessages,
} from '../messages/panel.js';
import { codeOf, Refusal } from '../refusal.js';
import type { Vault } from '../vault/vault.js';
import type { Account } from './account.js';
import type { Addresses } from './addresses.js';
import type { Asks, OpenQuestion } from './asks.js';
import type { Cancellation } from './cancellation.js';
import type { ClickToPay } from './click-to-pay.js';
import type { Refusals } from './refusals.js';
import type { DomainOf } from './registrable-domain.js';
import { policyOf, type SettingsStore } from './settings.js';
import type { Signer } from './signer.js';
import { forgetSite, setSite } from './site-rules.js';
import type { Wishes } from './wishes.js';
import type { Withdrawal } from './withdrawal.js';

export interface PanelDoorPorts {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly signer: Signer;
  readonly asks: Asks;
  readonly wishes: Wishes;
  readonly cancellation: Cancellation;
  readonly withdrawal: Withdrawal;
  readonly clickToPay: ClickToPay;
  readonly account: Account;
  readonly addresses: Addresses;
  readonly refusals: Refusals;
  /** How many things wait for a person's answer: payments, budgets, addresses. */
  readonly waiting: () => number;
  readonly now: () => number;
  readonly domainOf: DomainOf;
  readonly reconcile: () => Promise<void>;
  /** Something that the badge or the content scripts depend on has changed. */
  readonly onChange: () => void;
  /** Resolves when the badge and the content scripts are as they should be. */
  readonly refresh: () => Promise<void>;
}

type Handlers = {
  readonly [Type in PanelMessage['type']]: (
    message: Extract<PanelMessage, { type: Type }>,
  ) => Promise<PanelAnswers[Type]>;
};

export class PanelDoor {
  private readonly ports: PanelDoorPorts;

  constructor(ports: PanelDoorPorts) {
    this.ports = ports;
  }

  async hear(message: unknown): Promise<PanelReply> {
    const parsed = readMessage(panelMessages, message);
    if (!parsed) return { refused: 'invalid_message' };
    try {
      const handler = this.handlers[parsed.type] as (
        message: PanelMessage,
      ) => Promise<PanelAnswers[PanelMessage['type']]>;
      const ok = await handler(parsed);
      if (!READING.has(parsed.type)) this.ports.onChange();
      return { ok };
    } catch (error) {
      return { refused: codeOf(error) ?? 'unknown' };
    }
  }

  private readonly handlers: Handlers = {
    status: async () => {
      const { vault, settings, waiting, account } = this.ports;
      const [state, set] = [await vault.state(), await settings.get()];
      // Known of a locked account too, so that money can be sent to it.
      const address = (await account.on(set.network))?.address;
      return { vault: state, address, settings: set, waiting: waiting() };
    },
    touch: () => nothing(this.ports.vault.touch()),
    store: ({ passphrase, ...secret }) => nothing(this.ports.vault.store(secret, passphrase)),
    unlock: ({ passphrase }) => nothing(this.ports.vault.unlock(passphrase)),
    lock: () => nothing(this.ports.vault.lock()),
    reveal: async ({ passphrase }) => ({ entropy: (await this.ports.vault.reveal(passphrase)).entropy }),
    changePassphrase: ({ passphrase, next }) => nothing(this.ports.vault.changePassphrase(passphrase, next)),
    wipe: async ({ passphrase }) => {
      const { vault, ledger, account, settings } = this.ports;
      await vault.reveal(passphrase);
      // Whatever sites were allowed was an account's that is gone; also to know its address.
      await settings.change((current) => ({ ...current, sites: {} }));
      await vault.wipe();
      await account.forget();
      await ledger.clear();
      return null;
    },
    setSettings: ({ settings }) => this.changed(this.ports.settings.set(settings)),
    setSite: ({ origin, site }) => this.changed(setSite(this.ports, origin, site)),
    forgetSite: ({ origin }) => this.changed(forgetSite(this.ports, origin)),
    balances: async () => this.balances(),
    history: async ({ search = '', before, limit }) => {
      await this.keepsClosed();
      const wanted = search.trim().toLowerCase();
      const all = [...this.ports.ledger.state.entries].reverse();
      const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
      return all
        .slice(from)
        .filter(({ site, resource, description = '', txid = '', payTo, symbol }) =>
          [site, resource, description, txid, payTo, symbol].some((text) => text.toLowerCase().includes(wanted)),
        )
        .slice(0, limit)
        .map(withoutSecrets);
    },
    left: async ({ site }) => (await this.left(site)).map((limit) => asText(limit)),
    refusal: async ({ tabId }) => this.ports.refusals.of(tabId),
    grants: async () => {
      await this.keepsClosed();
      const { grants } = this.ports.ledger.state.budget;
      return grants.filter(({ expiresAt }) => expiresAt > 0).map((grant) => asText(grant));
    },
    revoke: ({ site, seller, payTo }) =>
      nothing(
        this.ports.ledger.regrant((budget) =>
          revokeGrants(budget, (one) => one.site === site && one.seller === seller && one.payTo === payTo),
        ),
      ),
    questions: async () => this.ports.asks.list().map((question) => this.shown(question)),
    answer: async ({ id, ...answer }) => {
      if (!this.ports.asks.answer(id, answer)) throw new Refusal('no_such_payment');
      return null;
    },
    wishes: async () => this.ports.wishes.list(),
    answerWish: async ({ id, yes }) => {
      if (!this.ports.wishes.answer(id, yes)) throw new Refusal('no_such_payment');
      return null;
    },
    addressQuestions: () => this.ports.addresses.list(),
    answerAddress: ({ id, yes }) => nothing(this.ports.addresses.answer(id, yes)),
    payTab: ({ tabId }) => nothing(this.ports.clickToPay.pay(tabId)),
    cancel: async ({ id }) => ({ txid: await this.ports.cancellation.cancel(id) }),
    send: async ({ type: _, ...transfer }) => ({ txid: await this.ports.withdrawal.send(transfer) }),
    reconcile: () => nothing(this.ports.reconcile()),
  };

  /** Whoever has just let a site in loads its page again: our scripts have to be there by then. */
  private async changed(settings: Promise<void>): Promise<null> {
    await settings;
    await this.ports.refresh();
    return null;
  }

  /** What was read, and who was paid for it, is for who can unlock the account. @throws `locked` */
  private async keepsClosed(): Promise<void> {
    if ((await this.ports.vault.state()) === 'locked') throw new Refusal('locked');
  }

  private async balances(): Promise<PanelAnswers['balances']> {
    const { settings, signer } = this.ports;
    const { address } = await this.handlers.status({ type: 'status' });
    const { network } = await settings.get();
    if (address === undefined) throw new Refusal('no_account');
    const node = await signer.node();
    return Promise.all(
      assetsOf(network).map(async (asset) => ({
        asset: asset.id,
        symbol: asset.symbol,
        decimals: asset.decimals,
        atomic: (await node.tokenBalance(address, asset)).toString(),
      })),
    );
  }

  /** What is left of every limit for a site of its own. */
  async left(site: string): Promise<readonly LimitLeft[]> {
    const { settings, ledger, now } = this.ports;
    const set = await settings.get();
    const place = { site, seller: site, domain: this.ports.domainOf(site) };
    const { budget } = ledger.state;
    const time = Math.max(budget.clock, now());
    return Object.keys(set.assets).flatMap((id) => {
      const limits = limitsLeft(policyOf(set), budget, place, assetKey(set.network, id), time);
      // Pages of ours name assets as the wire does.
      return limits.map((limit) => ({ ...limit, asset: id }));
    });
  }

  private shown({ id, why, draft }: OpenQuestion) {
    const { site, seller, resource, description, network, asset, symbol, decimals, amountAtomic, maxFeeAtomic, payTo } =
      draft;
    const formerPayees = this.ports.ledger.state.budget.grants
      .filter((one) => one.site === site && one.seller === seller && one.asset === assetKey(network, asset))
      .map((one) => one.payTo)
      .filter((payee) => payee !== payTo);
    const bought = this.ports.ledger.state.entries.filter(
      (one) =>
        one.seller === seller &&
        one.resource === resource &&
        one.asset === asset &&
        one.network === network &&
        !['released', 'cancelled'].includes(one.state),
    );
    return {
      ...{ id, why, site, seller, resource, description, network, asset, symbol, decimals },
      ...{ amountAtomic, maxFeeAtomic, payTo, formerPayees },
      formerAtomic: bought.at(-1)?.amountAtomic,
      declined: this.ports.asks.declinedBy(site),
    };
  }
}

/** Answers that change nothing. */
const READING: ReadonlySet<PanelMessage['type']> = new Set([
  'status',
  'balances',
  'history',
  'left',
  'refusal',
  'grants',
  'questions',
  'wishes',
  'addressQuestions',
]);

async function nothing(work: Promise<unknown>): Promise<null> {
  await work;
  return null;
}

function withoutSecrets({ header: _, pass: __, transaction: ___, ...entry }: Entry): HistoryEntry {
  return entry;
}

function asText<T extends object>(value: T): { readonly [Name in keyof T]: T[Name] extends bigint ? string : T[Name] } {
  const entries = Object.entries(value).map(([name, one]) => [name, typeof one === 'bigint' ? one.toString() : one]);
  return Object.fromEntries(entries);
}
