/**
 * From a challenge that was seen to a payment that may leave. The order is what keeps a person's money: an earlier payment first; then reserve,
 * write down; sign, write down; write down that it leaves; only then give it away.
 */

import { stopOf } from '../../src/budget.js';
import type { Entry } from '../ledger/entry.js';
import { Refusal, type RefusalCode } from '../refusal.js';
import type { Buyer } from './buyer.js';
import { Calls, isUsedUp } from './calls.js';
import { earlierPayment } from './earlier-payment.js';
import type { PaidAnswer } from './observer.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { Reservations, type ReservationsPorts } from './reservations.js';
import type { Seen } from './seen.js';
import type { Settings } from './settings.js';
import { type SigningPorts, signPayment } from './sign-payment.js';
import { type ReadTerms, readTerms } from './terms.js';
import { Turns } from './turns.js';
import { forgetPass, writeDown } from './write-down.js';

export type { Buyer };

export interface CashierPorts extends ReservationsPorts, SigningPorts {
  /** @throws `locked`, `no_account` */
  readonly key: () => Promise<string>;
  /** Something in the ledger has changed. */
  readonly onChange: () => void;
}

/** A payment that may leave, or the pass that it has bought; see {@link Cashier.give}. */
export interface Presentation {
  readonly call: string;
  readonly entry: Entry;
  readonly isPass: boolean;
  readonly waitSeconds: number;
}

export class Cashier {
  private readonly ports: CashierPorts;
  private readonly reservations: Reservations;
  private readonly turns = new Turns();
  private readonly calls = new Calls();
  /** Calls that are being paid for: who asks twice gets the same answer. */
  private readonly paying = new Map<string, Promise<Presentation>>();
  /** The last answer that is being written down. */
  private hearing: Promise<unknown> = Promise.resolve();

  constructor(ports: CashierPorts) {
    this.ports = ports;
    this.reservations = new Reservations(ports);
  }

  /** @throws {@link Refusal} when nothing is to be presented */
  pay(seen: Seen, buyer: Buyer): Promise<Presentation> {
    const current = this.paying.get(buyer.call);
    if (current) return current;
    const paying = this.payOnce(seen, buyer).finally(() => this.paying.delete(buyer.call));
    this.paying.set(buyer.call, paying);
    return paying;
  }

  /**
   * What is shown to the seller. From now on it counts as given away; `undefined` when the call is over, and nobody is there to show it.
   *
   * @throws `no_such_payment` when it was taken back; `paused`, `blocked` when a person has said stop while it was made
   */
  async give({ call, entry, isPass }: Presentation): Promise<string | undefined> {
    const { ledger, settings } = this.ports;
    const why = stopOf(await settings(), entry);
    if (!this.calls.isGoing(call)) return undefined;
    if (isPass) return entry.pass;
    if (why && ledger.entry(entry.id)?.unsent) {
      this.end(call);
      await this.takeBack();
      throw new Refusal(why);
    }
    return (await ledger.giveAway(entry.id)).header;
  }

  /** What was signed for pages that are gone, and given to nobody, is nobody's. */
  takeBack(): Promise<void> {
    return this.ports.ledger.takeBack((id) => this.calls.has(id));
  }

  private async payOnce(seen: Seen, buyer: Buyer): Promise<Presentation> {
    // Before anything is waited for: a page can go away at any time.
    this.calls.begin(buyer.call);
    const terms = readTerms(seen, (await this.ports.settings()).network);
    await this.hearing;
    const again = this.again(buyer.call);
    if (again) return again;
    const key = `${seen.method} ${terms.seller} ${terms.resource} ${buyer.site}`;
    // Of what lasts, one payment serves all who ask at the same time; what is sold one by one is bought one by one.
    if (terms.once) return this.buy(seen, buyer);
    return this.turns.take(key, () => this.buy(seen, buyer));
  }

  /** The seller has delivered for this call, or said for good that it will not. */
  isDone(call: string): boolean {
    return this.calls.isDone(call);
  }

  /** The call is over. */
  end(call: string): void {
    this.calls.end(call);
  }

  /** What became of a payment, as the network tells. */
  async hear(answer: PaidAnswer): Promise<void> {
    const { ledger, onChange } = this.ports;
    const isPass = answer.isPass === true;
    const entry = isPass ? this.shownPass(answer.payment) : this.entryOf(answer.payment);
    // Whoever else is shown a payment has no say in it.
    if (entry?.seller !== new URL(answer.url).origin) return;
    const said = outcomeOf(answer);
    const isPassOver = isPass && said.end !== 'delivered' && said.end !== 'again';
    // What the pass does not open, the payment may: it is shown before anything is paid.
    const outcome: Outcome = isPassOver ? { end: 'again', reason: said.reason, seconds: 0 } : said;
    this.calls.hear(entry, outcome, isPassOver);
    const writing = this.hearing.then(() =>
      isPassOver ? forgetPass(ledger, entry) : writeDown(ledger, entry.id, outcome),
    );
    this.hearing = writing.catch(() => undefined);
    await writing;
    onChange();
  }

  /** The same payment again, for a call that has one. @throws what the seller's last word means */
  private again(call: string): Presentation | undefined {
    const made = this.calls.get(call);
    const entry = made && this.ports.ledger.entry(made.id);
    if (!made || !entry?.header || isUsedUp(made)) return undefined;
    const { outcome, isPass } = made;
    if (outcome && outcome.end !== 'again' && outcome.end !== 'delivered') {
      throw new Refusal(outcome.reason as RefusalCode);
    }
    return presentationOf(call, entry, isPass, outcome?.end === 'again' ? outcome.seconds : 0);
  }

  private async buy(seen: Seen, buyer: Buyer): Promise<Presentation> {
    const { ledger, key, now } = this.ports;
    // As they are now: a person may have said stop to whatever has waited.
    const settings = await this.ports.settings();
    if (!this.calls.isGoing(buyer.call)) throw new Refusal('declined');
    const terms = readTerms(seen, settings.network);
    const asked = { network: settings.network, site: buyer.site, method: seen.method, ...terms };
    const earlier = earlierPayment(ledger.state.entries, asked, ({ id }) => this.calls.has(id), now());
    if (earlier === 'unresolved') throw new Refusal('payment_unresolved');
    if (earlier !== 'none' && earlier.header !== undefined) {
      const isPass = buyer.takesPass === true && earlier.pass !== undefined;
      this.calls.set(buyer.call, { id: earlier.id, isNew: false, isPass });
      return presentationOf(buyer.call, earlier, isPass);
    }
    if (buyer.mayBuy === false) throw new Refusal('too_fast');
    await key();
    await this.takeBack();
    const purchase = () => this.purchase(seen, terms, buyer, settings);
    return terms.once && seen.page ? seen.page.buyOnce(purchase) : purchase();
  }

  private async purchase(seen: Seen, terms: ReadTerms, buyer: Buyer, settings: Settings): Promise<Presentation> {
    const { onChange } = this.ports;
    const reserved = await this.reservations.reserve(seen, terms, buyer, settings);
    // From before it is signed: what a call waits for is not taken back. Of a call that is over, it is there for the next one, or nobody's.
    if (this.calls.isGoing(buyer.call))
      this.calls.set(buyer.call, { id: reserved.entry.id, isNew: true, isPass: false });
    onChange();
    return presentationOf(buyer.call, await signPayment(reserved, terms, this.ports).finally(onChange));
  }

  private entryOf(payment: string): Entry | undefined {
    return this.ports.ledger.state.entries.find(({ header }) => header === payment);
  }

  /** Sellers choose their passes, so two can be alike: only what a call has shown is meant. */
  private shownPass(pass: string): Entry | undefined {
    const { ledger } = this.ports;
    return this.calls
      .shownAsPass()
      .map((id) => ledger.entry(id))
      .find((entry) => entry?.pass === pass);
  }
}

function presentationOf(call: string, entry: Entry, wantsPass = false, waitSeconds = 0): Presentation {
  return { call, entry, isPass: wantsPass && entry.pass !== undefined, waitSeconds };
}
