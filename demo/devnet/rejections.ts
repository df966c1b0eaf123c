/** Why the node refuses a transaction: the reasons and their data, as stacks-core's `MemPoolRejection` writes them (`blocks.rs`). */

export class Rejection extends Error {
  readonly reason: string;
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(reason: string, data?: Readonly<Record<string, unknown>>) {
    super(reason);
    this.reason = reason;
    this.data = data;
  }

  toJson(txid: string): Record<string, unknown> {
    return {
      txid,
      error: 'transaction rejected',
      reason: this.reason,
      ...(this.data && { reason_data: this.data }),
    };
  }
}

/** The node writes balances as 16 bytes of big-endian hex. */
export function notEnoughFunds(expected: bigint, actual: bigint): Rejection {
  return new Rejection('NotEnoughFunds', { expected: hex(expected), actual: hex(actual) });
}

export function badNonce(expected: bigint, actual: bigint, principal: string, isOrigin: boolean): Rejection {
  return new Rejection('BadNonce', {
    expected: Number(expected),
    actual: Number(actual),
    principal,
    is_origin: isOrigin,
  });
}

export function tooMuchChaining(expected: bigint, actual: bigint, principal: string, isOrigin: boolean): Rejection {
  return new Rejection('TooMuchChaining', {
    message: 'Nonce would exceed chaining limit in mempool',
    expected: Number(expected),
    actual: Number(actual),
    principal,
    is_origin: isOrigin,
  });
}

function hex(amount: bigint): string {
  return `0x${amount.toString(16).padStart(32, '0')}`;
}
