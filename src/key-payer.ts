/** A payer for programs: signs with a private key. The only door of the core that leads to a signer. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type AccountHistory, createAccountHistory } from './account-history.js';
import { type Asset, STX } from './assets.js';
import { isX402Error, X402Error } from './errors.js';
import { bytesFromHex, equalBytes, hexFromBytes } from './lib/bytes.js';
import { Nonces, type Reservation } from './lib/nonces.js';
import { timer } from './lib/timer.js';
import { formatDecimalAmount, parseAtomicAmount } from './money.js';
import { isNetwork, type Network, networkInfo } from './networks.js';
import { createNodeReader, type NodeReader, type NodeReaderOptions } from './node-reader.js';
import type { Payer, PaymentOrder, PayOptions, SignedPayment } from './payer.js';
import { messageHash } from './sign-in-signature.js';
import { buildPaymentTransaction } from './stacks/build-payment.js';
import { decodeTransaction } from './stacks/decode-transaction.js';
import { encodeTransaction } from './stacks/encode-transaction.js';
import { addressOfPublicKey, originAddress, signerOfPublicKey } from './stacks/origin.js';
import type { StacksTransaction } from './stacks/transaction.js';
import { signingHash, transactionId, withSignature } from './stacks/transaction-hash.js';
import type { Offer } from './wire.js';

export interface KeyPayerOptions {
  /** 32 bytes, or 33 with `01` at the end as wallets write it; as hex or bytes. The address is that of the compressed public key. */
  readonly privateKey: string | Uint8Array;
  readonly network: Network;
  /** Where nonce, balance and fee are read. Default: the network's public API, which allows few requests. */
  readonly node?: NodeReader | Partial<NodeReaderOptions>;
  /** Where the account's transactions are listed, to tell a payment that can never land from one that did. Default: the API of `node`, where that is no reader. */
  readonly history?: AccountHistory;
  /** Most seconds that a payment waits while the account has as many unmined transactions as nodes allow (25). Default 60. */
  readonly maxWaitSeconds?: number;
  /** Resolves after a time; rejects when the signal aborts. Default: the platform's timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A payer with one account. Use one for each key in a process: it keeps the account's nonces in order. */
export interface KeyPayer extends Payer {
  readonly address: string;
  readonly network: Network;
  /** Signs a text as wallets do (`stx_signMessage`): r, s and recovery id in hex. For signing in with what was paid before. */
  readonly signMessage: (message: string) => string;
  readonly canReplace: true;
  abandon(payment: SignedPayment): void;
}

/**
 * A payer that signs with a private key. The key stays in a closure: it is no property, and stands in no error.
 *
 * @throws `invalid_configuration` for a malformed key, network or node
 * @example
 * ```ts
 * import { createKeyPayer } from 'x402pay/key-payer';
 * const payer = createKeyPayer({ privateKey: '00'.repeat(31) + '01', network: 'stacks:2147483648' });
 * console.assert(payer.address === 'ST1THWXQ8368SDN2MJGE4BMDKMCHZ2GSVTSQDA7QF');
 * ```
 */
export function createKeyPayer(options: KeyPayerOptions): KeyPayer {
  const { network } = options;
  const secret = secretOf(options.privateKey);
  const publicKey = secp256k1.getPublicKey(secret, true);
  const address = addressOf(publicKey, network);
  const account = new Account(address, network, publicKey, options);
  return Object.freeze({
    name: 'key',
    address,
    network,
    canReplace: true as const,
    canPay: ({ scheme, network: chain, extra }: Offer) =>
      scheme === 'exact' && chain === network && extra?.payloads?.includes('transaction') !== false,
    pay: (order: PaymentOrder, payOptions?: PayOptions) => account.pay(order, payOptions, (hash) => sign(hash, secret)),
    abandon: (payment: SignedPayment) => account.abandon(payment),
    signMessage: (message: string) => {
      const signature = sign(messageHash(message), secret);
      return hexFromBytes(signature.slice(1)) + hexFromBytes(signature.slice(0, 1));
    },
  });
}

/**
 * The address of a private key's compressed public key.
 *
 * @throws `invalid_configuration`
 * @example
 * ```ts
 * import { addressOfPrivateKey } from 'x402pay/key-payer';
 * const address = addressOfPrivateKey('00'.repeat(31) + '01', 'stacks:2147483648');
 * console.assert(address === 'ST1THWXQ8368SDN2MJGE4BMDKMCHZ2GSVTSQDA7QF');
 * ```
 */
export function addressOfPrivateKey(privateKey: string | Uint8Array, network: Network): string {
  return addressOf(secp256k1.getPublicKey(secretOf(privateKey), true), network);
}

/**
 * A copy of the transaction with its origin's signature: for what is no payment, such as a deployment.
 *
 * @throws `invalid_configuration` for a malformed key, `invalid_transaction` when the key is not the origin's
 */
export function signTransaction(transaction: StacksTransaction, privateKey: string | Uint8Array): StacksTransaction {
  const secret = secretOf(privateKey);
  const { signer, hashMode } = transaction.origin;
  if (!equalBytes(signerOfPublicKey(secp256k1.getPublicKey(secret, true), hashMode), signer)) {
    throw new X402Error('invalid_transaction', 'The transaction names another account than the one of this key.');
  }
  return withSignature(transaction, sign(signingHash(transaction), secret));
}

/** Everything but the key. */
class Account {
  private readonly address: string;
  private readonly network: Network;
  private readonly publicKey: Uint8Array;
  private readonly node: NodeReader;
  private readonly history: AccountHistory | undefined;
  private readonly nonces: Nonces;

  constructor(address: string, network: Network, publicKey: Uint8Array, options: KeyPayerOptions) {
    const { node = {}, sleep = timer, maxWaitSeconds = 60 } = options;
    this.address = address;
    this.network = network;
    this.publicKey = publicKey;
    const isReader = 'nonces' in node;
    const reading = { url: networkInfo(network).nodeUrl, ...(isReader ? {} : node) };
    this.node = isReader ? node : createNodeReader(reading);
    this.history = options.history ?? (isReader ? undefined : createAccountHistory(reading));
    this.nonces = new Nonces({ read: (signal) => this.node.nonces(address, signal), sleep, maxWaitSeconds });
  }

  async pay(
    order: PaymentOrder,
    { signal = new AbortController().signal, onStep, replaces }: PayOptions = {},
    sign: (hash: Uint8Array) => Uint8Array,
  ): Promise<SignedPayment> {
    signal.throwIfAborted();
    onStep?.('preparing');
    const reservation = replaces ? await this.replace(replaces, signal) : await this.nonces.reserve(signal);
    try {
      const unsigned = await this.prepare(order, reservation, signal);
      signal.throwIfAborted();
      const bytes = encodeTransaction(withSignature(unsigned, sign(signingHash(unsigned))));
      const txid = transactionId(bytes);
      onStep?.('signed');
      reservation.txid = txid;
      return { payload: { transaction: hexFromBytes(bytes) }, payer: this.address, txid };
    } catch (error) {
      this.nonces.giveBack(reservation.nonce);
      throw error;
    }
  }

  abandon(payment: SignedPayment): void {
    const nonce = this.nonceOf(payment);
    if (nonce !== undefined) this.nonces.giveBack(nonce, payment.txid);
  }

  private async replace(payment: SignedPayment, signal: AbortSignal): Promise<Reservation> {
    const { txid } = payment;
    const nonce = this.nonceOf(payment);
    if (nonce === undefined) {
      const message = 'The earlier payment was made by another account; only that can replace it.';
      throw new X402Error('payment_unresolved', message, { txid });
    }
    try {
      return await this.nonces.reserveAgain(nonce, txid, signal);
    } catch (error) {
      if (isX402Error(error) && error.code === 'payment_unresolved' && (await this.isDead(txid, nonce, signal))) {
        return this.nonces.reserve(signal);
      }
      throw error;
    }
  }

  /** Only on evidence: a mined transaction has the nonce, and it is another one, or it was undone. */
  private async isDead(txid: string, nonce: bigint, signal: AbortSignal): Promise<boolean> {
    // A node that keeps no lists has no evidence.
    const sent = (await this.history?.sent(this.address, signal).catch(() => [])) ?? [];
    signal.throwIfAborted();
    const mined = sent.find((transaction) => transaction.nonce === nonce && transaction.status !== 'pending');
    return mined !== undefined && (mined.txid !== txid || mined.status === 'failed');
  }

  /** With fee, and paid for: what cannot be paid is not signed. */
  private async prepare(
    order: PaymentOrder,
    reservation: Reservation,
    signal: AbortSignal,
  ): Promise<StacksTransaction> {
    const { offer, asset, memo, resource } = order;
    const { network, publicKey, address } = this;
    if (offer.network !== network) throw new X402Error('wrong_network', `This key pays on ${network} only.`);
    const { nonce, spending } = reservation;
    const terms = { network, offer, asset, publicKey, nonce, memo, resourceUrl: resource.url };
    const amountAtomic = parseAtomicAmount(offer.amount);
    spending.push({ asset: asset.id, amountAtomic });
    const free = buildPaymentTransaction({ ...terms, fee: 0n });
    const [fee, stx, token] = await Promise.all([
      this.node.fee(free, signal),
      this.node.stxBalance(address, signal),
      asset.id === STX.id ? undefined : this.node.tokenBalance(address, asset, signal),
    ]);
    spending.push({ asset: 'STX', amountAtomic: fee });
    if (token !== undefined) await this.requireFunds(token, amountAtomic, asset, nonce, signal);
    await this.requireFunds(stx, asset.id === STX.id ? amountAtomic + fee : fee, STX, nonce, signal);
    return buildPaymentTransaction({ ...terms, fee });
  }

  private async requireFunds(
    balance: bigint,
    needed: bigint,
    asset: Asset,
    nonce: bigint,
    signal: AbortSignal,
  ): Promise<void> {
    const missing = () => needed + this.nonces.spentBefore(nonce, asset.id) - balance;
    if (missing() <= 0n) return;
    // A block may have come between the two questions, and what it spent would count twice.
    await this.nonces.refresh(signal);
    const missingAtomic = missing();
    if (missingAtomic <= 0n) return;
    const lacking = `${formatDecimalAmount(missingAtomic, asset.decimals)} ${asset.symbol}`;
    const message = `${this.address} lacks ${lacking}, counting payments under way.`;
    throw new X402Error('insufficient_funds', message, { asset: asset.id, missingAtomic });
  }

  /** `undefined` for a payment of another account, or one that a wallet broadcast itself. */
  private nonceOf({ payload }: SignedPayment): bigint | undefined {
    const transaction = 'transaction' in payload ? decodeTransaction(bytesFromHex(payload.transaction)) : undefined;
    return transaction && originAddress(transaction) === this.address ? transaction.origin.nonce : undefined;
  }
}

/** Recovery id, r, s; deterministic (RFC 6979) and with the low s that the chain demands. */
function sign(hash: Uint8Array, secret: Uint8Array): Uint8Array {
  return secp256k1.sign(hash, secret, { prehash: false, lowS: true, format: 'recovered' });
}

function addressOf(publicKey: Uint8Array, network: Network): string {
  if (!isNetwork(network)) {
    throw new X402Error('invalid_configuration', 'Write the network as stacks:1 or stacks:2147483648.', {
      field: 'network',
    });
  }
  return addressOfPublicKey(publicKey, network);
}

/** A copy of the 32 bytes. The refusal says nothing of what was given: it may be a key with a typing error. */
function secretOf(privateKey: string | Uint8Array): Uint8Array {
  const hex = typeof privateKey === 'string' ? privateKey.replace(/^0x/, '') : hexFromBytes(privateKey);
  const secret = /^[\da-f]{64}(?:01)?$/i.test(hex) ? bytesFromHex(hex.slice(0, 64)) : new Uint8Array();
  if (!secp256k1.utils.isValidSecretKey(secret)) {
    const message = 'A private key is 32 bytes (64 hex digits), with or without 01 at the end.';
    throw new X402Error('invalid_configuration', message, { field: 'privateKey' });
  }
  return secret;
}
