/** A wallet of the browser (SIP-030), which really signs. What the person in front of it does, the test says. */

import type { Network } from '../../src/index.js';
import { addressOfPrivateKey, signTransaction } from '../../src/key-payer.js';
import {
  buildUnsignedPayment,
  bytesFromHex,
  decodeTransaction,
  encodeTransaction,
  hexFromBytes,
  type StacksTransaction,
} from '../../src/stacks.js';
import { NETWORK, type ScriptedChain } from './scripted-chain.js';

/** Clarinet's `wallet_1`: known to everybody, worth nothing. */
const READER_KEY = '7287ba251d44a4d3fd9276c88ce34c5c52a038955511cccaf77e61068649c17801';
const REJECTED = { code: -32000, message: 'The user rejected the request.' };
const UNKNOWN_METHOD = { code: -32601, message: 'No such method.' };

/** What the person does when asked for a payment. `later`: nothing, until the test decides. */
type Decision = 'approve' | 'reject' | 'later';

type Params = Readonly<Record<string, unknown>>;

export class ScriptedWallet {
  readonly id: string;
  readonly name: string;
  readonly icon: string | undefined;
  decision: Decision = 'approve';
  /** The network of its addresses. */
  network: Network = NETWORK;
  /** It knows no `stx_signTransaction`: it sends what it signs, by itself. */
  sendsByItself = false;
  /** What it does to a payment before it signs it. */
  change: (transaction: StacksTransaction) => StacksTransaction = (transaction) => transaction;
  /** How often it has asked a person for a payment. */
  prompts = 0;
  /** Methods that were asked for. */
  readonly asked: string[] = [];
  readonly #chain: ScriptedChain;
  #decide: ((isApproved: boolean) => void)[] = [];

  constructor(chain: ScriptedChain, name = 'Test Wallet', icon?: string) {
    this.#chain = chain;
    this.name = name;
    this.icon = icon;
    this.id = `${name.replace(/\W/g, '')}Provider`;
  }

  get address(): string {
    return addressOfPrivateKey(READER_KEY, this.network);
  }

  /** Says yes to what it asks now. */
  approve(): void {
    for (const decide of this.#decide.splice(0)) decide(true);
  }

  reject(): void {
    for (const decide of this.#decide.splice(0)) decide(false);
  }

  /** The provider's one method. Answers are JSON-RPC, as those of real wallets are. */
  readonly request = async (method: string, params: Params = {}): Promise<unknown> => {
    this.asked.push(method);
    const result = await this.#answer(method, params);
    return { jsonrpc: '2.0', id: this.asked.length, ...result };
  };

  async #answer(method: string, params: Params): Promise<object> {
    if (method === 'getAddresses') return { result: { addresses: [{ symbol: 'STX', address: this.address }] } };
    const isKnown = method === (this.sendsByItself ? 'stx_transferStx' : 'stx_signTransaction');
    if (!isKnown) return { error: UNKNOWN_METHOD };
    this.prompts++;
    if (!(await this.#decision())) return { error: REJECTED };
    if (this.sendsByItself) return { result: { txid: this.#transfer(params) } };
    const unsigned = decodeTransaction(bytesFromHex(String(params.transaction)));
    return { result: { transaction: signed(this.change(unsigned)) } };
  }

  #decision(): Promise<boolean> {
    if (this.decision !== 'later') return Promise.resolve(this.decision === 'approve');
    return new Promise((resolve) => this.#decide.push(resolve));
  }

  /** Builds and sends the payment by itself. */
  #transfer({ recipient, amount, memo }: Params): string {
    const offer = { scheme: 'exact', network: this.network, asset: 'STX', maxTimeoutSeconds: 600 };
    const transaction = buildUnsignedPayment({
      network: this.network,
      offer: { ...offer, amount: String(amount), payTo: String(recipient) },
      asset: { id: 'STX', symbol: 'STX', decimals: 6 },
      payer: this.address,
      nonce: this.#chain.nextNonce(),
      fee: 3000n,
      memo: String(memo),
      resourceUrl: '',
    });
    return this.#chain.broadcast(signed(transaction)).txid;
  }
}

function signed(transaction: StacksTransaction): string {
  return hexFromBytes(encodeTransaction(signTransaction(transaction, READER_KEY)));
}
