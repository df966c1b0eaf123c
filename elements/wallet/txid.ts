/** The id of a payment. Loaded only where nobody else has told it: the hash behind it is one that browsers do not have. */

import { bytesFromHex, transactionId } from '../../src/stacks.js';
import type { ExactStacksPayload } from '../../src/wire.js';

/** 64 hex digits. */
export function txidOf(payload: ExactStacksPayload): string {
  return 'txid' in payload ? payload.txid : transactionId(bytesFromHex(payload.transaction));
}
