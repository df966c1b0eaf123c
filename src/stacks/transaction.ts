/** A Stacks transaction in the shapes that a payment (and a deployment) can have: one account, one signature (SIP-005). */

import type { ClarityValue } from './clarity-value.js';
import type { PostCondition, PostConditionMode } from './post-condition.js';
import type { Principal } from './principal.js';

/** Who pays the fee and signs. */
export interface TransactionOrigin {
  /** How the key becomes an address: the usual one, or the one of a SegWit key. */
  readonly hashMode: 'p2pkh' | 'p2wpkh';
  /** 20 bytes: what the hash mode makes of the public key. */
  readonly signer: Uint8Array;
  readonly nonce: bigint;
  /** Atomic STX. */
  readonly fee: bigint;
  /** 65 bytes as on the wire: recovery id, r, s. All zero when the transaction is not signed. */
  readonly signature: Uint8Array;
}

/** What the transaction does. */
export type TransactionPayload =
  | {
      readonly type: 'token-transfer';
      readonly recipient: Principal;
      /** Atomic STX. */
      readonly amount: bigint;
      /** 34 bytes, zeros at the end where it is shorter. */
      readonly memo: Uint8Array;
    }
  | {
      readonly type: 'contract-call';
      readonly contract: Principal;
      readonly functionName: string;
      readonly functionArguments: readonly ClarityValue[];
    }
  | {
      readonly type: 'smart-contract';
      /** 1 to 6. */
      readonly clarityVersion: number;
      readonly name: string;
      /** Source, ASCII. */
      readonly code: string;
    };

/** A transaction with a standard authorization: not sponsored, not multi-signature. */
export interface StacksTransaction {
  /** First byte: 0x00 on mainnet, 0x80 on testnets. */
  readonly transactionVersion: number;
  readonly chainId: number;
  readonly origin: TransactionOrigin;
  /** Which blocks may hold it. Only `any` and `on-chain-only` are ever mined today. */
  readonly anchorMode: 'on-chain-only' | 'off-chain-only' | 'any';
  readonly postConditionMode: PostConditionMode;
  readonly postConditions: readonly PostCondition[];
  readonly payload: TransactionPayload;
}

/** Numbers on the wire, shared by reading and writing. */
export const WIRE = {
  standardAuthorization: 0x04,
  sponsoredAuthorization: 0x05,
  compressedKey: 0x00,
  hashMode: { p2pkh: 0x00, p2wpkh: 0x02 },
  anchorMode: { 'on-chain-only': 1, 'off-chain-only': 2, any: 3 },
  postConditionMode: { allow: 1, deny: 2, originator: 3 },
  payload: { 'token-transfer': 0x00, 'contract-call': 0x02, 'smart-contract': 0x06 },
  principal: { account: 0x05, contract: 0x06 },
} as const;

/** Where the origin's fields stand: every single-signature transaction has them in the same place. */
export const ORIGIN_OFFSET = {
  authorization: 5,
  nonce: 27,
  fee: 35,
  keyEncoding: 43,
  signature: 44,
  end: 109,
} as const;

export const SIGNATURE_LENGTH: number = 65;
export const MEMO_LENGTH: number = 34;
