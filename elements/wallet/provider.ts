/** A wallet's provider (SIP-030): one method, `request`, which answers JSON-RPC, or throws it. Nothing that it says is believed unseen. */

import { isX402Error, X402Error } from '../../src/errors.js';

export interface StacksProvider {
  request(method: string, params?: object): Promise<unknown>;
  /** Xverse calls the permission to see addresses by another name. */
  readonly createRepeatInscriptions?: unknown;
  readonly isLeather?: unknown;
  /** Of our extension, which signs nothing and pays while it fetches. Rejects with a `code` where it did not. */
  readonly fetch?: typeof globalThis.fetch;
}

/** The wallet does not know the method, and has done nothing. */
export class MethodMissing extends Error {}

/** SIP-030; and EIP-1193, which Leather follows. */
const USER_REJECTED: ReadonlySet<unknown> = new Set([-32000, 4001]);
const METHOD_NOT_FOUND = -32601;
/** Of `@stacks/connect`, when its picker is closed. */
const PICKER_CLOSED = -31001;

/**
 * Asks the wallet.
 *
 * @param signal gives up the wait; the wallet may go on
 * @throws `wallet_rejected` when the reader said no, `wallet_failed` for any other trouble, `aborted`, {@link MethodMissing}
 */
export async function askProvider(
  provider: StacksProvider,
  method: string,
  params: object | undefined,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await abortable(provider, method, params, signal);
  if (isObject(answer.error)) throw failure(answer.error, method);
  // Some wallets answer with the result alone.
  const result = 'result' in answer ? answer.result : answer;
  if (!isObject(result)) throw failure({}, method);
  return result;
}

async function abortable(
  provider: StacksProvider,
  method: string,
  params: object | undefined,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(new X402Error('aborted', 'The reader has stopped waiting for the wallet.'));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
  });
  try {
    return Object(await Promise.race([aborted, provider.request(method, params)]));
  } catch (thrown) {
    if (isX402Error(thrown)) throw thrown;
    throw failure(isObject(thrown) && isObject(thrown.error) ? thrown.error : thrown, method);
  }
}

function failure(error: unknown, method: string): Error {
  const code = isObject(error) ? error.code : undefined;
  if (code === METHOD_NOT_FOUND) return new MethodMissing(method);
  if (code === PICKER_CLOSED) return new X402Error('aborted', 'The reader has chosen no wallet.');
  // The wallet's own words go to the console only, as the cause.
  return USER_REJECTED.has(code)
    ? new X402Error('wallet_rejected', 'The reader has declined in the wallet.', { cause: error })
    : new X402Error('wallet_failed', `The wallet gave no usable answer to ${method}.`, { cause: error });
}

/** True when the wallet has surely not signed anything: the reader said no, or the method is not there. */
export function didNothing(error: unknown): boolean {
  return error instanceof MethodMissing || (isX402Error(error) && error.code === 'wallet_rejected');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
