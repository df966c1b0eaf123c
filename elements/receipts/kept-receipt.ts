/** What a browser keeps of a payment that was accepted, for as long as the reader wants. Plain data, read back with suspicion. */

import type { ExactStacksPayload, Offer, ResourceInfo } from '../../src/wire.js';
import { type Extensions, isPayload, isTerms, type StoredPayment } from '../paywall/record.js';

export interface KeptReceipt {
  /** Address of the resource, as the page named it: the key of its record. */
  readonly source: string;
  /** Transaction id, 64 hex digits. */
  readonly txid: string;
  readonly payer: string;
  readonly accepted: Offer;
  readonly resource: ResourceInfo;
  /** Presented again when the reader cannot read what was paid for. Whoever has it gets in, so it is never exported. */
  readonly payload: ExactStacksPayload;
  /** Presented with it. */
  readonly extensions?: Extensions;
  /** Decimal amount and symbol, as the reader saw them. */
  readonly price: string;
  /** Milliseconds since 1970. */
  readonly paidAt: number;
  /** Address of the page where it was paid. */
  readonly page: string;
  /** The seller's word (`src/receipt.ts`), where it gave one. */
  readonly jws?: string;
}

/** One payment, one receipt, however often it is presented. */
export function keyOf({ txid, source }: Pick<KeptReceipt, 'txid' | 'source'>): string {
  return `${txid} ${source}`;
}

/** The receipt of a payment, as long as the browser has both. */
export function receiptOf(
  { accepted, resource, payload, payer, storedAt, jws, attempt: { extensions } }: StoredPayment,
  facts: Pick<KeptReceipt, 'source' | 'txid' | 'price' | 'page'>,
): KeptReceipt {
  const kept = { ...facts, payer, accepted, resource, payload, paidAt: storedAt };
  return { ...kept, ...(extensions && { extensions }), ...(jws !== undefined && { jws }) };
}

/** Whatever does not have the right shape is left out: other scripts of this origin can write there too. */
export function readKeptReceipt(value: unknown): KeptReceipt | undefined {
  if (!isTerms(value) || !isPayload(value.payload)) return undefined;
  const { source, txid, price, page, paidAt, jws, accepted, resource } = value;
  const texts = [
    source,
    txid,
    price,
    page,
    (accepted as Offer).payTo,
    (accepted as Offer).network,
    (resource as ResourceInfo).url,
  ];
  const { description = '' } = resource as ResourceInfo;
  if (![...texts, description].every((text) => typeof text === 'string') || !isTime(paidAt)) return undefined;
  if (!/^[\da-f]{64}$/.test(txid as string) || (jws !== undefined && typeof jws !== 'string')) return undefined;
  return value as unknown as KeptReceipt;
}

/** A moment that a date can show. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}
