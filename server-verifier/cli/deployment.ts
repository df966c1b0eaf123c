/** A deployment: planned with what the node says, sent, and watched until it is in a block. */

import { X402Error } from '../../src/errors.js';
import { formatDecimalAmount } from '../../src/money.js';
import { networkInfo } from '../../src/networks.js';
import { createNodeReader } from '../../src/node-reader.js';
import { encodeTransaction, parsePrincipal, type StacksTransaction, transactionId } from '../../src/stacks.js';
import type { BroadcastOutcome, ChainClient, ChainTransaction } from '../chain-client.js';
import type { DeployOptions } from './deploy-options.js';
import type { Terminal } from './terminal.js';

/** DESIGN decision 9: secp256r1 and post-condition built-ins as this version has them, on networks before and after epoch 4.0. */
export const CLARITY_VERSION = 5;

/** Most that an estimate may cost, in atomic STX (5 STX): node estimates have been wrong by thousands. `--fee` may be more. */
const MAX_ESTIMATED_FEE = 5_000_000n;

export interface DeploymentPlan {
  readonly contract: string;
  readonly deployer: string;
  readonly source: string;
  /** Unsigned. */
  readonly transaction: StacksTransaction;
  /** Size of the transaction in bytes. */
  readonly size: number;
  /** Atomic STX that the deployer has. */
  readonly balanceAtomic: bigint;
}

/**
 * The unsigned transaction that deploys `source` from `deployer`, in mode `deny` and without post-conditions: it can move nothing but its fee.
 *
 * @throws `node_unreachable`, `fee_too_low`
 */
export async function planDeployment(
  options: DeployOptions,
  deployer: string,
  source: string,
  transport: typeof fetch,
): Promise<DeploymentPlan> {
  const { network, name, nodeUrl: url, apiKey } = options;
  const node = createNodeReader({
    url,
    fetch: transport,
    maxFeeAtomic: MAX_ESTIMATED_FEE,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const { transactionVersion, chainId } = networkInfo(network);
  const [nonce, balanceAtomic] = await Promise.all([node.nonce(deployer), node.stxBalance(deployer)]);
  const free: StacksTransaction = {
    transactionVersion,
    chainId,
    origin: {
      hashMode: 'p2pkh',
      signer: parsePrincipal(deployer).hash160,
      nonce,
      fee: 0n,
      signature: new Uint8Array(65),
    },
    anchorMode: 'any',
    postConditionMode: 'deny',
    postConditions: [],
    payload: { type: 'smart-contract', clarityVersion: CLARITY_VERSION, name, code: source },
  };
  const size = encodeTransaction(free).length;
  const fee = options.feeAtomic ?? (await node.fee(free));
  if (fee < BigInt(size)) {
    throw new X402Error(
      'fee_too_low',
      `The chain takes at least ${stx(BigInt(size))} for this transaction; raise --fee.`,
    );
  }
  const transaction = { ...free, origin: { ...free.origin, fee } };
  return { contract: `${deployer}.${name}`, deployer, source, transaction, size, balanceAtomic };
}

/** @throws `insufficient_funds` when the deployer cannot pay the fee */
export function requireFunds({ transaction, deployer, balanceAtomic }: DeploymentPlan): void {
  const missingAtomic = transaction.origin.fee - balanceAtomic;
  if (missingAtomic <= 0n) return;
  throw new X402Error(
    'insufficient_funds',
    `${deployer} has ${stx(balanceAtomic)}; ${stx(missingAtomic)} more are needed.`,
    {
      asset: 'STX',
      missingAtomic,
    },
  );
}

/** The signed transaction's bytes, and the id under which it will be found. */
export interface SignedDeployment {
  readonly bytes: Uint8Array;
  readonly txid: string;
}

export function sealDeployment(signed: StacksTransaction): SignedDeployment {
  const bytes = encodeTransaction(signed);
  return { bytes, txid: transactionId(bytes) };
}

/** @throws `broadcast_rejected`, `insufficient_funds`, … when the node refuses; no answer is no refusal */
export async function sendDeployment({ bytes, txid }: SignedDeployment, chain: ChainClient): Promise<void> {
  const outcome = await chain.broadcast(bytes, txid);
  if (outcome.status === 'rejected') throw rejection(outcome, txid);
}

/** How long a deployment is watched. */
export interface Patience {
  readonly intervalMilliseconds: number;
  readonly longestMilliseconds: number;
}

/**
 * Watches until the transaction is in a block; a dead node is waited for, too.
 *
 * @returns the last thing that was seen: `success`, or what it still was when patience ended
 * @throws `transaction_failed` when it was mined and undone
 */
export async function watchDeployment(
  txid: string,
  chain: ChainClient,
  { intervalMilliseconds, longestMilliseconds }: Patience,
  terminal: Pick<Terminal, 'sleep' | 'note'>,
): Promise<ChainTransaction['status']> {
  let seen: ChainTransaction['status'] = 'not_found';
  let told = '';
  for (let waited = 0; ; waited += intervalMilliseconds) {
    const now = await chain.transaction(txid).catch(() => undefined);
    if (now) seen = now.status;
    if (now?.status === 'success') return seen;
    if (now?.status === 'aborted') {
      const message = `The deployment was undone on the chain (${now.result ?? 'no reason given'}); its fee is spent.`;
      throw new X402Error('transaction_failed', message, { txid });
    }
    if (waited >= longestMilliseconds) return seen;
    const news = PROGRESS[now?.status ?? 'unreachable'];
    if (news !== told) terminal.note(news);
    told = news;
    await terminal.sleep(intervalMilliseconds);
  }
}

const PROGRESS = {
  not_found: 'Sent; the node has not seen it yet …',
  pending: 'Waiting for a block …',
  dropped: 'The node has dropped it for now; still watching …',
  unreachable: 'The node does not answer; still watching …',
};

function rejection({ reason }: Extract<BroadcastOutcome, { status: 'rejected' }>, txid: string): X402Error {
  const [code, message] =
    REJECTIONS[reason] ?? (['broadcast_rejected', `The node refuses the deployment: ${reason}.`] as const);
  return new X402Error(code, message, { txid });
}

/** The node's words (stacks-core, `MemPoolRejection::into_json`) that a person can do something about. */
const REJECTIONS: Readonly<Record<string, readonly [X402Error['code'], string]>> = {
  ContractAlreadyExists: [
    'broadcast_rejected',
    'The account already has a contract of this name; choose another with --name.',
  ],
  NotEnoughFunds: ['insufficient_funds', 'The account has too little STX for the fee; add some, and deploy again.'],
  FeeTooLow: ['fee_too_low', 'The node wants a higher fee; set it with --fee.'],
  BadNonce: ['nonce_conflict', 'The account has just made another transaction; deploy again.'],
  ConflictingNonceInMempool: [
    'nonce_conflict',
    'The account has another transaction under way; wait for it, and deploy again.',
  ],
  TooMuchChaining: [
    'nonce_conflict',
    'The account has too many transactions under way; wait for them, and deploy again.',
  ],
};

export function stx(atomic: bigint): string {
  return `${formatDecimalAmount(atomic, 6)} STX`;
}
