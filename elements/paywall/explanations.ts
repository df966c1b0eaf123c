/** Every error in the reader's words: what happened, and what to do. A new code does not compile without its explanation. */

import type { X402ErrorCode } from '../../src/errors.js';

export interface Explanation {
  readonly title: string;
  /** What to do. `{price}`, `{missing}` and `{network}` are filled in. */
  readonly help: string;
}

export type Explanations = Readonly<Record<X402ErrorCode, Explanation>>;

const NOT_TAKEN: Explanation = {
  title: 'The site did not take the payment',
  help: 'It looked at the payment and turned it away, so nothing was sent on. Please try again; if it happens again, tell the site.',
};
const NOT_READABLE: Explanation = {
  title: 'The price could not be read',
  help: 'Something is wrong with how this site asks for its price. Nothing was paid. Please tell the site.',
};

export const ENGLISH_EXPLANATIONS: Explanations = {
  payment_required: {
    title: 'This has to be paid for',
    help: 'The site does not know of a payment of yours. You can pay now.',
  },
  invalid_payload: NOT_TAKEN,
  invalid_x402_version: NOT_TAKEN,
  invalid_scheme: NOT_TAKEN,
  invalid_network: NOT_TAKEN,
  invalid_payment_requirements: NOT_READABLE,
  invalid_offer: {
    title: 'The price had to be asked for again',
    help: 'The site no longer knew the offer that you were paying, so nothing was sent on. Please pay again; you are charged once.',
  },
  offer_expired: {
    title: 'The offer had run out',
    help: 'It took too long until the payment reached the site, so nothing was sent on. Please pay again; you are charged once.',
  },
  invalid_exact_stacks_payload_transaction: NOT_TAKEN,
  invalid_exact_stacks_payload_signature: {
    title: 'The signature did not fit',
    help: 'Perhaps your wallet is on another account now. Nothing was sent on. Choose the account in your wallet and try again.',
  },
  invalid_exact_stacks_payload_call: NOT_TAKEN,
  invalid_exact_stacks_payload_recipient_mismatch: NOT_TAKEN,
  invalid_exact_stacks_payload_amount_mismatch: NOT_TAKEN,
  invalid_exact_stacks_payload_memo_mismatch: NOT_TAKEN,
  invalid_exact_stacks_payload_post_conditions: NOT_TAKEN,
  payment_already_used: {
    title: 'This payment has been used',
    help: 'It opened this once, which is what it was for. Opening it again takes a new payment.',
  },
  payment_in_progress: {
    title: 'Another tab is paying for this',
    help: 'Finish it there. You are not charged twice.',
  },
  payment_identifier_required: NOT_TAKEN,
  payment_identifier_conflict: NOT_TAKEN,
  insufficient_funds: {
    title: 'There is not enough in your wallet',
    help: 'The payment and the network fee need {missing} more than your account holds. Top it up or choose another currency, and try again.',
  },
  nonce_conflict: {
    title: 'Another transaction of yours comes first',
    help: 'Your account has one on its way that takes the place of this payment. Wait until it is confirmed, then try again. You are not charged twice.',
  },
  fee_too_low: {
    title: 'The network fee was too low',
    help: 'Fees have just gone up, so nothing was sent. Please try again with the new fee.',
  },
  broadcast_rejected: {
    title: 'The network did not take the payment',
    help: 'Nothing was charged. Please try again in a minute.',
  },
  settlement_pending: {
    title: 'Your payment is on its way',
    help: 'You can close this page. It opens when you come back.',
  },
  transaction_failed: {
    title: 'The network undid the payment',
    help: 'The price was not charged; the small network fee is gone. You can try again.',
  },
  access_expired: {
    title: 'Your access has ended',
    help: 'The time that you paid for is over. Pay again to keep reading.',
  },
  invalid_pass: {
    title: 'Your pass is no longer valid',
    help: 'The site does not accept it any more. Pay again to keep reading.',
  },
  invalid_path: NOT_READABLE,
  overloaded: { title: 'The site is very busy', help: 'It is tried again by itself. Nothing is lost.' },
  invalid_configuration: {
    title: 'Something went wrong here',
    help: 'This is not your fault. Nothing was sent. Reload the page, and please tell the site if it happens again.',
  },
  invalid_amount: NOT_READABLE,
  invalid_address: NOT_READABLE,
  invalid_clarity: NOT_READABLE,
  invalid_transaction: NOT_READABLE,
  limit_exceeded: NOT_READABLE,
  unknown_asset: NOT_READABLE,
  no_payable_offer: {
    title: 'This price cannot be paid here',
    help: 'The site asks for a currency or network that this paywall does not know. Please tell the site.',
  },
  policy_refused: NOT_READABLE,
  terms_changed: {
    title: 'The price has changed',
    help: 'Nothing was paid. Please look at the new price before you pay.',
  },
  payment_unresolved: {
    title: 'Did you pay already?',
    help: 'Your wallet may have sent a payment that the site has not confirmed. Look at the activity in your wallet. If {price} went out, do not pay again: check again here in a minute, or write to the site with the number of the transaction.',
  },
  wallet_missing: {
    title: 'You need a Stacks wallet',
    help: 'It is free and set up in a few minutes. Then reload this page.',
  },
  wallet_rejected: {
    title: 'You declined the payment',
    help: 'Nothing was sent. The price stays as it is if you change your mind.',
  },
  wallet_failed: {
    title: 'Your wallet gave no answer that helps',
    help: 'Unlock it and try again. If an earlier payment did go out, it is found and used: you are not charged twice.',
  },
  wallet_changed_payment: {
    title: 'Your wallet changed the payment',
    help: 'What it signed is not what this site asked for, so it was not used. Try again without editing the payment, or use another wallet.',
  },
  wrong_network: {
    title: 'Your wallet is on another network',
    help: 'Switch it to {network} and try again.',
  },
  node_unreachable: {
    title: 'The Stacks network cannot be reached',
    help: 'Nothing was sent. Check your connection and try again in a minute.',
  },
  invalid_node_answer: {
    title: 'The Stacks network gave no usable answer',
    help: 'Nothing was sent. Please try again in a minute.',
  },
  resource_unreachable: {
    title: 'The site does not answer',
    help: 'Check your connection and try again. A payment that you have approved is kept, and never made twice.',
  },
  aborted: { title: 'Stopped', help: 'You can try again at any time.' },
};
