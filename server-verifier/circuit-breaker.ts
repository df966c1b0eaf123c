/** Leaves a failing node alone for a while, and then tries it with one request. */

/** Failures in a row that open the circuit. */
const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MILLISECONDS = 2_000;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

export class CircuitBreaker {
  readonly #clock: () => number;
  #failures = 0;
  #pause = FIRST_PAUSE_MILLISECONDS;
  /** Closed at 0; open until this time; from then on half open: one request may try. */
  #openUntil = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Whether a request may be sent now. In the half-open state the asker is the one who tries: it must report. */
  mayTry(): boolean {
    if (this.#openUntil === 0) return true;
    if (this.#clock() < this.#openUntil) return false;
    this.#openUntil = this.#clock() + this.#pause;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pause = FIRST_PAUSE_MILLISECONDS;
    this.#openUntil = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures < FAILURES_TO_OPEN) return;
    if (this.#failures > FAILURES_TO_OPEN) this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MILLISECONDS);
    this.#openUntil = this.#clock() + this.#pause;
  }

  /** The node is alive but asks for quiet (429 with `Retry-After`). */
  pauseFor(milliseconds: number): void {
    this.#openUntil = this.#clock() + Math.min(milliseconds, LONGEST_PAUSE_MILLISECONDS);
  }
}
