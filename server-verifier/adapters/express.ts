/** For Express 5 (and other servers with its middleware): guards the handlers that follow. */

import type { Request as ExpressRequest, Response as ExpressResponse, NextFunction, RequestHandler } from 'express';
import type { PaidAccess } from '../admit.js';
import type { Protection } from '../protect.js';
import { sendResponse, setHeaders, webRequest } from './node.js';

/** What the handlers behind the middleware find in `res.locals`. */
export interface PaidLocals {
  payment: PaidAccess;
}

/**
 * Guards what follows. Handlers find who paid in `res.locals.payment`. An `once` payment is used up when their answer has gone out with a status below 500,
 * and is free again when it failed.
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
  outgoing.once('close', () => {
    // Without an answer, the handler may still be at work: the lease decides. With one, it was given, whoever received it.
    if (outgoing.headersSent) void admission.finish(outgoing.statusCode);
  });
  next();
}
