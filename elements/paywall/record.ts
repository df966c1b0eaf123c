/** What a browser remembers of one resource. Plain data, so that it can be cloned into IndexedDB, and read back with suspicion. */

import type { ExactStacksPayload, Json, Offer, ResourceInfo } from '../../src/wire.js';
import { claimsOf } from './pass.js';

/** `extensions` of a 402, and of the payment that gives them back. */
export type Extensions = { readonly [name: string]: Json };

/** A signed payment. It is kept after it has succeeded too: presenting it again opens the resource as long as its access lasts. */
export interface StoredPayment {
  readonly accepted: Offer;
  readonly resource: ResourceInfo;
  readonly payload: ExactStacksPayload;
  readonly payer: string;
  /** True once the server has answered it with the content. */
  readonly settled: boolean;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  /** How it was made, for the case that the server refuses it. */
  readonly attempt: PaymentAttempt;
  /** The seller's signed receipt, as it came. */
  readonly jws?: string;
}

/**
 * A payment whose outcome is not known: written before the wallet is asked, and whenever a server turns a signed payment away.
 * While one exists, the next payment of the same account takes the same nonce, so that the chain itself lets only one of them through.
 * All of them are kept until one has landed: a wallet's window outlives the page that opened it.
 */
export interface PaymentAttempt {
  readonly accepted: Offer;
  readonly resource: ResourceInfo;
  readonly payer: string;
  /** Decimal text; absent when the wallet chooses it. */
  readonly nonce?: string;
  /** `sign`: the wallet was asked for a signature only. `broadcast`: it was asked to send the payment itself. */
  readonly method: 'sign' | 'broadcast';
  /** Of the 402, with what the payer adds: the same each time it is presented. */
  readonly extensions?: Extensions;
  /** The memo that binds it to the offer, by which it can be found on the chain. */
  readonly memo?: string;
  /** What the wallet has signed, once it has. */
  readonly payload?: ExactStacksPayload;
  /** It was seen on the chain. */
  readonly landed?: boolean;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

export interface ResourceRecord {
  /** The pass of PROTOCOL section 6. Whether it is still good is for the server to say. */
  readonly pass?: string;
  /** The pass is good only with a proof of this browser's key (`browser-key.ts`). */
  readonly isBound?: true;
  readonly payment?: StoredPayment;
  readonly attempts?: readonly PaymentAttempt[];
  /** Where the resource is after redirects, when that is somewhere else: passes and payments do not follow redirects. */
  readonly address?: string;
}

/** Replaces the pass; `undefined` takes it away. */
export function withPass({ pass: _, isBound: __, ...rest }: ResourceRecord, pass: string | undefined): ResourceRecord {
  if (pass === undefined) return rest;
  return { ...rest, pass, ...(claimsOf(pass).cnf !== undefined && { isBound: true }) };
}

/** Most attempts that are kept. Each took a click of the reader, and the last ones can still land. */
const MOST_ATTEMPTS = 20;

/** Adds an attempt, and takes others away. */
export function withAttempts(
  record: ResourceRecord,
  added: readonly PaymentAttempt[],
  isKept: (attempt: PaymentAttempt) => boolean = () => true,
): ResourceRecord {
  const { attempts = [], ...rest } = record;
  const next = [...attempts.filter(isKept), ...added].slice(-MOST_ATTEMPTS);
  return next.length > 0 ? { ...rest, attempts: next } : rest;
}

export function withoutAttempt(record: ResourceRecord, attempt: PaymentAttempt | undefined): ResourceRecord {
  return attempt ? withAttempts(record, [], (one) => !isSame(one, attempt)) : record;
}

/** The same attempt, before and after it was signed: no two are begun in the same millisecond for one offer. */
export function isSame(one: PaymentAttempt, other: PaymentAttempt): boolean {
  return one.begunAt === other.begunAt && one.memo === other.memo;
}

/** A record from storage. Whatever does not have the right shape is left out: other scripts of this origin can write there too. */
export function readRecord(value: unknown): ResourceRecord {
  const { pass, isBound, payment, attempts, address } = Object(value) as Record<string, unknown>;
  return {
    ...(typeof pass === 'string' && { pass, ...(isBound === true && { isBound }) }),
    ...(isPayment(payment) && { payment }),
    ...(Array.isArray(attempts) && { attempts: attempts.filter(isAttempt) }),
    ...(typeof address === 'string' && { address }),
  };
}

function isPayment(value: unknown): value is StoredPayment {
  return isTerms(value) && isPayload(value.payload) && Number.isFinite(value.storedAt) && isAttempt(value.attempt);
}

function isAttempt(value: unknown): value is PaymentAttempt {
  return (
    isTerms(value) &&
    Number.isFinite(value.begunAt) &&
    /^(?:undefined|\d{1,20})$/.test(String(value.nonce)) &&
    (value.payload === undefined || isPayload(value.payload)) &&
    (value.extensions === undefined || isObject(value.extensions))
  );
}

export function isPayload(value: unknown): boolean {
  return isObject(value) && (typeof value.transaction === 'string' || typeof value.txid === 'string');
}

/** The members that payments, attempts and receipts share. */
export function isTerms(value: unknown): value is Record<string, unknown> {
  return isObject(value) && isObject(value.accepted) && isObject(value.resource) && typeof value.payer === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
