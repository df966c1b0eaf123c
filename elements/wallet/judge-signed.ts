/** For wallets that build the transaction anew: other bytes, which may still be the same payment. Loaded only then. */

import { X402Error } from '../../src/errors.js';
import type { PaymentOrder } from '../../src/payer.js';
import { bytesFromHex, checkPaymentTransaction, decodeTransaction, type PaymentTerms } from '../../src/stacks.js';

/**
 * Decodes the transaction, and holds it against the order like the server will (PROTOCOL section 4, checks 5 and 7 to 9).
 *
 * @throws `wallet_changed_payment`
 */
export function judgeSigned(hex: string, order: PaymentOrder, payer: string, network: PaymentTerms['network']): void {
  const { offer, asset, memo, resource } = order;
  try {
    checkPaymentTransaction(decodeTransaction(bytesFromHex(hex)), {
      network,
      offer,
      asset,
      memo,
      payer,
      resourceUrl: resource.url,
      allowPayCall: offer.extra?.call === 'pay',
    });
  } catch (cause) {
    throw new X402Error(
      'wallet_changed_payment',
      'The wallet gave back another payment than the one that was asked for.',
      { cause },
    );
  }
}
