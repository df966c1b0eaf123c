/** The Clarity VM in its worker, with the log of everything that changed it: the way back after a panic or a failed post-condition. */

import { Worker } from 'node:worker_threads';

/** A change of the chain's state. Amounts are atomic, `memo` and arguments are bytes. */
export type Operation =
  | { kind: 'mintStx'; recipient: string; amount: bigint }
  | { kind: 'deploy'; name: string; source: string; clarityVersion: number; sender: string }
  | { kind: 'call'; contract: string; functionName: string; functionArguments: Uint8Array[]; sender: string }
  | { kind: 'transferStx'; sender: string; recipient: string; amount: bigint; memo: string }
  | { kind: 'mineBlock' }
  | { kind: 'mineBurnBlock' };

/** One event as the VM reports it; `data` differs by `event`. */
export interface VmEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What an operation or a query came to: a Clarity value as `0x…`, or the VM's words about a runtime error. */
export interface Outcome {
  readonly result?: string;
  readonly error?: string;
  readonly events: readonly VmEvent[];
}

export interface Heights {
  readonly stacksHeight: number;
  readonly burnHeight: number;
}

export type Epoch = '3.4' | '4.0';

/** The VM died of this operation; the chain stands as before it. */
export class VmPanic extends Error {}

/** Not concurrent by itself: {@link Vm.exclusive} orders those who share it. */
export class Vm {
  readonly #epoch: Epoch;
  readonly #genesisMilliseconds: number;
  #log: Operation[] = [];
  #worker: Worker | undefined;
  #waiting = new Map<number, { resolve: (value: never) => void; reject: (reason: Error) => void }>();
  #nextId = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;
  heights: Heights = { stacksHeight: 0, burnHeight: 0 };
  /** How often the worker had to be replaced. */
  rebuilds = 0;
  /** Of a contract that is deployed without naming one: the newest that the epoch has. */
  readonly defaultClarityVersion: number;

  constructor(epoch: Epoch, genesisMilliseconds: number) {
    this.#epoch = epoch;
    this.defaultClarityVersion = epoch === '4.0' ? 6 : 5;
    this.#genesisMilliseconds = genesisMilliseconds;
  }

  /** A fresh session, then the log again. */
  async start(): Promise<void> {
    this.heights = await this.#request('start', {
      epoch: this.#epoch,
      genesisMilliseconds: this.#genesisMilliseconds,
      log: this.#log,
    });
  }

  /** Runs `task` when nobody else uses the VM, so that nobody sees a transaction half done. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(task);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  /** @throws {@link VmPanic} after the VM has been rebuilt without the operation. */
  async apply(operation: Operation): Promise<Outcome> {
    const [outcome] = await this.applyAll([operation]);
    return outcome as Outcome;
  }

  /**
   * Several operations at the price of one message; a runtime error in one does not stop the next.
   *
   * @throws {@link VmPanic} after the VM has been rebuilt without any of them
   */
  async applyAll(operations: readonly Operation[]): Promise<readonly Outcome[]> {
    const { heights, outcomes } = await this.#guarded<{ heights: Heights; outcomes: Outcome[] }>('apply', operations);
    this.#log.push(...operations);
    this.heights = heights;
    return outcomes;
  }

  /** Takes the newest operation back, by building the chain again without it. */
  async undo(): Promise<void> {
    this.#log.pop();
    await this.start();
  }

  /** Forgets everything. */
  async reset(): Promise<void> {
    this.#log = [];
    await this.start();
  }

  callReadOnly(call: {
    contract: string;
    functionName: string;
    functionArguments: Uint8Array[];
    sender: string;
  }): Promise<Outcome> {
    return this.#guarded('callReadOnly', call);
  }

  dataVariable(contract: string, name: string): Promise<Outcome> {
    return this.#guarded('dataVariable', { contract, name });
  }

  mapEntry(contract: string, name: string, key: Uint8Array): Promise<Outcome> {
    return this.#guarded('mapEntry', { contract, name, key });
  }

  stxBalance(address: string): Promise<Outcome> {
    return this.#guarded('stxBalance', { address });
  }

  contractInterface<T>(contract: string): Promise<T | undefined> {
    return this.#guarded('contractInterface', { contract });
  }

  /** Lets the worker go. The next use builds another from the log. */
  async endWorker(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#abandon(worker, new Error('The worker was ended.'));
    await worker.terminate();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.endWorker();
  }

  async #guarded<T>(method: string, argument: unknown): Promise<T> {
    if (!this.#worker && !this.#closed) await this.start();
    try {
      return await this.#request<T>(method, argument);
    } catch (cause) {
      if (this.#closed) throw cause;
      await this.endWorker();
      this.rebuilds += 1;
      await this.start();
      throw new VmPanic(`The VM panicked: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }

  #request<T>(method: string, argument: unknown): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The devnet was closed.'));
    const worker = this.#worker ?? this.#spawn();
    this.#worker = worker;
    return new Promise<T>((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, argument });
    });
  }

  /** The VM reports Clarity errors on its error output; they are part of the outcome already. */
  #spawn(): Worker {
    const worker = new Worker(new URL('./vm-worker.mjs', import.meta.url), {
      stdout: true,
      stderr: true,
      execArgv: [],
    });
    for (const output of [worker.stdout, worker.stderr]) output.resume();
    worker.on('message', ({ id, value, failure }: { id: number; value: never; failure?: string }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (failure === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(failure));
    });
    worker.on('error', (error) => this.#abandon(worker, error));
    worker.on('exit', () => this.#abandon(worker, new Error('The worker ended.')));
    return worker;
  }

  #abandon(worker: Worker, reason: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
