/** Terms of signing in, checked. */

import type { AccessSeconds } from './access.js';
import { checkNames, refuseConfiguration as refuse } from './configuration.js';
import type { Settings } from './settings.js';

/** How a payer who has lost the pass, or is on another device, shows to have paid. */
export interface SignInTerms {
  /** What the wallet shows as the reason. At most 200 characters, in one line. */
  readonly statement?: string;
  /**
   * Where the payment is looked for. `store` (default): among those that were settled here since `signIn` was switched on; needs `claims`. `payee`: also on the
   * chain, among the account's last 50 transactions; with it **you state that `payTo` is paid for this `resource` or `pass.path` and for nothing else**: whoever has
   * sent it a price gets in, for whatever reason that was. A call of a revenue split's `pay` counts for the resource that it
   * names only.
   */
  readonly proof?: 'store' | 'payee';
}

export interface CheckedSignIn {
  readonly statement: string;
  readonly proof: 'store' | 'payee';
}

/** What a route says besides, as far as it matters here. */
interface Sold {
  readonly access: AccessSeconds;
  readonly finality: string;
  readonly pinned: string | undefined;
  readonly pass: { readonly prefix: string | undefined } | undefined;
}

const STATEMENT = 'Open what this account has paid for.';

/** @throws `invalid_configuration` */
export function checkedSignIn(
  given: boolean | SignInTerms | undefined,
  sold: Sold,
  settings: Settings,
): CheckedSignIn | undefined {
  if (given === undefined || given === false) return undefined;
  if (given !== true && (typeof given !== 'object' || given === null))
    refuse('signIn', 'signIn is true, or { statement, proof }.');
  const { statement = STATEMENT, proof = 'store' } = given === true ? {} : given;
  if (given !== true) checkNames('a part of signIn', given, ['statement', 'proof']);
  if (sold.access === 'once')
    refuse('signIn', 'There is nothing to come back to after "once"; leave signIn out, or sell time, like "30d".');
  if (typeof statement !== 'string' || !/^[^\p{Cc}\u2028\u2029]{1,200}$/u.test(statement)) {
    refuse('signIn.statement', 'signIn.statement is one line of 1 to 200 characters.');
  }
  if (proof !== 'store' && proof !== 'payee')
    refuse('signIn.proof', 'signIn.proof is "store" (the default) or "payee".');
  if (proof === 'payee') checkPayee(sold, settings);
  else if (!settings.claims?.remember || !settings.claims.recall) {
    refuse(
      'signIn',
      'signIn needs a claim store that remembers accesses, like createMemoryClaims(); or a payTo for this alone, with { proof: "payee" }.',
    );
  }
  return { statement, proof };
}

function checkPayee({ finality, pinned, pass }: Sold, settings: Settings): void {
  if (pinned === undefined && pass?.prefix === undefined) {
    refuse(
      'signIn.proof',
      'With "payee", one payee stands for one thing: name it with resource, or with pass.path; else a payment for one page would open all.',
    );
  }
  // It has no time that the payer could not put off.
  if (finality === 'mempool')
    refuse('signIn.proof', '"payee" goes by the time of the block, so finality cannot be "mempool".');
  if (!settings.history) {
    refuse(
      'signIn.proof',
      '"payee" needs a list of transactions: add history to createVerifier, like createAccountHistory({ url }).',
    );
  }
  if (settings.facilitator?.isAlone)
    refuse('signIn.proof', '"payee" asks the chain: add chain to createVerifier({ facilitator, chain, … }).');
}
