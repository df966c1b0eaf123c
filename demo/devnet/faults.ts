/** Faults on demand, so that clients can be tested against a node that is slow, full, dead or lying. */

import { STATUS_CODES } from 'node:http';
import type { Answer } from './answer.js';

export type FaultKind =
  /** Answers after `milliseconds`. */
  | 'delay'
  /** 429 with `retry-after` of `retryAfterSeconds`. */
  | 'rate-limit'
  /** 503. */
  | 'unavailable'
  /** Another `status`: 404 as from an index that lags behind, 410 as from routes that were switched off. */
  | 'status'
  /** Takes the request, does nothing, and never answers. */
  | 'hang'
  /** Does what the request asks, and never answers: a connection lost at the worst moment. */
  | 'lose-answer'
  /** Broadcasts only: 200 with the txid, but the transaction is not stored: its id stays unknown. */
  | 'drop'
  /** Broadcasts only: 200 with the txid, and the transaction stays pending for ever. */
  | 'lie'
  /** Mining takes the newest transaction first. */
  | 'reorder';

export interface Fault {
  readonly kind: FaultKind;
  /** Regular expression on `METHOD /path`; every request but the control API's when missing. */
  readonly route?: string;
  /** How many requests (or blocks, for `reorder`) meet it; all of them when missing. */
  readonly count?: number;
  readonly milliseconds?: number;
  readonly retryAfterSeconds?: number;
  /** HTTP status, 400 to 599. */
  readonly status?: number;
}

const KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'delay',
  'rate-limit',
  'unavailable',
  'status',
  'hang',
  'lose-answer',
  'drop',
  'lie',
  'reorder',
]);

interface ActiveFault extends Fault {
  readonly expression: RegExp;
  left: number;
}

const CONTROL_PATH = '/devnet';

export class Faults {
  #active: ActiveFault[] = [];
  readonly #timers = new Map<NodeJS.Timeout, () => void>();

  /**
   * Replaces all faults; an empty list ends them.
   *
   * @throws Error for a fault that does not exist
   */
  set(faults: readonly Fault[]): void {
    this.#active = faults.map(activate);
  }

  list(): readonly Fault[] {
    return this.#active.filter(({ left }) => left > 0).map(({ expression: _, left: __, ...fault }) => fault);
  }

  /** What the request meets before its route: an answer, silence, or nothing (perhaps late). */
  async meet(method: string, path: string): Promise<Answer | 'silence' | undefined> {
    if (isControl(path)) return undefined;
    const route = `${method} ${path}`;
    const delay = this.#take('delay', route);
    if (delay) await this.#pause(delay.milliseconds ?? 0);
    if (this.#take('hang', route)) return 'silence';
    const limit = this.#take('rate-limit', route);
    if (limit) {
      const retryAfter = String(limit.retryAfterSeconds ?? 1);
      return { status: 429, json: { error: 'Too many requests' }, headers: { 'retry-after': retryAfter } };
    }
    if (this.#take('unavailable', route)) return failure(503);
    const other = this.#take('status', route);
    return other && failure(other.status ?? 500);
  }

  /** Whether the answer, which is ready, gets lost. */
  losesAnswer(method: string, path: string): boolean {
    return !isControl(path) && this.#take('lose-answer', `${method} ${path}`) !== undefined;
  }

  /** Counts one use of a fault that a route itself acts upon. */
  use(kind: 'drop' | 'lie' | 'reorder'): boolean {
    return this.#take(kind, 'POST /v2/transactions') !== undefined;
  }

  /** Ends all waiting. */
  close(): void {
    this.#active = [];
    for (const [timer, done] of this.#timers) {
      clearTimeout(timer);
      done();
    }
    this.#timers.clear();
  }

  #take(kind: FaultKind, route: string): ActiveFault | undefined {
    const found = this.#active.find((fault) => fault.kind === kind && fault.left > 0 && fault.expression.test(route));
    if (found) found.left -= 1;
    return found;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, milliseconds);
      this.#timers.set(timer, resolve);
    });
  }
}

function activate(fault: Fault): ActiveFault {
  const { kind, route = '', count = Number.POSITIVE_INFINITY, milliseconds = 0, retryAfterSeconds = 0 } = fault ?? {};
  const { status = 500 } = fault ?? {};
  if (!KINDS.has(kind)) throw new Error(`There is no fault "${kind}"; there are ${[...KINDS].join(', ')}.`);
  for (const [name, value] of Object.entries({ count, milliseconds, retryAfterSeconds })) {
    if (typeof value !== 'number' || !(value >= 0)) throw new Error(`"${name}" of a fault must be a number from 0.`);
  }
  if (!Number.isInteger(status) || status < 400 || status > 599) throw new Error('"status" must be from 400 to 599.');
  return { ...fault, expression: new RegExp(route), left: count };
}

function failure(status: number): Answer {
  return { status, json: { error: STATUS_CODES[status] ?? 'Error' } };
}

function isControl(path: string): boolean {
  return path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`);
}
