/** A Stacks API with a chain of one block at a time, as much of it as the elements ask for. */

import { networkInfo } from '../../src/index.js';
import { bytesFromHex, decodeTransaction, hexFromBytes, originAddress, transactionId } from '../../src/stacks.js';
import { ScriptedServer } from './scripted-server.js';

export interface SentTransaction {
  readonly txid: string;
  readonly sender: string;
  readonly nonce: bigint;
  readonly hex: string;
  status: 'pending' | 'success' | 'abort_by_response';
}

export class ScriptedChain extends ScriptedServer {
  /** Atomic units by asset id, of every account. */
  readonly balances = new Map<string, bigint>([['STX', 25_000_000n]]);
  readonly sent: SentTransaction[] = [];
  fee = 3000;

  /** Takes a signed transaction into the mempool, once. */
  broadcast(hex: string): SentTransaction {
    const txid = transactionId(bytesFromHex(hex));
    const known = this.sent.find((one) => one.txid === txid);
    if (known) return known;
    const transaction = decodeTransaction(bytesFromHex(hex));
    const { nonce } = transaction.origin;
    const sent = { txid, hex, nonce, sender: originAddress(transaction), status: 'pending' as const };
    this.sent.push(sent);
    return sent;
  }

  /** Puts what is pending into a block. */
  mine(outcome: 'success' | 'abort_by_response' = 'success'): void {
    for (const sent of this.sent) if (sent.status === 'pending') sent.status = outcome;
  }

  nextNonce(): bigint {
    return BigInt(this.sent.length);
  }

  protected async respond(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/nonces')) return Response.json(this.#nonces());
    if (pathname.includes('/v2/accounts/')) return Response.json({ balance: hexNumber(this.balances.get('STX')) });
    if (pathname.endsWith('/v2/fees/transaction')) return Response.json(this.#fees());
    if (pathname.endsWith('/get-balance')) return Response.json(this.#tokenBalance(pathname));
    if (pathname.endsWith('/mempool/transactions')) return Response.json(this.#listed(true));
    if (pathname.endsWith('/transactions')) return Response.json(this.#listed(false));
    return new Response(null, { status: 404 });
  }

  #nonces(): object {
    const mined = this.sent.filter(({ status }) => status !== 'pending').length;
    const last = mined === 0 ? null : mined - 1;
    return { next_nonce: this.sent.length, last_confirmed_nonce: last, mempool: { missing_nonces: [] } };
  }

  #fees(): object {
    return { estimations: [{ fee: this.fee - 1 }, { fee: this.fee }, { fee: this.fee + 1 }] };
  }

  #tokenBalance(pathname: string): object {
    const [address, name] = pathname.split('/').slice(-3);
    const balance = this.balances.get(`${address}.${name}`) ?? 0n;
    return { okay: true, result: `0x0701${balance.toString(16).padStart(32, '0')}` };
  }

  #listed(isPending: boolean): object {
    const results = this.sent
      .filter(({ status }) => (status === 'pending') === isPending)
      .map(({ txid, sender, nonce, hex, status }) => {
        const listed = { tx_id: `0x${txid}`, sender: { address: sender, nonce: Number(nonce) }, status };
        return { ...listed, token_transfer: { memo: `0x${memoIn(hex)}` } };
      });
    return { results };
  }
}

function memoIn(hex: string): string {
  const { payload } = decodeTransaction(bytesFromHex(hex));
  return payload.type === 'token-transfer' ? hexFromBytes(payload.memo) : '';
}

function hexNumber(balance = 0n): string {
  return `0x${balance.toString(16)}`;
}

/** The chain on which the tests pay. */
export const NETWORK = networkInfo('stacks:2147483648').id;
