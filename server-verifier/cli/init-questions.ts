/** Asks for what the options did not say. A wrong answer is explained, and the question comes again. */

import { isX402Error, X402Error } from '../../src/errors.js';
import {
  NETWORKS,
  networkOf,
  parseAddress,
  parseNetwork,
  parseOrigin,
  parsePrices,
  parseTarget,
  TARGETS,
} from './init-answers.js';
import { type Answers, FLAGS } from './init-options.js';
import type { Terminal } from './terminal.js';

/** Asks one person. */
type Asker = Pick<Terminal, 'prompt' | 'note'>;

/**
 * The missing answers, from the person.
 *
 * @returns `undefined` when the person has gone
 */
export async function askQuestions(given: Partial<Answers>, asker: Asker): Promise<Answers | undefined> {
  const address =
    given.address ??
    (await ask(
      asker,
      'Your address',
      '1/5  Who is paid? The Stacks address from your wallet (SP… or ST…).',
      parseAddress,
    ));
  if (address === undefined) return undefined;
  const networkName =
    given.networkName ??
    (await ask(
      asker,
      'Network',
      '2/5  Which network? mainnet is real money, testnet is play money, devnet is the embedded chain on this computer.',
      (text) => parseNetwork(text, address),
      networkOf(address),
    ));
  if (networkName === undefined) return undefined;
  const prices =
    given.prices ??
    (await ask(
      asker,
      'Prices',
      '3/5  What does one article cost? In STX, sBTC or USDCx; the reader chooses among those that you name.',
      (text) => parsePrices(text, NETWORKS[networkName]),
      'STX=0.5',
    ));
  if (prices === undefined) return undefined;
  const places = Object.entries(TARGETS).map(([name, what], index) => `       ${index + 1}  ${name.padEnd(8)} ${what}`);
  const target =
    given.target ?? (await ask(asker, 'Place', ['4/5  Where will it run?', ...places].join('\n'), parseTarget, 'node'));
  if (target === undefined) return undefined;
  const where =
    '5/5  At which origin will readers reach it? Your site, when it runs there; else what the platform gives it.\n' +
    `       Like ${ORIGINS[target]}. It can be changed later, in settings.js.`;
  const origin = given.origin ?? (await ask(asker, 'Origin', where, parseOrigin));
  return origin === undefined ? undefined : { address, networkName, prices, target, origin };
}

/**
 * What the options said, where nobody can be asked.
 *
 * @throws `invalid_configuration` naming all that is missing
 */
export function withoutQuestions(given: Partial<Answers>): Answers {
  const { address, prices, target, origin } = given;
  const networkName = given.networkName ?? (address && networkOf(address));
  if (address && networkName && prices && target && origin) return { address, networkName, prices, target, origin };
  const names = Object.keys(FLAGS) as (keyof Answers)[];
  const missing = names
    .filter((name) => given[name] === undefined && name !== 'networkName')
    .map((name) => FLAGS[name]);
  throw new X402Error('invalid_configuration', `Nothing can be asked here; add ${missing.join(' ')}.`);
}

const ORIGINS: Readonly<Record<Answers['target'], string>> = {
  node: 'https://blog.example',
  workers: 'https://x402pay-server.your-name.workers.dev',
  vercel: 'https://your-project.vercel.app',
  deno: 'https://your-app.your-name.deno.net',
};

async function ask<Answer>(
  { prompt, note }: Asker,
  label: string,
  question: string,
  parse: (text: string) => Answer,
  fallback?: string,
): Promise<Answer | undefined> {
  note(`\n${question}`);
  for (;;) {
    const text = await prompt(`     ${label}${fallback ? ` [${fallback}]` : ''}: `);
    if (text === undefined) return undefined;
    try {
      return parse(text.trim() === '' && fallback ? fallback : text);
    } catch (error) {
      if (!isX402Error(error)) throw error;
      note(`     ${error.message}`);
    }
  }
}
