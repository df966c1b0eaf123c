/** What a reader gets to read of receipts, as data: English here, other languages beside it. `{name}` is filled in. */

export const RECEIPTS_ENGLISH = {
  title: 'Your receipts',
  empty: 'Nothing has been paid for in this browser yet. Receipts of this site will stand here.',
  blocked: 'This browser keeps nothing for this site, so there are no receipts. Allow site data to keep them.',
  loading: 'Looking for your receipts…',
  paidOn: 'Paid on',
  price: 'Price',
  payee: 'To',
  payer: 'From',
  transaction: 'Transaction',
  resource: 'For',
  signature: 'Signature',
  signed: 'Signed by the seller',
  unsigned: 'Not signed by the seller; the payment is on public record',
  wrong: 'The signature does not match this payment',
  unknown: 'This browser cannot check the signature',
  open: 'Open the page',
  saveJson: 'Save as JSON',
  savePage: 'Save a page to print',
  cannotRead: 'I paid but cannot read it',
  asking: 'Showing your payment to the site again. You are not charged.',
  letIn: 'The site has let you in again. Open the page, or reload it.',
  waiting: 'The payment is still on its way. Please try again in a minute; you are not charged again.',
  unreachable: 'The site could not be reached. Your payment is not lost: please try again later, or write to the site.',
  refused:
    'The site did not accept the payment ({reason}). Please write to the site; the message below says all that it needs.',
  message: 'Message to the site',
  copy: 'Copy the message',
  copied: 'Copied.',
  write: 'Write an e-mail',
  subject: 'Paid, but not readable: {title}',
  letter:
    'Hello,\n\nI paid for this and cannot read it:\n\n{title}\n{resource}\n\nPaid: {price} on {date}\nTo: {payee}\nFrom: {payer}\nTransaction: {txid} on {network}\nYour site’s answer: {answer}\n\nPlease let me in, or tell me what to do.',
  noAnswer: 'none',
  details: 'Details',
};

export type ReceiptsTexts = Readonly<Record<keyof typeof RECEIPTS_ENGLISH, string>>;
