/**
 * What an account has paid for on the chain, where the payee sells one thing only: then each transfer to it was for that. Nothing is kept for this, and
 * nothing but the chain is asked. PROTOCOL section 7.
 */

import { isX402Error, X402Error } from '../src/errors.js';
import { networkInfo } from '../src/networks.js';
import {
  checkPaymentTransaction,
  decodeTransaction,
  originAddress,
  originPublicKey,
  type StacksTransaction,
  transactionId,
} from '../src/stacks.js';
import type { BoughtAccess } from './claims.js';
import type { CheckedPayment } from './exact.js';
import { finalitySeconds, parseFinality } from './finality.js';
import type { AcceptedTerms, Purchase } from './payment.js';
import type { Settings } from './settings.js';
import { settle } from './settle.js';

/** Most transactions of an account that are looked at closely, newest first: each takes three questions to the nodes. */
const MOST_CANDIDATES = 12;

/**
 * The account's access that ends last, as its last transactions tell: one that paid at least a price of today, to the payee, and is settled as the terms say.
 *
 * @throws `node_unreachable`, `invalid_node_answer`; `overloaded` when the time is up before it is found
 */
export async function paidAccess(
  payer: string,
  purchase: Purchase,
  settings: Settings,
): Promise<BoughtAccess | undefined> {
  const sent = (await settings.history?.(payer)) ?? [];
  const candidates = sent.filter(({ status, text }) => status === 'success' && mayPay(text, purchase));
  const deadline = settings.clock() + 2000 * settings.waitSeconds;
  let best: BoughtAccess | undefined;
  for (const { txid } of candidates.slice(0, MOST_CANDIDATES)) {
    const left = deadline - settings.clock();
    if (left <= 0) {
      if (best) break;
      throw new X402Error(
        'overloaded',
        'Your payments could not all be looked at in time; send the same request again.',
        {
          retryAfterSeconds: 5,
        },
      );
    }
    const bought = await accessOf(txid, payer, purchase, settings, left);
    if (bought && bought.endsAt > (best?.endsAt ?? settings.clock() / 1000)) best = bought;
  }
  return best;
}

/** Listings name the payee, but of a call perhaps only the contract. */
function mayPay(text: string, { route }: Purchase): boolean {
  const names = [route.payTo, ...route.prices.map(({ asset }) => asset.id).filter((id) => id !== 'STX')];
  return names.some((name) => text.includes(name.toLowerCase()));
}

/** What one transaction has bought, whatever a list says of it. */
async function accessOf(
  txid: string,
  payer: string,
  purchase: Purchase,
  settings: Settings,
  waitMilliseconds: number,
): Promise<BoughtAccess | undefined> {
  const bytes = await settings.chain.rawTransaction(txid);
  if (!bytes || transactionId(bytes) !== txid) return undefined;
  try {
    const payment = await paymentIn(bytes, txid, payer, purchase, settings);
    if (!payment) return undefined;
    const { payTo } = purchase.route;
    const order = {
      payment,
      payTo,
      broadcast: false,
      minedBefore: undefined,
      waitMilliseconds: Math.min(waitMilliseconds, 1000 * settings.waitSeconds),
    };
    const { blockTime } = await settle(order, settings);
    const { access, finality } = payment.terms;
    if (blockTime === undefined || access === 'once') return undefined;
    return { txid, endsAt: blockTime + finalitySeconds(finality) + access };
  } catch (error) {
    // Not a payment, failed, or not settled yet: it opens nothing, but another one may.
    if (isX402Error(error)) return undefined;
    throw error;
  }
}

/** @throws a refusal where the transaction is no payment of this payer to this payee */
async function paymentIn(
  bytes: Uint8Array,
  txid: string,
  payer: string,
  purchase: Purchase,
  settings: Settings,
): Promise<CheckedPayment | undefined> {
  const transaction = decodeTransaction(bytes);
  const { transactionVersion, chainId } = networkInfo(settings.network);
  if (transaction.transactionVersion !== transactionVersion || transaction.chainId !== chainId) return undefined;
  originPublicKey(transaction, await settings.recover());
  if (originAddress(transaction) !== payer) return undefined;
  const terms = termsPaid(transaction, purchase, settings);
  if (!terms) return undefined;
  const isSplitCall = transaction.payload.type === 'contract-call' && transaction.payload.functionName === 'pay';
  return { transaction: bytes, txid, payer, nonce: transaction.origin.nonce, terms, bound: false, isSplitCall };
}

/** The price of today that the transaction pays, or more than pays. */
function termsPaid(
  transaction: StacksTransaction,
  { route, resource }: Purchase,
  { network }: Settings,
): AcceptedTerms | undefined {
  const amount = amountIn(transaction);
  const finality = parseFinality(route.finality);
  if (amount === undefined || finality === undefined) return undefined;
  for (const { asset, amount: price } of route.prices) {
    if (amount < BigInt(price)) continue;
    const { payTo, offerSeconds: maxTimeoutSeconds, split: allowPayCall } = route;
    const offer = { scheme: 'exact', network, amount: amount.toString(), asset: asset.id, payTo, maxTimeoutSeconds };
    try {
      checkPaymentTransaction(transaction, {
        network,
        offer,
        asset,
        memo: undefined,
        resourceUrl: resource,
        allowPayCall,
      });
      return { asset, amount: offer.amount, access: route.accessSeconds, finality };
    } catch (error) {
      if (!isX402Error(error)) throw error;
    }
  }
  return undefined;
}

function amountIn({ payload }: StacksTransaction): bigint | undefined {
  if (payload.type === 'token-transfer') return payload.amount;
  if (payload.type !== 'contract-call') return undefined;
  // `transfer` begins with the amount, `pay` with the token.
  const argument = payload.functionArguments[payload.functionName === 'pay' ? 1 : 0];
  return argument?.type === 'uint' ? argument.value : undefined;
}
