/** `.demo/`, which git ignores: what the demo keeps from one start to the next. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const STATE_FOLDER = fileURLToPath(new URL('../.demo/', import.meta.url));

/** The blog's secret: made once, so that passes survive a restart. `BLOG_SECRET` overrides it. */
export function readSecret(env: NodeJS.ProcessEnv = process.env): string {
  if (env.BLOG_SECRET) return env.BLOG_SECRET;
  const file = join(STATE_FOLDER, 'secret');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const secret = randomBytes(32).toString('base64');
    mkdirSync(STATE_FOLDER, { recursive: true });
    writeFileSync(file, secret, { mode: 0o600 });
    return secret;
  }
}

/**
 * A port from the environment.
 *
 * @throws Error when it is not one
 */
export function portFrom(name: string, fallback: number, env: NodeJS.ProcessEnv = process.env): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535))
    throw new Error(`${name}=${text} is not a port. Write a number from 0 to 65535, or leave it out for ${fallback}.`);
  return port;
}
