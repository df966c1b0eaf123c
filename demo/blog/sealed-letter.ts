/** An article that is in its page from the beginning, encrypted: sealed when the blog starts, as a build would do it, and then a static file. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealFolder } from 'x402pay/seal';
import type { DevnetFacts } from './devnet-facts.js';

export interface LetterFacts {
  readonly origin: string;
  /** Of the blog's verifier, which sells the key. */
  readonly secret: string;
  readonly devnet: DevnetFacts;
  readonly devnetUrl: string;
}

/** Where the key is sold. */
export const LETTER_KEY_PATH = '/keys/a-letter-that-lies-open';

/** The sealed page. */
export async function sealLetter({ origin, secret, devnet, devnetUrl }: LetterFacts): Promise<string> {
  const source = await readFile(new URL('./sealed/letter.html', import.meta.url), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'bitblog-letter-'));
  try {
    const [from, to] = [join(folder, 'plain'), join(folder, 'sealed')] as const;
    await mkdir(from);
    await writeFile(join(from, 'letter.html'), source.replaceAll('{origin}', origin).replaceAll('{node}', devnetUrl));
    const prices = ['0.3 STX'];
    await sealFolder({ from, to, secret, network: devnet.network, prices });
    return await readFile(join(to, 'letter.html'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
