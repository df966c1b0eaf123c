/** What a payer is asked to sign for an offer, within the limits of its owner. PROTOCOL section 11, rule 1. */

import type { Asset } from '../../src/assets.js';
import { X402Error } from '../../src/errors.js';
import { memoOfOffer } from '../../src/memo.js';
import type { Payer, PaymentOrder } from '../../src/payer.js';
import { type ReadOffer, readOffer } from '../../src/read-offer.js';
import { chooseOffer } from '../../src/select.js';
import type { Offer, ResourceInfo } from '../../src/wire.js';

/** What may be spent, and by whom. */
export interface Spending {
  readonly payer: Payer;
  readonly assets?: readonly Asset[];
  /** By the asset's symbol or id, as in the policy of `payingFetch`. */
  readonly maxPerPayment?: Readonly<Record<string, string>>;
}

/**
 * @param resource `undefined` where the SDK does not tell
 * @param mostAtomic the SDK's own limit, where it has one
 * @throws what is wrong with the offer; `no_payable_offer`; `policy_refused` above a limit, and where there is none
 */
export function orderOf(
  offer: Offer,
  resource: ResourceInfo | undefined,
  mostAtomic: string | undefined,
  spending: Spending,
): PaymentOrder {
  const read = readOffer(offer, spending.assets);
  if (!spending.payer.canPay(offer)) {
    throw new X402Error('no_payable_offer', 'Nothing was paid: the payer cannot pay this offer.');
  }
  checkLimits(read, mostAtomic, spending);
  const token = offer.extra?.offer;
  return {
    resource: resource ?? { url: '' },
    offer: resource ? offer : asPlainTransfer(offer),
    asset: read.asset,
    memo: token === undefined ? undefined : memoOfOffer(token),
  };
}

function checkLimits({ offer, amountAtomic }: ReadOffer, mostAtomic: string | undefined, spending: Spending): void {
  const { payer, assets = [], maxPerPayment } = spending;
  if (mostAtomic !== undefined && amountAtomic > BigInt(mostAtomic)) {
    const message = `Nothing was paid: it costs ${amountAtomic} atomic units, over the limit of ${mostAtomic}.`;
    throw new X402Error('policy_refused', message);
  }
  if (maxPerPayment) {
    chooseOffer({ x402Version: 2, resource: { url: '' }, accepts: [offer] }, { maxPerPayment, assets }, payer);
    return;
  }
  if (mostAtomic !== undefined) return;
  throw new X402Error(
    'policy_refused',
    'Nothing was paid: no limit is set. Write createExactStacksClient({ payer, maxPerPayment: { STX: "0.05" } }), or maxAmountPerPayment in the spend controls of the SDK.',
  );
}

/** A revenue split's own function takes the URL, which SDKs before 2.27 do not tell. The split takes a plain transfer, too. */
function asPlainTransfer(offer: Offer): Offer {
  const { call: _, ...extra } = offer.extra ?? {};
  return { ...offer, extra };
}
