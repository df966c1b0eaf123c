/** Receipts, as a reader finds them: what is kept, what it is worth, and what came of "I paid but cannot read it". */

import { receiptsAsPage } from '../../elements/receipts/export.js';
import type { Verdict } from '../../elements/receipts/judge.js';
import { type KeptReceipt, keyOf } from '../../elements/receipts/kept-receipt.js';
import type { Delivery } from '../../elements/receipts/present-again.js';
import type { ReceiptsTexts } from '../../elements/receipts/texts.js';
import { type ReceiptsView, verdictText } from '../../elements/receipts/view.js';
import { NOW, PAYEE, paid, STX, TXID } from './portraits.js';

const SIGNER = 'did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169';
/** Every verdict that there is, on four receipts. */
const VERDICTS: readonly Verdict[] = [
  { kind: 'signed', signer: SIGNER, issuedAt: NOW },
  { kind: 'unsigned' },
  { kind: 'wrong' },
  { kind: 'unknown' },
] satisfies readonly { [Kind in Verdict['kind']]: Verdict & { kind: Kind } }[Verdict['kind']][];

const KEPT: readonly KeptReceipt[] = [
  kept('How a lighthouse keeper taught me to wait', STX.price),
  kept(
    'The rest of a very long article about the tides, the moon, and everybody who has ever counted on either',
    '1234.25\u00a0USDCx',
  ),
  kept('A photo', '0.00001\u00a0sBTC'),
  kept(undefined, STX.price),
];

function kept(description: string | undefined, price: string): KeptReceipt {
  const url = 'https://blog.example/articles/a-lighthouse/rest';
  const resource = { url, ...(description !== undefined && { description }) };
  const { payer } = paid;
  const payload = { txid: TXID };
  return { source: url, txid: TXID, payer, accepted: STX.offer, resource, payload, price, paidAt: NOW, page: url };
}

/** The others are one sentence each, in the same place. */
const DELIVERIES: Readonly<Record<string, Delivery>> = {
  'let in': { kind: 'letIn' },
  refused: { kind: 'refused', reason: 'invalid_offer' },
};

/** What "Save a page to print" saves, in typefaces that are the same everywhere. */
export function printedReceipts(texts: ReceiptsTexts, language: string, direction: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const facts = {
    texts,
    language,
    direction,
    date: (milliseconds: number) => format.format(milliseconds),
    verdictText: (verdict: Verdict) => verdictText(verdict, texts),
  };
  const page = receiptsAsPage(KEPT, VERDICTS, facts);
  return page
    .replace('<style>', '<link rel="stylesheet" href="/test/visual/typefaces.css"><style>')
    .replace('system-ui, sans-serif', 'var(--x402-font)');
}

/** Name, view, and how many receipts show their details. */
export function receiptLists(
  texts: ReceiptsTexts,
  language: string,
): readonly (readonly [name: string, view: ReceiptsView, opened: number])[] {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const view: ReceiptsView = {
    texts,
    language,
    receipts: KEPT,
    verdicts: VERDICTS,
    deliveries: new Map(),
    copied: new Set(),
    contact: '',
    date: (milliseconds) => format.format(milliseconds),
    onCannotRead: () => {},
    onCopy: () => {},
    onSaveJson: () => {},
    onSavePage: () => {},
  };
  const [first] = KEPT as [KeptReceipt];
  const one = {
    ...view,
    receipts: [first],
    verdicts: VERDICTS.slice(0, 1),
    contact: `${PAYEE.toLowerCase()}@blog.example`,
  };
  return [
    ['receipts, looked for', { ...view, receipts: undefined }, 0],
    ['no receipts', { ...view, receipts: [] }, 0],
    ['nothing is kept', { ...view, receipts: 'blocked' }, 0],
    ['receipts', view, 1],
    ['receipts, closed', one, 0],
    ...Object.entries(DELIVERIES).map(
      ([name, delivery]) =>
        [`receipts, ${name}`, { ...one, deliveries: new Map([[keyOf(first), delivery]]) }, 1] as const,
    ),
  ];
}
