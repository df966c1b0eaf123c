/** The facilitator's configuration: what a person writes, and its checked form. */

import { sha256 } from '@noble/hashes/sha2.js';
import { type Asset, assetsOf } from '../../src/assets.js';
import { isNetwork, type Network } from '../../src/networks.js';
import { isPrincipalOn, type Recover } from '../../src/stacks.js';
import type { ChainClient, ChainClientOptions } from '../chain-client.js';
import type { ClaimStore } from '../claims.js';
import { checkNames, refuseConfiguration as refuse } from '../configuration.js';
import type { VerifierEventListener } from '../events.js';
import { type Finality, parseFinality } from '../finality.js';
import { chainOf, checkAsset, checkedClaims, defaultSleep, quietly, recoverOf, wholeNumber } from '../options.js';
import { normalizePath } from '../path.js';
import type { Sleep } from '../patience.js';
import type { RecoverName } from '../recover.js';
import type { SettlementSettings } from '../settings.js';

type Chain = ChainClient | ChainClientOptions;

/** What `createFacilitator` takes. */
export interface FacilitatorConfig {
  /** The networks whose payments are settled. */
  readonly networks: Network | readonly Network[];
  /** Record of used payments. Share one store between all processes that settle for the same sellers. */
  readonly claims: ClaimStore;
  /** Nodes to ask, or a client of your own; by network where there are two. Default: the networks' public APIs, which are slow without an API key. */
  readonly chain?: Chain | Partial<Readonly<Record<Network, Chain>>>;
  /** Tokens besides the well-known ones that may be paid with. A token that is not known here is refused. */
  readonly assets?: readonly Asset[];
  /** Engine for signatures: a name, or a function of your own. Default `auto`. */
  readonly recover?: 'auto' | RecoverName | Recover;
  /** Bearer tokens, each at least 16 characters, one for each seller. Without any, everybody may use the facilitator. */
  readonly auth?: string | readonly string[];
  /** Where the three routes begin, like `/facilitator`. Default: at the root. */
  readonly basePath?: string;
  /** When a payment counts as settled, where the seller's terms (`extra.finality`) do not say. Default `block`. */
  readonly finality?: Finality;
  /** Seconds that a settlement waits for its finality before the answer is `settlement_pending`. Default 20: official servers ask twice and wait for 90 each time, x402-stacks once for 50. */
  readonly waitSeconds?: number;
  /** Seconds for which a claim is held while settling. Default: 60 more than `waitSeconds`. */
  readonly leaseSeconds?: number;
  /** Most settlements at a time in this process; one more is refused with 503. Default 256. */
  readonly maxSettlements?: number;
  /** Most requests that are read or verified at a time; one more is refused with 503. Default 256. */
  readonly maxRequests?: number;
  /** Gets facts for logs and metrics, without secrets. `resource` is the payer's word. */
  readonly onEvent?: VerifierEventListener;
  /** Unix time in milliseconds. Default `Date.now`. */
  readonly clock?: () => number;
  /** Waits. Default: a timer. */
  readonly sleep?: Sleep;
  /** Fills with random bytes. Default: the platform's generator. */
  readonly random?: (bytes: Uint8Array) => Uint8Array;
  /** Transport to the nodes. Default: the platform's. */
  readonly fetch?: typeof fetch;
}

/** Checked configuration for one network. */
export interface NetworkSettings extends SettlementSettings {
  readonly claims: ClaimStore;
  readonly assets: readonly Asset[];
  /** As on the wire. */
  readonly finality: string;
}

/** Checked configuration. */
export interface FacilitatorSettings {
  readonly networks: ReadonlyMap<string, NetworkSettings>;
  /** Hashes of the bearer tokens. */
  readonly tokens: readonly Uint8Array[];
  readonly basePath: string;
  readonly waitSeconds: number;
  readonly maxSettlements: number;
  readonly maxRequests: number;
  readonly emit: NetworkSettings['emit'];
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly sleep: Sleep;
}

const OPTIONS: readonly (keyof FacilitatorConfig)[] = [
  'networks',
  'claims',
  'chain',
  'assets',
  'recover',
  'auth',
  'basePath',
  'finality',
  'waitSeconds',
  'leaseSeconds',
  'maxSettlements',
  'maxRequests',
  'onEvent',
  'clock',
  'sleep',
  'random',
  'fetch',
];

/**
 * Checks a configuration.
 *
 * @throws `invalid_configuration` with the `field` that is wrong and what to write instead
 */
export function facilitatorSettings(config: FacilitatorConfig): FacilitatorSettings {
  checkNames('an option', config, OPTIONS);
  const networks = checkedNetworks(config.networks);
  const listed = checkedTokens(config.assets, networks);
  const waitSeconds = wholeNumber('waitSeconds', config.waitSeconds, 20, 1, 80);
  const common = {
    claims: requiredClaims(config.claims),
    recover: recoverOf(config.recover),
    finality: checkedFinality(config.finality),
    waitSeconds,
    leaseSeconds: wholeNumber('leaseSeconds', config.leaseSeconds, waitSeconds + 60, waitSeconds + 20, 86_400),
    emit: quietly(config.onEvent),
    clock: config.clock ?? Date.now,
    sleep: config.sleep ?? defaultSleep,
    random: config.random ?? ((bytes: Uint8Array) => crypto.getRandomValues(bytes)),
  };
  const { clock, sleep } = common;
  const settingsOf = (network: Network): NetworkSettings => ({
    ...common,
    network,
    chain: chainOf(chainFor(network, config.chain, networks), network, { fetch: config.fetch, clock, sleep }),
    assets: assetsOf(
      network,
      listed.filter(({ id }) => isOn(network, id)),
    ),
  });
  return {
    networks: new Map(networks.map((network) => [network, settingsOf(network)])),
    tokens: hashedTokens(config.auth),
    basePath: checkedBasePath(config.basePath),
    waitSeconds,
    maxSettlements: wholeNumber('maxSettlements', config.maxSettlements, 256, 1, 100_000),
    maxRequests: wholeNumber('maxRequests', config.maxRequests, 256, 1, 100_000),
    emit: common.emit,
    clock,
    sleep,
  };
}

function checkedNetworks(networks: unknown): readonly Network[] {
  const list = Array.isArray(networks) ? networks : [networks];
  if (list.length > 0 && list.every((network) => typeof network === 'string' && isNetwork(network))) {
    return [...new Set<Network>(list)];
  }
  return refuse(
    'networks',
    'networks is "stacks:1" (mainnet), "stacks:2147483648" (testnet and the embedded chain), or a list of both.',
  );
}

/** With two networks, nodes are named by network: the ids of one would be believed on the other. */
function chainFor(
  network: Network,
  chain: FacilitatorConfig['chain'],
  networks: readonly Network[],
): Chain | undefined {
  const names = typeof chain === 'object' && chain !== null ? Object.keys(chain) : [];
  const isByNetwork = names.length > 0 && names.every((name) => name.startsWith('stacks:'));
  if (isByNetwork) return (chain as Partial<Record<Network, Chain>>)[network];
  if (chain !== undefined && networks.length > 1) {
    refuse('chain', 'With two networks, chain says which node is whose: { "stacks:1": { url: "https://…" }, … }.');
  }
  return chain as Chain | undefined;
}

/** Each token is on one of the networks. */
function checkedTokens(assets: unknown, networks: readonly Network[]): readonly Asset[] {
  if (assets === undefined) return [];
  if (!Array.isArray(assets)) refuse('assets', 'assets is a list of { id, symbol, decimals, tokenName }.');
  for (const [index, asset] of assets.entries()) {
    const own = networks.find((network) => typeof asset?.id === 'string' && isOn(network, asset.id));
    checkAsset(`assets.${index}`, asset, own ?? (networks[0] as Network));
  }
  return assets;
}

function isOn(network: Network, id: string): boolean {
  try {
    return isPrincipalOn(network, id);
  } catch {
    return false;
  }
}

function requiredClaims(claims: unknown): ClaimStore {
  return (
    checkedClaims(claims) ??
    refuse(
      'claims',
      'A facilitator needs a claim store, like createMemoryClaims(): one payment must not be used twice.',
    )
  );
}

function checkedFinality(value: Finality | undefined): string {
  const text = value === undefined ? 'block' : String(value);
  if (parseFinality(text) !== undefined) return text;
  return refuse('finality', 'finality is "mempool", "block" (the default), or a number of burn blocks from 1 to 1008.');
}

/** Only their hashes are kept. Messages never show a token. */
function hashedTokens(auth: unknown): readonly Uint8Array[] {
  if (auth === undefined) return [];
  const tokens: unknown[] = Array.isArray(auth) ? auth : [auth];
  if (tokens.length > 0 && tokens.every((token) => typeof token === 'string' && /^[\w.~+/=-]{16,512}$/.test(token))) {
    return tokens.map((token) => sha256(new TextEncoder().encode(token as string)));
  }
  return refuse(
    'auth',
    'auth is a bearer token, or a list of them: each 16 to 512 letters, digits or "-._~+/=", like the output of "openssl rand -hex 32".',
  );
}

function checkedBasePath(path: unknown): string {
  if (path === undefined || path === '' || path === '/') return '';
  try {
    if (typeof path === 'string' && !path.endsWith('/') && normalizePath(path) === path) return path;
  } catch {
    // Falls through to the one message.
  }
  return refuse('basePath', 'basePath is a plain path without a slash at its end, like "/facilitator".');
}
