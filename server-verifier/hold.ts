/** Claiming a payment before anything is released for it. PROTOCOL section 4, check 10, and section 5. */

import { sha256 } from '@noble/hashes/sha2.js';
import { isX402Error, X402Error, type X402ErrorCode } from '../src/errors.js';
import { hexFromBytes } from '../src/stacks.js';
import { windowSeconds } from './access.js';
import type { ClaimStore, HoldOutcome, HoldRequest, SettlementState } from './claims.js';
import type { OwnRecord } from './delegate.js';
import type { CheckedPayment } from './exact.js';
import { finalitySeconds } from './finality.js';
import { keepLease } from './lease.js';
import { withPatience } from './patience.js';
import type { PresentedPayment, Sale } from './payment.js';
import type { SettlementSettings } from './settings.js';

/** A payment that is held, or that its holder may present again. */
export interface HeldClaim {
  /** Unix seconds of the store's clock. */
  readonly firstHeldAt: number;
  /** What is known of it from before. */
  readonly record: OwnRecord;
  /** The payment is final. */
  settled(): Promise<void>;
  /** Settling or serving failed: frees what can never land, and leaves the rest to the same holder. */
  gaveUp(error: unknown): Promise<void>;
  /** The handler runs: until the claim is spent or released, or `gone` is aborted, the lease does not run out while this process lives. */
  keep(gone?: AbortSignal): void;
  /** @throws `payment_in_progress` when the lease ran out and another request of the same holder has taken over */
  spend(): Promise<void>;
  release(): Promise<void>;
}

/** Two days: the longest life of an offer and its grace. A claim outlives every way to present its payment. */
const RETAIN_MARGIN_SECONDS = 2 * 86_400 + 3600;

/** The transaction did not and will not reach the chain. */
const REJECTIONS: ReadonlySet<X402ErrorCode> = new Set([
  'insufficient_funds',
  'nonce_conflict',
  'fee_too_low',
  'broadcast_rejected',
  'invalid_exact_stacks_payload_signature',
]);

/**
 * Holds a payment for the client that knows its offer's token.
 *
 * @throws `payment_already_used`, `payment_in_progress`, `nonce_conflict`, `overloaded`, `settlement_pending`
 */
export async function holdPayment(
  payment: CheckedPayment,
  presented: PresentedPayment,
  purchase: Sale,
  settings: SettlementSettings,
): Promise<HeldClaim> {
  const claims = settings.claims as ClaimStore;
  const request = requestOf(payment, presented, purchase, settings);
  let outcome = await hold(claims, request);
  if (outcome.status === 'taken' && (await isDead(outcome.txid, payment, settings))) {
    outcome = await hold(claims, { ...request, supersedes: outcome.txid });
  }
  if (outcome.status === 'spent' && payment.terms.access !== 'once') return presentedAgain(outcome.firstHeldAt);
  if (outcome.status !== 'held') throw refusalOf(outcome, payment);
  const held = new Held(claims, request, outcome, settings, purchase.resource);
  if (!payment.bound && outcome.settlement === 'new') await held.firstSeen(payment);
  return held;
}

function requestOf(
  payment: CheckedPayment,
  presented: PresentedPayment,
  { method, resource }: Sale,
  settings: SettlementSettings,
): HoldRequest {
  const { network } = settings;
  const { txid, payer, nonce, terms } = payment;
  return {
    keys: [`tx:${network}:${txid}`, `nonce:${network}:${payer}:${nonce}`],
    holder: holderOf(presented, settings),
    purpose: digest(`${method} ${resource}`),
    txid,
    leaseSeconds: settings.leaseSeconds,
    retainSeconds: windowSeconds(terms.access) + finalitySeconds(terms.finality) + RETAIN_MARGIN_SECONDS,
  };
}

/** Without an offer nothing tells its payer from somebody who copied it: then it cannot be presented again. */
function holderOf({ holder, offer }: PresentedPayment, { random }: SettlementSettings): string {
  const secret = holder ?? offer?.token;
  return secret === undefined ? hexFromBytes(random(new Uint8Array(32))) : digest(secret);
}

/** A store that does not answer must not let anything pass. Nothing was sent to the chain yet. */
async function hold(claims: ClaimStore, request: HoldRequest): Promise<HoldOutcome> {
  try {
    return await claims.hold(request);
  } catch (cause) {
    throw unwritten(cause, 5);
  }
}

/** @param txid of a transaction that may be on the chain */
function unwritten(cause: unknown, retryAfterSeconds: number, txid?: string): X402Error {
  return new X402Error(
    'overloaded',
    'The payment could not be written down, so it was not used; send the same request again.',
    {
      cause,
      retryAfterSeconds,
      ...(txid !== undefined && { txid }),
    },
  );
}

/** Whether the transaction that has the key lost its nonce to another one, so that its claim is void. */
async function isDead(
  txid: string,
  { txid: own, payer, nonce }: CheckedPayment,
  settings: SettlementSettings,
): Promise<boolean> {
  if (txid === own) return false;
  return (await inTime(settings.chain.isReplaced({ txid, payer, nonce }), settings)) === true;
}

/** `undefined` when no node answers within the time that a request may wait. */
async function inTime<Answer>(
  answer: Promise<Answer>,
  { sleep, waitSeconds }: SettlementSettings,
): Promise<Answer | undefined> {
  try {
    return await withPatience(answer, 1000 * waitSeconds, sleep, silent);
  } catch (error) {
    if (isX402Error(error)) return undefined;
    throw error;
  }
}

function silent(txid?: string): X402Error {
  return new X402Error(
    'settlement_pending',
    'No Stacks node answers, so the payment was not sent. Send the same request with the same payment again.',
    { retryAfterSeconds: 5, ...(txid !== undefined && { txid }) },
  );
}

function refusalOf(outcome: Exclude<HoldOutcome, { status: 'held' }>, { txid }: CheckedPayment): X402Error {
  switch (outcome.status) {
    case 'busy':
      return new X402Error(
        'payment_in_progress',
        'This payment is being served right now; send the same request again in a moment.',
        {
          retryAfterSeconds: outcome.retryAfterSeconds,
        },
      );
    case 'full':
      return unwritten(undefined, outcome.retryAfterSeconds);
    case 'taken':
      if (outcome.txid !== txid) {
        return new X402Error(
          'nonce_conflict',
          'Another payment of this account with the same nonce was presented before; present that one again, or sign one with another nonce.',
        );
      }
      return alreadyUsed();
    case 'spent':
      return alreadyUsed();
  }
}

function alreadyUsed(): X402Error {
  return new X402Error('payment_already_used', 'This payment was used already; pay one of the offers of this answer.');
}

/** Access for a time that was served before: presenting it again is idempotent. */
function presentedAgain(firstHeldAt: number): HeldClaim {
  const nothing = async () => {};
  const record = { isSettled: true, wasTried: true };
  return { firstHeldAt, record, settled: nothing, gaveUp: nothing, keep: () => {}, spend: nothing, release: nothing };
}

class Held implements HeldClaim {
  readonly firstHeldAt: number;
  readonly record: OwnRecord;
  readonly #claims: ClaimStore;
  readonly #keys: readonly string[];
  readonly #txid: string;
  readonly #fence: string;
  readonly #before: SettlementState;
  readonly #settings: SettlementSettings;
  readonly #resource: string;
  readonly #ended = new AbortController();

  constructor(
    claims: ClaimStore,
    { keys, txid }: HoldRequest,
    outcome: Extract<HoldOutcome, { status: 'held' }>,
    settings: SettlementSettings,
    resource: string,
  ) {
    this.#claims = claims;
    this.#keys = keys;
    this.#txid = txid;
    this.#fence = outcome.fence;
    this.#before = outcome.settlement;
    this.record = { isSettled: outcome.settlement === 'settled', wasTried: outcome.settlement !== 'new' };
    this.firstHeldAt = outcome.firstHeldAt;
    this.#settings = settings;
    this.#resource = resource;
  }

  /** Nothing that is on the chain or in the mempool before we saw it can be trusted without the binding (PROTOCOL section 2). */
  async firstSeen({ txid }: CheckedPayment): Promise<void> {
    const seen = await inTime(this.#settings.chain.transaction(txid), this.#settings);
    if (!seen) {
      await this.#forget();
      throw silent(txid);
    }
    if (seen.status !== 'not_found') {
      await this.#forget();
      throw new X402Error(
        'payment_already_used',
        'The transaction was public before it was presented here, and no offer binds it to this client; pay with the memo of one of the offers of this answer.',
      );
    }
    await this.#mustHold(() => this.#claims.record(this.#keys, this.#fence, 'submitted'));
  }

  async settled(): Promise<void> {
    await this.#quietly(() => this.#claims.record(this.#keys, this.#fence, 'settled'));
  }

  async gaveUp(error: unknown): Promise<void> {
    const code = isX402Error(error) ? error.code : undefined;
    // What may be in some mempool since an earlier attempt can still land, whatever this node says.
    const canNeverLand = code === 'transaction_failed' || (code && REJECTIONS.has(code) && this.#before !== 'unknown');
    // Else junk could fill the store while no node answers. Without the claim it is as if it had never been presented.
    const wasNeverSent = this.#before === 'new' && isUnsent(error);
    if (canNeverLand || wasNeverSent) return this.#forget();
    if (code === 'settlement_pending')
      await this.#quietly(() => this.#claims.record(this.#keys, this.#fence, 'unknown'));
    await this.release();
  }

  keep(gone?: AbortSignal): void {
    const { signal } = this.#ended;
    if (gone?.aborted) return;
    gone?.addEventListener('abort', () => this.#ended.abort(), { signal });
    const renew = (seconds: number) => this.#claims.renew(this.#keys, this.#fence, seconds);
    void keepLease(renew, signal, this.#settings, (cause) => this.#tell(cause));
  }

  async spend(): Promise<void> {
    this.#ended.abort();
    await this.#mustHold(() => this.#claims.spend(this.#keys, this.#fence), this.#txid);
  }

  async release(): Promise<void> {
    this.#ended.abort();
    await this.#quietly(() => this.#claims.release(this.#keys, this.#fence));
  }

  async #forget(): Promise<void> {
    await this.#quietly(() => this.#claims.forget(this.#keys, this.#fence));
  }

  /** Nothing may follow that is not written down. */
  async #mustHold(write: () => Promise<boolean>, txid?: string): Promise<void> {
    let isOurs: boolean;
    try {
      isOurs = await write();
    } catch (cause) {
      throw unwritten(cause, 5, txid);
    }
    if (isOurs) return;
    throw new X402Error(
      'payment_in_progress',
      'Another request has taken over this payment; send the same request again.',
      { retryAfterSeconds: 2, ...(txid !== undefined && { txid }) },
    );
  }

  /** The lease ends what could not be written down. */
  async #quietly(write: () => Promise<boolean>): Promise<void> {
    try {
      await write();
    } catch (cause) {
      this.#tell(cause);
    }
  }

  #tell(cause: unknown): void {
    this.#settings.emit({ type: 'internal_error', resource: this.#resource, cause });
  }
}

/** True for a refusal that left nothing on the chain: no node was there, or the offer was too old for it to be sent. */
function isUnsent(error: unknown): boolean {
  if (!isX402Error(error)) return false;
  if (error.code === 'offer_expired') return true;
  return error.code === 'settlement_pending' && isX402Error(error.cause) && error.cause.code === 'node_unreachable';
}

function digest(text: string): string {
  return hexFromBytes(sha256(new TextEncoder().encode(text)));
}
