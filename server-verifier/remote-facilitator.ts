/** Settlement by somebody else's facilitator. The payment has passed checks 1 to 9 here; of the facilitator's word only as much is believed as has to be. */

import { isX402Error, type WireErrorCode, X402Error } from '../src/errors.js';
import { decodeFacilitatorSettlement } from '../src/facilitation.js';
import { MAX_FACILITATOR_BODY_BYTES } from '../src/limits.js';
import type { Network } from '../src/networks.js';
import type { SettlementResponse } from '../src/wire.js';
import { boundedText } from './bounded-text.js';
import { checkNames, refuseConfiguration as refuse } from './configuration.js';
import { InFlight, type InFlightTools } from './in-flight.js';
import { UNDECIDED } from './undecided.js';

/** Where somebody else's facilitator is. */
export interface FacilitatorAccess {
  /** Its address, without `/settle`: `https://pay.example/facilitator`. */
  readonly url: string;
  /** Sent along, like `{ Authorization: 'Bearer …' }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest wait for one answer, in seconds. Default 60. A late answer is never a failure of the payment. */
  readonly timeoutSeconds?: number;
  /** Transport. Default: the verifier's, which is the platform's. */
  readonly fetch?: typeof fetch;
}

/** What a facilitator said. */
export type RemoteOutcome =
  | { readonly status: 'settled' }
  /** It has not decided, gave no answer in time, or one that cannot be understood: the payment may land or have landed. */
  | { readonly status: 'unknown' }
  /** It was asked too much to take the payment: nothing was sent to the chain this time. */
  | { readonly status: 'unsent' }
  | { readonly status: 'refused'; readonly error: X402Error };

/** What it is asked. */
export interface RemoteQuestion {
  readonly txid: string;
  readonly payer: string;
  /** Of the same payment, presented by the same payer: asked again, it gets the answer that got lost. */
  readonly idempotencyKey: string | undefined;
  /** Of `POST /settle`. */
  readonly body: object;
}

const MAX_AT_A_TIME = 256;
/** After the longest wait for an answer. */
const MARGIN_MILLISECONDS = 10_000;

/** Refusals that mean the same here. What else a facilitator finds wrong with a payment that passed our checks is its own affair. */
const SAME_MEANING: ReadonlySet<string> = new Set<WireErrorCode>([
  'insufficient_funds',
  'nonce_conflict',
  'fee_too_low',
  'transaction_failed',
  'payment_already_used',
]);

export class RemoteFacilitator {
  /** Whether it alone tells what became of a payment: no node is configured to be asked. */
  readonly isAlone: boolean;
  readonly #url: string;
  readonly #headers: Headers;
  readonly #timeoutMilliseconds: number;
  readonly #fetch: typeof fetch;
  readonly #network: Network;
  readonly #complain: (cause: unknown) => void;
  /** By transaction: it is not asked twice at a time about one payment. */
  readonly #inFlight: InFlight;

  /**
   * @param complain told what an operator should know: a facilitator that answers nonsense
   * @throws `invalid_configuration`
   */
  constructor(
    access: FacilitatorAccess,
    network: Network,
    isAlone: boolean,
    transport: typeof fetch | undefined,
    tools: InFlightTools,
    complain: (cause: unknown) => void,
  ) {
    if (typeof access !== 'object' || access === null) refuse('facilitator', 'facilitator is { url: "https://…" }.');
    checkNames('an option of facilitator', access, ['url', 'headers', 'timeoutSeconds', 'fetch']);
    this.isAlone = isAlone;
    this.#url = checkedUrl(access.url);
    this.#headers = checkedHeaders(access.headers);
    this.#timeoutMilliseconds = 1000 * checkedTimeout(access.timeoutSeconds);
    this.#fetch = access.fetch ?? transport ?? ((input, init) => fetch(input, init));
    this.#inFlight = new InFlight(MAX_AT_A_TIME, tools, this.#timeoutMilliseconds + MARGIN_MILLISECONDS);
    this.#network = network;
    this.#complain = complain;
  }

  /** Never throws. */
  async settle(question: RemoteQuestion): Promise<RemoteOutcome> {
    try {
      return await this.#inFlight.share(`${question.txid} ${question.idempotencyKey}`, () => this.#ask(question));
    } catch (error) {
      // There were too many questions already, so this one was not asked.
      return { status: isX402Error(error) && error.code === 'overloaded' ? 'unsent' : 'unknown' };
    }
  }

  async #ask(question: RemoteQuestion): Promise<RemoteOutcome> {
    const headers = new Headers(this.#headers);
    headers.set('Content-Type', 'application/json');
    if (question.idempotencyKey !== undefined) headers.set('Idempotency-Key', question.idempotencyKey);
    try {
      const response = await this.#fetch(`${this.#url}/settle`, {
        method: 'POST',
        headers,
        body: JSON.stringify(question.body),
        // Not followed, see `understood`. Workers do not know `error`.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#timeoutMilliseconds),
      });
      const text = await boundedText(response, MAX_FACILITATOR_BODY_BYTES);
      if (isTurnedAway(response) && !text.toLowerCase().includes(question.txid)) {
        this.#complain(new Error(`The facilitator is overloaded: it answered ${response.status}.`));
        return { status: 'unsent' };
      }
      return this.#understood(response.status, decodeFacilitatorSettlement(text), question);
    } catch (cause) {
      this.#complain(cause);
      return { status: 'unknown' };
    }
  }

  #understood(status: number, said: SettlementResponse, { txid, payer }: RemoteQuestion): RemoteOutcome {
    const { success, errorReason = '', errorMessage } = said;
    const isOurs =
      said.transaction.replace(/^0x/, '').toLowerCase() === txid &&
      said.network === this.#network &&
      (said.payer === undefined || said.payer === payer);
    if (success && status < 300 && isOurs) return { status: 'settled' };
    // A redirect leads to somebody who was not configured, and who must not see the token.
    if (success || status >= 500 || status === 429 || status === 408 || (status >= 300 && status < 400)) {
      this.#complain(new Error(`The facilitator answered ${status}${success ? ' for another payment' : ''}.`));
      return { status: 'unknown' };
    }
    if (errorReason === '' || UNDECIDED.has(errorReason)) return { status: 'unknown' };
    const code = SAME_MEANING.has(errorReason) ? (errorReason as WireErrorCode) : 'broadcast_rejected';
    const why = (errorMessage ?? errorReason).slice(0, 200);
    return { status: 'refused', error: new X402Error(code, `The facilitator refuses: ${why}`, { txid }) };
  }
}

/** As of nodes: a gateway whose connection broke while the question was on its way does not say when to ask again. */
function isTurnedAway({ status, headers }: Response): boolean {
  return status === 429 || (status === 503 && headers.has('Retry-After'));
}

function checkedUrl(url: unknown): string {
  try {
    const parsed = new URL(url as string);
    const isPlain = parsed.search === '' && parsed.hash === '' && parsed.username === '' && parsed.password === '';
    if (/^https?:$/.test(parsed.protocol) && isPlain) return parsed.href.replace(/\/+$/, '');
  } catch {
    // Falls through to the one message.
  }
  return refuse('facilitator.url', 'facilitator.url is where /settle begins, like "https://pay.example/facilitator".');
}

function checkedHeaders(headers: unknown): Headers {
  try {
    return new Headers((headers ?? {}) as Record<string, string>);
  } catch {
    // Its message might show a token.
    return refuse('facilitator.headers', 'facilitator.headers is like { Authorization: "Bearer …" }.');
  }
}

function checkedTimeout(seconds: unknown): number {
  if (seconds === undefined) return 60;
  if (Number.isInteger(seconds) && (seconds as number) >= 1 && (seconds as number) <= 300) return seconds as number;
  return refuse('facilitator.timeoutSeconds', 'facilitator.timeoutSeconds is a whole number from 1 to 300, like 60.');
}
