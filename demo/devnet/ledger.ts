/** Who owns what, kept from the events of the VM: the API's answers need no round trip to it. Amounts are atomic. */

import type { VmEvent } from './vm.js';

export interface Holding {
  balance: bigint;
  sent: bigint;
  received: bigint;
}

/** A non-fungible token: its class `ADDRESS.contract::name`, its id as a Clarity value in hex, and who moved it last. */
export interface NftHolding {
  readonly asset: string;
  readonly id: string;
  readonly owner: string;
  readonly txid: string;
  readonly height: number;
}

const STX = 'STX';

export class Ledger {
  /** owner → asset (`STX` or `ADDRESS.contract::name`) → holding. */
  readonly #holdings = new Map<string, Map<string, Holding>>();
  readonly #nfts = new Map<string, NftHolding>();
  readonly #feesSent = new Map<string, bigint>();

  stx(owner: string): bigint {
    return this.holding(owner, STX).balance;
  }

  holding(owner: string, asset: string): Readonly<Holding> {
    return this.#holdings.get(owner)?.get(asset) ?? { balance: 0n, sent: 0n, received: 0n };
  }

  feesSent(owner: string): bigint {
    return this.#feesSent.get(owner) ?? 0n;
  }

  /** Every token that the owner has ever touched, without STX. */
  tokens(owner: string): ReadonlyMap<string, Readonly<Holding>> {
    const tokens = new Map(this.#holdings.get(owner));
    tokens.delete(STX);
    return tokens;
  }

  nfts(owner: string): readonly NftHolding[] {
    return [...this.#nfts.values()].filter((nft) => nft.owner === owner);
  }

  payFee(payer: string, miner: string, fee: bigint): void {
    this.#move(STX, payer, miner, fee);
    this.#feesSent.set(payer, this.feesSent(payer) + fee);
  }

  mintStx(owner: string, amount: bigint): void {
    this.#move(STX, undefined, owner, amount);
  }

  apply(events: readonly VmEvent[], txid: string, height: number): void {
    for (const { event, data } of events) {
      const { sender, recipient, amount = '0', asset_identifier: asset = STX, raw_value: id = '' } = data;
      if (event.startsWith('stx_')) this.#move(STX, sender, recipient, BigInt(amount));
      else if (event.startsWith('ft_')) this.#move(asset, sender, recipient, BigInt(amount));
      else if (event.startsWith('nft_')) this.#moveNft(asset, id, recipient, txid, height);
    }
  }

  /** A missing sender is a mint, a missing recipient a burn. */
  #move(asset: string, sender: string | undefined, recipient: string | undefined, amount: bigint): void {
    if (sender) {
      const holding = this.#own(sender, asset);
      holding.balance -= amount;
      holding.sent += amount;
    }
    if (recipient) {
      const holding = this.#own(recipient, asset);
      holding.balance += amount;
      holding.received += amount;
    }
  }

  #moveNft(asset: string, id: string, recipient: string | undefined, txid: string, height: number): void {
    const key = `${asset}/${id}`;
    if (recipient) this.#nfts.set(key, { asset, id, owner: recipient, txid, height });
    else this.#nfts.delete(key);
  }

  #own(owner: string, asset: string): Holding {
    const assets = this.#holdings.get(owner) ?? new Map<string, Holding>();
    this.#holdings.set(owner, assets);
    const holding = assets.get(asset) ?? { balance: 0n, sent: 0n, received: 0n };
    assets.set(asset, holding);
    return holding;
  }
}
