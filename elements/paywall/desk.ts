/** Where a payment is handled: the session's state, the record, the lock, and the waits, for the steps of a purchase. */

import { type Answer, ask, type Credential } from './exchange.js';
import type { CashierPorts } from './ports.js';
import type { ResourceRecord } from './record.js';
import type { PaywallSession } from './session.js';
import type { WalletChoice } from './state.js';
import type { PriceList } from './wire.js';

export class Desk {
  readonly session: PaywallSession;
  /** Our extension was asked to pay, on this visit. */
  hasAskedExtension = false;
  readonly #ports: CashierPorts;
  /** What the reader can cancel. */
  #wait = new AbortController();
  /** What the reader can cut short. */
  #pause = new AbortController();
  #answer: ((id: string | undefined) => void) | undefined;

  constructor(session: PaywallSession, ports: CashierPorts) {
    this.session = session;
    this.#ports = ports;
  }

  get now(): number {
    return this.session.ports.now();
  }

  read(): Promise<ResourceRecord> {
    return this.#ports.store.read(this.session.url);
  }

  /** Changes the record, and tells the reader where the browser does not keep it. */
  async keep(change: (record: ResourceRecord) => ResourceRecord): Promise<ResourceRecord> {
    const { url, address } = this.session;
    const record = await this.#ports.store.update(url, (before) => {
      const after = change(before);
      return address === url ? after : { ...after, address };
    });
    this.session.show({ durable: this.#ports.store.durable });
    return record;
  }

  /**
   * @param asked whether a proof of this browser's key goes along, as `browser-key.ts` takes it; for a payment, what its 402 has said
   * @param fetch that of a wallet which pays in it
   */
  ask(
    credential: Credential = {},
    asked: unknown = credential.payment?.attempt.extensions?.pass,
    fetch: typeof globalThis.fetch = this.session.ports.fetch,
  ): Promise<Answer> {
    const { ports, url, address, life } = this.session;
    const send = async (input: RequestInfo | URL, init?: RequestInit) => {
      const { fetchWithKey } = await import('./browser-key.js');
      return fetchWithKey(ports, url, asked, input, init);
    };
    return ask(asked && this.#ports.store.durable ? send : fetch, address, credential, life);
  }

  price(answer: { readonly required: PriceList | undefined; readonly url: string }): boolean {
    return this.session.price(answer.required, answer.url);
  }

  /** One tab at a time pays for this resource in this browser. */
  locked<T>(work: () => Promise<T>): Promise<T> {
    const { session } = this;
    const { phase } = session.state;
    const onWait = () => session.show({ phase: 'waiting', elsewhere: true, since: this.now });
    const signal = AbortSignal.any([this.waiting(), session.life]);
    return this.#ports.lock(`x402pay:${session.url}`, signal, onWait, () => {
      if (session.state.elsewhere) session.show({ phase, elsewhere: false });
      return work();
    });
  }

  /** Waits. Resolves with true when the reader has cut it short; throws when the element is gone. */
  async rest(milliseconds: number): Promise<boolean> {
    this.#pause = new AbortController();
    const { signal } = this.#pause;
    await this.#ports.sleep(milliseconds, AbortSignal.any([signal, this.session.life])).catch(() => {});
    this.session.life.throwIfAborted();
    return signal.aborted;
  }

  /** A signal for one wait, which the reader can end. The end of the element does not: what a wallet signs must be stored. */
  waiting(): AbortSignal {
    this.#wait = new AbortController();
    return this.#wait.signal;
  }

  /** The reader's choice; `undefined` when the reader leaves it. */
  chooseWallet(wallets: readonly WalletChoice[]): Promise<string | undefined> {
    this.session.show({ phase: 'choosing', wallets });
    const signal = AbortSignal.any([this.waiting(), this.session.life]);
    return new Promise((resolve) => {
      this.#answer = resolve;
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
  }

  useWallet(id: string): void {
    this.#answer?.(id);
  }

  cancel(): void {
    this.#wait.abort();
  }

  hurry(): void {
    this.#pause.abort();
  }
}
