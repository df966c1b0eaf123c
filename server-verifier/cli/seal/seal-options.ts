/** The options of `seal`, as a person writes them, and what the environment says. */

import { parseArgs } from 'node:util';
import * as z from 'zod';
import { X402Error } from '../../../src/errors.js';
import { MAX_KEY_VERSION } from '../../../src/sealed.js';
import type { Terminal } from '../terminal.js';
import { environmentSettings } from './seal-environment.js';
import type { SealSettings } from './seller.js';

export interface SealOptions {
  /** A file, a folder, or `undefined` for standard input. */
  readonly input: string | undefined;
  readonly out: string | undefined;
  readonly resource: string | undefined;
  readonly settings: SealSettings;
  /** Folder of the site. */
  readonly root: string | undefined;
  readonly stylesheet: string | undefined;
  /** Only the paywall, as a `div` for blog editors. */
  readonly isSnippet: boolean;
  readonly isMarkdown: boolean;
  readonly isDryRun: boolean;
}

const Options = z.strictObject({
  out: z.string().optional(),
  resource: z.string().optional(),
  root: z.string().optional(),
  'key-url': z.string().optional(),
  network: z.string().optional(),
  'node-url': z.string().optional(),
  price: z
    .array(z.string().regex(/^\d+(?:\.\d+)? [\w.-]{1,32}$/, 'write an amount and an asset, like --price "0.50 STX"'))
    .max(16)
    .default([]),
  version: z.coerce.number().int().min(1).max(MAX_KEY_VERSION).optional(),
  script: z.string().optional(),
  stylesheet: z.string().optional(),
  noscript: z.string().optional(),
  'env-file': z.string().optional(),
  markdown: z.boolean().default(false),
  snippet: z.boolean().default(false),
  'dry-run': z.boolean().default(false),
});

/** @throws `invalid_configuration` with the option as `field`. Never repeats the secret. */
export function readSealOptions(
  args: readonly string[],
  terminal: Pick<Terminal, 'environment' | 'readText'>,
): SealOptions {
  const { values, positionals } = argumentsOf(args);
  const parsed = Options.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0] ?? '');
    return refuse(field, `--${field}: ${issue?.message}.`);
  }
  if (positionals.length > 1) refuse('', 'Give one file or one folder; a folder seals every marked page in it.');
  const options = parsed.data;
  const environment = environmentSettings(terminal, options['env-file']);
  const [input] = positionals;
  return {
    input: input === '-' ? undefined : input,
    out: options.out,
    resource: options.resource,
    root: options.root,
    settings: {
      secret: environment.secret,
      network: options.network ?? environment.network,
      // A node is one of its network.
      nodeUrl: options['node-url'] ?? (options.network === undefined ? environment.nodeUrl : undefined),
      keyUrl: options['key-url'] ?? environment.keyUrl,
      version: options.version,
      script: options.script ?? environment.script,
      noscript: options.noscript,
      prices: options.price,
    },
    stylesheet: options.stylesheet,
    isSnippet: options.snippet,
    isMarkdown: options.markdown,
    isDryRun: options['dry-run'],
  };
}

function argumentsOf(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { ...text, short: 'o' },
        resource: text,
        root: text,
        'key-url': text,
        network: text,
        'node-url': text,
        price: { ...text, multiple: true },
        version: text,
        script: text,
        stylesheet: text,
        noscript: text,
        'env-file': text,
        markdown: flag,
        snippet: flag,
        'dry-run': flag,
      },
    });
  } catch (cause) {
    // Repeats the name of an option at most: any other argument may be a secret in the wrong place.
    const [, sentence = 'There is an argument that is no option'] =
      /^((?:Unknown option|Option) '(?:-\w, )?--?[a-z-]{1,20}(?: <value>)?'[^.\n]*)/.exec((cause as Error).message) ??
      [];
    throw new X402Error('invalid_configuration', `${sentence}; see x402pay seal --help.`, { cause });
  }
}

function refuse(field: string, message: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}
