/** Routes that want extensions, over loopback and the embedded chain: official servers with the official extensions against our clients, and the other way round. */

import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPFacilitatorClient, x402ResourceServer } from '@x402/core/server';
import { paymentMiddleware } from '@x402/express';
import { bazaarResourceServerExtension, declareDiscoveryExtension } from '@x402/extensions/bazaar';
import {
  createJWSOfferReceiptIssuer,
  createOfferReceiptExtension,
  declareOfferReceiptExtension,
  extractReceiptFromResponse,
  verifyReceiptSignatureJWS,
} from '@x402/extensions/offer-receipt';
import {
  declarePaymentIdentifierExtension,
  paymentIdentifierResourceServerExtension,
} from '@x402/extensions/payment-identifier';
import {
  createSIWxResourceServerExtension,
  declareSIWxExtension,
  InMemorySIWxStorage,
} from '@x402/extensions/sign-in-with-x';
import { wrapFetchWithPayment, x402Client } from '@x402/fetch';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { didOfKey, payingFetch, receiptIn, settlementOf, verifyReceipt } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { createExactStacksClient, createExactStacksServer } from 'x402pay/mechanism';
import { createMemoryClaims, createVerifier } from 'x402pay/verifier';
import { nodeListener } from 'x402pay/verifier/node';
import { type Devnet, startDevnet } from '../../demo/devnet/index.js';
import { openFacilitator } from './servers.js';

const NETWORK = 'stacks:2147483648';
const SECRET = 'a secret of these tests, and of no other';
const DESCRIPTION = { input: { city: 'Basel' }, output: { example: { celsius: 21 } } };

let devnet: Devnet;
let facilitator: { url: string; close(): Promise<void> };
const servers: Server[] = [];

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
  facilitator = await openFacilitator(devnet);
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  await facilitator.close();
  await devnet.close();
});

async function listening(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function payerNamed(name: string) {
  return createKeyPayer({ privateKey: devnet.account(name).privateKey, network: NETWORK, node: { url: devnet.url } });
}

function ourFetch(name: string) {
  return payingFetch(fetch, payerNamed(name), { maxPerPayment: { STX: '0.01' } }, { maxWaitSeconds: 20 });
}

function officialFetch(name: string) {
  const client = new x402Client().register(
    'stacks:*',
    createExactStacksClient({ payer: payerNamed(name), resumeAfterSeconds: 1 }),
  );
  client.setSpendControls({
    allowedAssets: [{ network: NETWORK, asset: 'STX', maxAmountPerPayment: '10000' }],
  } as never);
  return wrapFetchWithPayment(fetch, client);
}

/** Official middleware, with all official extensions that it has for HTTP. */
async function officialServer(): Promise<{ url: string; did: string }> {
  const { server, url } = await listening();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const did = didOfKey(Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url'));
  const kid = `${did}#${did.slice(8)}`;
  const issuer = createJWSOfferReceiptIssuer(kid, {
    format: 'jws',
    algorithm: 'EdDSA',
    kid,
    sign: async (bytes) => sign(null, bytes, privateKey).toString('base64url'),
  });
  const resources = new x402ResourceServer(new HTTPFacilitatorClient({ url: facilitator.url }));
  resources.register('stacks:*', createExactStacksServer({ secret: SECRET }));
  resources.registerExtension(createOfferReceiptExtension(issuer));
  resources.registerExtension(paymentIdentifierResourceServerExtension);
  resources.registerExtension(bazaarResourceServerExtension);
  resources.registerExtension(createSIWxResourceServerExtension({ origin: url, storage: new InMemorySIWxStorage() }));
  const app = express();
  const payTo = devnet.account('creator').address;
  const route = {
    accepts: { scheme: 'exact', network: NETWORK, payTo, price: '0.001 STX' },
    resource: `${url}/weather`,
    extensions: {
      ...declareOfferReceiptExtension({ includeTxHash: true }),
      'payment-identifier': declarePaymentIdentifierExtension(true),
      ...declareDiscoveryExtension(DESCRIPTION),
      ...declareSIWxExtension({ network: 'eip155:8453' }),
    },
  };
  app.use(paymentMiddleware({ 'GET /weather': route } as never, resources));
  app.get('/weather', (_, response) => {
    response.send('sunny');
  });
  server.on('request', app);
  return { url: `${url}/weather`, did };
}

async function ourServer(): Promise<{ url: string; did: string }> {
  const { server, url } = await listening();
  const verifier = createVerifier({
    network: NETWORK,
    payTo: devnet.account('creator').address,
    secret: SECRET,
    origin: url,
    chain: { url: devnet.url },
    claims: createMemoryClaims(),
    page: false,
  });
  const guarded = verifier.protect({
    price: { STX: '0.001' },
    access: '1h',
    paymentIdentifier: 'required',
    signIn: true,
    signedOffers: true,
    describe: DESCRIPTION,
  });
  server.on(
    'request',
    nodeListener((request) => guarded(request, () => new Response('sunny'))),
  );
  return { url: `${url}/weather`, did: await verifier.receiptSigner() };
}

describe.each<[string, () => Promise<{ url: string; did: string }>]>([
  ['the official server with the official extensions', officialServer],
  ['our server with ours', ourServer],
])('%s', (_, open) => {
  it.each<[string, () => (url: string) => Promise<Response>]>([
    ['payingFetch', () => ourFetch('agent')],
    ['@x402/fetch with our mechanism', () => officialFetch('bob')],
  ])('is paid by %s, which gets a receipt that both houses can verify', async (_client, buyer) => {
    const { url, did } = await open();
    const response = await buyer()(url);
    expect([response.status, await response.text()]).toEqual([200, 'sunny']);
    const jws = receiptIn(settlementOf(response));
    const facts = { resourceUrl: url, network: NETWORK, payer: settlementOf(response)?.payer };
    const ours = await verifyReceipt(jws ?? '', { signer: did });
    expect(ours).toMatchObject(facts);
    // The official one leaves the transaction out, also where it is told not to.
    expect([undefined, settlementOf(response)?.transaction]).toContain(ours.transaction);
    const receipt = extractReceiptFromResponse(response);
    if (receipt?.format !== 'jws') throw new Error('JWS was due.');
    expect(await verifyReceiptSignatureJWS(receipt)).toMatchObject(facts);
  });
});

describe('the official server', () => {
  it('refuses a payment whose extensions were changed on the way, and takes ours as they are', async () => {
    const { url } = await officialServer();
    const changing: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      const header = request.headers.get('PAYMENT-SIGNATURE');
      if (header === null) return fetch(request);
      const payment = JSON.parse(atob(header));
      payment.extensions.bazaar.info.output.example.celsius = 40;
      const headers = new Headers(request.headers);
      headers.set('PAYMENT-SIGNATURE', btoa(JSON.stringify(payment)));
      return fetch(new Request(request, { headers }));
    };
    const policy = { maxPerPayment: { STX: '0.01' } };
    await expect(payingFetch(changing, payerNamed('carol'), policy)(url)).rejects.toMatchObject({ name: 'X402Error' });
    expect((await ourFetch('reader')(url)).status).toBe(200);
  });
});
