/** What the environment says about sealing, and the files that secrets are kept in. */

import { parseEnv } from 'node:util';
import { X402Error } from '../../../src/errors.js';
import { secretFiles } from '../secret-files.js';
import type { SealSettings } from './seller.js';

/** The environment's own variables come first. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file's text; `undefined` when there is no such file. */
  readText(path: string): string | undefined;
}

/**
 * @param named the only file to read; without it, the one that has the secret
 * @throws `invalid_configuration` when that file is not there, or when two files have different secrets: readers would pay for a key that opens nothing
 */
export function environmentSettings(
  { environment, readText }: Surroundings,
  named?: string,
): Pick<SealSettings, 'secret' | 'network' | 'nodeUrl' | 'keyUrl' | 'script'> {
  // A variable that is there without a value is as good as none.
  const own = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const file = named === undefined && own.X402PAY_SECRET ? firstOf(readText) : fileOf(readText, named);
  const variables = { ...file, ...own };
  // A node is one of its network.
  const isOther = variables.X402PAY_NETWORK !== file.X402PAY_NETWORK;
  return {
    secret: variables.X402PAY_SECRET,
    network: variables.X402PAY_NETWORK,
    nodeUrl: isOther ? own.X402PAY_NODE_URL : variables.X402PAY_NODE_URL,
    keyUrl: variables.X402PAY_KEY_URL,
    script: variables.X402PAY_SCRIPT,
  };
}

function fileOf(readText: Surroundings['readText'], named: string | undefined): NodeJS.Dict<string> {
  if (named !== undefined) {
    const text = readText(named);
    if (text !== undefined) return parseEnv(text);
    throw new X402Error('invalid_configuration', `There is no file "${named}".`, { field: 'env-file' });
  }
  const files = secretFiles(readText);
  const other = files.find(({ secret }) => secret !== files[0]?.secret);
  if (other) {
    throw new X402Error(
      'invalid_configuration',
      `${files[0]?.path} and ${other.path} have different secrets. Say with --env-file which one the server has that sells the keys.`,
      { field: 'env-file' },
    );
  }
  return firstOf(readText);
}

function firstOf(readText: Surroundings['readText']): NodeJS.Dict<string> {
  return secretFiles(readText)[0]?.variables ?? {};
}
