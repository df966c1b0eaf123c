/**
 * Cloudflare Workers, which end all work of a request whose client has gone. `/offer` takes an offer and pays it; `/waits` says how often a payment has waited
 * for its block; every other path presents that payment, which the node keeps in its mempool, and answers with the verdict.
 */

import { asks, offerOf, openShop, presents, serves, signed, TERMS, verdict } from './shop.mjs';

/** Real time: the request has to last until its client has gone. */
const sleep = (milliseconds) => {
  waits += 1;
  return new Promise((wake) => setTimeout(wake, milliseconds));
};
let waits = 0;
const { verifier, node } = openShop({ clock: Date.now, sleep, waitSeconds: 1, claims: undefined });
node.behaviour = 'keep';
const guarded = verifier.protect(TERMS);
let headers = {};

export default {
  async fetch({ url }) {
    if (url.endsWith('/offer')) {
      const offer = await offerOf(guarded);
      headers = presents(offer, signed(offer));
      return new Response('paid');
    }
    if (url.endsWith('/waits')) return new Response(`${waits}`);
    return new Response(verdict(await guarded(asks('/a', headers), serves)));
  },
};
