/** Writes down what a seller has said of a payment. */

import type { Entry } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Outcome } from './outcome.js';

export async function writeDown(ledger: Ledger, id: string, outcome: Outcome): Promise<void> {
  const state = ledger.entry(id)?.state;
  if (outcome.end === 'delivered') {
    await ledger.change(id, 'delivered', outcome.pass === undefined ? {} : { pass: outcome.pass });
  } else if (outcome.end === 'again') {
    if (state === 'signed') await ledger.change(id, 'sent', { reason: outcome.reason });
  } else if (state === 'delivered') await ledger.note(id, { reason: outcome.reason });
  else {
    const facts = { reason: outcome.reason, ...(outcome.end === 'turned-away' && { turnedAway: true }) };
    await ledger.change(id, 'undelivered', facts);
  }
}

/** The pass opens nothing any more. A newer one stays. */
export async function forgetPass(ledger: Ledger, { id, pass }: Entry): Promise<void> {
  if (ledger.entry(id)?.pass === pass) await ledger.note(id, { pass: undefined });
}
