/** A budget for programs: the same arithmetic as the extension's, around any payer. */

import type { Asset } from './assets.js';
import {
  type BudgetLedger,
  type BudgetPolicy,
  type Decision,
  EMPTY_LEDGER,
  markSigned,
  prune,
  release,
  reserve,
  settle,
} from './budget.js';
import { X402Error } from './errors.js';
import { parseAtomicAmount, parseDecimalAmount } from './money.js';
import type { Payer, PaymentOrder, PayOptions, SignedPayment } from './payer.js';

/** Decimal amounts of one asset, as text. An absent one sets no limit. */
export interface SpendingLimits {
  readonly perPayment?: string;
  /** In any 24 hours. */
  readonly perDay?: string;
  /** From one renewal day to the next. */
  readonly perMonth?: string;
  /** The same for every origin on its own. */
  readonly perSite?: Omit<SpendingLimits, 'perSite'>;
}

/** Where the ledger outlives the process. */
export interface SpendingStore {
  load(): Promise<BudgetLedger | undefined>;
  /** Saved when the promise resolves: only then is anything signed. */
  save(ledger: BudgetLedger): Promise<void>;
}

export interface SpendingBudgetOptions {
  /** By symbol (`STX`) or id. In an asset that is not here nothing is spent. The network's fees are not counted: `maxFeeAtomic` of the node reader bounds them. */
  readonly limits: Readonly<Record<string, SpendingLimits>>;
  /** Day of the month on which monthly limits renew. Default 1. */
  readonly renewalDay?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Default: this process's memory. One process at a time. */
  readonly store?: SpendingStore;
}

export interface SpendingBudget {
  /** A payer that pays within the budget only: else its `pay` rejects with `policy_refused`, and nothing is signed. */
  within(payer: Payer): Payer;
  /** What was spent and is being spent. */
  ledger(): Promise<BudgetLedger>;
}

/**
 * A budget that several payers and any number of calls can share. Money is taken out of it before anything is signed; what was signed counts, whether
 * its seller has sent it or not.
 *
 * @example
 * ```ts
 * import { createSpendingBudget, payingFetch } from 'x402pay';
 * import { createKeyPayer } from 'x402pay/key-payer';
 * const payer = createKeyPayer({ privateKey: '00'.repeat(31) + '01', network: 'stacks:2147483648' });
 * const budget = createSpendingBudget({ limits: { STX: { perDay: '2', perSite: { perDay: '0.5' } } }, now: () => Date.now() });
 * const fetchAndPay = payingFetch(fetch, budget.within(payer), { maxPerPayment: { STX: '0.05' } });
 * console.assert(typeof fetchAndPay === 'function' && (await budget.ledger()).spendings.length === 0);
 * ```
 */
export function createSpendingBudget(options: SpendingBudgetOptions): SpendingBudget {
  const book = new Book(options);
  return {
    within: (payer) => ({
      name: payer.name,
      canPay: (offer) => payer.canPay(offer),
      ...(payer.canReplace !== undefined && { canReplace: payer.canReplace }),
      ...(payer.abandon && { abandon: (payment: SignedPayment) => payer.abandon?.(payment) }),
      pay: (order, payOptions) => book.pay(payer, order, payOptions),
    }),
    ledger: () => book.read(),
  };
}

class Book {
  private readonly options: SpendingBudgetOptions;
  private known: Promise<BudgetLedger> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private count = 0;

  constructor(options: SpendingBudgetOptions) {
    this.options = options;
  }

  async pay(payer: Payer, order: PaymentOrder, payOptions: PayOptions | undefined): Promise<SignedPayment> {
    const id = await this.reserve(order);
    try {
      const signed = await payer.pay(order, payOptions);
      // Nobody tells when it lands, so it counts from now on as if it had.
      await this.change((ledger) => settle(markSigned(ledger, id), id, this.options.now()));
      return signed;
    } catch (error) {
      // An error that carries a transaction id comes after a signature: its money may go at any time.
      const isSigned = error instanceof X402Error && error.txid !== undefined;
      await this.change((ledger) => {
        const { state } = ledger.spendings.find((one) => one.id === id) ?? {};
        return isSigned || state !== 'reserved' ? ledger : release(ledger, id, this.options.now());
      });
      throw error;
    }
  }

  /** What an earlier process has left open may have been signed: it stays spent. */
  read(): Promise<BudgetLedger> {
    this.known ??= (this.options.store?.load() ?? Promise.resolve(undefined)).then((loaded) => loaded ?? EMPTY_LEDGER);
    return this.known;
  }

  private async reserve({ offer, asset, resource, memo }: PaymentOrder): Promise<string> {
    const { now } = this.options;
    const { origin } = new URL(resource.url);
    const request = {
      ...{ site: origin, seller: origin, asset: asset.id, payTo: offer.payTo },
      ...(memo !== undefined && { challenge: memo }),
      amountAtomic: parseAtomicAmount(offer.amount),
      // A program has nobody to ask; what it may do is all in its limits.
      approved: true,
    };
    const id = `${now()}-${this.count++}`;
    let decision: Decision | undefined;
    await this.change((ledger) => {
      const reserved = reserve(this.policyFor(asset), ledger, request, { id, now: now() });
      decision = reserved.decision;
      return prune(reserved.ledger);
    });
    if (decision?.verdict !== 'pay') {
      const why = decision && 'why' in decision ? decision.why : 'invalid_request';
      throw new X402Error('policy_refused', `Nothing was paid: the budget says ${why}.`, { asset: asset.id });
    }
    return id;
  }

  private policyFor(asset: Asset): BudgetPolicy {
    const { limits, renewalDay } = this.options;
    const name = [asset.id, asset.symbol].find((one) => Object.hasOwn(limits, one));
    const mine = name === undefined ? undefined : limits[name];
    return {
      assets: mine ? { [asset.id]: atomicLimits(mine, asset) } : {},
      ...(renewalDay !== undefined && { renewalDay }),
    };
  }

  /** One at a time; memory follows the store. */
  private change(next: (ledger: BudgetLedger) => BudgetLedger): Promise<void> {
    const turn = this.last.then(async () => {
      const changed = next(await this.read());
      await this.options.store?.save(changed);
      this.known = Promise.resolve(changed);
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

function atomicLimits({ perSite, ...own }: SpendingLimits, asset: Asset): BudgetPolicy['assets'][string] {
  const atomic = (text: string | undefined) => text !== undefined && parseDecimalAmount(text, asset.decimals);
  const limits = ({ perPayment, perDay, perMonth }: SpendingLimits) => {
    const [payment, day, month] = [atomic(perPayment), atomic(perDay), atomic(perMonth)];
    return {
      ...(payment !== false && { perPaymentAtomic: payment }),
      ...(day !== false && { perDayAtomic: day }),
      ...(month !== false && { perMonthAtomic: month }),
    };
  };
  return { ...limits(own), ...(perSite && { perSite: limits(perSite) }) };
}
