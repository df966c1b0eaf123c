import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createChainClient, createMemoryClaims } from 'x402pay/verifier';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import {
  type Account,
  account,
  ONCE,
  offerOf,
  openShop,
  presents,
  type SigningOptions,
  signed,
} from '../verifier/shop.js';
import { SELLER_STATES, Seller, type SellerOptions, type SellerState } from './seller.js';
import { describeWith, openPostgres, openRedis, type TestServer } from './servers.js';

const PROCESSES = 4;
const PRESENTATIONS = 250;
const FUNDS = 1_000_000_000n;
const PRICE = 500_000n;
const FEE = 1000n;
/** More than the lease of a hold, which is 120 seconds when nobody sets it. */
const LEASE_SECONDS = 150;

// Ten processes start at once; a busy machine may take long.
vi.setConfig({ testTimeout: 120_000 });

let devnet: Devnet;
beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
});
afterAll(() => devnet.close());

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
  const offers = openShop({ claims: createMemoryClaims(), clock: Date.now }).verifier.protect(ONCE);

  const pay = async (options: SigningOptions = {}) => {
    const payer = account(accounts++);
    await devnet.fund(payer.address, { STX: FUNDS });
    const offer = await offerOf(offers);
    const transaction = signed(offer, { payer, fee: FEE, ...options });
    return { payer, transaction, headers: presents(offer, transaction) };
  };

  const paidOnce = async ({ address }: Account) => {
    const { nonce, balance } = await createChainClient({ url: devnet.url }).account(address);
    expect({ nonce, balance }).toEqual({ nonce: 1n, balance: FUNDS - PRICE - FEE });
  };

  it(`serves one of ${PROCESSES} × ${PRESENTATIONS} presentations of one payment at the same time`, async () => {
    const processes = await Promise.all(
      Array.from({ length: PROCESSES }, (_, turn) => open(turn, { waitsInHandler: true })),
    );
    const { payer, headers } = await pay();
    for (const seller of processes) seller.present(headers, PRESENTATIONS);
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
    for (const seller of processes) expect(await seller.answer(headers)).toBe('402 payment_already_used');
    await paidOnce(payer);
  });

  it('lets only the payer in again, whatever the seller was doing when it was killed', async () => {
    const dead = await Promise.all(SELLER_STATES.map(dieWhile));
    const survivor = await open(1);
    const answersTo = async (who: 'payer' | 'thief') => {
      const answers: Record<string, string> = {};
      for (const one of dead) answers[one.state] = await survivor.answer(one[who]);
      return answers;
    };
    const everywhere = (verdict: string) => Object.fromEntries(SELLER_STATES.map((state) => [state, verdict]));

    expect(await answersTo('thief')).toEqual(everywhere('402 payment_already_used'));
    expect(await answersTo('payer')).toEqual(everywhere('409 payment_in_progress'));
    await server.advance(place, LEASE_SECONDS);
    expect(await answersTo('thief')).toEqual(everywhere('402 payment_already_used'));
    expect(survivor.served).toBe(0);
    expect(await answersTo('payer')).toEqual(everywhere('200 success'));
    expect(survivor.served).toBe(SELLER_STATES.length);

    await server.advance(place, LEASE_SECONDS);
    expect(await answersTo('payer')).toEqual(everywhere('402 payment_already_used'));
    expect(await answersTo('thief')).toEqual(everywhere('402 payment_already_used'));
    for (const { account } of dead) await paidOnce(account);
  });

  /** A payment that was presented to a seller which was then killed. The thief has a copy of its transaction, and an offer of his own. */
  const dieWhile = async (state: SellerState, turn: number) => {
    const seller = await open(turn, { stopsAt: state });
    // Unbound: here the claim alone tells the payer from the thief.
    const { payer, transaction, headers } = await pay({ memo: null });
    seller.present(headers, 1);
    await seller.die();
    return { state, account: payer, payer: headers, thief: presents(await offerOf(offers), transaction) };
  };
};

await describeWith(openRedis, isUsedOnce);
await describeWith(openPostgres, isUsedOnce);
