/** The wallets of this browser, as they announce themselves, and the two big ones where they do not. */

import type { WalletChoice } from '../paywall/state.js';
import { isObject, type StacksProvider } from './provider.js';
import { OUR_EXTENSION } from './wallet.js';

export interface FoundWallet extends WalletChoice {
  readonly provider: StacksProvider;
}

/** `id` is the path of the provider's global, as in the registries. */
const KNOWN: readonly WalletChoice[] = [
  { id: 'LeatherProvider', name: 'Leather' },
  { id: 'XverseProviders.BitcoinProvider', name: 'Xverse' },
  { id: OUR_EXTENSION, name: 'x402Pay' },
];

/** Registries of `@stacks/connect`: arrays of `{ id, name, icon, webUrl }`. */
const REGISTRIES = ['wbip_providers', 'webbtc_stx_providers'];
const MOST_WALLETS = 20;
const LONGEST_NAME = 40;
const LONGEST_ICON = 100_000;

/** Announced wallets first, each provider once. */
export function findWallets(scope: object): readonly FoundWallet[] {
  const announced = REGISTRIES.flatMap((name) => entriesOf((scope as Record<string, unknown>)[name]));
  const found: FoundWallet[] = [];
  for (const choice of [...announced, ...KNOWN]) {
    const provider = providerAt(scope, choice.id);
    if (provider && !found.some((other) => other.provider === provider)) found.push({ ...choice, provider });
  }
  return found.slice(0, MOST_WALLETS);
}

function entriesOf(registry: unknown): WalletChoice[] {
  if (!Array.isArray(registry)) return [];
  return registry.flatMap((entry: unknown) => {
    if (!isObject(entry) || typeof entry.id !== 'string' || typeof entry.name !== 'string') return [];
    const name = entry.name.trim().slice(0, LONGEST_NAME);
    return name === '' ? [] : [{ id: entry.id, name, ...iconOf(entry.icon) }];
  });
}

/** Nothing is fetched for an icon, so that looking at wallets tells nobody. */
function iconOf(icon: unknown): { icon?: string } {
  const isInline = typeof icon === 'string' && icon.length <= LONGEST_ICON && /^data:image\/[a-z+.-]+[;,]/.test(icon);
  return isInline ? { icon } : {};
}

function providerAt(scope: object, path: string): StacksProvider | undefined {
  const value = path.split('.').reduce<unknown>((object, name) => Object(object)[name], scope);
  return isObject(value) && typeof value.request === 'function' ? (value as unknown as StacksProvider) : undefined;
}
