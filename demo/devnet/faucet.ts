/** The faucet account: real transfers, signed and mined like anybody's. */

import { Cl, makeContractCall, makeSTXTokenTransfer, type StacksTransactionWire } from '@stacks/transactions';
import { accountNamed } from './accounts.js';
import type { Chain } from './chain.js';
import { TOKENS, type TokenSymbol } from './tokens.js';
import { readTransaction } from './transactions.js';

/** Atomic units. */
const AMOUNTS = { STX: 500_000_000n, sBTC: 10_000_000n, USDCx: 100_000_000n } as const;

const FEE = 1000n;

export interface FaucetTransfer {
  readonly txid: string;
  /** Hex, without `0x`. */
  readonly bytes: string;
  readonly amount: bigint;
}

export class Faucet {
  readonly #chain: Chain;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  /** One after the other, because each takes the account's next nonce. The transfer waits in the mempool. */
  send(symbol: 'STX' | TokenSymbol, recipient: string): Promise<FaucetTransfer> {
    const transfer = this.#turn.then(() => this.#send(symbol, recipient));
    this.#turn = transfer.catch(() => undefined);
    return transfer;
  }

  async #send(symbol: 'STX' | TokenSymbol, recipient: string): Promise<FaucetTransfer> {
    const amount = AMOUNTS[symbol];
    const signed = symbol === 'STX' ? await this.#stx(recipient, amount) : await this.#token(symbol, recipient, amount);
    const bytes = signed.serialize();
    const { transaction } = this.#chain.submit(readTransaction(new Uint8Array(Buffer.from(bytes, 'hex'))));
    return { txid: transaction.txid, bytes, amount };
  }

  #stx(recipient: string, amount: bigint): Promise<StacksTransactionWire> {
    return makeSTXTokenTransfer({ recipient, amount, memo: 'Faucet', ...this.#signing() });
  }

  #token(symbol: TokenSymbol, recipient: string, amount: bigint): Promise<StacksTransactionWire> {
    const [contractAddress = '', contractName = ''] = TOKENS[symbol].contract.split('.');
    const { address } = accountNamed('faucet');
    return makeContractCall({
      contractAddress,
      contractName,
      functionName: 'transfer',
      functionArgs: [Cl.uint(amount), Cl.principal(address), Cl.principal(recipient), Cl.none()],
      postConditionMode: 'allow',
      validateWithAbi: false,
      ...this.#signing(),
    });
  }

  #signing() {
    const { address, privateKey } = accountNamed('faucet');
    return { senderKey: privateKey, nonce: this.#chain.nextNonce(address), fee: FEE, network: 'testnet' as const };
  }
}
