import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ScriptedShop, scriptedPayer, scriptedShop } from '../../test/suites/scripted-shop.js';
import { memoryPasses, memoryPendingPayments, type PaymentPolicy, payingFetch } from '../index.js';
import { HEADER, type PaymentRequired } from '../wire.js';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A real server, because only a real `fetch` follows redirects. */
async function listen(respond: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
  const server = createServer((request, response) => void respond(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that sells `/article`, and redirects `/old` to wherever it is told. */
async function shopServer(): Promise<{
  origin: string;
  shop: ScriptedShop;
  location: string;
  seen: IncomingMessage[];
}> {
  const seen: IncomingMessage[] = [];
  const origin = await listen(async (request, response) => {
    seen.push(request);
    if (request.url === '/old') {
      response.writeHead(307, { location: served.location }).end();
      return;
    }
    const answer = await served.shop.fetch(`${origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ) as [string, string][],
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  const served = { origin, shop: scriptedShop(`${origin}/article`), location: '/article', seen };
  return served;
}

function buyer(policy: PaymentPolicy = {}) {
  const payer = scriptedPayer();
  const pending = memoryPendingPayments();
  const passes = memoryPasses();
  const buy = payingFetch(
    fetch,
    payer,
    { maxPerPayment: { STX: '1' }, ...policy },
    { pending, passes, maxWaitSeconds: 0 },
  );
  return { payer, pending, passes, buy };
}

describe('redirects', () => {
  it('within the origin lead to the offer, and the payment goes where they ended', async () => {
    const { origin, seen } = await shopServer();
    const { payer, buy } = buyer();
    expect(await (await buy(`${origin}/old`)).text()).toBe('content');
    expect(payer.signed).toHaveLength(1);
    expect(seen.filter(({ headers }) => headers['payment-signature']).map(({ url }) => url)).toEqual(['/article']);
  });

  it('to another origin are not paid', async () => {
    const other = await shopServer();
    const first = await shopServer();
    first.location = `${other.origin}/article`;
    const { payer, buy } = buyer();
    await expect(buy(`${first.origin}/old`)).rejects.toMatchObject({
      code: 'policy_refused',
      refusals: [{ rule: 'origins' }],
    });
    expect(payer.signed).toEqual([]);
  });

  it('of a request that is more than a question are not paid', async () => {
    const { origin } = await shopServer();
    const { payer, buy } = buyer();
    await expect(buy(`${origin}/old`, { method: 'POST', body: 'x' })).rejects.toMatchObject({ code: 'policy_refused' });
    expect(payer.signed).toEqual([]);
  });

  it('take neither a payment nor a pass along', async () => {
    const other = await listen((request, response) => {
      stolen.push(request);
      response.end('elsewhere');
    });
    const stolen: IncomingMessage[] = [];
    const { origin, shop } = await shopServer();
    const { payer, pending, passes, buy } = buyer();
    shop.script = [() => new Response('', { status: 307, headers: { location: other } })];
    expect((await buy(`${origin}/article`)).status).toBe(307);
    expect(await pending.list(`GET ${origin}/article`)).toHaveLength(1);
    await passes.set(`GET ${origin}/article`, { token: 'secret', expiresAt: 1 });
    shop.before = () => new Response('', { status: 307, headers: { location: other } });
    expect(await (await buy(`${origin}/article`)).text()).toBe('elsewhere');
    expect((await buy(`${origin}/article`, { method: 'GET', redirect: 'manual' })).status).toBe(307);
    expect(payer.signed).toHaveLength(1);
    for (const { headers } of stolen) {
      expect(headers[HEADER.signature.toLowerCase()] ?? headers[HEADER.pass.toLowerCase()]).toBeUndefined();
    }
    expect(stolen).toHaveLength(1);
  });

  it('that a browser hides leave the payment kept', async () => {
    const shop = scriptedShop();
    const hidden = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const opaque = Object.defineProperties(hidden, { status: { value: 0 }, ok: { value: false } });
    shop.script = [() => opaque];
    const pending = memoryPendingPayments();
    const buy = payingFetch(shop.fetch, scriptedPayer(), { maxPerPayment: { STX: '1' } }, { pending });
    await expect(buy(shop.url)).rejects.toMatchObject({ code: 'payment_unresolved' });
    expect(await pending.list(`GET ${shop.url}`)).toHaveLength(1);
  });
});

describe('the resource of an offer', () => {
  async function buyOffered(url: string, policy: PaymentPolicy = {}) {
    const shop = scriptedShop();
    const required = shop.required() as PaymentRequired;
    shop.required = () => ({ ...required, resource: { url } });
    const payer = scriptedPayer();
    const buy = payingFetch(shop.fetch, payer, { maxPerPayment: { STX: '1' }, ...policy });
    return { payer, response: await buy(shop.url).catch((error) => error) };
  }

  it.each([
    'https://victim.example/article',
    'http://shop.example/article',
    'https://shop.example:8443/article',
    'https://shop.example@victim.example/',
    '//victim.example/article',
    'javascript:alert(1)',
    'data:text/plain,x',
    'https://',
  ])('is not paid for at %s', async (url) => {
    const { payer, response } = await buyOffered(url);
    expect(response).toMatchObject({ code: 'policy_refused', refusals: [{ index: 0, rule: 'origins' }] });
    expect(String(response)).toMatch(/the offer is for \S.*, and came from https:\/\/shop\.example\./);
    expect(payer.signed).toEqual([]);
  });

  it.each(['https://shop.example/other', '/article', 'article?page=2', 'https://shop.example'])(
    'may be written as %s',
    async (url) => {
      const { payer, response } = await buyOffered(url);
      expect(response.status).toBe(200);
      expect(payer.orders[0]?.[0].resource.url).toBe(url);
    },
  );

  it('must be of an origin that the policy names, where it names any', async () => {
    const refused = await buyOffered('/article', { origins: ['https://blog.example'] });
    expect(refused.response).toMatchObject({ code: 'policy_refused' });
    const allowed = await buyOffered('/article', { origins: ['https://shop.example'] });
    expect(allowed.response.status).toBe(200);
  });
});
