/** The picker of `@stacks/connect`, for readers whose wallet we do not find. The only file that imports it; for those who bundle themselves it is an optional peer. */

import { X402Error } from '../../src/errors.js';
import { askProvider, type StacksProvider } from './provider.js';

/**
 * Opens the picker and waits for the reader's choice.
 *
 * @throws `aborted` when the reader closes it, `wallet_missing` when the package is not installed
 */
export async function pickWithConnect(): Promise<StacksProvider> {
  let connect: typeof import('@stacks/connect');
  try {
    connect = await import('@stacks/connect');
  } catch (cause) {
    throw new X402Error('wallet_missing', 'The wallet picker could not be loaded; is @stacks/connect installed?', {
      cause,
    });
  }
  // `connect` goes through `askProvider`, so that its errors become ours.
  const picker: StacksProvider = {
    request: () => connect.request({ forceWalletSelect: true, enableLocalStorage: false }, 'getAddresses'),
  };
  await askProvider(picker, 'getAddresses', undefined, undefined);
  const chosen: StacksProvider | null = connect.getSelectedProvider();
  if (!chosen) throw new X402Error('wallet_missing', 'No wallet was chosen.');
  return chosen;
}
