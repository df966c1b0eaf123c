/** The options of `init`, as a person writes them. What is given is checked; what is missing is asked for later. */

import { parseArgs } from 'node:util';
import { X402Error } from '../../src/errors.js';
import {
  type AssetPrice,
  NETWORKS,
  type NetworkName,
  networkOf,
  parseAddress,
  parseNetwork,
  parseOrigin,
  parsePrices,
  parseTarget,
  type Target,
} from './init-answers.js';

/** What the five questions ask for. */
export interface Answers {
  /** Who is paid. */
  readonly address: string;
  readonly networkName: NetworkName;
  readonly prices: readonly AssetPrice[];
  readonly target: Target;
  /** Where readers will reach the server. */
  readonly origin: string;
}

export interface InitOptions {
  readonly given: Partial<Answers>;
  /** Folder to write into. */
  readonly dir: string;
  /** Take defaults, and ask nothing. */
  readonly isAgreed: boolean;
  /** Overwrite files that are there. */
  readonly isForced: boolean;
  readonly isDryRun: boolean;
}

export const DEFAULT_DIR = 'x402pay-server';

/** The flag for each answer, for messages. */
export const FLAGS: Readonly<Record<keyof Answers, string>> = {
  address: '--address ST…',
  networkName: '--network mainnet|testnet|devnet',
  prices: '--price STX=0.5',
  target: '--target node|workers|vercel|deno',
  origin: '--origin https://blog.example',
};

/**
 * Reads the arguments after `init`.
 *
 * @throws `invalid_configuration` with the option as `field`
 */
export function readInitOptions(args: readonly string[]): InitOptions {
  const { address, network, price, target, origin, dir, yes, force, 'dry-run': isDryRun } = flagsOf(args);
  if (dir?.trim() === '') throw new X402Error('invalid_configuration', 'Write a folder after --dir.', { field: 'dir' });
  return {
    given: {
      ...addressAnd(address, network, price),
      ...given('target', target, parseTarget),
      ...given('origin', origin, parseOrigin),
    },
    dir: dir ?? DEFAULT_DIR,
    isAgreed: yes ?? false,
    isForced: force ?? false,
    isDryRun: isDryRun ?? false,
  };
}

/** The network is checked against the address, and the prices against the network; the address alone tells real money from play money. */
function addressAnd(text: string | undefined, name: string | undefined, price: string[] | undefined): Partial<Answers> {
  if (text === undefined) {
    const unread = name === undefined ? price && '--price' : '--network';
    if (!unread) return {};
    throw new X402Error('invalid_configuration', `${unread} is checked against the address; add --address too.`, {
      field: 'address',
    });
  }
  const address = parseAddress(text);
  const networkName = name === undefined ? undefined : parseNetwork(name, address);
  const prices = price && parsePrices(price.join(','), NETWORKS[networkName ?? networkOf(address)]);
  return { address, ...(networkName && { networkName }), ...(prices && { prices }) };
}

function given<Name extends keyof Answers>(
  name: Name,
  text: string | undefined,
  parse: (text: string) => Answers[Name],
): Partial<Answers> {
  return text === undefined ? {} : { [name]: parse(text) };
}

function flagsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        address: { type: 'string' },
        network: { type: 'string' },
        price: { type: 'string', multiple: true },
        target: { type: 'string' },
        origin: { type: 'string' },
        dir: { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
        force: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    // Repeats the name of an option at most: any other argument may be a key in the wrong place.
    const [, sentence = 'There is an argument that is no option'] =
      /^((?:Unknown option|Option) '(?:-\w, )?--?[a-z-]{1,20}(?: <value>)?'[^.\n]*)/.exec((cause as Error).message) ??
      [];
    throw new X402Error('invalid_configuration', `${sentence}; see x402pay init --help.`, { cause });
  }
}
