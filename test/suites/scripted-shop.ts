/** A seller as a function, for tests of what buys from one: it follows the protocol unless its script says otherwise. */

import {
  decodePaymentPayload,
  encodeHeader,
  HEADER,
  type Payer,
  type PaymentPayload,
  type SignedPayment,
} from 'x402pay';

/** What happens to one presentation of a payment. */
export type Step =
  /** The server does its work. */
  | 'serve'
  /** The server does its work, and its answer gets lost. */
  | 'lose'
  /** The request never arrives. */
  | 'unreachable'
  /** A reason in `PAYMENT-RESPONSE`: 402, or 409 for `payment_in_progress`. */
  | { readonly reason: string; readonly retryAfter?: string }
  /** A plain status without a word about payments. */
  | { readonly status: number; readonly retryAfter?: string }
  | (() => Response);

export interface ScriptedShop {
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Answers to presentations, in order; afterwards `serve`. */
  script: Step[];
  /** Every request, as it came. */
  readonly requests: Request[];
  /** Every presented payment, as it came. */
  readonly presented: PaymentPayload[];
  /** Transaction ids for which the handler has run; for `once`, each at most once. */
  readonly served: string[];
  readonly url: string;
  price: string;
  /** `once`: each payment is served once. `pass`: as often as it is presented, with a pass; `lasting`: the same, without one. */
  access: 'once' | 'pass' | 'lasting';
  /** What offers say about access. */
  says?: string;
  /** Passes that open the resource. */
  readonly passes: Set<string>;
  /** Called before anything else. */
  before?: (request: Request) => Response | undefined | Promise<Response | undefined>;
  required(error?: string): object;
}

const SELLER = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
const NETWORK = 'stacks:2147483648';

export function scriptedShop(url: string = 'https://shop.example/article'): ScriptedShop {
  let offers = 0;
  const shop: ScriptedShop = {
    script: [],
    requests: [],
    presented: [],
    served: [],
    url,
    price: '1000',
    access: 'pass',
    passes: new Set(),
    required: (error = 'Payment required') => ({
      x402Version: 2,
      error,
      resource: { url, description: 'An article' },
      accepts: [
        {
          scheme: 'exact',
          network: NETWORK,
          amount: shop.price,
          asset: 'STX',
          payTo: SELLER,
          maxTimeoutSeconds: 600,
          extra: {
            offer: String(++offers).padStart(44, '-'),
            unknown: { kept: [1, null] },
            ...(shop.says !== undefined && { access: shop.says }),
          },
        },
      ],
      extensions: { 'some-extension': { info: { a: 1 }, schema: {} } },
    }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      shop.requests.push(request.clone());
      const early = await shop.before?.(request);
      if (early) return early;
      const signature = request.headers.get(HEADER.signature);
      if (signature !== null) return present(shop, decodePaymentPayload(signature));
      const pass = request.headers.get(HEADER.pass);
      return pass !== null && shop.passes.has(pass) ? new Response('content') : refuse(shop);
    },
  };
  return shop;
}

function present(shop: ScriptedShop, payment: PaymentPayload): Response {
  shop.presented.push(payment);
  const step = shop.script.shift() ?? 'serve';
  if (step === 'unreachable') throw new TypeError('fetch failed');
  if (typeof step === 'function') return step();
  if (typeof step === 'object') return scripted(shop, step);
  const response = serve(shop, payment);
  if (step === 'lose') throw new TypeError('fetch failed');
  return response;
}

function serve(shop: ScriptedShop, { payload }: PaymentPayload): Response {
  const txid = 'transaction' in payload ? payload.transaction : payload.txid;
  if (shop.access === 'once' && shop.served.includes(txid)) return refuse(shop, 'payment_already_used');
  shop.served.push(txid);
  const pass = `pass-${txid}`;
  if (shop.access === 'pass') shop.passes.add(pass);
  const extensions = shop.access === 'pass' && {
    extensions: { pass: { info: { token: pass, expiresAt: 1_900_000_000 } } },
  };
  const settlement = { success: true, transaction: txid, network: NETWORK, ...extensions };
  return new Response('content', { headers: { [HEADER.response]: encodeHeader(settlement) } });
}

function scripted(shop: ScriptedShop, step: Exclude<Step, string | (() => Response)>): Response {
  const headers: Record<string, string> = step.retryAfter === undefined ? {} : { 'retry-after': step.retryAfter };
  if ('reason' in step) return refuse(shop, step.reason, headers);
  return step.status === 402 ? refuse(shop) : new Response('no', { status: step.status, headers });
}

/** A 402 as PROTOCOL section 1 wants it; with a reason, also as section 4 does. */
function refuse(shop: ScriptedShop, reason?: string, headers: Record<string, string> = {}): Response {
  const required = encodeHeader(shop.required());
  const settlement = reason && { success: false, errorReason: reason, transaction: '', network: NETWORK };
  return new Response('{}', {
    status: reason === 'payment_in_progress' ? 409 : 402,
    headers: {
      ...headers,
      [HEADER.required]: required,
      ...(settlement && { [HEADER.response]: encodeHeader(settlement) }),
    },
  });
}

export interface ScriptedPayer extends Payer {
  /** What was signed, in order. */
  readonly signed: SignedPayment[];
  readonly orders: Parameters<Payer['pay']>[];
  readonly abandoned: SignedPayment[];
  canReplace: boolean;
}

/** Signs with numbers: transaction and id are the same. */
export function scriptedPayer(): ScriptedPayer {
  const payer: ScriptedPayer = {
    name: 'scripted',
    signed: [],
    orders: [],
    abandoned: [],
    canReplace: false,
    canPay: ({ network }) => network === NETWORK,
    pay: async (...order) => {
      order[1]?.signal?.throwIfAborted();
      payer.orders.push(order);
      const txid = (payer.signed.length + 1).toString(16).padStart(64, '0');
      const payment = { payload: { transaction: txid }, payer: SELLER.replace('ST2', 'ST3'), txid };
      payer.signed.push(payment);
      return payment;
    },
    abandon: (payment) => void payer.abandoned.push(payment),
  };
  return payer;
}
