/** What sign-ins could be misused for: another's access, more than was paid for, and work that others wait for. */

import { describe, expect, it } from 'vitest';
import { payingFetch, type SentTransaction, SIGN_IN_HEADER } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { hexFromBytes, transactionId } from 'x402pay/stacks';
import { createMemoryClaims, type Terms } from 'x402pay/verifier';
import {
  account,
  asks,
  buys,
  NETWORK,
  ORIGIN,
  offerOf,
  offersOf,
  openShop,
  READER,
  SELLER,
  serves,
  signed,
  verdict,
} from '../verifier/shop.js';
import { comesBack, signsIn } from '../verifier/sign-in-shop.js';

const PAYEE: Terms = { price: { STX: '0.5' }, access: '30d', resource: '/a', signIn: { proof: 'payee' } };

/** An index that lists these transactions for everybody, and counts how often it is asked. */
function index(listed: readonly Uint8Array[] = []) {
  let questions = 0;
  const sent = async (): Promise<SentTransaction[]> => {
    questions += 1;
    return listed.map((bytes, nonce) => {
      return { txid: transactionId(bytes), nonce: BigInt(nonce), status: 'success', text: SELLER.toLowerCase() };
    });
  };
  return { sent, questions: () => questions };
}

describe('who has paid', () => {
  it('a little for reading does not get in for writing, which costs more, by asking for both at once', async () => {
    const listed: Uint8Array[] = [];
    const { verifier, chain } = openShop({ history: index(listed) });
    const reading = verifier.protect(PAYEE);
    const writing = verifier.protect({ ...PAYEE, price: { STX: '50' } });
    const bytes = signed(await offerOf(reading), { memo: 'thanks' });
    chain.mine(bytes);
    listed.push(bytes);
    expect(verdict(await comesBack(writing, { method: 'POST' }))).toBe('402 sign_in_unpaid');
    const headers = [signsIn(await offersOf(reading)), signsIn(await offersOf(writing, asks('/a', {}, 'POST')))];
    const both = [reading(asks('/a', headers[0]), serves), writing(asks('/a', headers[1], 'POST'), serves)];
    expect((await Promise.all(both)).map(verdict)).toEqual(['200 success', '402 sign_in_unpaid']);
  });

  it('once cannot fill the store of claims by signing in again and again', async () => {
    const { verifier } = openShop({ claims: createMemoryClaims({ maxClaims: 400 }) });
    const guarded = verifier.protect({ price: { STX: '0.5' }, access: '30d', signIn: true });
    await buys(guarded);
    const verdicts = new Set<string>();
    for (let attempt = 0; attempt < 600; attempt++) verdicts.add(verdict(await comesBack(guarded)));
    expect([...verdicts].sort()).toEqual(['200 success', '402 sign_in_used']);
    expect(verdict((await buys(guarded, { payer: account(9) })).response)).toBe('200 success');
  });
});

describe('who has paid nothing', () => {
  it('does not keep payments waiting with lookups that take long', async () => {
    const lookups: (() => void)[] = [];
    const history = { sent: () => new Promise<SentTransaction[]>((resolve) => lookups.push(() => resolve([]))) };
    const { verifier } = openShop({ history, maxSettlements: 16 });
    const guarded = verifier.protect(PAYEE);
    const required = await offersOf(guarded);
    const strangers = Array.from({ length: 40 }, (_, seed) => signsIn(required, { account: account(20 + seed) }));
    const waiting = strangers.map((headers) => guarded(asks('/a', headers), serves));
    const turnedAway = await Promise.race(waiting);
    expect(verdict(turnedAway)).toBe('503 overloaded');
    expect(verdict((await buys(guarded, { payer: READER })).response)).toBe('200 success');
    for (const answer of lookups) answer();
    await Promise.all(waiting);
  });
});

describe('who signs in again and again', () => {
  it('costs the nodes nothing more, having paid; and having paid meanwhile, is let in at once', async () => {
    const listed: Uint8Array[] = [];
    const counted = index(listed);
    const { verifier, chain, time } = openShop({ history: counted });
    const guarded = verifier.protect(PAYEE);
    expect(verdict(await comesBack(guarded))).toBe('402 sign_in_unpaid');
    const bytes = signed(await offerOf(guarded), { memo: 'thanks' });
    chain.mine(bytes);
    listed.push(bytes);
    for (let attempt = 0; attempt < 20; attempt++) expect(verdict(await comesBack(guarded))).toBe('200 success');
    expect(counted.questions()).toBe(2);
    time.advance(11);
    expect(verdict(await comesBack(guarded))).toBe('200 success');
    expect(counted.questions()).toBe(3);
  });
});

describe('a program that has paid', () => {
  /** Whose connection sends a sign-in as often as it likes, and gives the last answer. */
  async function comesBackOver(times: (attempt: number) => number) {
    const { verifier } = openShop({ claims: createMemoryClaims() });
    const guarded = verifier.protect({ price: { STX: '0.5' }, access: '30d', signIn: true });
    await buys(guarded);
    let attempts = 0;
    const paid: string[] = [];
    const payer = createKeyPayer({
      privateKey: hexFromBytes(READER.privateKey),
      network: NETWORK,
      node: { url: 'https://node.example', fetch: () => Promise.reject(new Error('Nothing is to be paid.')) },
    });
    const send: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!request.headers.has(SIGN_IN_HEADER)) return guarded(request, serves);
      for (let left = times(++attempts); left > 1; left--) await guarded(request.clone(), serves);
      return guarded(request, serves);
    };
    const onPayment = ({ type }: { type: string }) => paid.push(type);
    const policy = { maxPerPayment: { STX: '1' } };
    const fetchAndPay = payingFetch(send, payer, policy, { signIn: payer, onPayment });
    const outcome = await fetchAndPay(`${ORIGIN}/a`).then(verdict, ({ code }) => code);
    return { outcome, paid };
  }

  it('does not pay once more because its sign-in has arrived twice', async () => {
    expect(await comesBackOver((attempt) => (attempt === 1 ? 2 : 1))).toEqual({ outcome: '200 success', paid: [] });
    expect(await comesBackOver(() => 2)).toEqual({ outcome: 'overloaded', paid: [] });
  });
});
