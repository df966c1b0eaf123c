/** What the devnet's tests do over and over with unmodified `@stacks/transactions`. */

import {
  broadcastTransaction,
  Cl,
  type ClarityValue,
  makeContractCall,
  makeContractDeploy,
  makeSTXTokenTransfer,
  type PostCondition,
  type PostConditionModeName,
  type StacksTransactionWire,
  type TxBroadcastResult,
} from '@stacks/transactions';
import type { Devnet } from './index.js';

/** Defaults that a test may override. */
interface Signing {
  readonly from?: string;
  readonly nonce?: bigint;
  readonly fee?: bigint;
}

interface Calling extends Signing {
  readonly postConditionMode?: PostConditionModeName;
  readonly postConditions?: PostCondition[];
  readonly sponsored?: boolean;
}

export class TestClient {
  readonly #devnet: Devnet;

  constructor(devnet: Devnet) {
    this.#devnet = devnet;
  }

  address(name: string): string {
    return this.#devnet.account(name).address;
  }

  transfer(
    recipient: string,
    amount: bigint,
    options: Signing & { memo?: string } = {},
  ): Promise<StacksTransactionWire> {
    return makeSTXTokenTransfer({
      recipient,
      amount,
      ...this.#signing(options),
      ...(options.memo && { memo: options.memo }),
    });
  }

  call(
    contract: string,
    functionName: string,
    functionArgs: ClarityValue[],
    options: Calling = {},
  ): Promise<StacksTransactionWire> {
    const [contractAddress = '', contractName = ''] = contract.split('.');
    const { postConditionMode = 'allow', postConditions = [], sponsored = false } = options;
    const call = {
      contractAddress,
      contractName,
      functionName,
      functionArgs,
      postConditionMode,
      postConditions,
      sponsored,
    };
    return makeContractCall({ ...call, ...this.#signing(options) });
  }

  tokenTransfer(
    token: 'sBTC' | 'USDCx',
    recipient: string,
    amount: bigint,
    options: Calling & { memo?: string } = {},
  ): Promise<StacksTransactionWire> {
    const memo = options.memo === undefined ? Cl.none() : Cl.some(Cl.bufferFromUtf8(options.memo));
    const sender = this.address(options.from ?? 'reader');
    const functionArguments = [Cl.uint(amount), Cl.principal(sender), Cl.principal(recipient), memo];
    return this.call(this.#devnet.tokens[token], 'transfer', functionArguments, options);
  }

  deploy(
    contractName: string,
    codeBody: string,
    options: Signing & { clarityVersion?: number } = {},
  ): Promise<StacksTransactionWire> {
    const { clarityVersion = 5 } = options;
    return makeContractDeploy({ contractName, codeBody, clarityVersion, ...this.#signing(options) });
  }

  broadcast(transaction: StacksTransactionWire): Promise<TxBroadcastResult> {
    return broadcastTransaction({ transaction, network: 'testnet', client: { baseUrl: this.#devnet.url } });
  }

  /** Broadcasts and insists on acceptance. */
  async send(transaction: StacksTransactionWire | Promise<StacksTransactionWire>): Promise<string> {
    const result = await this.broadcast(await transaction);
    if ('error' in result) throw new Error(JSON.stringify(result));
    return result.txid;
  }

  /** Broadcasts and insists on refusal. */
  async refusal(
    transaction: StacksTransactionWire | Promise<StacksTransactionWire>,
  ): Promise<{ reason: string; data: unknown }> {
    const result = await this.broadcast(await transaction);
    if (!('error' in result)) throw new Error('The transaction was accepted.');
    return { reason: result.reason, data: 'reason_data' in result ? result.reason_data : undefined };
  }

  async get<T = Json>(path: string): Promise<T> {
    return (await (await fetch(this.#devnet.url + path)).json()) as T;
  }

  async post(path: string, body: unknown): Promise<{ status: number; json: Json }> {
    const response = await fetch(this.#devnet.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as Json };
  }

  transaction(txid: string): Promise<Json> {
    return this.get(`/extended/v1/tx/${txid}`);
  }

  async status(txid: string): Promise<string> {
    return (await this.transaction(txid)).tx_status;
  }

  /** Atomic balances by asset, `STX` and token symbols. */
  async balances(address: string): Promise<{ STX: bigint; sBTC: bigint; USDCx: bigint }> {
    const { stx, fungible_tokens: tokens } = await this.get(`/extended/v1/address/${address}/balances`);
    const { sBTC, USDCx } = this.#devnet.tokens;
    return {
      STX: BigInt(stx.balance),
      sBTC: BigInt(tokens[`${sBTC}::sbtc-token`]?.balance ?? 0),
      USDCx: BigInt(tokens[`${USDCx}::usdcx-token`]?.balance ?? 0),
    };
  }

  #signing({ from = 'reader', nonce, fee }: Signing) {
    return {
      senderKey: this.#devnet.account(from).privateKey,
      network: 'testnet' as const,
      client: { baseUrl: this.#devnet.url },
      ...(nonce !== undefined && { nonce }),
      ...(fee !== undefined && { fee }),
    };
  }
}

/** Answers are looked into by many tests, each at another place. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests are about
export type Json = any;
