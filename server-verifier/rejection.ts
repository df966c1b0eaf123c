/** What a node's refusal of a broadcast means for the payer. The node's reasons are an open set (stacks-core `MemPoolRejection`). */

import { X402Error } from '../src/errors.js';
import { formatDecimalAmount } from '../src/money.js';
import type { BroadcastOutcome } from './chain-client.js';

export type Rejected = Extract<BroadcastOutcome, { status: 'rejected' }>;

/** True when the node says that the nonce was used already: by our own transaction perhaps, which was mined meanwhile. */
export function isNonceUsed({ reason, expected, actual }: Rejected): boolean {
  return reason === 'BadNonce' && !(expected !== undefined && actual !== undefined && actual > expected);
}

/** The refusal for the payer. Nothing was charged: the transaction is in no block and, as far as is known, in no mempool. */
export function rejectionError(rejected: Rejected): X402Error {
  switch (rejected.reason) {
    case 'NotEnoughFunds':
      return insufficientFunds(rejected);
    case 'BadNonce':
    case 'ConflictingNonceInMempool':
    case 'TooMuchChaining':
      return new X402Error(
        'nonce_conflict',
        'The account has other transactions on their way that use or precede this nonce; wait for them, then sign the payment again.',
      );
    case 'FeeTooLow': {
      const least = rejected.expected === undefined ? '' : ` of at least ${rejected.expected} micro-STX`;
      return new X402Error('fee_too_low', `The fee of the transaction is too low; sign it again with a fee${least}.`);
    }
    case 'SignatureValidation':
      return new X402Error(
        'invalid_exact_stacks_payload_signature',
        'The node refuses the signature; sign the payment again.',
      );
    default:
      return new X402Error(
        'broadcast_rejected',
        `The node refuses the transaction (${rejected.reason}); nothing was charged; sign another one.`,
      );
  }
}

function insufficientFunds({ expected, actual }: Rejected): X402Error {
  const isKnown = expected !== undefined && actual !== undefined && expected > actual;
  if (!isKnown)
    return new X402Error('insufficient_funds', 'The account holds too little STX for the payment and its fee.', {
      asset: 'STX',
    });
  const missingAtomic = expected - actual;
  return new X402Error(
    'insufficient_funds',
    `The account lacks ${formatDecimalAmount(missingAtomic, 6)} STX for the payment and its fee; add funds and pay again.`,
    { asset: 'STX', missingAtomic },
  );
}
