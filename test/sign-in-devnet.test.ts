/** Coming back without a pass, on the embedded chain: a program signs in with the key that paid, and pays only where that opens nothing. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fetch, payingFetch, SIGN_IN_HEADER, settlementOf } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { createMemoryClaims, createVerifier, type Terms, type VerifierConfig } from 'x402pay/verifier';
import { type Devnet, startDevnet } from '../demo/devnet/index.js';

const NETWORK = 'stacks:2147483648';
const URL_OF_ARTICLE = 'https://blog.example/articles/5';
let devnet: Devnet;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
});
afterAll(() => devnet.close());

function sellerOf(terms: Partial<Terms>, config: Partial<VerifierConfig>): { fetch: Fetch; signIns: () => number } {
  const verifier = createVerifier({
    network: NETWORK,
    payTo: devnet.account('creator').address,
    secret: 'a secret of the test, of 32 bytes and more',
    origin: 'https://blog.example',
    chain: { url: devnet.url },
    ...config,
  });
  const guarded = verifier.protect({ price: { STX: '0.5', USDCx: '0.25' }, access: '30d', ...terms });
  let signIns = 0;
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.has(SIGN_IN_HEADER)) signIns += 1;
    return guarded(request, () => new Response('content'));
  };
  return { fetch, signIns: () => signIns };
}

/** A program that remembers nothing of earlier runs but its key. */
function programOf(fetch: Fetch, name: string, assets: readonly string[] = ['STX']) {
  const { privateKey } = devnet.account(name);
  const payer = createKeyPayer({ privateKey, network: NETWORK, node: { url: devnet.url } });
  const paid: string[] = [];
  const maxPerPayment = Object.fromEntries(assets.map((asset) => [asset, '1']));
  const fetchAndPay = payingFetch(
    fetch,
    payer,
    { maxPerPayment },
    {
      signIn: payer,
      onPayment: ({ type, txid }) => type === 'signed' && paid.push(txid),
    },
  );
  return { fetchAndPay, paid };
}

describe.each<[string, Partial<Terms>, () => Partial<VerifierConfig>, string]>([
  ['where the seller writes down who has paid', { signIn: true }, () => ({ claims: createMemoryClaims() }), 'agent'],
  [
    'where the seller writes down nothing, and the payee is for this alone',
    { signIn: { proof: 'payee' }, resource: '/articles/5' },
    () => ({ payTo: devnet.account('bob').address }),
    'reader',
  ],
])('a program that comes back %s', (_, terms, config, name) => {
  it.each(['STX', 'USDCx'])('gets in without paying again, with a pass for the next time: %s', async (asset) => {
    const { fetch, signIns } = sellerOf(terms, config());
    const first = programOf(fetch, name, [asset]);
    const bought = await first.fetchAndPay(URL_OF_ARTICLE);
    const before = signIns();
    const again = programOf(fetch, name, [asset]);
    const response = await again.fetchAndPay(URL_OF_ARTICLE);
    expect(await response.text()).toBe('content');
    expect([again.paid, signIns()]).toEqual([[], before + 1]);
    const opened = settlementOf(response);
    expect(opened?.transaction).toMatch(/^[0-9a-f]{64}$/);
    if (first.paid.length > 0) expect(opened?.transaction).toBe(settlementOf(bought)?.transaction);
    expect(await (await again.fetchAndPay(URL_OF_ARTICLE)).text()).toBe('content');
    expect(signIns()).toBe(before + 1);
  });

  it('pays where the account has bought nothing', async () => {
    const { fetch, signIns } = sellerOf(terms, config());
    const { fetchAndPay, paid } = programOf(fetch, 'carol');
    expect(await (await fetchAndPay(URL_OF_ARTICLE)).text()).toBe('content');
    expect([paid.length, signIns()]).toEqual([1, 1]);
  });
});

describe('a program does not pay', () => {
  it.each<[string, (request: Request) => Response | Promise<Response>, string]>([
    [
      'the seller cannot look',
      () => new Response('busy', { status: 503, headers: { 'Retry-After': '7' } }),
      'overloaded',
    ],
    ['the answer gets lost', () => Promise.reject(new TypeError('network')), 'resource_unreachable'],
  ])('while nobody can say whether it has: %s', async (_, answer, code) => {
    const { fetch } = sellerOf({ signIn: true }, { claims: createMemoryClaims() });
    const failing: Fetch = async (input, init) => {
      const request = new Request(input, init);
      return request.headers.has(SIGN_IN_HEADER) ? answer(request) : fetch(request);
    };
    const { fetchAndPay, paid } = programOf(failing, 'platform');
    await expect(fetchAndPay(URL_OF_ARTICLE)).rejects.toMatchObject({ code });
    expect(paid).toEqual([]);
  });

  it("by signing in at a place that shows somebody else's challenge", async () => {
    const { fetch, signIns } = sellerOf({ signIn: true }, { claims: createMemoryClaims() });
    const other: Fetch = async (input, init) => {
      const request = new Request(input, init);
      const response = await fetch(new Request(request.url.replace('other.example', 'blog.example'), request));
      return response;
    };
    const { fetchAndPay } = programOf(other, 'platform');
    await expect(fetchAndPay('https://other.example/articles/5')).rejects.toMatchObject({ code: 'policy_refused' });
    expect(signIns()).toBe(0);
  });
});
