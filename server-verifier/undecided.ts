/** Words of ours and of peers for a payment whose end is not known. It may land or have landed. */

export const UNDECIDED: ReadonlySet<string> = new Set([
  'settlement_pending',
  'payment_in_progress',
  'overloaded',
  'transaction_pending',
  'transaction_not_found',
  'unexpected_settle_error',
  'unexpected_verify_error',
]);
