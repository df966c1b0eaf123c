/** Networks as people choose them: the embedded chain is a testnet on this computer. */

import type { Settings } from '../../worker/settings.js';

export type NetworkKind = 'mainnet' | 'testnet' | 'embedded';

/** Where `npm start` has its chain. */
export const EMBEDDED_NODE = 'http://127.0.0.1:3999';

export function networkKindOf({ network, nodeUrl }: Pick<Settings, 'network' | 'nodeUrl'>): NetworkKind {
  if (network === 'stacks:1') return 'mainnet';
  return nodeUrl !== undefined && /^http:\/\/(?:127\.0\.0\.1|localhost)(?::|\/|$)/.test(nodeUrl)
    ? 'embedded'
    : 'testnet';
}

/** Of a question, which may be older than the settings. */
export function networkKindFor(network: Settings['network'] | string, settings: Settings): NetworkKind {
  if (network === settings.network) return networkKindOf(settings);
  return network === 'stacks:1' ? 'mainnet' : 'testnet';
}

/** Settings on another network; amounts and sites stay. */
export function onNetwork({ nodeUrl: _, ...settings }: Settings, kind: NetworkKind, nodeUrl?: string): Settings {
  const network = kind === 'mainnet' ? 'stacks:1' : 'stacks:2147483648';
  return { ...settings, network, ...(nodeUrl !== undefined && { nodeUrl }) };
}
