/** The five answers that `init` needs, each checked as it is given. Messages are for the person who gave it. */

import { assetsOf } from '../../src/assets.js';
import { X402Error } from '../../src/errors.js';
import { formatDecimalAmount, parseDecimalAmount } from '../../src/money.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { isPrincipalOn } from '../../src/stacks.js';

/** `devnet` is the embedded chain, with the testnet's rules and addresses. */
export type NetworkName = 'mainnet' | 'testnet' | 'devnet';

/** Where the server will run. */
export type Target = 'node' | 'workers' | 'vercel' | 'deno';

/** The price in one asset. */
export interface AssetPrice {
  readonly symbol: string;
  /** Decimal text. */
  readonly amount: string;
}

export const NETWORKS: Readonly<Record<NetworkName, Network>> = {
  mainnet: 'stacks:1',
  testnet: 'stacks:2147483648',
  devnet: 'stacks:2147483648',
};

export const TARGETS: Readonly<Record<Target, string>> = {
  node: 'Node, on a server of your own',
  workers: 'Cloudflare Workers',
  vercel: 'Vercel',
  deno: 'Deno Deploy',
};

const MAX_ANSWER_LENGTH = 2000;
const PRICE = /^([A-Za-z][\w.-]{0,31})\s*[=:]\s*(\S+)$/;
/** Of hosts as a URL parser writes them. It lets quotation marks through, which must not get into a program or a page. */
const HOST = /^(?:[a-z\d._-]+|\[[\da-f:.]+\])$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * A Stacks address of any network, or a contract that is paid like one. What is none is not repeated: it may be a key in the wrong place.
 *
 * @throws `invalid_configuration` with field `address`
 */
export function parseAddress(text: string): string {
  const address = trimmed(text, 'address');
  if (isPrincipal(address)) return address;
  if (/^(?:bc1|tb1|0x)/i.test(address)) {
    refuse(
      'address',
      'That is an address of another chain. A Stacks address begins with SP (mainnet) or ST (testnet).',
    );
  }
  if (isPrincipal(address.toUpperCase())) refuse('address', 'A Stacks address is written in capitals.');
  if (/^S[PMTN][0-9A-Z]{30,}/.test(address)) {
    refuse('address', 'That address has a mistake in it (its checksum is wrong); copy it again from the wallet.');
  }
  refuse(
    'address',
    'That is no Stacks address; it begins with SP (mainnet) or ST (testnet). Copy it from your wallet.',
  );
}

/**
 * A network by its name, when the address belongs to it.
 *
 * @throws `invalid_configuration` with field `network`
 */
export function parseNetwork(text: string, address: string): NetworkName {
  const name = trimmed(text, 'network').toLowerCase();
  if (!Object.hasOwn(NETWORKS, name)) refuse('network', 'Write mainnet, testnet or devnet.');
  const network = NETWORKS[name as NetworkName];
  if (isPrincipalOn(network, address)) return name as NetworkName;
  const start = network === 'stacks:1' ? 'SP or SM' : 'ST or SN';
  refuse('network', `The address belongs to ${networkOf(address)}; on ${name} it would begin with ${start}.`);
}

/** The network that an address belongs to. */
export function networkOf(address: string): 'mainnet' | 'testnet' {
  return isPrincipalOn('stacks:1', address) ? 'mainnet' : 'testnet';
}

/**
 * Prices as `STX=0.5, USDCx=0.25`: one or more, in the assets of the network, each above zero.
 *
 * @throws `invalid_configuration` with field `price`
 */
export function parsePrices(text: string, network: Network): readonly AssetPrice[] {
  const written = trimmed(text, 'price');
  if (/\d\s*,\s*\d/.test(written))
    refuse('price', 'A fraction has a point, like STX=0.5; commas stand between prices.');
  const parts = written.split(/\s*,\s*|\s+(?=[A-Za-z])/);
  const prices = parts.map((part) => parsePrice(part, network));
  const twice = prices.find(({ symbol }, index) => prices.findIndex((other) => other.symbol === symbol) !== index);
  if (twice) refuse('price', `${twice.symbol} has two prices; write one.`);
  return prices;
}

function parsePrice(part: string, network: Network): AssetPrice {
  const [, name, decimal] = PRICE.exec(part) ?? [];
  if (name === undefined || decimal === undefined) {
    refuse('price', 'Write prices like STX=0.5, or several with commas: STX=0.5, USDCx=0.25. A fraction has a point.');
  }
  const assets = assetsOf(network);
  const asset = assets.find(({ symbol }) => symbol.toUpperCase() === name.toUpperCase());
  if (!asset) {
    const known = assets.map(({ symbol }) => symbol).join(', ');
    refuse('price', `${name} is no asset of ${networkInfo(network).name}; there are ${known}.`);
  }
  const { symbol, decimals } = asset;
  let atomic: bigint;
  try {
    atomic = parseDecimalAmount(decimal, decimals);
  } catch {
    refuse(
      'price',
      `The price in ${symbol} is no amount; write it like ${symbol}=0.25, with up to ${decimals} places.`,
    );
  }
  if (atomic === 0n) refuse('price', `The price in ${symbol} is nothing; write what it costs.`);
  return { symbol, amount: formatDecimalAmount(atomic, decimals) };
}

/**
 * Where it will run: a name, or its number in the list.
 *
 * @throws `invalid_configuration` with field `target`
 */
export function parseTarget(text: string): Target {
  const answer = trimmed(text, 'target').toLowerCase();
  const targets = Object.keys(TARGETS) as Target[];
  const target = targets.find((name, index) => [name, TARGETS[name].toLowerCase(), `${index + 1}`].includes(answer));
  return target ?? refuse('target', `Write ${targets.join(', ')}, or its number.`);
}

/**
 * An origin: `https://…`, or `http://…` on this computer. A slash at the end does no harm.
 *
 * @throws `invalid_configuration` with field `origin`
 */
export function parseOrigin(text: string): string {
  const answer = trimmed(text, 'origin');
  if (!/^https?:\/\//i.test(answer)) {
    refuse('origin', 'Write it with https:// in front, like https://blog.example.');
  }
  if (!URL.canParse(answer)) refuse('origin', 'That is no address; write it like https://blog.example.');
  const { protocol, hostname, pathname, search, hash, username, password, origin } = new URL(answer);
  if (username || password) refuse('origin', 'Leave out what is before the @.');
  if (!HOST.test(hostname)) refuse('origin', 'That is no address; write it like https://blog.example.');
  if (pathname !== '/' || search || hash) refuse('origin', `Leave out what follows the host: ${origin}`);
  if (protocol === 'http:' && !LOOPBACK.test(hostname)) {
    refuse('origin', 'Readers need https://; http:// is for this computer only, like http://localhost:3000.');
  }
  return origin;
}

function isPrincipal(text: string): boolean {
  return isPrincipalOn('stacks:1', text) || isPrincipalOn('stacks:2147483648', text);
}

function trimmed(text: string, field: string): string {
  const answer = text.trim();
  if (answer === '') refuse(field, 'An answer is needed here.');
  if (answer.length > MAX_ANSWER_LENGTH) refuse(field, 'That is too long.');
  return answer;
}

function refuse(field: string, message: string): never {
  throw new X402Error('invalid_configuration', message, { field });
}
