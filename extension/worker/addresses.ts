/** A page asks for the account's address, as of any wallet. Only where a person has had us listed as one; and each site only after a yes of its own. */

import type { ShownAddressQuestion } from '../messages/panel.js';
import { Refusal } from '../refusal.js';
import type { Account, KnownAccount } from './account.js';
import type { AskingPage, Departure } from './asking-page.js';
import type { Prompt, Prompts } from './prompts.js';
import type { SettingsStore } from './settings.js';

export interface AddressesPorts {
  readonly settings: SettingsStore;
  readonly account: Pick<Account, 'on'>;
  readonly prompts: Prompts<Prompt>;
  readonly hasAccount: () => Promise<boolean>;
  readonly newId: () => string;
}

export class Addresses {
  private readonly ports: AddressesPorts;

  constructor(ports: AddressesPorts) {
    this.ports = ports;
  }

  /** @throws `declined`, also where nobody is asked: a page must not learn the difference */
  async ask(page: AskingPage, site: string): Promise<KnownAccount> {
    const { prompts, newId, hasAccount } = this.ports;
    const { isListed, isAllowed, known } = await this.facts(site);
    if (!isListed || !(await hasAccount())) throw new Refusal('declined');
    if (known && isAllowed) return known;
    if (!(await prompts.ask(page, { id: newId(), site }))) throw new Refusal('declined');
    // Read again: a person may have switched it off, or blocked the site, while the question was open.
    const now = await this.facts(site);
    if (!now.isListed || !now.known) throw new Refusal('declined');
    await this.allow(site);
    return now.known;
  }

  /** What is open, with the address that a yes would show. */
  async list(): Promise<readonly ShownAddressQuestion[]> {
    const { prompts, settings, account } = this.ports;
    const address = (await account.on((await settings.get()).network))?.address;
    return prompts.list().map((prompt) => ({ ...prompt, address }));
  }

  /** @throws `locked` for a yes while nobody knows the address, `no_such_payment` when it was answered */
  async answer(id: string, yes: boolean): Promise<void> {
    const { prompts } = this.ports;
    const shown = prompts.list().find((one) => one.id === id);
    if (shown && yes && !(await this.facts(shown.site)).known) throw new Refusal('locked');
    if (!prompts.answer(id, yes)) throw new Refusal('no_such_payment');
  }

  /** How many wait for a person. */
  count(): number {
    return this.ports.prompts.list().length;
  }

  forget(departure: Departure): void {
    this.ports.prompts.forget(departure);
  }

  private async allow(site: string): Promise<void> {
    await this.ports.settings.change((current) => {
      const own = ownOf(current.sites, site);
      return { ...current, sites: { ...current.sites, [site]: { ...own, seesAddress: true } } };
    });
  }

  private async facts(site: string) {
    const { settings, account } = this.ports;
    const { network, sites, listed } = await settings.get();
    const own = ownOf(sites, site);
    return {
      isListed: listed === true && own?.blocked !== true,
      isAllowed: own?.seesAddress === true,
      known: await account.on(network),
    };
  }
}

function ownOf<Site>(sites: Readonly<Record<string, Site>>, site: string): Site | undefined {
  return Object.hasOwn(sites, site) ? sites[site] : undefined;
}
