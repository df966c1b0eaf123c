/** What a reader sends to a seller who does not let in: everything that is needed to find the payment, nothing that opens it. */

import { fill } from '../paywall/texts.js';
import { titleOf } from './export.js';
import type { KeptReceipt } from './kept-receipt.js';
import type { ReceiptsTexts } from './texts.js';

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

/**
 * @param answer the code of the site's refusal, when it gave one
 * @param date of the payment, for people
 */
export function letterFor(receipt: KeptReceipt, texts: ReceiptsTexts, date: string, answer?: string): Letter {
  const { resource, price, accepted, payer, txid } = receipt;
  const facts = {
    title: titleOf(receipt),
    resource: resource.url,
    price,
    date,
    payee: accepted.payTo,
    payer,
    txid,
    network: accepted.network,
    answer: answer ?? texts.noAnswer,
  };
  return { subject: fill(texts.subject, facts), body: fill(texts.letter, facts) };
}

/** `mailto:` with the letter in it, or `undefined` for what is no e-mail address. */
export function mailtoOf(contact: string, { subject, body }: Letter): string | undefined {
  const address = contact.replace(/^mailto:/i, '').trim();
  if (!/^[^\s@?&#%]{1,64}@[^\s@?&#%]{1,255}$/.test(address)) return undefined;
  // Spaces as `%20`: mail programs show a plus sign as it is (RFC 6068, section 5).
  const query = [`subject=${encodeURIComponent(subject)}`, `body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`];
  return `mailto:${address}?${query.join('&')}`;
}
