/** Whether a mined transaction moved exactly what was to be paid. PROTOCOL section 4, check 13. */

import type { TransferEvent } from './chain-client.js';
import type { CheckedPayment } from './exact.js';

/**
 * True when the payer sent exactly the price of exactly this asset, and all of it to the payee; with a revenue split, to whoever the payee's own contract
 * shares it with. What else the transaction moved is the payer's affair.
 */
export function checkTransfers(transfers: readonly TransferEvent[], payment: CheckedPayment, payTo: string): boolean {
  const { asset, amount } = payment.terms;
  const sent = transfers.filter((transfer) => {
    return transfer.asset === asset.id && transfer.tokenName === asset.tokenName && transfer.sender === payment.payer;
  });
  const total = sent.reduce((sum, transfer) => sum + transfer.amount, 0n);
  return total === BigInt(amount) && (payment.isSplitCall || sent.every((transfer) => transfer.recipient === payTo));
}
