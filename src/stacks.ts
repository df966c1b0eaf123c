/** The thin Stacks codec: addresses, Clarity values, single-signature transactions, and the payments among them. */

export { X402Error } from './errors.js';
export { bytesFromHex, equalBytes, hexFromBytes } from './lib/bytes.js';
export { buildPaymentTransaction, type PaymentTransactionOptions } from './stacks/build-payment.js';
export { buildUnsignedPayment, type UnsignedPaymentOptions } from './stacks/build-unsigned-payment.js';
export { checkPaymentTransaction, type PaymentTerms } from './stacks/check-payment.js';
export { decodeClarity } from './stacks/clarity.js';
export type { ClarityValue } from './stacks/clarity-value.js';
export { decodeTransaction } from './stacks/decode-transaction.js';
export { encodeClarity } from './stacks/encode-clarity.js';
export { encodeTransaction } from './stacks/encode-transaction.js';
export { addressOfPublicKey, originAddress, originPublicKey, type Recover } from './stacks/origin.js';
export { contentIdOf } from './stacks/payment-call.js';
export {
  type AmountCode,
  encodePostCondition,
  type PostCondition,
  type PostConditionMode,
  type TokenCode,
  type TokenName,
} from './stacks/post-condition.js';
export { equalPrincipals, formatPrincipal, isPrincipalOn, type Principal, parsePrincipal } from './stacks/principal.js';
export { structuredDataHash } from './stacks/structured-data.js';
export type { StacksTransaction, TransactionOrigin, TransactionPayload } from './stacks/transaction.js';
export { signingHash, transactionId, withSignature } from './stacks/transaction-hash.js';
