/** What the checks of configuration and terms share. */

import { X402Error } from '../src/errors.js';
import type { Network } from '../src/networks.js';
import { isPrincipalOn, parsePrincipal } from '../src/stacks.js';

/** @throws `invalid_configuration`: `message` says what to write instead. */
export function refuseConfiguration(field: string, message: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}

/** Refuses options that nobody reads: a misspelt one would silently do nothing. */
export function checkNames(what: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) refuseConfiguration(name, `"${name}" is not ${what}; known are ${known.join(', ')}.`);
  }
}

/** An account or a contract of the network. */
export function checkPrincipal(field: string, text: unknown, network: Network): void {
  const start = network === 'stacks:1' ? 'SP' : 'ST';
  if (!isPrincipal(text)) {
    refuseConfiguration(
      field,
      `${field} is not a Stacks address; write an account like "${start}…", or a contract like "${start}….name".`,
    );
  }
  if (!isPrincipalOn(network, text)) {
    refuseConfiguration(
      field,
      `${field} belongs to another network than ${network}, where addresses begin with "${start}".`,
    );
  }
}

function isPrincipal(text: unknown): text is string {
  try {
    return typeof text === 'string' && parsePrincipal(text) !== undefined;
  } catch {
    return false;
  }
}
