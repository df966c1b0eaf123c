/** Names for addresses: from a configuration file, or the embedded chain's accounts. */

import * as z from 'zod';
import { X402Error } from '../../src/errors.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { isPrincipalOn } from '../../src/stacks.js';
import type { Terminal } from './terminal.js';

export const DEFAULT_CONFIGURATION = 'x402pay.config.json';

const MAX_FILE_LENGTH = 256 * 1024;
const NAME = /^[A-Za-z][\w-]{0,39}$/;
const Configuration = z.strictObject({
  addresses: z.record(
    z.string().regex(NAME, 'a name begins with a letter, and has letters, digits, - and _'),
    z.string(),
  ),
});

/** Where names are looked up. */
export interface AddressBook {
  /** For messages. */
  readonly source: string;
  readonly addresses: ReadonlyMap<string, string>;
}

/**
 * Reads `{ "addresses": { "creator": "SP…" } }`. A file that was not asked for may be missing.
 *
 * @throws `invalid_configuration` with field `config`
 */
export function readAddressBook(path: string | undefined, terminal: Pick<Terminal, 'readText'>): AddressBook {
  const source = path ?? DEFAULT_CONFIGURATION;
  const text = terminal.readText(source);
  if (text === undefined) {
    if (path !== undefined) refuse(`There is no file ${path}.`);
    return { source, addresses: new Map() };
  }
  return { source, addresses: new Map(Object.entries(parseConfiguration(text, source).addresses)) };
}

/**
 * The principal behind a name or an address.
 *
 * @throws `invalid_address`
 */
export function resolveAddress(name: string, book: AddressBook, network: Network, networkName: string): string {
  if (isPrincipalOn(network, name)) return name;
  const address = book.addresses.get(name);
  if (address !== undefined && isPrincipalOn(network, address)) return address;
  const { name: chain } = networkInfo(network);
  const start = network === 'stacks:1' ? 'SP' : 'ST';
  if (address !== undefined) {
    throw new X402Error(
      'invalid_address',
      `"${name}" in ${book.source} is no address of ${chain}; there it begins with ${start}.`,
    );
  }
  // What is neither a name nor like an address is not repeated: it may be a key in the wrong place.
  const what = NAME.test(name) || /^S[0-9A-Z]{20}/.test(name) ? `"${name.slice(0, 90)}"` : 'What stands for an address';
  const hint =
    networkName === 'devnet'
      ? `known are ${[...book.addresses.keys()].join(', ')}`
      : `write { "addresses": { "${NAME.test(name) ? name : 'creator'}": "${start}…" } } into ${book.source}, or the address itself`;
  throw new X402Error('invalid_address', `${what} is neither an address of ${chain} nor a known name; ${hint}.`);
}

function parseConfiguration(text: string, source: string): z.infer<typeof Configuration> {
  if (text.length > MAX_FILE_LENGTH) refuse(`${source} is too long.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new X402Error('invalid_configuration', `${source} is not JSON.`, { cause, field: 'config' });
  }
  const parsed = Configuration.safeParse(value);
  if (!parsed.success) refuse(`${source} is wrong: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function refuse(message: string): never {
  throw new X402Error('invalid_configuration', message, { field: 'config' });
}
