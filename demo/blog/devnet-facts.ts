/** What the blog must know of the chain that it sells on. Asked from the chain itself, so that the blog can be started alone. */

import type { Network } from 'x402pay';
import type { DemoAccount } from '../demo-facts.js';

export interface DevnetFacts {
  readonly network: Network;
  readonly accounts: readonly DemoAccount[];
  readonly tokens: { readonly sBTC: string; readonly USDCx: string };
  readonly contracts: Readonly<Record<string, string>>;
}

/** @throws Error that says what to do when no embedded chain answers at `url` */
export async function readDevnetFacts(url: string): Promise<DevnetFacts> {
  try {
    const response = await fetch(`${url}/devnet`);
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return (await response.json()) as DevnetFacts;
  } catch (cause) {
    throw new Error(
      `No embedded chain answers at ${url}. Start one with "npm run devnet", or all at once with "npm start".`,
      {
        cause,
      },
    );
  }
}

export function accountNamed(facts: DevnetFacts, name: string): DemoAccount {
  const account = facts.accounts.find((one) => one.name === name);
  if (!account) throw new Error(`The embedded chain has no account "${name}".`);
  return account;
}
