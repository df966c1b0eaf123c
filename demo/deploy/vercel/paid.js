/** The whole server: what is for sale, at which address, for how much. */

import { createVerifier } from 'x402pay/verifier';
import { fetchHandler } from 'x402pay/verifier/fetch';
import { articles } from './articles.js';
import { access, keyVersion, network, origin, payTo, price, script } from './settings.js';

/**
 * @typedef {object} Environment
 * @property {string} [X402PAY_SECRET] at least 32 random bytes; whoever has it can read everything
 * @property {string} [X402PAY_ORIGIN] where this server is reached, when it is not the origin of settings.js
 * @property {string} [X402PAY_NODE] Stacks node to use; default: the network's public one
 * @property {string} [X402PAY_API_KEY] key for that node
 * @property {string} [X402PAY_DEVNET] the embedded chain, for a try on this computer: node of this server and of its readers, and their wallet
 */

/**
 * @param {Environment} environment
 * @param {string} folder before every address, like `/api`
 * @returns {(request: Request) => Promise<Response>}
 */
export function createPaidServer(environment, folder = '') {
  try {
    return openServer(environment, folder);
  } catch (error) {
    // A function that does not start tells nobody why; this one tells whoever asks it. No message has a secret in it.
    const message = `This server is not ready. ${error instanceof Error ? error.message : error}\n`;
    console.error(message);
    return async () => new Response(message, { status: 503, headers: { 'Cache-Control': 'no-store' } });
  }
}

/** @type {typeof createPaidServer} */
function openServer({ X402PAY_SECRET, X402PAY_ORIGIN, X402PAY_NODE, X402PAY_API_KEY, X402PAY_DEVNET }, folder) {
  if (!X402PAY_SECRET) throw new Error('X402PAY_SECRET is not set; README.md says how to set it where this runs.');
  const verifier = createVerifier({
    network,
    payTo,
    secret: X402PAY_SECRET.trim(),
    origin: X402PAY_ORIGIN || origin,
    chain: X402PAY_DEVNET
      ? { url: X402PAY_DEVNET }
      : { ...(X402PAY_NODE && { url: X402PAY_NODE }), ...(X402PAY_API_KEY && { apiKey: X402PAY_API_KEY }) },
    page: X402PAY_DEVNET
      ? { scripts: [script, `${X402PAY_DEVNET}/devnet/wallet.js`], nodeUrl: X402PAY_DEVNET }
      : { scripts: [script] },
  });
  const terms = { price, access };
  const routes = Object.entries(articles).map(([name, html]) => {
    return [`${folder}/articles/${name}`, { terms, handler: () => new Response(html, { headers: HTML }) }];
  });
  // Keys of articles that `npx x402pay seal` has sealed: one address for each, the same price.
  const sellKey = verifier.sellKey(terms, { version: keyVersion });
  return fetchHandler(verifier, Object.fromEntries(routes), (request) => {
    const isKey = new URL(request.url).pathname.startsWith(`${folder}/keys/`);
    return isKey ? sellKey(request) : new Response('Not found.', { status: 404 });
  });
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
