/** Everybody else's servers, and the cross-origin headers that their operators have to put in front of them. */

import type { Front, ServerName } from '../interop/servers.js';

export const PEERS: readonly ServerName[] = [
  '@x402/express + mechanism',
  '@x402/hono + mechanism',
  'x402-stacks paymentMiddleware + facilitator',
];

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'PAYMENT-SIGNATURE, PAYMENT-PASS, Access-Control-Expose-Headers',
  'access-control-expose-headers': 'PAYMENT-REQUIRED, PAYMENT-RESPONSE, Retry-After',
};

export const crossOrigin: Front = (incoming, outgoing) => {
  for (const [name, value] of Object.entries(CORS)) outgoing.setHeader(name, value);
  if (incoming.method !== 'OPTIONS') return false;
  outgoing.writeHead(204).end();
  return true;
};
