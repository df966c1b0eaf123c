/** The files that `x402pay init` and the platforms' own tools keep secrets in. */

import { join } from 'node:path';
import { parseEnv } from 'node:util';

const FILES = ['.env', '.env.local', '.dev.vars'];

export interface SecretFile {
  readonly path: string;
  readonly variables: NodeJS.Dict<string>;
  readonly secret: string;
}

/** Those of a folder that have a secret in them. */
export function secretFiles(readText: (path: string) => string | undefined, folder = ''): readonly SecretFile[] {
  return FILES.flatMap((name) => {
    const path = join(folder, name);
    const variables = parseEnv(readText(path) ?? '');
    const secret = variables.X402PAY_SECRET;
    return secret ? [{ path, variables, secret }] : [];
  });
}
