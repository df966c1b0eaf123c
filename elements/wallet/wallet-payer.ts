/** Pays with a wallet: builds the transaction here, lets the wallet sign it, and believes nothing of what comes back. */

import { X402Error } from '../../src/errors.js';
import { type Network, networkInfo } from '../../src/networks.js';
import type { NodeReader } from '../../src/node-reader.js';
import type { PaymentOrder } from '../../src/payer.js';
import { buildUnsignedPayment, encodeTransaction, hexFromBytes, type StacksTransaction } from '../../src/stacks.js';
import type { PaymentAttempt } from '../paywall/record.js';
import { networkName, walletAddress } from './account.js';
import { askProvider, didNothing, MethodMissing, type StacksProvider } from './provider.js';
import { isSamePayment, toPayment, transactionIn, txidIn } from './signed.js';
import type { Wallet, WalletPayment, WalletPayOptions } from './wallet.js';

export interface WalletPayerOptions {
  /** For people. */
  readonly name: string;
  readonly provider: StacksProvider;
  readonly nodeOf: (network: Network) => NodeReader;
}

export function createWalletPayer({ name, provider, nodeOf }: WalletPayerOptions): Wallet {
  return {
    name,
    provider,
    async pay(order, options = {}) {
      const { id: network } = networkInfo(order.offer.network);
      const payer = await walletAddress(provider, network, options.signal);
      const transaction = await prepare(order, network, payer, nodeOf(network), options);
      return sign(provider, order, network, payer, transaction, options);
    },
  };
}

/** The unsigned transaction, with a nonce, a fee, and the money for both. */
async function prepare(
  order: PaymentOrder,
  network: Network,
  payer: string,
  node: NodeReader,
  { open = [], decided = false, signal }: WalletPayOptions,
): Promise<StacksTransaction> {
  const { offer, asset, memo, resource } = order;
  const reserved = reservedNonce(open, payer, decided);
  const [nonce, stx, token] = await Promise.all([
    reserved ?? node.nonce(payer, signal),
    node.stxBalance(payer, signal),
    asset.id === 'STX' ? 0n : node.tokenBalance(payer, asset, signal),
  ]);
  const build = (fee: bigint) =>
    buildUnsignedPayment({ network, offer, asset, payer, nonce, fee, memo, resourceUrl: resource.url });
  const fee = await node.fee(build(0n), signal);
  const price = BigInt(offer.amount);
  if (asset.id === 'STX') demand(stx, price + fee, 'STX');
  else {
    demand(token, price, asset.id);
    demand(stx, fee, 'STX');
  }
  return build(fee);
}

/** The nonce of the earlier attempts, so that the chain lets only one of all through. */
function reservedNonce(open: readonly PaymentAttempt[], address: string, decided: boolean): bigint | undefined {
  const nonces = open.flatMap(({ payer, nonce }) => (payer === address && nonce !== undefined ? [BigInt(nonce)] : []));
  if (nonces.length < open.length && !decided) {
    throw new X402Error(
      'payment_unresolved',
      'An earlier payment was made from another account, or with a nonce that is not known.',
    );
  }
  return nonces.sort((one, other) => (one < other ? -1 : 1))[0];
}

function demand(balance: bigint, needed: bigint, asset: string): void {
  if (balance >= needed) return;
  const missingAtomic = needed - balance;
  throw new X402Error('insufficient_funds', 'The account does not hold enough.', { missingAtomic, asset });
}

async function sign(
  provider: StacksProvider,
  order: PaymentOrder,
  network: Network,
  payer: string,
  transaction: StacksTransaction,
  options: WalletPayOptions,
): Promise<WalletPayment> {
  const { nonce } = transaction.origin;
  await options.beforeAsking?.({ payer, nonce, method: 'sign' });
  options.onStep?.('wallet');
  const unsigned = hexFromBytes(encodeTransaction(transaction));
  try {
    // One big wallet broadcasts unless it is told not to, and the other never does.
    const params = { transaction: unsigned, broadcast: false, network: networkName(network) };
    const answer = await askProvider(provider, 'stx_signTransaction', params, options.signal);
    options.onStep?.('signed');
    const signed = transactionIn(answer);
    if (signed === undefined) return { payload: { txid: txidIn(answer) }, payer };
    if (!isSamePayment(signed, unsigned)) {
      const { judgeSigned } = await import('./judge-signed.js');
      judgeSigned(signed, order, payer, network);
    }
    const mustKeepNonce = (options.open?.length ?? 0) > 0 && !options.decided;
    return toPayment(signed, payer, mustKeepNonce ? nonce : undefined);
  } catch (error) {
    if (didNothing(error)) await options.afterRefusal?.();
    if (!(error instanceof MethodMissing)) throw error;
    const { sendWithWallet } = await import('./broadcast.js');
    return sendWithWallet(provider, order, network, payer, transaction, options);
  }
}
