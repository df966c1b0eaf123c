/** Options that a verifier and a facilitator have in common, checked, and what they stand for. */

import type { Asset } from '../src/assets.js';
import { type Network, networkInfo } from '../src/networks.js';
import { parsePrincipal, type Recover } from '../src/stacks.js';
import type { ChainClient, ChainClientOptions } from './chain-client.js';
import type { ClaimStore } from './claims.js';
import { checkPrincipal, refuseConfiguration as refuse } from './configuration.js';
import type { VerifierEvent, VerifierEventListener } from './events.js';
import { createChainClient } from './node-pool.js';
import type { Sleep } from './patience.js';
import { pickRecover, type RecoverName } from './recover.js';
import { MIN_SECRET_BYTES, secretBytes } from './secret.js';

/** What a chain client of ours is made with. */
export interface ChainTools {
  readonly fetch: typeof fetch | undefined;
  readonly clock: () => number;
  readonly sleep: Sleep;
}

const MAX_PREVIOUS_SECRETS = 8;

/** The current secret first. */
export function checkedSecrets(secret: unknown, previousSecrets: unknown): Uint8Array[] {
  const previous = previousSecrets ?? [];
  if (!Array.isArray(previous) || previous.length > MAX_PREVIOUS_SECRETS) {
    refuse('previousSecrets', `previousSecrets is a list of at most ${MAX_PREVIOUS_SECRETS} earlier secrets.`);
  }
  return [checkedSecret('secret', secret), ...previous.map((earlier) => checkedSecret('previousSecrets', earlier))];
}

/** The message never shows the secret. */
function checkedSecret(field: string, secret: unknown): Uint8Array {
  const bytes = typeof secret === 'string' || secret instanceof Uint8Array ? secretBytes(secret) : undefined;
  if (!bytes || bytes.length < MIN_SECRET_BYTES) {
    const length = bytes ? `has ${bytes.length} bytes` : 'is missing';
    refuse(
      field,
      `${field} ${length}; it needs at least 32 random bytes: make one with "openssl rand -base64 32" and keep it in the environment.`,
    );
  }
  return bytes;
}

/** Nodes to ask: a client that is given, or our own, by default for the network's public API. */
export function chainOf(
  chain: ChainClient | ChainClientOptions | undefined,
  network: Network,
  { fetch, clock, sleep }: ChainTools,
): ChainClient {
  if (chain !== undefined && (typeof chain !== 'object' || chain === null)) {
    refuse('chain', 'chain is { urls: ["https://…"], apiKey } or a ChainClient.');
  }
  if (chain && 'broadcast' in chain) return chain;
  const url = chain?.url === undefined && chain?.urls === undefined ? { url: networkInfo(network).nodeUrl } : {};
  return createChainClient({ clock, sleep, ...(fetch && { fetch }), ...url, ...chain });
}

export function checkedClaims(claims: unknown): ClaimStore | undefined {
  if (claims === undefined) return undefined;
  const methods = ['hold', 'record', 'renew', 'spend', 'release', 'forget'];
  if (typeof claims === 'object' && claims !== null && methods.every((method) => method in claims)) {
    return claims as ClaimStore;
  }
  return refuse('claims', 'claims is a claim store, like createMemoryClaims().');
}

/** Tokens besides the known ones. */
export function checkedAssets(assets: readonly Asset[] | undefined, network: Network): readonly Asset[] {
  if (assets === undefined) return [];
  if (!Array.isArray(assets)) refuse('assets', 'assets is a list of { id, symbol, decimals, tokenName }.');
  for (const [index, asset] of assets.entries()) checkAsset(`assets.${index}`, asset, network);
  return [...assets];
}

/** One token. */
export function checkAsset(field: string, asset: Asset, network: Network): void {
  if (typeof asset?.symbol !== 'string' || !/^[\w.-]{1,32}$/.test(asset.symbol)) {
    refuse(`${field}.symbol`, 'symbol is the name that prices use, 1 to 32 letters, digits, ".", "-" or "_".');
  }
  checkPrincipal(`${field}.id`, asset.id, network);
  if (parsePrincipal(asset.id).contractName === undefined) {
    refuse(`${field}.id`, 'id is the contract of the token, like "SP….name".');
  }
  if (!Number.isInteger(asset.decimals) || asset.decimals < 0 || asset.decimals > 38) {
    refuse(`${field}.decimals`, 'decimals is a whole number from 0 to 38: what get-decimals of the token answers.');
  }
  if (typeof asset.tokenName !== 'string' || !/^[a-zA-Z][\w!?+<>=/*-]{0,127}$/.test(asset.tokenName)) {
    refuse(`${field}.tokenName`, 'tokenName is the name after define-fungible-token in the contract of the token.');
  }
}

/** Loads the engine with the first payment, and only once. */
export function recoverOf(choice: 'auto' | RecoverName | Recover | undefined): () => Promise<Recover> {
  if (typeof choice === 'function') return async () => choice;
  if (choice !== undefined && !['auto', 'noble', 'libauth', 'native'].includes(choice)) {
    refuse('recover', 'recover is "auto", "noble", "libauth", "native", or a function.');
  }
  return async () => (await pickRecover(choice ?? 'auto')).recover;
}

/** A whole number between two others; `fallback` where nothing is given. */
export function wholeNumber(field: string, value: unknown, fallback: number, least: number, most: number): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  return refuse(field, `${field} is a whole number from ${least} to ${most}, like ${fallback}.`);
}

/** A listener that cannot do harm. */
export function quietly(listener: VerifierEventListener | undefined): (event: VerifierEvent) => void {
  if (!listener) return () => {};
  return (event) => {
    try {
      listener(event);
    } catch {
      // Watching must not change what is watched.
    }
  };
}

/** An aborted wait never ends, and holds no timer: nobody waits for it any more. */
export function defaultSleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((wake) => {
    const timer = setTimeout(wake, milliseconds);
    signal?.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
