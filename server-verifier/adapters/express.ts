/** For Express 5 (and other servers with its middleware): guards the handlers that follow. */

import type { Request as ExpressRequest, Response as ExpressResponse, NextFunction, RequestHandler } from 'express';
import type { PaidAccess } from '../admit.js';
import type { Protection } from '../protect.js';
import { privately, TARGETED_CACHE_HEADER } from '../respond.js';
import { sendResponse, setHeaders, webRequest } from './node.js';

/** What the handlers behind the middleware find in `res.locals`. */
export interface PaidLocals {
  payment: PaidAccess;
}

/**
 * Guards what follows. Handlers find who paid in `res.locals.payment`. An `once` payment is used up by an answer with a status below 500, before its first byte
 * goes out, and is free again when the answer failed. The connection is cut where that cannot be written down.
 *
 * @example
 * ```ts
 * import expressServer from 'express';
 * import { createVerifier } from 'x402pay/verifier';
 * import { express } from 'x402pay/verifier/express';
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://api.example',
 * });
 * const app = expressServer();
 * const paid = express(verifier.protect({ price: { STX: '0.01' }, access: '1h' }));
 * app.get('/quote', paid, (request, response) => response.json({ payer: response.locals.payment.payer }));
 * console.assert(typeof paid === 'function');
 * ```
 */
export function express(protection: Protection): RequestHandler {
  return (incoming, outgoing, next) => {
    guard(protection, incoming, outgoing, next).catch(next);
  };
}

async function guard(
  protection: Protection,
  incoming: ExpressRequest,
  outgoing: ExpressResponse,
  next: NextFunction,
): Promise<void> {
  // The body belongs to the handlers. In a router, `url` has lost its front part; `originalUrl` has the whole path.
  const request = webRequest(incoming, outgoing, { url: incoming.originalUrl, withoutBody: true });
  if (!request) {
    outgoing.status(400).type('text').send('The path cannot be read.');
    return;
  }
  const admission = await protection.admit(request);
  if (!admission.admitted) return await sendResponse(admission.response, incoming, outgoing);
  if (outgoing.destroyed) {
    // Whoever has gone must not use up what was paid for.
    await admission.finish(500);
    return;
  }
  setHeaders(outgoing, admission.headers);
  outgoing.locals.payment = admission.access;
  keepPrivate(outgoing);
  // Without an answer, the handler may still be at work: the lease decides.
  if (admission.access.expiresAt === undefined) holdBack(outgoing, (status) => admission.finish(status));
  next();
}

/** Handlers write headers of their own after ours. */
function keepPrivate(outgoing: ExpressResponse): void {
  const { writeHead } = outgoing;
  outgoing.writeHead = ((status: number, ...rest: unknown[]) => {
    outgoing.writeHead = writeHead;
    const given = rest.at(-1);
    if (Array.isArray(given)) writeList(outgoing, (rest.pop() as string[]).flat());
    else if (typeof given === 'object' && given !== null) {
      for (const [name, value] of Object.entries(rest.pop() as object)) outgoing.setHeader(name, value);
    }
    outgoing.setHeader('Cache-Control', privately(String(outgoing.getHeader('Cache-Control') ?? '')));
    for (const name of outgoing.getHeaderNames()) if (TARGETED_CACHE_HEADER.test(name)) outgoing.removeHeader(name);
    return outgoing.writeHead(status, ...(rest as [string]));
  }) as typeof writeHead;
}

/** Names and values in turn. */
function writeList(outgoing: ExpressResponse, list: readonly string[]): void {
  for (let index = 0; index + 1 < list.length; index += 2) {
    const [name = '', value = ''] = list.slice(index, index + 2);
    if (/^set-cookie$/i.test(name)) outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  }
}

/** Keeps an answer back until it is written down that the payment is used up: a client that reads slowly must not outlive the lease, and be served again. */
function holdBack(outgoing: ExpressResponse, finish: (status: number) => Promise<Response | undefined>): void {
  const { write, end } = outgoing;
  const waiting: (() => unknown)[] = [];
  const begin = () => {
    if (!outgoing.headersSent) outgoing.writeHead(outgoing.statusCode);
    void finish(outgoing.statusCode).then((instead) => {
      outgoing.write = write;
      outgoing.end = end;
      if (instead) return outgoing.destroy();
      for (const send of waiting) send();
      return outgoing.emit('drain');
    });
  };
  const keep = (method: (...given: never[]) => unknown, given: unknown[]) => {
    if (waiting.push(() => method.apply(outgoing, given as never[])) === 1) begin();
  };
  outgoing.write = ((...given: unknown[]) => {
    keep(write, given);
    return false;
  }) as typeof write;
  outgoing.end = ((...given: unknown[]) => {
    keep(end, given);
    return outgoing;
  }) as typeof end;
}
