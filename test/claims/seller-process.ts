/** A seller in a process of its own, which stops where it is told to, so that it can be killed there. Its claims are shared with other sellers. */

import { type ClaimStore, createChainClient, createVerifier } from 'x402pay/verifier';
import { asks, HOUR, NETWORK, ONCE, ORIGIN, SECRET, SELLER, verdict } from '../verifier/shop.js';
import { openClaims } from './open-claims.js';
import type { SellerOptions, SellerReport, SellerState, SellerTask } from './seller.js';

const { driver, place, chainUrl, stopsAt, waitsInHandler } = JSON.parse(process.argv[2] ?? '') as SellerOptions;
const report = (message: SellerReport) => process.send?.(message);

/** Never returns from the state in which this process is to be killed. */
async function reach(state: SellerState): Promise<void> {
  if (state !== stopsAt) return;
  report({ is: 'there' });
  await new Promise(() => {});
}

const { store } = await openClaims(driver, place);
const claims: ClaimStore = {
  hold: async (request) => {
    const outcome = await store.hold(request);
    if (outcome.status === 'held') await reach('held');
    return outcome;
  },
  record: async (keys, fence, settlement) => {
    const isOurs = await store.record(keys, fence, settlement);
    await reach(settlement === 'settled' ? 'settled' : 'written down');
    return isOurs;
  },
  renew: (keys, fence, leaseSeconds) => store.renew(keys, fence, leaseSeconds),
  spend: async (keys, fence) => {
    await reach('spending');
    const isOurs = await store.spend(keys, fence);
    await reach('spent');
    return isOurs;
  },
  release: (keys, fence) => store.release(keys, fence),
  forget: (keys, fence) => store.forget(keys, fence),
};
const chain = createChainClient({
  url: chainUrl,
  fetch: async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method === 'POST') await reach('broadcast');
    return response;
  },
});
const verifier = createVerifier({
  network: NETWORK,
  payTo: SELLER,
  secret: SECRET,
  origin: ORIGIN,
  chain,
  claims,
  waitSeconds: 30,
});
const shelves = { '/a': verifier.protect(ONCE), '/hour': verifier.protect(HOUR) };

let mayServe = () => {};
const allowed = new Promise<void>((resolve) => {
  mayServe = resolve;
});
const serve = async () => {
  report({ is: 'serving' });
  await reach('serving');
  if (waitsInHandler) await allowed;
  return new Response('the content');
};

process.on('disconnect', () => process.exit());
process.on('message', (task: SellerTask) => {
  if (task.do === 'serve') return mayServe();
  const { path, headers } = task.payment;
  for (let count = 0; count < task.times; count++) {
    void shelves[path](asks(path, headers), serve).then((response) =>
      report({ is: 'answered', verdict: verdict(response) }),
    );
  }
});
report({ is: 'open' });
