/** What a kept receipt is worth: whether the seller has signed it, and for this very payment. Offline. */

import { isX402Error } from '../../src/errors.js';
import { verifyReceipt } from '../../src/receipt.js';
import type { KeptReceipt } from './kept-receipt.js';

export type Verdict =
  /** The seller has signed for this payment. */
  | { readonly kind: 'signed'; readonly signer: string; readonly issuedAt: number }
  /** The seller gave no receipt. The payment is on the chain all the same. */
  | { readonly kind: 'unsigned' }
  /** It says something else than what was paid, or its signature is wrong, or another key than before has signed for this seller. */
  | { readonly kind: 'wrong' }
  /** This browser cannot check it. */
  | { readonly kind: 'unknown' };

/**
 * Judges all receipts together: of one seller (an origin), the key that signed the oldest good receipt is the one that later ones must have.
 *
 * @returns in the order of `receipts`
 */
export async function judgeReceipts(
  receipts: readonly KeptReceipt[],
  subtle: SubtleCrypto = crypto.subtle,
): Promise<readonly Verdict[]> {
  const verdicts = await Promise.all(receipts.map((receipt) => judge(receipt, subtle)));
  const signers = new Map<string, string>();
  for (let index = receipts.length - 1; index >= 0; index--) {
    const verdict = verdicts[index];
    const seller = originOf(receipts[index] as KeptReceipt);
    if (verdict?.kind === 'signed' && !signers.has(seller)) signers.set(seller, verdict.signer);
  }
  return verdicts.map((verdict, index) => {
    const isStranger =
      verdict.kind === 'signed' && signers.get(originOf(receipts[index] as KeptReceipt)) !== verdict.signer;
    return isStranger ? { kind: 'wrong' } : verdict;
  });
}

async function judge({ jws, txid, payer, accepted, resource }: KeptReceipt, subtle: SubtleCrypto): Promise<Verdict> {
  if (jws === undefined) return { kind: 'unsigned' };
  try {
    const receipt = await verifyReceipt(jws, { subtle });
    const isOurs =
      receipt.resourceUrl === resource.url &&
      receipt.network === accepted.network &&
      receipt.payer === payer &&
      (receipt.transaction === undefined || receipt.transaction === txid);
    return isOurs ? { kind: 'signed', signer: receipt.signer, issuedAt: receipt.issuedAt } : { kind: 'wrong' };
  } catch (error) {
    return { kind: isX402Error(error) && error.code === 'receipt_unverifiable' ? 'unknown' : 'wrong' };
  }
}

function originOf({ resource }: KeptReceipt): string {
  return URL.canParse(resource.url) ? new URL(resource.url).origin : resource.url;
}
