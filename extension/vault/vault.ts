/** The account's keeper. The seed is on disk, sealed; the key alone is in the session's memory, while the vault is open. */

import * as z from 'zod/mini';
import { bytesFromHex, hexFromBytes } from '../../src/stacks.js';
import { Refusal } from '../refusal.js';
import { type Stretch, seal, unseal } from './seal.js';

/** Both kinds of storage of an extension look like this. A write is whole or not at all. */
export interface Cabinet {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface VaultPorts {
  /** Outlives the browser. */
  readonly disk: Cabinet;
  /** Ends with the browser, and no content script can read it. */
  readonly session: Cabinet;
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly now: () => number;
  /** Minutes without a person after which the vault locks itself. */
  readonly lockMinutes: () => Promise<number>;
  /** Default: scrypt, half a second. */
  readonly stretch?: Stretch;
}

/** Hex digits: 32 bytes of key, and 16 or 32 from which the words are made. */
export interface Secret {
  readonly privateKey: string;
  readonly entropy: string;
}

export type VaultState = 'empty' | 'locked' | 'open';

const SEALED = 'vault';
const OPENED = 'opened';
const MINUTE = 60_000;
/** Short enough to be typed with pleasure, long enough for scrypt. */
const LEAST_PASSPHRASE = 8;

const openedRecord = z.object({
  privateKey: z.string().check(z.regex(/^[\da-f]{64}$/)),
  /** When a person was last seen. */
  seenAt: z.number(),
});

export class Vault {
  private readonly ports: VaultPorts;
  /** How often it was closed. */
  private closed = 0;

  constructor(ports: VaultPorts) {
    this.ports = ports;
  }

  async state(): Promise<VaultState> {
    if ((await this.key()) !== undefined) return 'open';
    return (await this.ports.disk.get(SEALED)) === undefined ? 'empty' : 'locked';
  }

  /** Keeps an account, and opens. @throws `account_exists`, `weak_passphrase` */
  async store({ entropy, privateKey }: Secret, passphrase: string): Promise<void> {
    const { disk, random, stretch } = this.ports;
    checkPassphrase(passphrase);
    const sealed = await seal(bytesFromHex(privateKey + entropy), passphrase, random, stretch);
    // Asked after the slow part: two windows may be at it.
    if ((await disk.get(SEALED)) !== undefined) throw new Refusal('account_exists');
    await disk.set(SEALED, sealed);
    await this.open(privateKey);
  }

  /** @throws `wrong_passphrase`, `no_account`, `unreadable_vault` */
  async unlock(passphrase: string): Promise<void> {
    const { privateKey } = await this.reveal(passphrase);
    await this.open(privateKey);
  }

  async lock(): Promise<void> {
    this.closed++;
    await this.ports.session.remove(OPENED);
  }

  /** Everything, for a person who has just given the passphrase. @throws as {@link unlock} */
  async reveal(passphrase: string): Promise<Secret> {
    const sealed = await this.ports.disk.get(SEALED);
    if (sealed === undefined) throw new Refusal('no_account');
    const hex = hexFromBytes(await unseal(sealed, passphrase, this.ports.stretch));
    return { privateKey: hex.slice(0, 64), entropy: hex.slice(64) };
  }

  /** One write replaces the other, so that at every moment exactly one of both passphrases opens the vault. @throws as {@link unlock} */
  async changePassphrase(passphrase: string, next: string): Promise<void> {
    checkPassphrase(next);
    const { privateKey, entropy } = await this.reveal(passphrase);
    const { disk, random, stretch } = this.ports;
    await disk.set(SEALED, await seal(bytesFromHex(privateKey + entropy), next, random, stretch));
  }

  /** Without the words, the money is gone. */
  async wipe(): Promise<void> {
    await this.lock();
    await this.ports.disk.remove(SEALED);
  }

  /** The key while the vault is open; locks it when nobody was there for too long, or the clock ran backwards. */
  async key(): Promise<string | undefined> {
    const { session, now, lockMinutes } = this.ports;
    const opened = openedRecord.safeParse(await session.get(OPENED));
    if (!opened.success) return undefined;
    const { privateKey, seenAt } = opened.data;
    const alone = now() - seenAt;
    if (alone >= 0 && alone < MINUTE * (await lockMinutes())) return privateKey;
    await this.lock();
    return undefined;
  }

  /** A person is there. Does not open what is locked, nor what is being locked in the same moment: whoever presses that button is there, too. */
  async touch(): Promise<void> {
    const { closed } = this;
    const privateKey = await this.key();
    if (privateKey !== undefined && closed === this.closed)
      await this.ports.session.set(OPENED, { privateKey, seenAt: this.ports.now() });
  }

  private async open(privateKey: string): Promise<void> {
    const { session, now } = this.ports;
    await session.set(OPENED, { privateKey, seenAt: now() });
  }
}

function checkPassphrase(passphrase: string): void {
  if (passphrase.length < LEAST_PASSPHRASE || passphrase.length > 1000) throw new Refusal('weak_passphrase');
}
