/** From a presented payment to the access that it buys: checks, claim, settlement, window. PROTOCOL section 4, from check 5 on. */

import { isX402Error, X402Error } from '../src/errors.js';
import { bytesFromHex } from '../src/stacks.js';
import { windowSeconds } from './access.js';
import { chainBehind, type OwnRecord, settleAlone } from './delegate.js';
import { type CheckedPayment, checkTransaction } from './exact.js';
import { finalitySeconds } from './finality.js';
import type { HeldClaim } from './hold.js';
import { holdPayment } from './hold.js';
import type { InFlight } from './in-flight.js';
import { withPatience } from './patience.js';
import type { AcceptedTerms, PresentedPayment, Sale } from './payment.js';
import { claimIdentifier } from './payment-identifier.js';
import type { SettlementSettings } from './settings.js';
import { type Settlement, settle } from './settle.js';

/** What a settled payment gives. */
export interface Grant {
  readonly payment: CheckedPayment;
  /** Unix seconds. */
  readonly endsAt: number;
  /** For `once`: ends the hold. `served` when the handler has answered below 500. */
  readonly finish: ((served: boolean) => Promise<void>) | undefined;
}

/** Seconds after its end for which an offer is still honoured for a payment that was mined in time. PROTOCOL section 2. */
export const GRACE_SECONDS: number = 86_400;

/** Without a store, nothing is known from before. */
const UNRECORDED: OwnRecord = { isSettled: false, wasTried: true };

/** A version 1 payment cannot be presented again, since nothing tells its payer from somebody who copied it: it gets more time to settle. */
const WAIT_SECONDS_V1 = 30;

/**
 * @throws the refusals of checks 5 to 9; `settlement_pending` for the id of a transaction that no node knows yet
 */
export async function checkPresented(
  presented: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
  inFlight: InFlight,
): Promise<CheckedPayment> {
  const { payload } = presented;
  if (!('transaction' in payload) && settings.facilitator?.isAlone) {
    throw new X402Error(
      'invalid_payload',
      'Send the signed transaction: this server sees the chain through its facilitator only.',
    );
  }
  const bytes =
    'transaction' in payload
      ? bytesFromHex(payload.transaction)
      : await inFlight.run(() => fetchTransaction(payload.txid, settings));
  return checkTransaction(bytes, presented, purchase, settings, await settings.recover());
}

/**
 * @throws the refusals of checks 10 to 13, and `access_expired`
 */
export async function grantPayment(
  payment: CheckedPayment,
  presented: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
  inFlight: InFlight,
): Promise<Grant> {
  const { offer } = presented;
  // Known before the money moves: then it must not move.
  if (payment.terms.finality === 'mempool' && offer) checkWindow(offer.expiresAt, payment, settings);
  const work = () => grantChecked(payment, presented, purchase, settings);
  // One answer per `once` payment, and one per holder, is the claim store's promise: nothing is shared there.
  const isShared = payment.terms.access !== 'once' && offer !== undefined && presented.holder === undefined;
  return isShared ? inFlight.share(`${payment.txid} ${offer.token}`, work) : inFlight.run(work);
}

async function grantChecked(
  payment: CheckedPayment,
  presented: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
): Promise<Grant> {
  const { claims } = settings;
  if (!claims) {
    const settlement = await settleNow(payment, presented, purchase, settings, UNRECORDED);
    return { payment, endsAt: endOf(settlement, payment, presented, 0, settings), finish: undefined };
  }
  if (presented.identifier !== undefined) await claimIdentifier(presented.identifier, payment, settings);
  const held = await holdPayment(payment, presented, purchase, settings);
  let endsAt: number;
  try {
    const settlement = await settleNow(payment, presented, purchase, settings, held.record);
    endsAt = endOf(settlement, payment, presented, held.firstHeldAt, settings);
    await held.settled();
  } catch (error) {
    await held.gaveUp(error);
    throw error;
  }
  return { payment, endsAt, finish: await finishOf(held, payment, purchase) };
}

/** Access for a time may be presented again, so its claim is spent at once; what is single-use is spent when it was used. */
async function finishOf(held: HeldClaim, payment: CheckedPayment, { gone }: Sale): Promise<Grant['finish']> {
  if (payment.terms.access === 'once') {
    held.keep(gone);
    return (served) => (served ? held.spend() : held.release());
  }
  await held.spend();
  return undefined;
}

function settleNow(
  payment: CheckedPayment,
  presented: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
  record: OwnRecord,
): Promise<Settlement> {
  const { offer, payload, version } = presented;
  const waitSeconds = version === 1 ? Math.max(settings.waitSeconds, WAIT_SECONDS_V1) : settings.waitSeconds;
  const order = {
    payment,
    payTo: purchase.route.payTo,
    broadcast: 'transaction' in payload && !offer?.late,
    minedBefore: offer?.late ? offer.expiresAt + GRACE_SECONDS : undefined,
    waitMilliseconds: 1000 * waitSeconds,
  };
  const { facilitator, chain } = settings;
  const remote = { payment, presented, sale: purchase, network: settings.network };
  if (facilitator?.isAlone) return settleAlone(facilitator, remote, record, order.waitMilliseconds, settings);
  return settle(
    order,
    facilitator ? { ...settings, chain: chainBehind(chain, facilitator, remote, settings) } : settings,
  );
}

/**
 * The window begins at something that presenting again cannot move: the block and the time that its finality takes, or where there is none yet, the offer, or
 * the first hold.
 */
function endOf(
  settlement: Settlement,
  payment: CheckedPayment,
  presented: PresentedPayment,
  firstHeldAt: number,
  settings: SettlementSettings,
): number {
  const offered = presented.offer?.expiresAt ?? firstHeldAt;
  const start = payment.terms.finality === 'mempool' ? offered : (settlement.blockTime ?? offered);
  return checkWindow(start + finalitySeconds(payment.terms.finality), payment, settings);
}

function checkWindow(
  start: number,
  { terms, txid }: { terms: AcceptedTerms; txid: string },
  settings: SettlementSettings,
): number {
  const endsAt = start + windowSeconds(terms.access);
  if (endsAt > settings.clock() / 1000) return endsAt;
  throw new X402Error(
    'access_expired',
    'The access that this payment bought has ended; pay one of the offers of this answer to read on.',
    { txid },
  );
}

/** The raw transaction of a wallet that broadcast it itself. It is checked like any other: the node's word counts only for its presence. */
async function fetchTransaction(txid: string, { chain, sleep, waitSeconds }: SettlementSettings): Promise<Uint8Array> {
  const unknown = () =>
    new X402Error(
      'settlement_pending',
      'No node knows this transaction yet. Send the same request with the same payment again; do not pay again.',
      { txid, retryAfterSeconds: 3 },
    );
  try {
    const bytes = await withPatience(chain.rawTransaction(txid), 1000 * waitSeconds, sleep, unknown);
    if (bytes) return bytes;
  } catch (error) {
    if (!isX402Error(error) || error.code !== 'node_unreachable') throw error;
  }
  throw unknown();
}
