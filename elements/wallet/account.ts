/** The reader's account in a wallet, for one network. */

import { X402Error } from '../../src/errors.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { isPrincipalOn } from '../../src/stacks.js';
import { askProvider, isObject, MethodMissing, type StacksProvider } from './provider.js';

/**
 * The first Stacks address on the network that the wallet shows. The wallet may ask the reader first.
 *
 * @throws `wrong_network` when all its addresses are on another network; `wallet_rejected`, `wallet_failed`, `aborted`
 */
export async function walletAddress(
  provider: StacksProvider,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { addresses } = await askAddresses(provider, network, signal);
  const all = (Array.isArray(addresses) ? addresses : []).flatMap((entry: unknown) =>
    // Bitcoin addresses stand in the same list. Shared accounts (SM, SN) cannot pay with one signature.
    isObject(entry) && /^S[PT]\w+$/.test(String(entry.address)) ? String(entry.address) : [],
  );
  const address = all.find((one) => isPrincipalOn(network, one));
  if (address !== undefined) return address;
  throw all.length > 0
    ? new X402Error('wrong_network', `The wallet shows no address on ${networkInfo(network).name}.`)
    : new X402Error('wallet_failed', 'The wallet shows no Stacks address.');
}

async function askAddresses(
  provider: StacksProvider,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  // Xverse answers the others only after its own has been allowed.
  const isXverse = 'createRepeatInscriptions' in provider && !provider.isLeather;
  const methods = isXverse ? ['wallet_connect'] : ['getAddresses', 'stx_getAddresses'];
  for (const method of methods) {
    try {
      return await askProvider(provider, method, isXverse ? undefined : { network: networkName(network) }, signal);
    } catch (error) {
      if (!(error instanceof MethodMissing)) throw error;
    }
  }
  throw new X402Error('wallet_failed', 'The wallet cannot say which addresses it has.');
}

/** As wallets call it. */
export function networkName(network: Network): 'mainnet' | 'testnet' {
  return network === 'stacks:1' ? 'mainnet' : 'testnet';
}
