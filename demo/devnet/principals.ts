/** Addresses and contract ids, by their form and checksum. */

import { validateStacksAddress } from '@stacks/transactions';

/** An account or a contract of any network. */
export function isPrincipal(text: string): boolean {
  const [address = '', name, ...rest] = text.split('.');
  const named = name === undefined || /^[a-zA-Z][a-zA-Z0-9_-]{0,127}$/.test(name);
  return named && rest.length === 0 && validateStacksAddress(address);
}

/** The same, of the network that the embedded chain is like. */
export function isTestnetPrincipal(text: string): boolean {
  return /^S[TN]/.test(text) && isPrincipal(text);
}
