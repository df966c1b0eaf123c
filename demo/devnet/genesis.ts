/** What the embedded chain starts with: tokens, funded accounts, our contracts. */

import { existsSync, readFileSync } from 'node:fs';
import { ACCOUNTS, accountNamed, STARTING_FUNDS } from './accounts.js';
import type { Chain } from './chain.js';
import { deployTokens, fund } from './tokens.js';

/** A contract that the deployer deploys at the start. */
export interface GenesisContract {
  /** Under which it appears in `contracts`; also the contract's name on the chain, unless `contractName` says otherwise. */
  readonly name: string;
  readonly contractName?: string;
  readonly source: string;
  /** Default 5. */
  readonly clarityVersion?: number;
}

/** The rows of the revenue split in basis points. */
const SPLIT = [
  { recipient: 'creator', basisPoints: 8000 },
  { recipient: 'platform', basisPoints: 2000 },
] as const;

/** The template's lines that differ from one split to another. */
const RECIPIENTS_BLOCK = /^;; recipients: begin\n[\s\S]*?\n;; recipients: end$/m;

/** @returns contract ids by name */
export async function buildGenesis(chain: Chain, more: readonly GenesisContract[]): Promise<Record<string, string>> {
  await deployTokens(chain);
  for (const { address } of ACCOUNTS) await fund(chain, address, STARTING_FUNDS);
  const sender = accountNamed('deployer').address;
  const deployed: Record<string, string> = {};
  for (const { name, contractName = name, source, clarityVersion = 5 } of [...ownContracts(), ...more]) {
    await chain.operate({ kind: 'deploy', name: contractName, source, clarityVersion, sender });
    deployed[name] = `${sender}.${contractName}`;
  }
  return deployed;
}

function ownContracts(): readonly GenesisContract[] {
  const template = new URL('../../contracts/revenue-split.clar', import.meta.url);
  if (!existsSync(template)) return [];
  return [{ name: 'split', contractName: 'revenue-split', source: splitSource(readFileSync(template, 'utf8')) }];
}

/** Written anew instead of with the CLI's renderer: the chain is there to judge that one, too. */
function splitSource(template: string): string {
  if (!RECIPIENTS_BLOCK.test(template)) throw new Error('contracts/revenue-split.clar has no marked recipients.');
  const rows = SPLIT.map(({ recipient, basisPoints }) => {
    return `  { recipient: '${accountNamed(recipient).address}, basis-points: u${basisPoints} }`;
  });
  return template.replace(RECIPIENTS_BLOCK, () => `(define-constant RECIPIENTS (list\n${rows.join('\n')}\n))`);
}
