/**
 * Sends money back to its owner's main wallet. A person asks for it in a page of ours, so it counts in no budget; but it takes a nonce like every
 * other transaction of the account, so it is written down before it leaves, like every other.
 */

import { assetsOf } from '../../src/assets.js';
import { addressOfPrivateKey } from '../../src/key-payer.js';
import { isPrincipalOn } from '../../src/stacks.js';
import { type Entry, isOpen, spendingOf } from '../ledger/entry.js';
import type { Draft, Ledger } from '../ledger/ledger.js';
import { codeOf, Refusal } from '../refusal.js';
import { type BroadcastPorts, broadcast } from './broadcast.js';
import type { Settings } from './settings.js';
import type { Signer } from './signer.js';

export interface WithdrawalPorts extends BroadcastPorts {
  readonly ledger: Ledger;
  readonly signer: Signer;
  readonly settings: () => Promise<Settings>;
  /** @throws `locked` */
  readonly key: () => Promise<string>;
  /** Our own origin: who asks for this money. */
  readonly self: string;
  readonly newId: () => string;
}

export interface Transfer {
  readonly to: string;
  /** `STX` or a contract id. */
  readonly asset: string;
  readonly amountAtomic: string;
}

export class Withdrawal {
  private readonly ports: WithdrawalPorts;

  constructor(ports: WithdrawalPorts) {
    this.ports = ports;
  }

  /**
   * @returns id of the transaction
   * @throws `invalid_address`, `unknown_asset`, `insufficient_funds`, `locked`; `node_unreachable` when it may be on its way, and may not: it stays
   * open until its nonce is gone
   */
  async send({ to, asset: id, amountAtomic }: Transfer): Promise<string> {
    const { settings, key, ledger, signer } = this.ports;
    const set = await settings();
    const { network } = set;
    const asset = assetsOf(network).find((one) => one.id === id);
    if (!asset) throw new Refusal('unknown_asset');
    // The chain takes no transfer to oneself.
    const isOwn = to === addressOfPrivateKey(await key(), network);
    if (isOwn || !isPrincipalOn(network, to)) throw new Refusal('invalid_address');
    const offer = { scheme: 'exact', network, asset: id, payTo: to, amount: amountAtomic, maxTimeoutSeconds: 600 };
    const entry = await this.reserve(this.draft(set, { to, asset: id, amountAtomic }, asset));
    const read = { offer, network, asset, amountAtomic: BigInt(amountAtomic) };
    const signed = await signer.sign(entry, read, undefined).catch(async (error) => {
      await ledger.change(entry.id, 'released', { reason: codeOf(error) ?? 'unknown' });
      throw error;
    });
    const { transaction, txid, feeAtomic } = signed;
    await this.handOver(
      await ledger.change(entry.id, 'signed', { txid, feeAtomic: feeAtomic.toString(), transaction }),
    ).catch(async (error) => {
      // Nobody has it: the next transaction may take its nonce. Later, whoever does not take it may have it already.
      if (codeOf(error) === 'broadcast_rejected')
        await ledger.note(entry.id, { turnedAway: true, reason: 'broadcast_rejected' });
      throw error;
    });
    return txid;
  }

  /** What is under way, and may never have arrived: the worker died, or the node was down. */
  async sendAgain(network: string): Promise<void> {
    for (const entry of this.ports.ledger.state.entries) {
      const isUnderWay = isOpen(entry) && entry.network === network && !entry.cancel && !entry.turnedAway;
      if (isUnderWay && entry.transaction !== undefined) await this.handOver(entry).catch(() => undefined);
    }
  }

  private async handOver({ id, state, transaction = '' }: Entry): Promise<void> {
    await broadcast(transaction, this.ports);
    if (state === 'signed') await this.ports.ledger.change(id, 'sent', {});
  }

  private draft(
    { network, maxFeeAtomic }: Settings,
    { to, amountAtomic }: Transfer,
    { id, symbol, decimals }: { readonly id: string; readonly symbol: string; readonly decimals: number },
  ): Draft {
    const { self, newId } = this.ports;
    return {
      ...{ network, site: self, seller: self, resource: `${self}/`, method: 'GET', challenge: newId() },
      ...{ asset: id, symbol, decimals, amountAtomic, maxFeeAtomic, payTo: to },
      approved: true,
      withdrawal: true,
    };
  }

  /** Through the ledger, where no other transaction can get between the money and its nonce; without limits. */
  private async reserve(draft: Draft): Promise<Entry> {
    const { asset, fee } = spendingOf({ ...draft, id: '', state: 'reserved', at: 0 });
    const policy = {
      assets: { [asset]: {}, ...(fee && { [fee.asset]: {} }) },
      maxFeeAtomic: BigInt(draft.maxFeeAtomic),
    };
    const { entry } = await this.ports.ledger.reserve(policy, draft);
    if (!entry) throw new Refusal('invalid_amount');
    return entry;
  }
}
