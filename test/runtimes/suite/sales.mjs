/** What is sold and how: offers, payments, passes, clients. Each case fails by throwing. */

import { HEADER, payingFetch, receiptIn, verifyReceipt } from 'x402pay';
import { createVerifier, pickRecover } from 'x402pay/verifier';
import { fetchHandler } from 'x402pay/verifier/fetch';
import * as shop from './shop.mjs';

const { asks, buys, DAY, offerOf, ONCE, openShop, ORIGIN, passOf, presents, READER, SBTC, SPLIT, same, serves } = shop;
const { settlementOf, signed, TERMS, verdict } = shop;

/** Made where modules are evaluated, as in every program: some runtimes allow little there. */
const early = createVerifier({
  network: shop.NETWORK,
  payTo: shop.SELLER,
  secret: 'a secret that is used in tests only',
  origin: ORIGIN,
}).protect(TERMS);

export const sales = [
  [
    'a 402 says the terms, in the header and as the body',
    async () => {
      const response = await openShop().verifier.protect(TERMS)(asks(), serves);
      same(verdict(response), '402');
      same(atob(response.headers.get(HEADER.required)), await response.text());
      same(response.headers.get('Cache-Control'), 'no-store');
    },
  ],
  [
    'a verifier may be made and terms be set before there is any request',
    async () => same((await early(asks(), serves)).status, 402),
  ],
  [
    'a browser gets a page',
    async () => {
      const response = await openShop().verifier.protect(TERMS)(asks('/a', { Accept: 'text/html' }), serves);
      same([response.status, response.headers.get('Content-Type')], [402, 'text/html; charset=utf-8']);
      same((await response.text()).includes(`<x402-paywall src="${ORIGIN}/a">`), true);
    },
  ],
  [
    'a preflight is answered before the gate',
    async () => {
      const headers = { Origin: 'https://blog.example', 'Access-Control-Request-Method': 'GET' };
      const response = await openShop().verifier.protect(TERMS)(asks('/a', headers, 'OPTIONS'), serves);
      same([response.status, response.headers.get('Access-Control-Allow-Origin')], [204, '*']);
      same(response.headers.get('Access-Control-Allow-Headers').includes(HEADER.signature), true);
    },
  ],
  [
    'a path has one spelling',
    async () => {
      const guarded = openShop().verifier.protect(TERMS);
      for (const path of ['/caf%C3%A9', '/café', '/%63afé']) {
        const { resource } = JSON.parse(await (await guarded(asks(path), serves)).text());
        same(resource.url, `${ORIGIN}/caf%C3%A9`);
      }
    },
  ],
  [
    'STX and a token open the resource',
    async () => {
      for (const asset of ['STX', SBTC]) {
        const { response, txid } = await buys(openShop().verifier.protect(TERMS), { asset });
        same(verdict(response), '200 success');
        same(await response.text(), 'the content');
        const { payer, transaction } = settlementOf(response);
        same([payer, transaction], [READER, txid]);
      }
    },
  ],
  [
    'a call of `pay` of a revenue split opens the resource',
    async () => {
      for (const asset of ['STX', SBTC]) {
        const guarded = openShop().verifier.protect({ ...TERMS, payTo: SPLIT, split: true });
        same(verdict((await buys(guarded, { asset })).response), '200 success');
      }
    },
  ],
  [
    'the id of a transaction that the payer broadcast opens the resource',
    async () => {
      const { verifier, node } = openShop();
      const guarded = verifier.protect(TERMS);
      const offer = await offerOf(guarded);
      const transaction = signed(offer);
      node.mine(transaction);
      const headers = presents(offer, { txid: [...node.transactions.keys()][0] });
      same(verdict(await guarded(asks('/a', headers), serves)), '200 success');
    },
  ],
  [
    'a payment without the memo opens the resource where claims are written down',
    async () => {
      const { response } = await buys(openShop().verifier.protect(TERMS), { memo: null });
      same(verdict(response), '200 success');
    },
  ],
  [
    'a payment of version 1 opens the resource where the route says so',
    async () => {
      const guarded = openShop().verifier.protect({ ...TERMS, v1: true });
      const offer = await offerOf(guarded);
      const header = presents(offer, signed(offer, { memo: null }))[HEADER.signature];
      const { payload } = JSON.parse(atob(header));
      const payment = { x402Version: 1, scheme: 'exact', network: 'stacks-testnet', payload };
      const response = await guarded(asks('/a', { [HEADER.payment]: btoa(JSON.stringify(payment)) }), serves);
      same([verdict(response), response.headers.has(HEADER.paymentResponse)], ['200 success', true]);
    },
  ],
  [
    'the same payment opens the resource again until its access ends, without claims, too',
    async () => {
      for (const config of [{}, { claims: undefined }]) {
        const { verifier, pass } = openShop(config);
        const guarded = verifier.protect(TERMS);
        const { headers, response } = await buys(guarded);
        pass(30 * DAY - 1);
        const again = await guarded(asks('/a', headers), serves);
        same([verdict(again), passOf(again).expiresAt], ['200 success', passOf(response).expiresAt]);
      }
    },
  ],
  [
    'one `once` payment runs the handler once, however many present it at once',
    async () => {
      const guarded = openShop().verifier.protect(ONCE);
      const offer = await offerOf(guarded);
      const headers = presents(offer, signed(offer));
      let runs = 0;
      const handler = async () => {
        runs += 1;
        await new Promise((done) => setTimeout(done, 20));
        return new Response('the answer');
      };
      const all = await Promise.all(Array.from({ length: 20 }, () => guarded(asks('/a', headers), handler)));
      same([runs, all.filter(({ status }) => status === 200).length], [1, 1]);
    },
  ],
  [
    'an `once` payment stays good when the handler fails',
    async () => {
      const guarded = openShop().verifier.protect(ONCE);
      const { response, headers } = await buys(guarded, { handler: () => Promise.reject(new Error('no database')) });
      same([verdict(response), verdict(await guarded(asks('/a', headers), serves))], ['500 success', '200 success']);
    },
  ],
  [
    'a pass opens the resource without asking a node',
    async () => {
      const { verifier, node } = openShop();
      const guarded = verifier.protect(TERMS);
      const { token } = passOf((await buys(guarded)).response);
      const before = node.asked;
      const response = await guarded(asks('/a', { [HEADER.pass]: token }), serves);
      same([response.status, await response.text(), node.asked - before], [200, 'the content', 0]);
    },
  ],
  [
    'a receipt is given, and can be verified',
    async () => {
      const { verifier } = openShop();
      const { response } = await buys(verifier.protect(TERMS));
      const settlement = settlementOf(response);
      const receipt = await verifyReceipt(receiptIn(settlement), { signer: await verifier.receiptSigner() });
      same([receipt.transaction, receipt.payer], [settlement.transaction, settlement.payer]);
    },
  ],
  [
    'a pass may be a cookie',
    async () => {
      const guarded = openShop().verifier.protect({ ...TERMS, pass: { cookie: true } });
      const { response } = await buys(guarded);
      const [cookie] = response.headers.getSetCookie()[0].split(';');
      same((await guarded(asks('/a', { Cookie: cookie }), serves)).status, 200);
    },
  ],
  [
    'a pass of another verifier of the same seller opens the resource',
    async () => {
      const { token } = passOf((await buys(openShop().verifier.protect(TERMS))).response);
      const other = openShop().verifier.protect(TERMS);
      same((await other(asks('/a', { [HEADER.pass]: token }), serves)).status, 200);
    },
  ],
  [
    'an answer is streamed, not buffered',
    async () => {
      let push;
      const body = new ReadableStream({
        start: (controller) => {
          push = (text) => controller.enqueue(new TextEncoder().encode(text));
        },
      });
      const { response } = await buys(openShop().verifier.protect(TERMS), { handler: () => new Response(body) });
      const reader = response.body.getReader();
      for (const text of ['first', 'second']) {
        push(text);
        same(new TextDecoder().decode((await reader.read()).value), text);
      }
      await reader.cancel();
    },
  ],
  [
    'a handler may answer with any status and headers, and without a body',
    async () => {
      const handler = () => new Response(null, { status: 204, headers: { 'X-Own': 'mine' } });
      const { response } = await buys(openShop().verifier.protect(TERMS), { handler });
      same(
        [response.status, response.headers.get('X-Own'), response.headers.get('Cache-Control')],
        [204, 'mine', 'private'],
      );
    },
  ],
  [
    'a table of routes serves as a `fetch` handler',
    async () => {
      const handle = fetchHandler(openShop().verifier, { '/paid/*': { terms: TERMS, handler: serves } });
      const statuses = await Promise.all(
        ['/paid/1', '/free', '/paid%2F1'].map(async (path) => (await handle(asks(path))).status),
      );
      same(statuses, [402, 404, 400]);
    },
  ],
  [
    'the paying `fetch` buys with a key, and comes in with its pass afterwards',
    async () => {
      const { verifier, node } = openShop();
      const guarded = verifier.protect(TERMS);
      const fetch = payingFetch((request) => guarded(request, serves), shop.keyPayer(), {
        maxPerPayment: { STX: '1' },
      });
      for (let times = 0; times < 2; times++) {
        const response = await fetch(`${ORIGIN}/a`);
        same([response.status, await response.text(), node.transactions.size], [200, 'the content', 1]);
      }
    },
  ],
  [
    'the paying `fetch` sends a body again with the payment',
    async () => {
      const { verifier } = openShop();
      const guarded = verifier.protect(ONCE);
      const echo = async (request) => new Response(await request.text());
      const fetch = payingFetch((request) => guarded(request, echo), shop.keyPayer(), { maxPerPayment: { STX: '1' } });
      const response = await fetch(`${ORIGIN}/a`, { method: 'POST', body: 'a question' });
      same([response.status, await response.text()], [200, 'a question']);
    },
  ],
  [
    'JavaScript and the fastest engine recover the same payer',
    async () => {
      for (const preference of ['noble', 'auto']) {
        const { recover } = await pickRecover(preference);
        const { response } = await buys(openShop({ recover }).verifier.protect(TERMS));
        same(settlementOf(response).payer, READER);
      }
    },
  ],
];
