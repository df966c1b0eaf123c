/** Accesses that were bought here, written down under their payer, so that the payer can sign in from another device. */

import { sha256 } from '@noble/hashes/sha2.js';
import type { Network } from '../src/networks.js';
import { hexFromBytes } from '../src/stacks.js';
import type { BoughtAccess } from './claims.js';
import type { Purchase } from './payment.js';
import type { Settings } from './settings.js';

/** What a payment opens, as passes have it: a resource or all below a prefix, by one method. */
export function accessKey(payer: string, { method, resource, route }: Purchase, network: Network): string {
  const prefix = route.pass?.prefix;
  const text = JSON.stringify([method, prefix ?? resource, prefix !== undefined, payer]);
  return `access:${network}:${hexFromBytes(sha256(new TextEncoder().encode(text)))}`;
}

/** A store that fails must not cost the content that was paid for: the payment itself, and its pass, open it all the same. */
export async function rememberAccess(
  payer: string,
  bought: BoughtAccess,
  purchase: Purchase,
  settings: Settings,
): Promise<void> {
  const seconds = Math.ceil(bought.endsAt - settings.clock() / 1000);
  try {
    if (seconds > 0) await settings.claims?.remember?.(accessKey(payer, purchase, settings.network), bought, seconds);
  } catch (cause) {
    settings.emit({ type: 'internal_error', resource: purchase.resource, cause });
  }
}

/** The access of this payer that ends last, if it has not ended. */
export async function recallAccess(
  payer: string,
  purchase: Purchase,
  settings: Settings,
): Promise<BoughtAccess | undefined> {
  const bought = await settings.claims?.recall?.(accessKey(payer, purchase, settings.network));
  return bought && bought.endsAt > settings.clock() / 1000 ? bought : undefined;
}
