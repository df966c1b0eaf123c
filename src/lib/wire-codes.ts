/** The codes of refusals on the wire. Apart from `errors.ts`, so that whoever throws an error does not carry the table. */

/** Codes that a server sends on the wire (`errorReason`), in the order of PROTOCOL section 4, with their HTTP status. */
export const WIRE_STATUS = {
  payment_required: 402,
  invalid_payload: 400,
  invalid_x402_version: 400,
  invalid_scheme: 402,
  invalid_network: 402,
  invalid_payment_requirements: 402,
  invalid_offer: 402,
  offer_expired: 402,
  invalid_exact_stacks_payload_transaction: 402,
  invalid_exact_stacks_payload_signature: 402,
  invalid_exact_stacks_payload_call: 402,
  invalid_exact_stacks_payload_recipient_mismatch: 402,
  invalid_exact_stacks_payload_amount_mismatch: 402,
  invalid_exact_stacks_payload_memo_mismatch: 402,
  invalid_exact_stacks_payload_post_conditions: 402,
  payment_already_used: 402,
  payment_in_progress: 409,
  payment_identifier_required: 400,
  payment_identifier_conflict: 409,
  insufficient_funds: 402,
  nonce_conflict: 402,
  fee_too_low: 402,
  broadcast_rejected: 402,
  settlement_pending: 402,
  transaction_failed: 402,
  access_expired: 402,
  invalid_pass: 402,
  invalid_dpop_proof: 401,
  use_dpop_nonce: 401,
  sign_in_malformed: 400,
  sign_in_mismatch: 402,
  sign_in_expired: 402,
  sign_in_signature: 402,
  sign_in_used: 402,
  sign_in_unpaid: 402,
  invalid_path: 400,
  overloaded: 503,
} as const;

/** A refusal that travels between server and client. */
export type WireErrorCode = keyof typeof WIRE_STATUS;

/** True when `code` is one that a server may send. Unknown reasons from other implementations are not. */
export function isWireErrorCode(code: string): code is WireErrorCode {
  return Object.hasOwn(WIRE_STATUS, code);
}
