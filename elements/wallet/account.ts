/** The reader's account in a wallet, for one network. */

import { X402Error } from '../../src/errors.js';
import { type Network, networkInfo } from '../../src/networks.js';
import { addressOfPublicKey, bytesFromHex, isPrincipalOn } from '../../src/stacks.js';
import { askProvider, isObject, MethodMissing, type StacksProvider } from './provider.js';

export interface WalletAccount {
  readonly address: string;
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
}

/**
 * The first account that the wallet shows whose key makes its address. The wallet may ask the reader first.
 *
 * @throws `wrong_network` when all its addresses are on another network; `wallet_rejected`, `wallet_failed`, `aborted`
 */
export async function walletAccount(
  provider: StacksProvider,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<WalletAccount> {
  const { addresses } = await askAddresses(provider, network, signal);
  const stacks = (Array.isArray(addresses) ? addresses : []).filter(isStacksEntry);
  const onNetwork = stacks.filter(({ address }) => isPrincipalOn(network, address));
  const account = onNetwork.flatMap((entry) => readAccount(entry, network) ?? [])[0];
  if (account) return account;
  if (stacks.length > 0 && onNetwork.length === 0) {
    throw new X402Error('wrong_network', `The wallet shows no address on ${networkInfo(network).name}.`);
  }
  throw new X402Error('wallet_failed', 'The wallet shows no Stacks address with its public key.');
}

async function askAddresses(
  provider: StacksProvider,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const params = { network: networkName(network) };
  // Xverse answers `getAddresses` only after this one has been allowed.
  const isXverse = 'createRepeatInscriptions' in provider && !provider.isLeather;
  try {
    return await askProvider(
      provider,
      isXverse ? 'wallet_connect' : 'getAddresses',
      isXverse ? undefined : params,
      signal,
    );
  } catch (error) {
    if (!(error instanceof MethodMissing)) throw error;
  }
  try {
    return await askProvider(provider, 'stx_getAddresses', params, signal);
  } catch (error) {
    if (!(error instanceof MethodMissing)) throw error;
    throw new X402Error('wallet_failed', 'The wallet cannot say which addresses it has.', { cause: error });
  }
}

/** As wallets call it. */
export function networkName(network: Network): 'mainnet' | 'testnet' {
  return network === 'stacks:1' ? 'mainnet' : 'testnet';
}

interface StacksEntry {
  readonly address: string;
  readonly publicKey?: unknown;
}

/** Bitcoin addresses stand in the same list. */
function isStacksEntry(entry: unknown): entry is StacksEntry {
  return isObject(entry) && typeof entry.address === 'string' && /^S[PMTN][0-9A-Z]{20,}$/.test(entry.address);
}

function readAccount({ address, publicKey }: StacksEntry, network: Network): WalletAccount | undefined {
  try {
    const key = bytesFromHex(String(publicKey).replace(/^0x/, ''));
    return addressOfPublicKey(key, network) === address ? { address, publicKey: key } : undefined;
  } catch {
    return undefined;
  }
}
