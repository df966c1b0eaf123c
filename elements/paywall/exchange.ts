/** One request to the resource, and what its answer means. */

import { type WireErrorCode, X402Error, type X402ErrorFields } from '../../src/errors.js';
import { encodeHeader } from '../../src/header.js';
import { HEADER, type PaymentPayload } from '../../src/wire.js';
import type { Extensions, StoredPayment } from './record.js';
import type { PaidContent } from './state.js';
import { type PriceList, readObject, readPriceList, textOf } from './wire.js';

/** What goes with the request: nothing, a pass, a payment, or headers of another kind. */
export type Credential = {
  readonly pass?: string;
  readonly payment?: StoredPayment;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Answer =
  /** The resource itself. */
  | {
      readonly kind: 'content';
      readonly content: PaidContent;
      readonly pass: string | undefined;
      /** The seller's signed receipt for a payment, as it came. */
      readonly jws: string | undefined;
      /** Of the payment, when the server tells it. */
      readonly txid: string | undefined;
    }
  /** The server's no, with its reason, and its offers where it sent them. */
  | {
      readonly kind: 'refused';
      readonly error: X402Error;
      readonly required: PriceList | undefined;
      /** What the server sent besides its offers. A payment gives it back (PROTOCOL section 7). */
      readonly extensions: Extensions | undefined;
      /** Where the offers came from, after redirects. */
      readonly url: string;
    }
  /** No answer, or none that means anything: nothing is known of a payment that went with it. */
  | { readonly kind: 'unreachable'; readonly error: X402Error };

/**
 * Asks for the resource.
 *
 * @throws only what `signal` throws
 */
export async function ask(
  fetch: typeof globalThis.fetch,
  url: string,
  credential: Credential,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      headers: headersOf(credential),
      // No credential may follow a redirect to somebody else.
      redirect: Object.keys(credential).length > 0 ? 'error' : 'follow',
      cache: 'no-store',
      signal,
    });
    return await readAnswer(response, url);
  } catch (cause) {
    signal.throwIfAborted();
    return unreachable('The site could not be reached.', { cause });
  }
}

function headersOf({ pass, payment, headers = {} }: Credential): Record<string, string> {
  if (pass !== undefined) return { [HEADER.pass]: pass };
  if (!payment) return headers;
  return { [HEADER.signature]: presented(payment) };
}

/**
 * The header of a payment.
 *
 * @throws `limit_exceeded`
 */
export function presented({ resource, accepted, payload, attempt }: Presentable): string {
  const { extensions } = attempt;
  const payment: PaymentPayload = { x402Version: 2, resource, accepted, payload, ...(extensions && { extensions }) };
  return encodeHeader(payment);
}

type Presentable = Pick<StoredPayment, 'resource' | 'accepted' | 'payload'> & {
  readonly attempt: Pick<StoredPayment['attempt'], 'extensions'>;
};

async function readAnswer(response: Response, asked: string): Promise<Answer> {
  const url = response.url || asked;
  const settlement = orUndefined(() => readObject(response.headers.get(HEADER.response) ?? '')) ?? {};
  const [txid] = /^[\da-f]{64}$/.exec(textOf(settlement.transaction) ?? '') ?? [];
  if (response.ok) {
    const type = response.headers.get('content-type') ?? '';
    return {
      kind: 'content',
      content: { body: await response.blob(), type, url },
      pass: passOf(settlement),
      jws: jwsOf(settlement),
      txid,
    };
  }
  const body = response.status === 402 ? await response.text() : '';
  const terms = response.headers.get(HEADER.required) ?? body;
  const required = orUndefined(() => readPriceList(terms));
  // Servers of others say only in the body what became of a payment: x402-stacks has `{ error }` there, beside a header with offers.
  const said = [settlement.errorReason, required?.error, orUndefined(() => readObject(body))?.error];
  const code = reasonOf(response.status, said);
  if (!code) return unreachable(`The site answered ${response.status}.`, {});
  const retryAfter = response.headers.get('retry-after');
  const error = new X402Error(code, `The site answered ${code}.`, {
    ...(retryAfter !== null && /^\d{1,9}$/.test(retryAfter) && { retryAfterSeconds: Number(retryAfter) }),
    ...(txid !== undefined && { txid }),
  });
  return { kind: 'refused', error, required, extensions: required && extensionsIn(terms), url };
}

function extensionsIn(terms: string): Extensions | undefined {
  const { extensions } = readObject(terms);
  return typeof extensions === 'object' && extensions !== null ? (extensions as Extensions) : undefined;
}

/** Whether it is one of ours is looked up only where it matters (`refusal.ts`). */
const REASON = /^[a-z][a-z0-9_]{2,63}$/;

/** The server's reason; without one, what the status alone says. `undefined` means that the answer says nothing about payments. */
function reasonOf(status: number, said: readonly unknown[]): WireErrorCode | undefined {
  const reason = said.find((one) => typeof one === 'string' && REASON.test(one));
  if (reason !== undefined) return reason as WireErrorCode;
  if (status === 402) return 'payment_required';
  return status === 429 || status === 503 ? 'overloaded' : undefined;
}

/** `extensions.pass.info.token` (PROTOCOL section 5). */
function passOf({ extensions }: Readonly<Record<string, unknown>>): string | undefined {
  const token = textOf((extensions as { pass?: { info?: { token?: unknown } } } | undefined)?.pass?.info?.token);
  return token !== undefined && /^[\x21-\x7e]{1,8192}$/.test(token) ? token : undefined;
}

/** `extensions['offer-receipt'].info.receipt`, which is judged when it is shown (`receipts/judge.ts`). */
function jwsOf({ extensions }: Readonly<Record<string, unknown>>): string | undefined {
  const { info } = Object(Object(extensions)['offer-receipt']) as { info?: { receipt?: { signature?: unknown } } };
  return textOf(info?.receipt?.signature);
}

function unreachable(message: string, fields: X402ErrorFields): Answer {
  return { kind: 'unreachable', error: new X402Error('resource_unreachable', message, fields) };
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
