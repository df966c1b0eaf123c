/** Who deploys: the address, and the key, which is read as late as possible and kept in a closure. */

import { X402Error } from '../../src/errors.js';
import { addressOfPrivateKey, signTransaction } from '../../src/key-payer.js';
import type { StacksTransaction } from '../../src/stacks.js';
import { type AddressBook, resolveAddress } from './address-book.js';
import type { DeployOptions } from './deploy-options.js';
import type { Devnet } from './devnet.js';
import type { Terminal } from './terminal.js';

export const KEY_VARIABLE = 'X402PAY_PRIVATE_KEY';

/** The embedded chain's account that deploys when nobody else was named. */
const DEVNET_DEPLOYER = 'creator';

export interface Deployer {
  readonly address: string;
  /** Absent in a dry run without a key. */
  readonly sign?: (transaction: StacksTransaction) => StacksTransaction;
}

/**
 * The deployer by `--from` and the key: that of one of the embedded chain's known accounts (a real key is not for play), else from the
 * environment, else asked for. A dry run with `--from` needs no key.
 *
 * @throws `invalid_configuration` without a key, with a malformed one, or with one that is not of the account that was named
 */
export async function findDeployer(
  options: DeployOptions,
  book: AddressBook,
  devnet: Devnet | undefined,
  terminal: Terminal,
): Promise<Deployer> {
  const { network, networkName, isDryRun } = options;
  const key = terminal.environment[KEY_VARIABLE];
  const name = options.from ?? (devnet && DEVNET_DEPLOYER);
  const named = name === undefined ? undefined : resolveAddress(name, book, network, networkName);
  if (named !== undefined && isDryRun && !key) return { address: named };
  const privateKey = devnetKey(devnet, named) || key || (await askForKey(isDryRun, terminal));
  const address = addressOfPrivateKey(privateKey, network);
  if (named !== undefined && named !== address) {
    throw new X402Error('invalid_configuration', `The key is that of ${address}, not of ${named}.`, { field: 'from' });
  }
  return { address, sign: (transaction) => signTransaction(transaction, privateKey) };
}

function devnetKey(devnet: Devnet | undefined, address: string | undefined): string | undefined {
  return devnet?.accounts.find((account) => account.address === address)?.privateKey;
}

async function askForKey(isDryRun: boolean, terminal: Terminal): Promise<string> {
  if (isDryRun) {
    refuse(`A dry run needs to know who deploys: write --from with an address, or set ${KEY_VARIABLE}.`);
  }
  if (!terminal.isInteractive) refuse(`Set ${KEY_VARIABLE} to the private key (hex) of the account that deploys.`);
  const answer = (await terminal.askHidden('Private key (hex) of the account that deploys; it is not shown: ')).trim();
  return answer || refuse('Without a private key nothing can be signed.');
}

function refuse(message: string): never {
  throw new X402Error('invalid_configuration', message, { field: KEY_VARIABLE });
}
