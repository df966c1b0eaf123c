/** The provider that pages talk to: `request(method, params)` with JSON-RPC answers, as SIP-030 wallets have it. */

import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { networkInfo } from 'x402pay';
import {
  type ClarityValue,
  decodeClarity,
  decodeTransaction,
  encodeTransaction,
  originAddress,
  parsePrincipal,
  type StacksTransaction,
  transactionId,
} from 'x402pay/stacks';
import type { DemoFacts } from '../demo-facts.js';
import type { Accounts, WalletAccount } from './accounts.js';
import type { WalletChain } from './chain.js';
import { type Explanation, explain } from './explain.js';
import { signMessage, signTransaction } from './keys.js';

/** What the reader is asked. */
export type Question =
  | { readonly kind: 'connect'; readonly account: WalletAccount }
  | {
      readonly kind: 'message';
      readonly account: WalletAccount;
      readonly message: string;
      /** The site that the text signs in to, when that is what it says. */
      readonly signInTo?: string | undefined;
    }
  | { readonly kind: 'transaction'; readonly account: WalletAccount; readonly explanation: Explanation };

export interface ProviderParts {
  readonly facts: DemoFacts;
  readonly accounts: Accounts;
  readonly chain: WalletChain;
  /** Shows the approval window. */
  readonly approve: (question: Question) => Promise<boolean>;
}

type Params = Readonly<Record<string, unknown>>;
type Answer = { jsonrpc: '2.0'; id: string } & ({ result: unknown } | { error: { code: number; message: string } });

/** JSON-RPC codes as wallets use them. */
const CODE = { rejected: -32000, unknownMethod: -32601, invalidParams: -32602, internal: -32603 } as const;

/** CAIP-122: the first line names the site. */
const SIGN_IN = /^(\S+) wants you to sign in with your Stacks account:\n/;

/** Micro-STX per transaction that the wallet builds itself. */
const OWN_FEE = 1000n;

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export class DevWalletProvider {
  readonly #load: () => Promise<ProviderParts>;
  #nextId = 0;
  /** One question at a time, like a wallet with one window. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(load: () => Promise<ProviderParts>) {
    this.#load = load;
  }

  request(method: string, params: Params = {}): Promise<Answer> {
    const id = String(this.#nextId++);
    const run = this.#turn.then(() => this.#answer(id, method, params));
    this.#turn = run;
    return run;
  }

  async #answer(id: string, method: string, params: Params): Promise<Answer> {
    try {
      return { jsonrpc: '2.0', id, result: await this.#dispatch(method, params, await this.#load()) };
    } catch (error) {
      const code = error instanceof Refusal ? error.code : CODE.internal;
      return { jsonrpc: '2.0', id, error: { code, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  #dispatch(method: string, params: Params, parts: ProviderParts): Promise<unknown> {
    switch (method) {
      case 'getAddresses':
      case 'stx_getAddresses':
      case 'wallet_connect':
        return addresses(parts);
      case 'stx_signTransaction':
        return signOnly(params, parts);
      case 'stx_transferStx':
        return transferStx(params, parts);
      case 'stx_callContract':
        return callContract(params, parts);
      case 'stx_signMessage':
        return signText(params, parts);
      default:
        throw new Refusal(CODE.unknownMethod, `This wallet does not have the method ${method}.`);
    }
  }
}

async function addresses({ accounts, approve }: ProviderParts): Promise<unknown> {
  if (!accounts.connected) {
    await ask(approve, { kind: 'connect', account: accounts.current });
    accounts.connect();
  }
  const { address, publicKey } = accounts.current;
  return { addresses: [{ symbol: 'STX', address, publicKey: bytesToHex(publicKey) }] };
}

/** Signs a finished transaction and changes nothing else in it. Broadcasts only when asked to (SIP-030: the default is false). */
async function signOnly(params: Params, parts: ProviderParts): Promise<unknown> {
  const transaction = valid('transaction', () => decodeTransaction(hexToBytes(text(params, 'transaction'))));
  return approveAndSign(transaction, parts, params.broadcast === true);
}

async function transferStx(params: Params, parts: ProviderParts): Promise<unknown> {
  const memo = new Uint8Array(34);
  const words = utf8ToBytes(typeof params.memo === 'string' ? params.memo : '');
  if (words.length > memo.length) throw new Refusal(CODE.invalidParams, 'A memo has at most 34 bytes.');
  memo.set(words);
  const recipient = valid('recipient', () => parsePrincipal(text(params, 'recipient')));
  const amount = valid('amount', () => BigInt(text(params, 'amount')));
  const unsigned = await build({ type: 'token-transfer', recipient, amount, memo }, 'allow', parts);
  return approveAndSign(unsigned, parts, true);
}

async function callContract(params: Params, parts: ProviderParts): Promise<unknown> {
  const contract = valid('contract', () => parsePrincipal(text(params, 'contract')));
  const functionArguments = valid('functionArgs', () => hexList(params, 'functionArgs').map(clarityOf));
  const mode = params.postConditionMode === 'allow' ? 'allow' : 'deny';
  const functionName = text(params, 'functionName');
  const plain = await build({ type: 'contract-call', contract, functionName, functionArguments }, mode, parts);
  const unsigned = valid('postConditions', () => withPostConditions(plain, hexList(params, 'postConditions')));
  return approveAndSign(unsigned, parts, true);
}

async function signText(params: Params, { accounts, approve }: ProviderParts): Promise<unknown> {
  const { message } = params;
  // Nothing may be taken off it: what is signed is what is shown.
  if (typeof message !== 'string') throw new Refusal(CODE.invalidParams, 'message is missing.');
  const account = accounts.current;
  const [, signInTo] = SIGN_IN.exec(message) ?? [];
  await ask(approve, { kind: 'message', account, message, signInTo });
  return { signature: signMessage(message, account), publicKey: bytesToHex(account.publicKey) };
}

async function approveAndSign(
  transaction: StacksTransaction,
  { facts, accounts, chain, approve }: ProviderParts,
  broadcast: boolean,
): Promise<unknown> {
  const account = accounts.current;
  if (transaction.chainId !== networkInfo(facts.network).chainId) {
    throw new Refusal(CODE.invalidParams, 'The transaction is for another network; this wallet knows only the demo’s.');
  }
  if (originAddress(transaction) !== account.address) {
    throw new Refusal(CODE.invalidParams, 'The transaction is for another account than the one that is selected.');
  }
  await ask(approve, { kind: 'transaction', account, explanation: explain(transaction, facts.network) });
  const signed = encodeTransaction(signTransaction(transaction, account)) as Uint8Array<ArrayBuffer>;
  if (broadcast) await chain.broadcast(signed);
  return { transaction: bytesToHex(signed), txid: transactionId(signed) };
}

async function build(
  payload: StacksTransaction['payload'],
  postConditionMode: StacksTransaction['postConditionMode'],
  { facts, accounts, chain }: ProviderParts,
): Promise<StacksTransaction> {
  const { address } = accounts.current;
  const { chainId, transactionVersion } = networkInfo(facts.network);
  return {
    transactionVersion,
    chainId,
    origin: {
      hashMode: 'p2pkh',
      signer: parsePrincipal(address).hash160,
      nonce: await chain.nonce(address),
      fee: OWN_FEE,
      signature: new Uint8Array(65),
    },
    anchorMode: 'any',
    postConditionMode,
    postConditions: [],
    payload,
  };
}

/** Where the list of post-conditions stands in a transaction that has one signer: its length, four bytes, is at 111 (SIP-005). */
const CONDITIONS = 111;

/** Post-conditions come as they stand on the wire, so they are put where they belong, and the whole is read again. */
function withPostConditions(transaction: StacksTransaction, conditions: readonly string[]): StacksTransaction {
  const hex = bytesToHex(encodeTransaction(transaction));
  const count = conditions.length.toString(16).padStart(8, '0');
  const list = `${count}${conditions.join('')}`;
  return decodeTransaction(hexToBytes(hex.slice(0, CONDITIONS * 2) + list + hex.slice(CONDITIONS * 2 + 8)));
}

async function ask(approve: ProviderParts['approve'], question: Question): Promise<void> {
  if (!(await approve(question))) throw new Refusal(CODE.rejected, 'The user rejected the request.');
}

function clarityOf(hex: string): ClarityValue {
  return decodeClarity(hexToBytes(hex));
}

function hexList(params: Params, name: string): readonly string[] {
  const list = params[name] ?? [];
  if (!Array.isArray(list)) throw new Refusal(CODE.invalidParams, `${name} is a list of hex texts.`);
  return list.map((item) => String(item).replace(/^0x/, ''));
}

function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Refusal(CODE.invalidParams, `${name} is missing.`);
  return String(value).replace(/^0x/, '');
}

function valid<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Refusal(CODE.invalidParams, `${name} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
