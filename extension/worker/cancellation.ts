/** Takes back a payment that nobody has sent: another transaction takes its nonce, for a higher fee. */

import { type Entry, isOpen } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import { codeOf, Refusal } from '../refusal.js';
import { type BroadcastPorts, broadcast } from './broadcast.js';
import type { Signer } from './signer.js';

export interface CancellationPorts extends BroadcastPorts {
  readonly ledger: Ledger;
  readonly signer: Signer;
}

export class Cancellation {
  private readonly ports: CancellationPorts;

  constructor(ports: CancellationPorts) {
    this.ports = ports;
  }

  /**
   * Written down before it is sent, so that whatever has the nonce in the end is known by name. The payment counts as spent until then. Once more, it is
   * the same transaction again.
   *
   * @returns id of the cancelling transaction
   * @throws `no_such_payment` for one that is over, `node_unreachable`, `broadcast_rejected` when the node does not take it
   */
  async cancel(id: string): Promise<string> {
    const { ledger, signer } = this.ports;
    const entry = ledger.entry(id);
    if (!entry || !isOpen(entry) || entry.txid === undefined || entry.state === 'reserved' || this.isReplaced(entry)) {
      throw new Refusal('no_such_payment');
    }
    const { transaction, txid, feeAtomic } = await signer.signCancellation(entry);
    await ledger.note(id, { cancel: { txid, feeAtomic: feeAtomic.toString() } });
    await broadcast(transaction, this.ports).catch(async (error) => {
      // Nobody has it, unless it was sent before.
      if (codeOf(error) === 'broadcast_rejected' && !entry.cancel) await ledger.note(id, { cancel: undefined });
      throw error;
    });
    return txid;
  }

  /** What is being taken back, and may never have arrived: the worker died, or the node was down. While the account is locked, nothing can be signed. */
  async sendAgain(network: string): Promise<void> {
    for (const entry of this.ports.ledger.state.entries) {
      if (isOpen(entry) && entry.cancel && entry.network === network)
        await this.cancel(entry.id).catch(() => undefined);
    }
  }

  /** Another payment has its nonce already: only that one would be taken back. */
  private isReplaced({ id, network, payer, nonce }: Entry): boolean {
    const { entries } = this.ports.ledger.state;
    return entries.some(
      (one) =>
        one.id !== id &&
        isOpen(one) &&
        !one.turnedAway &&
        one.network === network &&
        one.payer === payer &&
        one.nonce === nonce,
    );
  }
}
