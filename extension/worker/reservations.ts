/** Chooses which offer is paid, and takes its money out of the budget; asks a person where the budget says so. */

import type { BudgetPolicy, Decision, LimitLeft } from '../../src/budget.js';
import type { ReadOffer } from '../../src/read-offer.js';
import type { Entry } from '../ledger/entry.js';
import type { Draft, Ledger } from '../ledger/ledger.js';
import { Refusal } from '../refusal.js';
import type { Buyer } from './buyer.js';
import { plainText } from './plain-text.js';
import type { Answer, Question, QuestionReason } from './question.js';
import type { Seen } from './seen.js';
import { policyOf, type Settings } from './settings.js';
import type { ReadTerms } from './terms.js';

export interface ReservationsPorts {
  readonly ledger: Ledger;
  readonly settings: () => Promise<Settings>;
  readonly now: () => number;
  /** Registrable domain of an origin. */
  readonly domainOf: (origin: string) => string;
  /** Asks a person. `grant`: may be paid without asking from now on. */
  readonly ask: (question: Question) => Promise<Answer>;
}

export interface Reserved {
  readonly entry: Entry;
  readonly offer: ReadOffer;
}

interface Tried {
  readonly decision: Decision | { readonly verdict: 'ask'; readonly why: QuestionReason };
  readonly entry?: Entry;
}

const MOST_FAILURES = 3;
/** Networks and sellers take less. */
const LONGEST_DELIVERY = 2 * 60 * 1000;
const FAILURES_COUNT_FOR = 24 * 60 * 60 * 1000;

export class Reservations {
  private readonly ports: ReservationsPorts;

  constructor(ports: ReservationsPorts) {
    this.ports = ports;
  }

  /**
   * The first offer that may be paid, in the order of the person's assets; else the first that may be asked about.
   *
   * @throws {@link Refusal} when nothing may be paid
   */
  async reserve(seen: Seen, terms: ReadTerms, buyer: Buyer, settings: Settings): Promise<Reserved> {
    const { ask } = this.ports;
    const policy = policyOf(settings);
    const order = Object.keys(settings.assets);
    const doubt = buyer.doubt ?? (this.hasFailedOften(buyer.site) ? 'many_failures' : undefined);
    const offers = [...terms.offers].sort((one, other) => rank(order, one) - rank(order, other));
    let question: { draft: Draft; offer: ReadOffer; why: QuestionReason } | undefined;
    let refused: Tried['decision'] | undefined;
    for (const offer of offers) {
      const draft = this.draft(seen, terms, offer, buyer, settings);
      const { decision, entry } = await this.tryToReserve(policy, draft, doubt);
      if (entry) return { entry, offer };
      if (decision.verdict === 'ask') question ??= { draft, offer, why: decision.why };
      else refused ??= decision;
    }
    if (!question) throw refusalOf(refused);
    const { draft, offer, why } = question;
    if (!buyer.mayAsk) throw new Refusal(why);
    buyer.onAsk?.();
    const answer = await ask({ challenge: terms.challenge, page: buyer.page, draft, why, clicked: buyer.clicked });
    if (!answer.yes) throw new Refusal('declined');
    return { entry: await this.reserveApproved(draft, answer), offer };
  }

  /** With a doubt, nothing is reserved: a person is asked, unless the budget forbids it anyway. */
  private async tryToReserve(policy: BudgetPolicy, draft: Draft, doubt: QuestionReason | undefined): Promise<Tried> {
    const { ledger } = this.ports;
    if (!doubt) return ledger.reserve(policy, draft);
    const decision = ledger.consider(policy, draft);
    return { decision: decision.verdict === 'refuse' ? decision : { verdict: 'ask', why: doubt } };
  }

  /** What a person grants is written down with the payment, or not at all: nothing is paid by it before, or without. */
  private async reserveApproved(draft: Draft, answer: Answer): Promise<Entry> {
    const { ledger, settings } = this.ports;
    const { grant, days, upToAtomic = draft.amountAtomic } = answer;
    const policy = { ...policyOf(await settings()), ...(days !== undefined && { grantSeconds: days * 24 * 60 * 60 }) };
    const upTo = grant ? BigInt(upToAtomic) : undefined;
    const { decision, entry } = await ledger.reserve(policy, { ...draft, approved: true }, upTo);
    if (!entry) throw refusalOf(decision);
    return entry;
  }

  /** Money went to the site, and nothing came back: it said so, or says nothing, or that it is not ready yet, and has had its time or the money. */
  private hasFailedOften(site: string): boolean {
    const { ledger, now } = this.ports;
    const recent = ledger.state.entries.filter((entry) => entry.site === site && entry.at > now() - FAILURES_COUNT_FOR);
    const failed = recent.filter(({ state, unsent, closedAt, at }) => {
      const isWaiting = state === 'sent' || (state === 'signed' && !unsent);
      return state === 'undelivered' || (isWaiting && (closedAt !== undefined || at < now() - LONGEST_DELIVERY));
    });
    return failed.length >= MOST_FAILURES;
  }

  private draft(seen: Seen, terms: ReadTerms, read: ReadOffer, { site }: Buyer, settings: Settings): Draft {
    const { offer, asset, amountAtomic, network } = read;
    const { seller, resource, challenge, required } = terms;
    const { description } = required.resource;
    return {
      ...{ network, site, seller, resource, challenge, method: seen.method, payTo: offer.payTo, approved: false },
      ...{ asset: asset.id, symbol: asset.symbol, decimals: asset.decimals, amountAtomic: amountAtomic.toString() },
      domain: this.ports.domainOf(seller),
      maxFeeAtomic: settings.maxFeeAtomic,
      ...(description !== undefined && { description: plainText(description) }),
      ...(offer.extra?.access !== undefined && { access: offer.extra.access.slice(0, 20) }),
    };
  }
}

function rank(order: readonly string[], { asset }: ReadOffer): number {
  const index = order.indexOf(asset.id);
  return index < 0 ? order.length : index;
}

/** Carries the limit that stands against it, so that a page of ours can say how much is left. */
class OverLimit extends Refusal {
  readonly limit: LimitLeft;

  constructor(limit: LimitLeft) {
    super('over_limit');
    this.limit = limit;
  }
}

function refusalOf(decision: Tried['decision'] | undefined): Refusal {
  if (!decision || decision.verdict === 'pay') return new Refusal('no_payable_offer');
  return 'limit' in decision && decision.limit ? new OverLimit(decision.limit) : new Refusal(decision.why);
}
