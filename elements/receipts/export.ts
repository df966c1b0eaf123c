/** Receipts as files: JSON for programs, a page for printers. Neither has anything that opens what was paid for. */

import { amountText } from '../paywall/amount-text.js';
import type { Verdict } from './judge.js';
import type { KeptReceipt } from './kept-receipt.js';
import type { ReceiptsTexts } from './texts.js';

/** One receipt in the exported JSON. Field names are the wire's where it has them. */
interface ExportedReceipt {
  /** ISO 8601. */
  readonly paidAt: string;
  readonly resource: string;
  readonly description?: string;
  /** Page where it was paid. */
  readonly page: string;
  readonly network: string;
  /** As on the wire: `STX`, or a contract id. */
  readonly asset: string;
  /** Atomic units, decimal digits. */
  readonly amount: string;
  /** Decimal amount and symbol. */
  readonly price: string;
  readonly payTo: string;
  readonly payer: string;
  /** 64 hex digits. */
  readonly transaction: string;
  /** The seller's signed receipt, a JWS: `verifyReceipt(receipt)` of the package checks it. */
  readonly receipt?: string;
}

/** @param now milliseconds since 1970 */
export function receiptsAsJson(receipts: readonly KeptReceipt[], now: number): string {
  const exported = receipts.map(exportedReceipt);
  return JSON.stringify({ version: 1, exportedAt: new Date(now).toISOString(), receipts: exported }, undefined, 2);
}

function exportedReceipt({ paidAt, resource, page, accepted, price, payer, txid, jws }: KeptReceipt): ExportedReceipt {
  const { network, asset, amount, payTo } = accepted;
  return {
    paidAt: new Date(paidAt).toISOString(),
    resource: resource.url,
    ...(resource.description !== undefined && { description: resource.description }),
    page,
    network,
    asset,
    amount,
    price,
    payTo,
    payer,
    transaction: txid,
    ...(jws !== undefined && { receipt: jws }),
  };
}

export interface PageFacts {
  readonly texts: ReceiptsTexts;
  readonly verdictText: (verdict: Verdict) => string;
  readonly date: (milliseconds: number) => string;
  readonly language: string;
  readonly direction: string;
}

/** A page that needs nothing else: it can be printed, kept, and sent to whoever keeps the books. */
export function receiptsAsPage(
  receipts: readonly KeptReceipt[],
  verdicts: readonly Verdict[],
  { texts, verdictText, date, language, direction }: PageFacts,
): string {
  const rows = receipts.map((receipt, index) => {
    const { paidAt, resource, price, accepted, payer, txid } = receipt;
    const cells: readonly (readonly [string, string])[] = [
      [texts.paidOn, date(paidAt)],
      [texts.price, amountText(price, language)],
      [texts.payee, `${accepted.payTo} (${accepted.network})`],
      [texts.payer, payer],
      [texts.transaction, txid],
      [texts.resource, resource.url],
      [texts.signature, verdictText(verdicts[index] ?? { kind: 'unknown' })],
    ];
    const list = cells.map(([name, value]) => `<dt>${escaped(name)}</dt><dd><bdi>${escaped(value)}</bdi></dd>`);
    return `<section><h2>${escaped(titleOf(receipt))}</h2><dl>${list.join('')}</dl></section>`;
  });
  const title = escaped(texts.title);
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${escaped(direction)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
section { break-inside: avoid; border-top: 1px solid; padding: 0.75rem 0; }
h2 { font-size: 1.125rem; margin: 0 0 0.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; margin: 0; font-size: 0.875rem; }
dd { margin: 0; overflow-wrap: anywhere; }
</style>
<h1>${title}</h1>
${rows.join('\n')}
</html>
`;
}

/** What was bought, in words: the seller's description, or else its address. */
export function titleOf({ resource }: KeptReceipt): string {
  return resource.description || resource.url;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
