/** What is known of the account while it is locked: its public key, from which its addresses follow. */

import type { Network } from '../../src/networks.js';
import { addressOfPublicKey, bytesFromHex, hexFromBytes } from '../../src/stacks.js';
import type { Cabinet, Vault } from '../vault/vault.js';
import { secp256k1 } from './secp256k1.js';

export interface KnownAccount {
  readonly address: string;
  /** Compressed, in hex. */
  readonly publicKey: string;
}

const KEPT = 'publicKey';
const COMPRESSED = /^0[23][\da-f]{64}$/;

export class Account {
  private readonly vault: Pick<Vault, 'key'>;
  private readonly disk: Cabinet;

  constructor(vault: Pick<Vault, 'key'>, disk: Cabinet) {
    this.vault = vault;
    this.disk = disk;
  }

  /** `undefined` where there is none, or it was never open on this computer. What the key says comes first: it cannot be another account's. */
  async on(network: Network): Promise<KnownAccount | undefined> {
    const publicKey = (await this.learned()) ?? (await this.disk.get(KEPT));
    if (typeof publicKey !== 'string' || !COMPRESSED.test(publicKey)) return undefined;
    return { publicKey, address: addressOfPublicKey(bytesFromHex(publicKey), network) };
  }

  async forget(): Promise<void> {
    await this.disk.remove(KEPT);
  }

  private async learned(): Promise<string | undefined> {
    const key = await this.vault.key();
    if (key === undefined) return undefined;
    const publicKey = hexFromBytes(secp256k1.getPublicKey(bytesFromHex(key), true));
    if ((await this.disk.get(KEPT)) !== publicKey) await this.disk.set(KEPT, publicKey);
    return publicKey;
  }
}
