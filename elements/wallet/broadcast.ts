/** For wallets that cannot sign without sending: the wallet builds and broadcasts the same payment, and tells its id. */

import { X402Error } from '../../src/errors.js';
import type { Network } from '../../src/networks.js';
import type { PaymentOrder } from '../../src/payer.js';
import {
  encodeClarity,
  encodePostCondition,
  formatPrincipal,
  hexFromBytes,
  type StacksTransaction,
} from '../../src/stacks.js';
import { networkName } from './account.js';
import { askProvider, didNothing, MethodMissing, type StacksProvider } from './provider.js';
import { txidIn } from './signed.js';
import type { WalletPayment, WalletPayOptions } from './wallet.js';

/** Only where the server takes the id of a payment, and the memo proves whose it is (PROTOCOL section 3). */
export async function sendWithWallet(
  provider: StacksProvider,
  { offer, memo }: PaymentOrder,
  network: Network,
  payer: string,
  transaction: StacksTransaction,
  options: WalletPayOptions,
): Promise<WalletPayment> {
  if (memo === undefined || !offer.extra?.payloads?.includes('txid')) {
    throw new X402Error('wallet_failed', 'The wallet cannot sign a payment without sending it, which this site needs.');
  }
  if ((options.open?.length ?? 0) > 0 && !options.decided) {
    throw new X402Error(
      'payment_unresolved',
      'The wallet chooses the nonce itself, so an earlier payment might land besides this one.',
    );
  }
  await options.beforeAsking?.({ payer, method: 'broadcast' });
  options.onStep?.('wallet');
  const { method, params } = walletCall(transaction, memo, network);
  try {
    const answer = await askProvider(provider, method, params, options.signal);
    const txid = txidIn(answer);
    options.onStep?.('signed');
    return { payload: { txid }, payer };
  } catch (error) {
    if (didNothing(error)) await options.afterRefusal?.();
    if (!(error instanceof MethodMissing)) throw error;
    throw new X402Error('wallet_failed', 'The wallet can neither sign nor send this payment.', { cause: error });
  }
}

/** SIP-030, in the plain values that every wallet takes: texts and hexadecimal digits. */
function walletCall(
  { payload, postConditions }: StacksTransaction,
  memo: string,
  network: Network,
): { readonly method: string; readonly params: object } {
  if (payload.type === 'token-transfer') {
    const recipient = formatPrincipal(payload.recipient);
    const amount = payload.amount.toString();
    return { method: 'stx_transferStx', params: { recipient, amount, memo, network: networkName(network) } };
  }
  if (payload.type !== 'contract-call') throw new X402Error('invalid_transaction', 'Nothing but payments is sent.');
  return {
    method: 'stx_callContract',
    params: {
      contract: formatPrincipal(payload.contract),
      functionName: payload.functionName,
      functionArgs: payload.functionArguments.map((argument) => hexFromBytes(encodeClarity(argument))),
      postConditions: postConditions.map((condition) => hexFromBytes(encodePostCondition(condition))),
      postConditionMode: 'deny',
      network: networkName(network),
    },
  };
}
