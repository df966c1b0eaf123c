/** Every error in the reader's words: what happened, and what to do. A new code does not compile without its explanation, in any language. */

import type { X402ErrorCode } from '../../src/errors.js';

export interface Explanation {
  readonly title: string;
  /** What to do. `{price}`, `{missing}` and `{network}` are filled in. */
  readonly help: string;
}

/** Codes that mean the same to a reader as another one, and are explained there. */
const SAME_AS = {
  invalid_x402_version: 'invalid_payload',
  invalid_scheme: 'invalid_payload',
  invalid_network: 'invalid_payload',
  invalid_exact_stacks_payload_transaction: 'invalid_payload',
  invalid_exact_stacks_payload_call: 'invalid_payload',
  invalid_exact_stacks_payload_recipient_mismatch: 'invalid_payload',
  invalid_exact_stacks_payload_amount_mismatch: 'invalid_payload',
  invalid_exact_stacks_payload_memo_mismatch: 'invalid_payload',
  invalid_exact_stacks_payload_post_conditions: 'invalid_payload',
  payment_identifier_required: 'invalid_payload',
  payment_identifier_conflict: 'invalid_payload',
  use_dpop_nonce: 'invalid_dpop_proof',
  sign_in_malformed: 'sign_in_mismatch',
  sign_in_signature: 'sign_in_mismatch',
  sign_in_used: 'sign_in_mismatch',
  receipt_unverifiable: 'invalid_receipt',
  invalid_path: 'invalid_payment_requirements',
  invalid_amount: 'invalid_payment_requirements',
  invalid_address: 'invalid_payment_requirements',
  invalid_clarity: 'invalid_payment_requirements',
  invalid_transaction: 'invalid_payment_requirements',
  limit_exceeded: 'invalid_payment_requirements',
  unknown_asset: 'invalid_payment_requirements',
  content_exposed: 'invalid_payment_requirements',
} as const satisfies Partial<Record<X402ErrorCode, X402ErrorCode>>;

/** Explanations by code, for every code that has one of its own. */
export type Explanations = Readonly<Record<Exclude<X402ErrorCode, keyof typeof SAME_AS>, Explanation>>;

/** The explanation of a code: the language's, or the English one. */
export function explanationOf(
  code: X402ErrorCode,
  translated: Partial<Record<X402ErrorCode, Explanation>> = {},
): Explanation | undefined {
  const same: Partial<Record<X402ErrorCode, keyof Explanations>> = SAME_AS;
  // A server that is newer than this page may name codes that nobody here knows.
  const explained = same[code] ?? (code as keyof Explanations);
  return translated[code] ?? translated[explained] ?? ENGLISH_EXPLANATIONS[explained];
}

export const ENGLISH_EXPLANATIONS: Explanations = {
  payment_required: {
    title: 'This has to be paid for',
    help: 'The site does not know of a payment of yours. You can pay now.',
  },
  invalid_payload: {
    title: 'The site did not accept the payment',
    help: 'It looked at the payment and turned it away, so nothing was sent on. Please try again; if it happens again, tell the site.',
  },
  invalid_payment_requirements: {
    title: 'The price could not be read',
    help: 'Something is wrong with how this site asks for its price. Nothing was paid. Please tell the site.',
  },
  invalid_offer: {
    title: 'The price had to be asked for again',
    help: 'The site no longer knew the offer that you were paying, so nothing was sent on. Please pay again; you are charged once.',
  },
  offer_expired: {
    title: 'The offer had run out',
    help: 'It took too long until the payment reached the site, so nothing was sent on. Please pay again; you are charged once.',
  },
  invalid_exact_stacks_payload_signature: {
    title: 'The signature did not match',
    help: 'Perhaps your wallet is on another account now. Nothing was sent on. Choose the account in your wallet and try again.',
  },
  payment_already_used: {
    title: 'This payment has been used',
    help: 'It opened this once, which is what it was for. Opening it again takes a new payment.',
  },
  payment_in_progress: {
    title: 'Another tab is paying for this',
    help: 'Finish it there. You are not charged twice.',
  },
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
    title: 'The network did not accept the payment',
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
    title: 'Your access is no longer valid',
    help: 'The site does not accept it any more. Pay again to keep reading.',
  },
  invalid_dpop_proof: {
    title: 'Your access belongs to another browser',
    help: 'It is tied to the browser that got it. What you paid for is not lost: please try again.',
  },
  sign_in_mismatch: {
    title: 'The sign-in was not accepted',
    help: 'Nothing was paid. Please sign in again, with the account that you paid with.',
  },
  sign_in_expired: {
    title: 'The sign-in took too long',
    help: 'Nothing was paid. Please sign in again.',
  },
  sign_in_unpaid: {
    title: 'This account has not paid for this',
    help: 'Or what it paid for has ended, or is not confirmed yet. Sign in with the account that you paid with, or pay now.',
  },
  overloaded: { title: 'The site is very busy', help: 'It is tried again by itself. Nothing is lost.' },
  invalid_configuration: {
    title: 'Something went wrong here',
    help: 'This is not your fault. Nothing was sent. Reload the page, and please tell the site if it happens again.',
  },
  invalid_receipt: {
    title: 'This receipt could not be checked',
    help: 'It may have been changed, or this browser may not know how to check it. What you paid for is not lost.',
  },
  no_payable_offer: {
    title: 'This price cannot be paid here',
    help: 'The site asks for a currency or network that this paywall does not know. Please tell the site.',
  },
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
    help: 'A wallet is a small program that keeps your digital money and pays with it. It is free and set up in a few minutes. Then reload this page.',
  },
  wallet_rejected: {
    title: 'You declined the payment',
    help: 'Nothing was sent. The price stays as it is if you change your mind.',
  },
  wallet_failed: {
    title: 'Your wallet gave no answer that helps',
    help: 'Unlock it and try again. If an earlier payment did go out, it is found and used: you are not charged twice.',
  },
  policy_refused: {
    title: 'Your wallet did not pay',
    help: 'Perhaps it is locked, has too little money, or this is above a limit that you have set. Open it in the browser’s bar to see. Nothing was paid here.',
  },
  wallet_changed_payment: {
    title: 'Your wallet changed the payment',
    help: 'What it signed is not what this site asked for, so it was not used. Try again without editing the payment, or use another wallet.',
  },
  wrong_network: {
    title: 'Your wallet is on another network',
    help: 'Switch it to {network} in its settings and try again.',
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
  content_unreadable: {
    title: 'What you bought cannot be opened',
    help: 'This copy of the page is damaged or out of date. Your payment is kept and you are not charged again. Reload the page; if that does not help, tell the site.',
  },
  aborted: { title: 'Stopped', help: 'You can try again at any time.' },
};
