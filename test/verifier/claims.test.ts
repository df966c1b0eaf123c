/** PROTOCOL section 4, check 10, and section 5: what a payment can be used for, how often, and by whom. */

import { describe, expect, it } from 'vitest';
import { HEADER } from 'x402pay';
import type { ClaimStore, PaidHandler } from 'x402pay/verifier';
import { createMemoryClaims } from 'x402pay/verifier';
import {
  asks,
  buys,
  ONCE,
  offerOf,
  openShop,
  openShopWithClaims,
  presents,
  serves,
  settlementOf,
  signed,
  TERMS,
  verdict,
} from './shop.js';

/** A handler that counts its runs, tells when the first has begun, and goes on when it is told to. */
function slowHandler(status = 200): {
  handler: PaidHandler;
  begun: Promise<void>;
  goOn: () => void;
  runs: () => number;
} {
  let count = 0;
  let goOn = () => {};
  let begin = () => {};
  const begun = new Promise<void>((tell) => {
    begin = tell;
  });
  const gate = new Promise<void>((open) => {
    goOn = open;
  });
  const handler: PaidHandler = async () => {
    count += 1;
    begin();
    await gate;
    return new Response(`run ${count}`, { status });
  };
  return { handler, begun, goOn, runs: () => count };
}

describe('an `once` payment', () => {
  it('runs the handler once, and is used up then', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const { response, headers } = await buys(guarded);
    expect(verdict(response)).toBe('200 success');
    expect(settlementOf(response).extensions?.pass).toBeUndefined();
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('runs the handler once when fifty present it at once, and the others are told to wait', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer));
    const { handler, goOn, runs } = slowHandler();
    const all = Array.from({ length: 50 }, () => guarded(asks('/a', headers), handler));
    // The one that serves goes on when all others have their answer.
    const others = new Promise<void>((answered) => {
      let left = 49;
      for (const one of all) void one.then(() => --left === 0 && answered());
    });
    await others;
    goOn();
    const verdicts = (await Promise.all(all)).map(verdict).sort();
    expect(verdicts).toEqual(['200 success', ...Array(49).fill('409 payment_in_progress')]);
    expect(runs()).toBe(1);
  });

  it('runs the handler once across processes that share a store', async () => {
    const { verifier, another } = openShopWithClaims();
    const guards = [verifier, another(), another()].map((one) => one.protect(ONCE));
    const offer = await offerOf(guards[0] as never);
    const headers = presents(offer, signed(offer));
    let runs = 0;
    const handler = () => {
      runs += 1;
      return new Response();
    };
    const responses = await Promise.all(
      guards.flatMap((guarded) => [1, 2, 3].map(() => guarded(asks('/a', headers), handler))),
    );
    expect(runs).toBe(1);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('tells who comes while the handler runs when to come back', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const { handler, begun, goOn } = slowHandler();
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer));
    const first = guarded(asks('/a', headers), handler);
    await begun;
    const second = await guarded(asks('/a', headers), serves);
    expect(verdict(second)).toBe('409 payment_in_progress');
    expect(Number(second.headers.get('Retry-After'))).toBeGreaterThan(0);
    goOn();
    expect(verdict(await first)).toBe('200 success');
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no database'))],
    ['answers 500', () => new Response('sorry', { status: 500 })],
    ['answers 503', () => new Response('sorry', { status: 503 })],
    ['returns nothing', () => undefined as never],
  ])('stays with the same payer when the handler %s', async (_what, handler) => {
    const { verifier, chain } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const { response, headers } = await buys(guarded, { handler });
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(settlementOf(response).success).toBe(true);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
    expect(chain.transactions.size).toBe(1);
  });

  it('is used up by an answer below 500', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const { response, headers } = await buys(guarded, {
      handler: () => new Response('no such thing', { status: 404 }),
    });
    expect(response.status).toBe(404);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('comes back to the same payer when the lease of a dead process has run out', async () => {
    const { another, time } = openShopWithClaims();
    // Whatever it still wanted to do, it does not.
    const crashed = another({ sleep: () => new Promise(() => {}) }).protect(ONCE);
    const offer = await offerOf(crashed);
    const headers = presents(offer, signed(offer));
    const admission = await crashed.admit(asks('/a', headers));
    expect(admission.admitted).toBe(true);
    const alive = another().protect(ONCE);
    expect(verdict(await alive(asks('/a', headers), serves))).toBe('409 payment_in_progress');
    time.advance(121);
    expect(verdict(await alive(asks('/a', headers), serves))).toBe('200 success');
    expect((await (admission.admitted ? admission.finish(200) : undefined))?.status).toBe(409);
  });

  it('is not used up by a client that has gone before the handler ran', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const offer = await offerOf(guarded);
    const headers = presents(offer, signed(offer));
    let runs = 0;
    const gone = new Request('https://shop.example/a', { headers, signal: AbortSignal.abort() });
    await guarded(gone, () => {
      runs += 1;
      return new Response();
    });
    expect(runs).toBe(0);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('resumes after it was pending', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(ONCE);
    const { response, headers, transaction } = await buys(guarded);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('402 payment_already_used');
  });

  it('cannot be used again after the claim was forgotten', async () => {
    const { verifier, time } = openShopWithClaims();
    const guarded = verifier.protect(ONCE);
    const { headers } = await buys(guarded);
    for (let day = 0; day < 30; day++) {
      time.advance(86_400);
      expect(verdict(await guarded(asks('/a', headers), serves))).toMatch(
        /^402 (?:payment_already_used|access_expired)$/,
      );
    }
  });

  it('is not delivered when it cannot be marked as used', async () => {
    const claims = createMemoryClaims({ clock: () => Date.UTC(2026, 10, 21) });
    const broken: ClaimStore = { ...methodsOf(claims), spend: () => Promise.reject(new Error('store down')) };
    const { response } = await buys(openShop({ claims: broken }).verifier.protect(ONCE));
    expect(verdict(response)).toBe('503 overloaded');
    expect(await response.text()).not.toContain('the content');
  });
});

describe('a payment for access in time, where it is written down', () => {
  it('may be presented again by its payer', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(TERMS);
    const { headers } = await buys(guarded);
    for (let times = 0; times < 3; times++)
      expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('is free for its payer after the handler failed, by the payment and by the pass', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(TERMS);
    const { response, headers } = await buys(guarded, { handler: () => Promise.reject(new Error('no database')) });
    expect(verdict(response)).toBe('500 success');
    const { token } = (settlementOf(response).extensions as { pass: { info: { token: string } } }).pass.info;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
    expect((await guarded(asks('/a', { [HEADER.pass]: token }), serves)).status).toBe(200);
  });
});

describe('an unbound payment', () => {
  const pays = { memo: 'x402:a memo of the client’s own'.slice(0, 20) };

  it('is accepted when it was not public before, and again by the same client', async () => {
    for (const terms of [TERMS, ONCE]) {
      const { verifier } = openShopWithClaims();
      const guarded = verifier.protect(terms);
      const { response, headers } = await buys(guarded, pays);
      expect(verdict(response)).toBe('200 success');
      const again = verdict(await guarded(asks('/a', headers), serves));
      expect(again).toBe(terms === ONCE ? '402 payment_already_used' : '200 success');
    }
  });

  it.each(['success', 'pending', 'dropped', 'aborted'] as const)(
    'is refused when the chain shows it as %s before',
    async (status) => {
      const { verifier, chain } = openShopWithClaims();
      const guarded = verifier.protect(TERMS);
      const offer = await offerOf(guarded);
      const transaction = signed(offer, pays);
      chain.mine(transaction, { status });
      expect(verdict(await guarded(asks('/a', presents(offer, transaction)), serves))).toBe('402 payment_already_used');
    },
  );

  it('is refused to another client that copied it', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(TERMS);
    const { transaction } = await buys(guarded, pays);
    const thief = await offerOf(guarded);
    expect(verdict(await guarded(asks('/a', presents(thief, transaction)), serves))).toBe('402 payment_already_used');
  });

  it('is refused for another resource', async () => {
    const { verifier } = openShopWithClaims();
    const guarded = verifier.protect(TERMS);
    const { transaction } = await buys(guarded, pays);
    const other = await offerOf(guarded, 'STX', asks('/b'));
    expect(verdict(await guarded(asks('/b', presents(other, transaction)), serves))).toBe('402 payment_already_used');
  });

  it('resumes for the same client after it was pending', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.behaviour = 'pending';
    const guarded = verifier.protect(TERMS);
    const { response, headers, transaction } = await buys(guarded, pays);
    expect(verdict(response)).toBe('402 settlement_pending');
    chain.mine(transaction);
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });

  it('is not sent while no node can say whether it was public', async () => {
    const { verifier, chain } = openShopWithClaims();
    chain.isDown = true;
    const guarded = verifier.protect(TERMS);
    const { response, headers } = await buys(guarded, pays);
    expect(verdict(response)).toBe('402 settlement_pending');
    expect(chain.broadcasts).toEqual([]);
    chain.isDown = false;
    expect(verdict(await guarded(asks('/a', headers), serves))).toBe('200 success');
  });
});

describe('a claim store', () => {
  it('that is full stops sales before anything is sent', async () => {
    const { chain, another } = openShop();
    const claims = createMemoryClaims({ maxClaims: 1, clock: () => Date.UTC(2026, 10, 21) });
    const guarded = another({ claims }).protect(ONCE);
    expect(verdict((await buys(guarded)).response)).toBe('200 success');
    expect(verdict((await buys(guarded, { nonce: 1n })).response)).toBe('503 overloaded');
    expect(chain.broadcasts).toHaveLength(1);
  });

  it('that does not answer stops sales before anything is sent', async () => {
    const { chain, another } = openShop();
    const claims: ClaimStore = {
      ...methodsOf(createMemoryClaims()),
      hold: () => Promise.reject(new Error('store down')),
    };
    expect(verdict((await buys(another({ claims }).protect(TERMS))).response)).toBe('503 overloaded');
    expect(chain.broadcasts).toEqual([]);
  });

  it('that fails in between is told to the operator, and the lease decides', async () => {
    const { events, another } = openShop();
    const claims: ClaimStore = {
      ...methodsOf(createMemoryClaims()),
      record: () => Promise.reject(new Error('store down')),
    };
    expect(verdict((await buys(another({ claims }).protect(TERMS))).response)).toBe('200 success');
    expect(events.map(({ type }) => type)).toContain('internal_error');
  });
});

function methodsOf(claims: ClaimStore): ClaimStore {
  return {
    hold: (request) => claims.hold(request),
    record: (...change) => claims.record(...change),
    renew: (...change) => claims.renew(...change),
    spend: (...change) => claims.spend(...change),
    release: (...change) => claims.release(...change),
    forget: (...change) => claims.forget(...change),
  };
}
