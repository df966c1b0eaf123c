/** A wallet of the browser (SIP-030), which really signs. What the person in front of it does, the test says. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Network } from '../../src/index.js';
import { addressOfPrivateKey, signTransaction } from '../../src/key-payer.js';
import { messageHash } from '../../src/sign-in-signature.js';
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
  /** Private key of the account that is selected. */
  key: string = READER_KEY;
  /** The network of its addresses. */
  network: Network = NETWORK;
  /** It knows no `stx_signTransaction`: it sends what it signs, by itself. */
  sendsByItself = false;
  /** What it does to a payment before it signs it. */
  change: (transaction: StacksTransaction) => StacksTransaction = (transaction) => transaction;
  /** How often it has asked a person for a payment. */
  prompts = 0;
  /** Texts that it has asked a person to sign. */
  readonly signRequests: string[] = [];
  /** It writes signatures with `0x` in front. */
  prefixesHex = false;
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
    return addressOfPrivateKey(this.key, this.network);
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
    if (method === 'stx_signMessage') return this.#signMessage(params);
    const isKnown = method === (this.sendsByItself ? 'stx_transferStx' : 'stx_signTransaction');
    if (!isKnown) return { error: UNKNOWN_METHOD };
    this.prompts++;
    if (!(await this.#decision())) return { error: REJECTED };
    if (this.sendsByItself) return { result: { txid: this.#transfer(params) } };
    const unsigned = decodeTransaction(bytesFromHex(String(params.transaction)));
    return { result: { transaction: signed(this.change(unsigned), this.key) } };
  }

  async #signMessage({ message }: Params): Promise<object> {
    this.signRequests.push(String(message));
    if (!(await this.#decision())) return { error: REJECTED };
    // A byte at the end says that the public key is compressed.
    const key = bytesFromHex(this.key).subarray(0, 32);
    const options = { prehash: false, format: 'recovered' } as const;
    const [recoveryId = 0, ...compact] = secp256k1.sign(messageHash(String(message)), key, options);
    const signature = hexFromBytes(Uint8Array.from([...compact, recoveryId]));
    const publicKey = hexFromBytes(secp256k1.getPublicKey(key, true));
    return { result: { signature: this.prefixesHex ? `0x${signature}` : signature, publicKey } };
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
    return this.#chain.broadcast(signed(transaction, this.key)).txid;
  }
}

function signed(transaction: StacksTransaction, key: string): string {
  return hexFromBytes(encodeTransaction(signTransaction(transaction, key)));
}
