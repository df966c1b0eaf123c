/** The wallet's accounts: the demo's well-known ones, and fresh ones made here. The choice outlives the page. */

import type { DemoFacts } from '../demo-facts.js';
import { addressOf, type KeyPair, keyPairOf, randomPrivateKey } from './keys.js';

export interface WalletAccount extends KeyPair {
  readonly name: string;
  readonly address: string;
}

interface Kept {
  /** Address of the account in use. */
  selected?: string;
  /** Private keys of the accounts that were made here, in hex. Play money: a real wallet encrypts these. */
  made: string[];
  /** Whether the reader has agreed to show the address to this site. */
  connected: boolean;
}

const STORAGE_KEY = 'bitblog-dev-wallet';

/** Fires `change` when the selected account, or the list, has changed. */
export class Accounts extends EventTarget {
  readonly #facts: DemoFacts;
  readonly #storage: Storage;
  readonly #kept: Kept;
  #list: readonly WalletAccount[];

  constructor(facts: DemoFacts, storage: Storage) {
    super();
    this.#facts = facts;
    this.#storage = storage;
    this.#kept = readKept(storage);
    this.#list = this.#everyAccount();
  }

  get list(): readonly WalletAccount[] {
    return this.#list;
  }

  /** The reader's account, until another one is chosen. */
  get current(): WalletAccount {
    const chosen = this.#list.find(({ address }) => address === this.#kept.selected);
    const account = chosen ?? this.#list.find(({ name }) => name === 'reader') ?? this.#list[0];
    if (!account) throw new Error('The demo has no accounts; is its chain running?');
    return account;
  }

  get connected(): boolean {
    return this.#kept.connected;
  }

  select(address: string): void {
    this.#kept.selected = address;
    this.#keep();
  }

  /** Makes an account with a new key and nothing in it, and selects it. */
  make(): WalletAccount {
    this.#kept.made.push(randomPrivateKey());
    this.#list = this.#everyAccount();
    const account = this.#list[this.#list.length - 1] as WalletAccount;
    this.select(account.address);
    return account;
  }

  connect(): void {
    this.#kept.connected = true;
    this.#keep();
  }

  /** A name for an address that belongs to the demo: an account or a contract. */
  nameOf(address: string): string | undefined {
    const contract = Object.entries(this.#facts.contracts).find(([, id]) => id === address);
    return this.#list.find((account) => account.address === address)?.name ?? contract?.[0];
  }

  #everyAccount(): readonly WalletAccount[] {
    const named = this.#facts.accounts.map(({ name, privateKey }) => ({ name, privateKey }));
    const made = this.#kept.made.map((privateKey, index) => ({ name: `purse ${index + 1}`, privateKey }));
    return [...named, ...made].map(({ name, privateKey }) => {
      const keys = keyPairOf(privateKey);
      return { name, address: addressOf(keys, this.#facts.network), ...keys };
    });
  }

  #keep(): void {
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(this.#kept));
    this.dispatchEvent(new Event('change'));
  }
}

function readKept(storage: Storage): Kept {
  try {
    const kept = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}') as Partial<Kept>;
    const made = (kept.made ?? []).filter((key) => /^[0-9a-f]{64}$/.test(key));
    return { made, connected: kept.connected === true, ...(kept.selected && { selected: kept.selected }) };
  } catch {
    return { made: [], connected: false };
  }
}
