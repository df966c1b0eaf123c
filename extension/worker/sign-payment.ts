/** Makes the header that is presented for a reserved payment, and writes it down before anybody gets it. */

import { encodeHeader } from '../../src/header.js';
import { memoOfOffer } from '../../src/memo.js';
import { withPaymentIdentifier } from '../../src/payment-identifier.js';
import type { Entry } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import { codeOf } from '../refusal.js';
import type { Reserved } from './reservations.js';
import type { Signer } from './signer.js';
import type { ReadTerms } from './terms.js';

export interface SigningPorts {
  readonly ledger: Ledger;
  readonly signer: Signer;
}

/** @throws what the signer throws; then the money is released */
export async function signPayment(
  { entry, offer: read }: Reserved,
  { required }: ReadTerms,
  { ledger, signer }: SigningPorts,
): Promise<Entry> {
  try {
    const { offer } = read;
    const token = offer.extra?.offer;
    const signed = await signer.sign(entry, read, token === undefined ? undefined : memoOfOffer(token));
    const { transaction, txid, feeAtomic } = signed;
    const extensions = withPaymentIdentifier(required.extensions, txid);
    const { resource } = required;
    const payload = { x402Version: 2, resource, accepted: offer, payload: { transaction } };
    const header = encodeHeader({ ...payload, ...(extensions && { extensions }) });
    return await ledger.change(entry.id, 'signed', { txid, feeAtomic: feeAtomic.toString(), header, unsent: true });
  } catch (error) {
    // Nothing has left: what is not written down as signed is not given away.
    await ledger.change(entry.id, 'released', { reason: codeOf(error) ?? 'unknown' }).catch(() => undefined);
    throw error;
  }
}
