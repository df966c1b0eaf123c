import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createChainClient, createMemoryClaims } from 'x402pay/verifier';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { type Account, account, asks, HOUR, ONCE, offerOf, openShop, presents, signed } from '../verifier/shop.js';
import { type Presentable, SELLER_STATES, Seller, type SellerOptions, type SellerState } from './seller.js';
import { describeWith, openPostgres, openRedis, type TestServer } from './servers.js';

const PROCESSES = 4;
const PRESENTATIONS = 250;
const FUNDS = 1_000_000_000n;
const PRICE = 500_000n;
const FEE = 1000n;
/** More than the lease of a hold, which is 120 seconds when nobody sets it. */
const LEASE_SECONDS = 150;

let devnet: Devnet;
beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
});
afterAll(() => devnet.close());

const USED = '402 payment_already_used';
const MEMO_MISMATCH = '402 invalid_exact_stacks_payload_memo_mismatch';
const SUCCESS = '200 success';

/** Kinds of payments: for one answer or for an hour, bound to its offer by the memo or by the claim alone. */
interface Kind {
  readonly path: Presentable['path'];
  readonly bound: boolean;
}
const KINDS: readonly Kind[] = [
  { path: '/a', bound: true },
  { path: '/a', bound: false },
  { path: '/hour', bound: true },
  { path: '/hour', bound: false },
];

/** A payment whose seller was killed. */
interface Dead extends Kind {
  readonly name: string;
  readonly state: SellerState;
  readonly account: Account;
  readonly payer: Presentable;
  readonly thief: Presentable;
}

/** Every payment is of another account. */
let accounts = 100;

const isUsedOnce = (server: TestServer) => {
  let place: string;
  const sellers: Seller[] = [];

  beforeAll(() => {
    place = server.place();
  });
  afterEach(async () => {
    for (const seller of sellers.splice(0)) await seller.close();
  });
  afterAll(async () => {
    await server.remove(place);
    await server.close();
  });

  const open = async (turn: number, options: Partial<SellerOptions> = {}) => {
    const driver = server.drivers[turn % server.drivers.length]!;
    const seller = await Seller.open({ driver, place, chainUrl: devnet.url, ...options });
    sellers.push(seller);
    return seller;
  };

  /** Offers are the same from every seller with one secret. */
  const { verifier } = openShop({ claims: createMemoryClaims(), clock: Date.now });
  const shelves = { '/a': verifier.protect(ONCE), '/hour': verifier.protect(HOUR) };
  const offerAt = (path: Presentable['path']) => offerOf(shelves[path], 'STX', asks(path));

  /** A payment, and a copy of its transaction in the hands of a thief who has an offer of his own. */
  const pay = async ({ path, bound }: Kind) => {
    const payer = account(accounts++);
    await devnet.fund(payer.address, { STX: FUNDS });
    const offer = await offerAt(path);
    const transaction = signed(offer, { payer, fee: FEE, ...(bound ? {} : { memo: null }) });
    const stolen = presents(await offerAt(path), transaction);
    return { account: payer, payer: { path, headers: presents(offer, transaction) }, thief: { path, headers: stolen } };
  };

  const paidOnce = async ({ address }: Account) => {
    const { nonce, balance } = await createChainClient({ url: devnet.url }).account(address);
    expect({ nonce, balance }).toEqual({ nonce: 1n, balance: FUNDS - PRICE - FEE });
  };

  it(`serves one of ${PROCESSES} × ${PRESENTATIONS} presentations of one payment at the same time`, async () => {
    const processes = await Promise.all(
      Array.from({ length: PROCESSES }, (_, turn) => open(turn, { waitsInHandler: true })),
    );
    const { account, payer } = await pay({ path: '/a', bound: true });
    for (const seller of processes) seller.present(payer, PRESENTATIONS);
    // The one that serves waits until all others have their answer, so that all are there at the same time.
    await Promise.all(
      processes.map((seller) => seller.until(() => seller.verdicts.length + seller.served === PRESENTATIONS)),
    );
    for (const seller of processes) seller.serve();
    await Promise.all(processes.map((seller) => seller.until(() => seller.verdicts.length === PRESENTATIONS)));

    const verdicts = processes.flatMap((seller) => seller.verdicts);
    expect(processes.reduce((sum, seller) => sum + seller.served, 0)).toBe(1);
    expect(verdicts.filter((verdict) => verdict === '200 success').length).toBe(1);
    expect(new Set(verdicts)).toEqual(new Set(['200 success', '409 payment_in_progress']));
    for (const seller of processes) expect(await seller.answer(payer)).toBe(USED);
    await paidOnce(account);
  });

  it('lets only the payer in again, whatever was sold, and whatever the seller was doing when it was killed', async () => {
    const dead = (await Promise.all(SELLER_STATES.map(dieWhile))).flat();
    const survivor = await open(1);
    const answersTo = async (who: 'payer' | 'thief') => {
      const answers: Record<string, string> = {};
      for (const one of dead) answers[one.name] = await survivor.answer(one[who]);
      return answers;
    };
    const due = (verdict: (one: Dead) => string) => Object.fromEntries(dead.map((one) => [one.name, verdict(one)]));
    const thieves = due(({ bound }) => (bound ? MEMO_MISMATCH : USED));
    // What is sold for a time is marked as used before it is served: from then on its payer need not wait.
    const isOpen = ({ path, state }: Dead) => path === '/hour' && ['spent', 'serving'].includes(state);

    expect(await answersTo('thief')).toEqual(thieves);
    expect(await answersTo('payer')).toEqual(due((one) => (isOpen(one) ? SUCCESS : '409 payment_in_progress')));
    expect(survivor.served).toBe(dead.filter(isOpen).length);
    await server.advance(place, LEASE_SECONDS);
    expect(await answersTo('thief')).toEqual(thieves);
    expect(survivor.served).toBe(dead.filter(isOpen).length);
    expect(await answersTo('payer')).toEqual(due(() => SUCCESS));

    await server.advance(place, LEASE_SECONDS);
    expect(await answersTo('payer')).toEqual(due(({ path }) => (path === '/hour' ? SUCCESS : USED)));
    expect(await answersTo('thief')).toEqual(thieves);
    for (const { account } of dead) await paidOnce(account);
  });

  it('gives an `once` answer that was lost after its payment was marked as used to nobody again', async () => {
    const seller = await open(0, { stopsAt: 'spent' });
    const lost = [
      { ...(await pay({ path: '/a', bound: true })), refusal: MEMO_MISMATCH },
      { ...(await pay({ path: '/a', bound: false })), refusal: USED },
    ];
    for (const { payer } of lost) seller.present(payer, 1);
    await seller.die(lost.length);
    expect(seller.served).toBe(lost.length);

    const survivor = await open(1);
    for (const seconds of [0, LEASE_SECONDS]) {
      await server.advance(place, seconds);
      for (const { payer, thief, refusal } of lost) {
        expect(await survivor.answer(payer)).toBe(USED);
        expect(await survivor.answer(thief)).toBe(refusal);
      }
    }
    expect(survivor.served).toBe(0);
    for (const { account } of lost) await paidOnce(account);
  });

  /** Payments of every kind that passes this state, presented to one seller which was then killed there. */
  const dieWhile = async (state: SellerState, turn: number): Promise<Dead[]> => {
    const kinds = KINDS.filter(({ path, bound }) => {
      // Who is bound need not be seen first. And what is lost after `spent` has a test of its own.
      return state === 'written down' ? !bound : state !== 'spent' || path === '/hour';
    });
    const seller = await open(turn, { stopsAt: state });
    const payments = await Promise.all(kinds.map(pay));
    for (const { payer } of payments) seller.present(payer, 1);
    await seller.die(payments.length);
    return payments.map((payment, index) => {
      const kind = kinds[index] as Kind;
      return { ...payment, ...kind, state, name: `${kind.bound ? 'bound' : 'unbound'} at ${kind.path}, ${state}` };
    });
  };
};

await describeWith(openRedis, isUsedOnce);
await describeWith(openPostgres, isUsedOnce);
