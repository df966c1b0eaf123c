/** What the reader sees of the receipts, as a function of what is known. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { amountText } from '../paywall/amount-text.js';
import { icon } from '../paywall/icons.js';
import { fill } from '../paywall/texts.js';
import { titleOf } from './export.js';
import type { Verdict } from './judge.js';
import { type KeptReceipt, keyOf } from './kept-receipt.js';
import { letterFor, mailtoOf } from './letter.js';
import type { Delivery } from './present-again.js';
import type { ReceiptsTexts } from './texts.js';

const CHECK = 'M5 12.5l4.5 4.5L19 7.5';
const ALERT = 'M12 8v5M12 16.5v.01M12 3a9 9 0 100 18 9 9 0 000-18z';
const DASH = 'M6 12h12';
const QUESTION = 'M8.5 9a3.5 3.5 0 117 0c0 2.5-3.5 2.5-3.5 5M12 18.5v.01';
const SIGNS: Readonly<Record<Verdict['kind'], string>> = {
  signed: CHECK,
  unsigned: DASH,
  wrong: ALERT,
  unknown: QUESTION,
};

export interface ReceiptsView {
  readonly texts: ReceiptsTexts;
  readonly language: string;
  /** `undefined` while they are looked for; `blocked` where the browser keeps nothing. */
  readonly receipts: readonly KeptReceipt[] | 'blocked' | undefined;
  readonly verdicts: readonly Verdict[];
  /** What became of a payment that was shown again, by the key of its receipt. */
  readonly deliveries: ReadonlyMap<string, Delivery | 'asking'>;
  /** Keys of the receipts whose letter was copied. */
  readonly copied: ReadonlySet<string>;
  /** E-mail address of the seller, where the page names it. */
  readonly contact: string;
  readonly date: (milliseconds: number) => string;
  readonly onCannotRead: (receipt: KeptReceipt) => void;
  readonly onCopy: (receipt: KeptReceipt, letter: string) => void;
  readonly onSaveJson: () => void;
  readonly onSavePage: () => void;
}

export function renderReceipts(view: ReceiptsView): TemplateResult {
  const { texts, receipts } = view;
  return html`<section aria-labelledby="title" aria-busy=${receipts === undefined}>
    <h2 id="title" part="title"><slot name="title">${texts.title}</slot></h2>
    ${list(view)}
    <p class="unseen" role="status">${announcement(view)}</p>
  </section>`;
}

function list(view: ReceiptsView): TemplateResult {
  const { texts, receipts, onSaveJson, onSavePage } = view;
  if (receipts === undefined) return html`<p part="empty">${texts.loading}</p>`;
  if (receipts === 'blocked') return html`<p part="empty">${texts.blocked}</p>`;
  if (receipts.length === 0) return html`<p part="empty"><slot name="empty">${texts.empty}</slot></p>`;
  return html`<ol part="list">
      ${receipts.map((receipt, index) => item(view, receipt, view.verdicts[index]))}
    </ol>
    <p class="row">
      <button class="quiet" part="button" @click=${onSaveJson}>${texts.saveJson}</button>
      <button class="quiet" part="button" @click=${onSavePage}>${texts.savePage}</button>
    </p>`;
}

function item(view: ReceiptsView, receipt: KeptReceipt, verdict: Verdict | undefined): TemplateResult {
  const { texts, date, onCannotRead } = view;
  const delivery = view.deliveries.get(keyOf(receipt));
  const title = titleOf(receipt);
  return html`<li part="receipt">
    <p class="line">
      <a part="description" href=${pageOf(receipt)}>${title}</a><bdi class="price" part="price">${amountText(receipt.price, view.language)}</bdi>
    </p>
    <p class="fine">
      <time datetime=${new Date(receipt.paidAt).toISOString()}>${date(receipt.paidAt)}</time>
      ${verdict ? html`<span class="verdict" part="signature" data-verdict=${verdict.kind}>${icon(SIGNS[verdict.kind])}${verdictText(verdict, texts)}</span>` : nothing}
    </p>
    <div class="more">
      <details part="details">
        <summary>${texts.details}<span class="unseen"> ${title}</span></summary>
        ${facts(view, receipt, verdict)}
      </details>
      <button
        class="rescue"
        part="button"
        aria-disabled=${delivery === 'asking'}
        @click=${() => delivery !== 'asking' && onCannotRead(receipt)}
      >
        ${texts.cannotRead}<span class="unseen"> ${title}</span>
      </button>
    </div>
    ${delivery === undefined ? nothing : outcome(view, receipt, delivery)}
  </li>`;
}

function facts({ texts }: ReceiptsView, receipt: KeptReceipt, verdict: Verdict | undefined): TemplateResult {
  const { accepted, payer, txid, resource } = receipt;
  const rows: readonly (readonly [string, string])[] = [
    [texts.payee, accepted.payTo],
    [texts.payer, payer],
    [texts.transaction, txid],
    [texts.resource, resource.url],
    ...(verdict?.kind === 'signed' ? [[texts.signed, verdict.signer] as const] : []),
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl>`;
}

/** What came of showing the payment again, and the letter where that did not help. */
function outcome(view: ReceiptsView, receipt: KeptReceipt, delivery: Delivery | 'asking'): TemplateResult {
  const { texts, date, copied, contact, onCopy } = view;
  const said = html`<p class="outcome">${outcomeText(delivery, texts)}</p>`;
  if (delivery === 'asking' || delivery.kind === 'waiting') return said;
  if (delivery.kind === 'letIn')
    return html`${said}<p><a class="main" part="button" href=${pageOf(receipt)}>${texts.open}</a></p>`;
  const reason = delivery.kind === 'refused' ? delivery.reason : undefined;
  const letter = letterFor(receipt, texts, date(receipt.paidAt), reason);
  const mailto = mailtoOf(contact, letter);
  const label = `letter-${receipt.txid}`;
  return html`${said}
    <label class="fine" for=${label}>${texts.message}</label>
    <textarea id=${label} readonly rows="8" .value=${letter.body}></textarea>
    <p class="row">
      <button class="quiet" part="button" @click=${() => onCopy(receipt, letter.body)}>
        ${copied.has(keyOf(receipt)) ? texts.copied : texts.copy}
      </button>
      ${mailto === undefined ? nothing : html`<a class="quiet" part="button" href=${mailto}>${texts.write}</a>`}
    </p>`;
}

export function verdictText({ kind }: Verdict, texts: ReceiptsTexts): string {
  return texts[kind];
}

function outcomeText(delivery: Delivery | 'asking', texts: ReceiptsTexts): string {
  if (delivery === 'asking') return texts.asking;
  return delivery.kind === 'refused' ? fill(texts.refused, { reason: delivery.reason }) : texts[delivery.kind];
}

/** The last thing that happened. */
function announcement({ deliveries, texts, copied }: ReceiptsView): string {
  const last = [...deliveries.values()].at(-1);
  const isCopied = copied.size > 0 && last !== 'asking';
  return last === undefined ? '' : isCopied ? texts.copied : outcomeText(last, texts);
}

/** Only a page of the web: the record could have been written by another script of this origin. */
function pageOf({ page }: KeptReceipt): string {
  return /^https?:\/\//i.test(page) ? page : '#';
}
