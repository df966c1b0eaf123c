/** Who seals: the secret and the network that keys are derived from, and where keys are sold. */

import { X402Error } from '../../../src/errors.js';
import { MAX_URL_LENGTH } from '../../../src/limits.js';
import { isNetwork, type Network } from '../../../src/networks.js';
import { type ContentKey, MAX_KEY_VERSION } from '../../../src/sealed.js';
import { contentKey } from '../../content-key.js';
import { normalizePath, splitUrl } from '../../path.js';
import { deriveKey, MIN_SECRET_BYTES, secretBytes } from '../../secret.js';
import { DEVNET_URL, walletScriptOf } from '../devnet-address.js';

/** What `x402pay seal` and the plugins of build tools are told. */
export interface SealSettings {
  /** The verifier's secret: keys are derived from it. Read it from the environment; never write it into a file that is published. */
  readonly secret: string | undefined;
  /** The verifier's network: `mainnet`, `testnet`, `devnet` (the embedded chain), `stacks:1` or `stacks:2147483648`. */
  readonly network: string | undefined;
  /** Node that readers' browsers ask for nonces and fees. Default: the network's public one. */
  readonly nodeUrl?: string | undefined;
  /** Where keys are sold, like `https://keys.example/articles`; the name of each article is added. */
  readonly keyUrl?: string | undefined;
  /** Version of the keys, 1 to 32. Default 1. See `KeyOptions.version` of the verifier. */
  readonly version?: number | undefined;
  /** Address of `x402pay.js`, added to sealed pages that do not load it yet. */
  readonly script?: string | undefined;
  /** What is said where scripts are switched off. `{price}` and `{url}` are filled in. */
  readonly noscript?: string | undefined;
  /** Prices for people and search engines, like `0.50 STX`. What is charged is up to the verifier. */
  readonly prices?: readonly string[] | undefined;
}

export interface Seller {
  /** The key of a resource. */
  keyOf(resource: string): ContentKey;
  /** URL of the resource that a page names, in the normal form. */
  resourceOf(address: string): string;
  /** Address of the key of an article: of one that is called by a whole address already, that. */
  addressOf(name: string): string;
  /** For `node-url` of paywalls; `undefined` is the network's public node. */
  readonly nodeUrl: string | undefined;
  /** Script with the development wallet, for pages on the embedded chain only. */
  readonly walletScript: string | undefined;
}

const NETWORKS: Readonly<Record<string, Network>> = {
  mainnet: 'stacks:1',
  testnet: 'stacks:2147483648',
  devnet: 'stacks:2147483648',
};

/** @throws `invalid_configuration` with the `field` that is wrong and what to write instead. Never shows the secret. */
export function sellerOf({ secret, network, keyUrl, version = 1, nodeUrl: ownNode }: SealSettings): Seller {
  const bytes = secretBytes((secret ?? '').trim());
  if (bytes.length < MIN_SECRET_BYTES) {
    const what = bytes.length === 0 ? 'is not set' : `has ${bytes.length} bytes; it needs at least ${MIN_SECRET_BYTES}`;
    refuse(
      'secret',
      `X402PAY_SECRET ${what}. Take the one of your key function, from the environment or with --env-file.`,
    );
  }
  const id = NETWORKS[network ?? ''] ?? network;
  if (!id || !isNetwork(id))
    refuse(
      'network',
      'Write --network mainnet, testnet or devnet, the same as your key function: its keys fit no other.',
    );
  if (!Number.isInteger(version) || version < 1 || version > MAX_KEY_VERSION) {
    refuse('version', `version is a whole number from 1 to ${MAX_KEY_VERSION}.`);
  }
  const base = keyUrl === undefined ? undefined : checkedKeyUrl(keyUrl);
  const root = deriveKey(bytes, 'content', id);
  const isDevnet = network === 'devnet';
  const nodeUrl = checkedNodeUrl(ownNode ?? (isDevnet ? DEVNET_URL : undefined), id);
  return {
    nodeUrl,
    walletScript: isDevnet && nodeUrl ? walletScriptOf(nodeUrl) : undefined,
    keyOf: (resource) => contentKey(root, resource, version),
    resourceOf: (address) => resourceAt(address, base),
    addressOf(name) {
      if (/^https?:/.test(name)) return name;
      if (!base)
        refuse(
          'key-url',
          'Say where the key is sold: --key-url https://keys.example/articles, or src="…" on the paywall.',
        );
      const path = name.split('/').filter(Boolean).map(encodeURIComponent).join('/');
      if (!path)
        refuse('resource', 'Say what the article is called: --resource <name>, which is added to the key URL.');
      return `${base.replace(/\/$/, '')}/${path}`;
    },
  };
}

function checkedKeyUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username) return url.href;
  return refuse('key-url', 'key-url is an address without a query, like https://keys.example/articles.');
}

/** Real money is paid by what everybody can reach: an address of this computer would be one that was left over from a try. */
function checkedNodeUrl(text: string | undefined, network: Network): string | undefined {
  const allowed = network === 'stacks:1' ? /^https:/ : /^https?:/;
  if (text === undefined || (URL.canParse(text) && allowed.test(text))) return text;
  return refuse('node-url', 'node-url is the address of a node, like https://api.hiro.so.');
}

function resourceAt(address: string, base: string | undefined): string {
  if (!URL.canParse(address, base)) {
    refuse(
      'key-url',
      `"${address}" is no whole address; write https://… there, or say with --key-url where it begins.`,
    );
  }
  const { origin, href, search, hash } = new URL(address, base);
  if (search || hash || href.length > MAX_URL_LENGTH) {
    refuse(
      'resource',
      `"${address}" has a query, a fragment or more than ${MAX_URL_LENGTH} characters; articles are told apart by their path.`,
    );
  }
  return origin + normalizePath(splitUrl(href).path);
}

function refuse(field: string, message: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}
