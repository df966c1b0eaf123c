/** The options of `deploy`, as a person writes them. */

import { parseArgs } from 'node:util';
import * as z from 'zod';
import { X402Error } from '../../src/errors.js';
import { parseDecimalAmount } from '../../src/money.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { devnetUrl } from './devnet-address.js';
import { type NamedShare, parseSplits } from './splits.js';
import type { Terminal } from './terminal.js';

type NetworkName = 'mainnet' | 'testnet' | 'devnet';

const NETWORKS: Readonly<Record<NetworkName, Network>> = {
  mainnet: 'stacks:1',
  testnet: 'stacks:2147483648',
  devnet: 'stacks:2147483648',
};

export interface DeployOptions {
  readonly shares: readonly NamedShare[];
  readonly networkName: NetworkName;
  readonly network: Network;
  readonly nodeUrl: string;
  readonly apiKey: string | undefined;
  /** The contract's name. */
  readonly name: string;
  /** Who deploys, as a name or an address; `undefined` is the holder of the key. */
  readonly from: string | undefined;
  readonly configuration: string | undefined;
  /** Atomic STX; `undefined` lets the node estimate. */
  readonly feeAtomic: bigint | undefined;
  readonly isDryRun: boolean;
  readonly isAgreed: boolean;
  readonly asJson: boolean;
}

const Options = z.strictObject({
  splits: z.string({ error: 'write who gets what, like --splits creator:80,platform:20' }),
  network: z.enum(['mainnet', 'testnet', 'devnet'], { error: 'write --network mainnet, testnet or devnet' }),
  // stacks-core, `CONTRACT_NAME_REGEX_STRING`.
  name: z
    .string()
    .regex(/^[A-Za-z][\w-]{0,39}$/, 'a contract name begins with a letter, has letters, digits, - and _, at most 40')
    .default('revenue-split'),
  from: z.string().max(90).optional(),
  config: z.string().optional(),
  'node-url': z.url({ protocol: /^https?$/, error: 'write the node like https://api.hiro.so' }).optional(),
  fee: z.string().optional(),
  'dry-run': z.boolean().default(false),
  yes: z.boolean().default(false),
  json: z.boolean().default(false),
});

/**
 * Reads the arguments after `deploy revenue-split`, and the two environment variables that are no secrets.
 *
 * @throws `invalid_configuration` or `invalid_amount`, with the option as `field`
 */
export function readDeployOptions(args: readonly string[], terminal: Pick<Terminal, 'environment'>): DeployOptions {
  const options = checked(flagsOf(args));
  const network = NETWORKS[options.network];
  const publicNode = options.network === 'devnet' ? devnetUrl(terminal) : networkInfo(network).nodeUrl;
  return {
    shares: parseSplits(options.splits),
    networkName: options.network,
    network,
    nodeUrl: options['node-url'] ?? publicNode,
    apiKey: terminal.environment.X402PAY_API_KEY || undefined,
    name: options.name,
    from: options.from,
    configuration: options.config,
    feeAtomic: options.fee === undefined ? undefined : parseDecimalAmount(options.fee, 6),
    isDryRun: options['dry-run'],
    isAgreed: options.yes,
    asJson: options.json,
  };
}

function flagsOf(args: readonly string[]): Record<string, unknown> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        splits: { type: 'string' },
        network: { type: 'string' },
        devnet: { type: 'boolean' },
        name: { type: 'string' },
        from: { type: 'string' },
        config: { type: 'string' },
        'node-url': { type: 'string' },
        fee: { type: 'string' },
        'dry-run': { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        json: { type: 'boolean' },
      },
    });
    return { ...values };
  } catch (cause) {
    throw new X402Error('invalid_configuration', explain(cause), { cause });
  }
}

/** Repeats the name of an option at most: any other argument may be a key in the wrong place. */
function explain(cause: unknown): string {
  const [, sentence = 'There is an argument that is no option'] =
    /^((?:Unknown option|Option) '--?[a-z-]{1,20}(?: <value>)?'[^.\n]*)/.exec((cause as Error).message) ?? [];
  return `${sentence}; see x402pay deploy revenue-split --help.`;
}

function checked({ devnet, ...flags }: Record<string, unknown>): z.infer<typeof Options> {
  if (devnet && flags.network !== undefined && flags.network !== 'devnet') {
    refuse('network', '--devnet and --network contradict each other; leave one of them out.');
  }
  const parsed = Options.safeParse(devnet ? { ...flags, network: 'devnet' } : flags);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  refuse(field, `--${field}: ${issue?.message}.`);
}

function refuse(field: string, message: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}
