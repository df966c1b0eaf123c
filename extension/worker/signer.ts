/** Makes the transaction of a payment whose money is reserved. It signs nothing that the ledger has not written down. */

import { addressOfPrivateKey, signTransaction } from '../../src/key-payer.js';
import { isNetwork, type Network } from '../../src/networks.js';
import { type AccountNonces, createNodeReader, type NodeReader } from '../../src/node-reader.js';
import type { ReadOffer } from '../../src/read-offer.js';
import { buildUnsignedPayment, encodeTransaction, hexFromBytes, transactionId } from '../../src/stacks.js';
import { CANCEL_AMOUNT, type Entry, isOpen } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import { nextNonce } from '../ledger/nonce.js';
import { Refusal } from '../refusal.js';

export interface SignerPorts {
  readonly ledger: Ledger;
  /** @throws `locked` */
  readonly key: () => Promise<string>;
  readonly nodeUrl: () => Promise<string>;
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface Signed {
  readonly transaction: string;
  readonly txid: string;
  readonly feeAtomic: bigint;
}

/** What an address can spend, as the chain says. */
interface Account {
  readonly nonces: AccountNonces;
  readonly stx: bigint;
  readonly token: bigint | undefined;
  readonly feeAtomic: bigint;
}

export class Signer {
  private readonly ports: SignerPorts;

  constructor(ports: SignerPorts) {
    this.ports = ports;
  }

  /** @throws `locked`, `insufficient_funds`, `node_unreachable`, `limit_exceeded`, and what the building of a transaction throws */
  async sign(entry: Entry, { offer, asset, network }: ReadOffer, memo: string | undefined): Promise<Signed> {
    const { ledger, key } = this.ports;
    const privateKey = await key();
    const payer = addressOfPrivateKey(privateKey, network);
    const build = (nonce: bigint, fee: bigint) =>
      buildUnsignedPayment({ network, offer, asset, payer, nonce, fee, memo, resourceUrl: entry.resource });
    // Half of what is reserved for the fee is kept for a cancellation, which has to cost more.
    const node = await this.node(BigInt(entry.maxFeeAtomic) / 2n);
    const [nonces, stx, token, feeAtomic] = await Promise.all([
      node.nonces(payer),
      node.stxBalance(payer),
      asset.id === 'STX' ? undefined : node.tokenBalance(payer, asset),
      node.fee(build(0n, 0n)),
    ]);
    // In one step with the nonce: what is signed at the same time counts, too.
    const nonce = await ledger.number(entry.id, payer, (all) => {
      const others = all.filter((one) => one.network === network);
      requireFunds(entry, others, { nonces, stx, token, feeAtomic });
      return nextNonce(nonces, others);
    });
    const bytes = encodeTransaction(signTransaction(build(nonce, feeAtomic), privateKey));
    return { transaction: hexFromBytes(bytes), txid: transactionId(bytes), feeAtomic };
  }

  /** The transaction that takes a payment's nonce away from it: the least transfer, to nobody, for a higher fee. */
  async signCancellation(entry: Entry): Promise<Signed> {
    const { network, payer, nonce } = entry;
    if (!isNetwork(network) || payer === undefined || nonce === undefined) throw new Refusal('no_such_payment');
    const privateKey = await this.ports.key();
    if (addressOfPrivateKey(privateKey, network) !== payer) throw new Refusal('no_such_payment');
    const spent = BigInt(entry.feeAtomic ?? '0');
    const feeAtomic = BigInt(entry.maxFeeAtomic) - CANCEL_AMOUNT;
    if (feeAtomic <= spent) throw new Refusal('fee_too_low');
    const offer = {
      ...{ scheme: 'exact', network, asset: 'STX', payTo: NOBODY[network], maxTimeoutSeconds: 600 },
      amount: CANCEL_AMOUNT.toString(),
    };
    const asset = { id: 'STX', symbol: 'STX', decimals: 6 };
    const terms = { network, offer, asset, payer, nonce: BigInt(nonce), memo: undefined, resourceUrl: '' };
    const bytes = encodeTransaction(signTransaction(buildUnsignedPayment({ ...terms, fee: feeAtomic }), privateKey));
    return { transaction: hexFromBytes(bytes), txid: transactionId(bytes), feeAtomic };
  }

  async node(maxFeeAtomic?: bigint): Promise<NodeReader> {
    const { fetch, nodeUrl } = this.ports;
    const url = await nodeUrl();
    return createNodeReader({
      url,
      fetch: (input, init) => fetch(new Request(input, init)),
      ...(maxFeeAtomic !== undefined && { maxFeeAtomic }),
    });
  }
}

/** Counts what is under way and not on the chain yet; but not what was turned away: another one takes its nonce, and one of both can land. */
function requireFunds(entry: Entry, others: readonly Entry[], { nonces, stx, token, feeAtomic }: Account): void {
  const underway = others.filter(
    (one) =>
      isOpen(one) &&
      (!one.turnedAway || one.cancel) &&
      one.nonce !== undefined &&
      BigInt(one.nonce) >= nonces.confirmed,
  );
  const sum = (asset: string) =>
    underway.reduce((total, one) => total + (one.asset === asset ? BigInt(one.amountAtomic) : 0n), 0n);
  const fees = underway.reduce((total, one) => total + BigInt(one.feeAtomic ?? one.maxFeeAtomic), 0n);
  const amount = BigInt(entry.amountAtomic);
  const neededStx = feeAtomic + fees + sum('STX') + (entry.asset === 'STX' ? amount : 0n);
  if (stx < neededStx) throw new Refusal('insufficient_funds', 'The account lacks STX.');
  if (token !== undefined && token < amount + sum(entry.asset)) {
    throw new Refusal('insufficient_funds', `The account lacks ${entry.symbol}.`);
  }
}

/** Addresses that belong to nobody (stacks-core, `boot::boot_code_addr`). The chain takes no transfer to oneself. */
const NOBODY: Readonly<Record<Network, string>> = {
  'stacks:1': 'SP000000000000000000002Q6VF78',
  'stacks:2147483648': 'ST000000000000000000002AMW42H',
};
