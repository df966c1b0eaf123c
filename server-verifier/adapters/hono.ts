/** For Hono: a middleware that guards the routes behind it. */

import type { Context, MiddlewareHandler } from 'hono';
import type { PaidAccess } from '../admit.js';
import type { Protection } from '../protect.js';

/** What the handlers behind the middleware find: `c.get('payment')`. */
export interface PaidVariables {
  payment: PaidAccess;
}

/**
 * Guards what follows. Handlers find who paid in `c.get('payment')`. An error that a handler throws counts as a failure: the payment stays good.
 *
 * @example
 * ```ts
 * import { Hono } from 'hono';
 * import { createVerifier } from 'x402pay/verifier';
 * import { hono, type PaidVariables } from 'x402pay/verifier/hono';
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://api.example',
 * });
 * const app = new Hono<{ Variables: PaidVariables }>();
 * app.use('/quote', hono(verifier.protect({ price: { STX: '0.01' }, access: '1h' })));
 * app.get('/quote', (c) => c.json({ quote: 'Numbers go up.', payer: c.get('payment').payer }));
 * const response = await app.request('/quote');
 * console.assert(response.status === 402);
 * ```
 */
export function hono(protection: Protection): MiddlewareHandler<{ Variables: PaidVariables }> {
  return async (context: Context<{ Variables: PaidVariables }>, next) => {
    const response = await protection(context.req.raw, async (_request, access) => {
      context.set('payment', access);
      await next();
      return context.res;
    });
    // Hono merges the headers of a response that stands there already into the new one: ours has them all.
    context.res = undefined;
    context.res = response;
  };
}
