/** An account's nonces, of which v1 and v3 tell the same in different words. */

import type { Chain } from '../chain.js';

export interface Nonces {
  /** For the account's next transaction, after those that wait. */
  readonly next: number;
  readonly lastExecuted: number | null;
  readonly lastWaiting: number | null;
  /** Of those that wait, all but the last; newest first. */
  readonly waiting: readonly number[];
  /** Gaps that keep later ones from being mined. */
  readonly missing: readonly number[];
}

export function nonces(chain: Chain, address: string): Nonces {
  const executed = Number(chain.nonce(address));
  const waiting = chain.mempool
    .of(address)
    .map(({ origin, sponsor }) => Number(origin.address === address ? origin.nonce : sponsor?.nonce))
    .sort((one, other) => other - one);
  const lastWaiting = waiting[0] ?? null;
  const missing: number[] = [];
  for (let nonce = executed; nonce < (lastWaiting ?? 0); nonce++) if (!waiting.includes(nonce)) missing.push(nonce);
  return {
    next: lastWaiting === null ? executed : Math.max(executed, lastWaiting + 1),
    lastExecuted: executed === 0 ? null : executed - 1,
    lastWaiting,
    waiting: waiting.slice(1),
    missing,
  };
}
