/** Stacks for the official x402 SDK (`@x402/core` 2.27 and later): one `register` line for clients, servers and facilitators. */

export { createExactStacksClient, type ExactStacksClientOptions } from './client.js';
export { createExactStacksFacilitator } from './facilitator.js';
export { guardedFetch } from './guarded-fetch.js';
export { createExactStacksServer, type ExactStacksServerOptions } from './server.js';
