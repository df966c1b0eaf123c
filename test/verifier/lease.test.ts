/** PROTOCOL section 5: a payment is held for as long as its handler runs, and not for longer when the process, or the client, has gone. */

import { describe, expect, it } from 'vitest';
import { type ClaimStore, createMemoryClaims, type PaidHandler, type Protection } from 'x402pay/verifier';
import { asks, ONCE, offerOf, openShop, openShopWithClaims, presents, serves, signed, verdict } from './shop.js';

const LEASE_SECONDS = 120;
/** Long enough for a renewal to be due, and for two that are lost. */
const PART_OF_LEASE_SECONDS = 50;

/** Lets everything happen that does not wait for time. */
const moment = () => new Promise((done) => setImmediate(done));

/** A handler that goes on when it is told to, and says when it has begun. */
function slowHandler() {
  let runs = 0;
  let hasBegun = () => {};
  let goOn: (answer: Response) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const begun = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });
  const answer = new Promise<Response>((resolve, reject) => {
    [goOn, fail] = [resolve, reject];
  });
  const handler: PaidHandler = () => {
    runs += 1;
    hasBegun();
    return answer;
  };
  return { handler, begun, goOn, fail, runs: () => runs };
}

async function paid(guarded: Protection): Promise<Record<string, string>> {
  const offer = await offerOf(guarded);
  return presents(offer, signed(offer));
}

/** Counts the renewals of a store, each of which may fail. */
function counting(claims: ClaimStore, fails: () => boolean = () => false) {
  let renewals = 0;
  const store: ClaimStore = {
    hold: (request) => claims.hold(request),
    record: (...change) => claims.record(...change),
    spend: (...change) => claims.spend(...change),
    release: (...change) => claims.release(...change),
    forget: (...change) => claims.forget(...change),
    renew: async (...change) => {
      renewals += 1;
      if (fails()) throw new Error('store down');
      return claims.renew(...change);
    },
  };
  return { store, renewals: () => renewals };
}

describe('a handler that takes longer than the lease', () => {
  it('runs once, and its answer is delivered', async () => {
    const { verifier, another, time } = openShopWithClaims();
    const [guarded, elsewhere] = [verifier.protect(ONCE), another().protect(ONCE)];
    const headers = await paid(guarded);
    const { handler, begun, goOn, runs } = slowHandler();
    const answer = guarded(asks('/a', headers), handler);
    await begun;
    for (let times = 0; times < 10; times++) {
      time.advance(PART_OF_LEASE_SECONDS);
      await moment();
      expect(verdict(await elsewhere(asks('/a', headers), handler))).toBe('409 payment_in_progress');
    }
    goOn(new Response('the content'));
    expect(verdict(await answer)).toBe('200 success');
    expect(runs()).toBe(1);
    expect(verdict(await elsewhere(asks('/a', headers), handler))).toBe('402 payment_already_used');
  });

  it('but never comes back is given up after an hour', async () => {
    const { verifier, time } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const headers = await paid(guarded);
    const { handler, begun } = slowHandler();
    void guarded(asks('/a', headers), handler);
    await begun;
    for (let seconds = 0; seconds < 3600 + 2 * LEASE_SECONDS; seconds += PART_OF_LEASE_SECONDS) {
      time.advance(PART_OF_LEASE_SECONDS);
      await moment();
    }
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('and has lost its client is not waited for any longer', async () => {
    const { verifier, time } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const headers = await paid(guarded);
    const { handler, begun } = slowHandler();
    const client = new AbortController();
    void guarded(new Request(asks('/a', headers), { signal: client.signal }), handler);
    await begun;
    client.abort();
    for (let times = 0; times < 3; times++) {
      time.advance(PART_OF_LEASE_SECONDS);
      await moment();
    }
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

describe('the lease is no longer renewed', () => {
  const openCounting = () => {
    const shop = openShop();
    const { store, renewals } = counting(createMemoryClaims({ clock: shop.time.clock }));
    return { ...shop, guarded: shop.another({ claims: store }).protect(ONCE), renewals };
  };

  it.each([
    ['answered', (handler: ReturnType<typeof slowHandler>) => handler.goOn(new Response('the content'))],
    ['failed', (handler: ReturnType<typeof slowHandler>) => handler.fail(new Error('no database'))],
  ])('when the handler has %s', async (_what, end) => {
    const { guarded, renewals, time } = openCounting();
    const slow = slowHandler();
    const answer = guarded(asks('/a', await paid(guarded)), slow.handler);
    await slow.begun;
    time.advance(PART_OF_LEASE_SECONDS);
    await moment();
    expect(renewals()).toBe(1);
    end(slow);
    await answer;
    time.advance(10 * LEASE_SECONDS);
    await moment();
    expect(renewals()).toBe(1);
  });

  it('when a timer rejects because it was stopped', async () => {
    const sleep = (_milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('stopped')));
      });
    const { another, time } = openShop();
    const { store, renewals } = counting(createMemoryClaims({ clock: time.clock }));
    const guarded = another({ claims: store, sleep }).protect(ONCE);
    expect(verdict(await guarded(asks('/a', await paid(guarded)), serves))).toBe('200 success');
    // Nobody has to catch it: that would end the process, and this test.
    await moment();
    expect(renewals()).toBe(0);
  });

  it('when somebody else holds the payment', async () => {
    const { another, time } = openShop();
    const claims = createMemoryClaims({ clock: time.clock });
    let isDown = true;
    const { store, renewals } = counting(claims, () => isDown);
    const guarded = another({ claims: store }).protect(ONCE);
    const headers = await paid(guarded);
    const slow = slowHandler();
    const late = guarded(asks('/a', headers), slow.handler);
    await slow.begun;
    time.advance(LEASE_SECONDS + 1);
    await moment();
    isDown = false;
    expect(verdict(await another({ claims }).protect(ONCE)(asks('/a', headers), serves))).toBe('200 success');
    for (let times = 0; times < 3; times++) {
      time.advance(PART_OF_LEASE_SECONDS);
      await moment();
    }
    expect(renewals()).toBe(2);
    slow.goOn(new Response('the content'));
    expect(verdict(await late)).toBe('409 payment_in_progress');
  });
});

describe('a store that is down while the handler runs', () => {
  it('is asked again, so that an interruption is harmless, and the operator is told', async () => {
    const { another, time, events } = openShop();
    let isDown = false;
    const { store, renewals } = counting(createMemoryClaims({ clock: time.clock }), () => isDown);
    const guarded = another({ claims: store }).protect(ONCE);
    const headers = await paid(guarded);
    const { handler, begun, goOn } = slowHandler();
    const answer = guarded(asks('/a', headers), handler);
    await begun;
    for (const down of [true, true, false, false]) {
      isDown = down;
      time.advance(PART_OF_LEASE_SECONDS);
      await moment();
    }
    expect(renewals()).toBe(4);
    expect(events.filter(({ type }) => type === 'internal_error')).toHaveLength(2);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('409 payment_in_progress');
    goOn(new Response('the content'));
    expect(verdict(await answer)).toBe('200 success');
  });

  it('for a whole lease lets the payer in again, and one of the two answers is delivered', async () => {
    const { another, time } = openShop();
    const { store } = counting(createMemoryClaims({ clock: time.clock }), () => true);
    const guarded = another({ claims: store }).protect(ONCE);
    const headers = await paid(guarded);
    const { handler, begun, goOn } = slowHandler();
    const first = guarded(asks('/a', headers), handler);
    await begun;
    time.advance(LEASE_SECONDS + 1);
    await moment();
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    goOn(new Response('the content'));
    expect(verdict(await first)).toBe('409 payment_in_progress');
  });
});
