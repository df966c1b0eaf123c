/** PROTOCOL section 8: several nodes, of which some are slow, full or dead. */

import { describe, expect, it } from 'vitest';
import {
  dead,
  hangs,
  json,
  mined,
  minedV3,
  missing,
  network,
  PAYER,
  RAW,
  type Script,
  TXID,
} from './scripted-nodes.js';

describe('several nodes', () => {
  it('are asked in their order until one has an answer', async () => {
    for (const broken of [
      dead,
      hangs,
      () => json({}, 500),
      () => json({}, 429),
      () => new Response('<html>'),
      () => json('x'.repeat(1024 * 1024 + 1)),
    ]) {
      const { chain, asked } = network({ a: broken as Script, b: () => json(minedV3) });
      expect(await chain.transaction(TXID)).toEqual(mined);
      expect(asked.at(-1)).toContain('b ');
    }
  });

  it('are all asked for a transaction that the first does not have', async () => {
    const { chain } = network({ a: missing, b: missing, c: () => json(minedV3) });
    expect((await chain.transaction(TXID)).status).toBe('success');
  });

  it('know less together than one alone: not found counts only when nobody has it', async () => {
    const { chain } = network({ a: missing, b: dead });
    expect((await chain.transaction(TXID)).status).toBe('not_found');
  });

  it('are tried again after a pause with jitter, and then given up', async () => {
    const { chain, asked, waits } = network({ a: dead, b: dead }, { rounds: 3, jitter: () => 0 });
    await expect(chain.burnBlockHeight()).rejects.toMatchObject({ code: 'node_unreachable' });
    expect(asked.map((one) => one[0]).join('')).toBe('ababab');
    expect(waits).toEqual([125, 250]);
  });

  it('are left alone for as long as one of them says', async () => {
    let answers = [json({}, 429, { 'Retry-After': '7' })];
    const seen = network({ a: () => answers.shift() ?? json({ burn_block_height: 5 }) }, { rounds: 1 });
    await expect(seen.chain.burnBlockHeight()).rejects.toMatchObject({ code: 'node_unreachable' });
    seen.now += 6999;
    await expect(seen.chain.burnBlockHeight()).rejects.toMatchObject({ code: 'node_unreachable' });
    expect(seen.asked).toHaveLength(1);
    seen.now += 1;
    expect(await seen.chain.burnBlockHeight()).toBe(5);
    answers = [];
  });

  it('are not asked for a while when they keep failing, and then with one request', async () => {
    let isDead = true;
    const seen = network(
      { a: (path, init) => (isDead ? dead(path, init) : json({ burn_block_height: 5 })) },
      { rounds: 1 },
    );
    const ask = () => seen.chain.burnBlockHeight().catch(() => 'nobody');
    for (let times = 0; times < 10; times++) await ask();
    expect(seen.asked).toHaveLength(5);
    seen.now += 2000;
    expect(await ask()).toBe('nobody');
    expect(seen.asked).toHaveLength(6);
    seen.now += 2000;
    expect([await ask(), seen.asked.length]).toEqual(['nobody', 6]);
    isDead = false;
    seen.now += 2000;
    expect([await ask(), await ask(), seen.asked.length]).toEqual([5, 5, 8]);
  });

  it('get the key, each its own where it has one', async () => {
    const urls = ['https://a', { url: 'https://b/', apiKey: 'key-b' }];
    const { chain, sent, asked } = network(
      { a: dead, b: () => json({ burn_block_height: 1 }) },
      { urls, apiKey: 'key-a' },
    );
    await chain.burnBlockHeight();
    expect(sent.map(({ headers }) => (headers as Headers).get('x-api-key'))).toEqual(['key-a', 'key-b']);
    expect(asked[1]).toBe('b /v2/info');
  });

  it('are never followed to where they redirect', async () => {
    const moved: Script = () =>
      new Response('{"burn_block_height":1}', { status: 301, headers: { Location: 'https://b/v2/info' } });
    const { chain, sent, asked } = network({ a: moved }, { rounds: 1 });
    await expect(chain.burnBlockHeight()).rejects.toMatchObject({ code: 'node_unreachable' });
    expect([asked, sent[0]?.redirect]).toEqual([['a /v2/info'], 'manual']);
  });
});

describe('a broadcast', () => {
  const accepts: Script = () => json(TXID);
  const rejects =
    (reason: string, reason_data?: object): Script =>
    () =>
      json({ txid: TXID, error: 'transaction rejected', reason, reason_data }, 400);

  it('sends the bytes, and is accepted by its id', async () => {
    const { chain, sent, asked } = network({ a: accepts });
    expect(await chain.broadcast(RAW, TXID)).toEqual({ status: 'accepted' });
    expect(asked).toEqual(['a /v2/transactions']);
    expect(sent[0]).toMatchObject({ method: 'POST', body: RAW });
    expect(new Headers(sent[0]?.headers).get('Content-Type')).toBe('application/octet-stream');
  });

  it('is rejected in the node’s words', async () => {
    const data = { expected: 3, actual: '0x0000000000000000000000000000000a', principal: PAYER };
    const { chain } = network({ a: rejects('BadNonce', data) });
    expect(await chain.broadcast(RAW, TXID)).toEqual({
      status: 'rejected',
      reason: 'BadNonce',
      expected: 3n,
      actual: 10n,
    });
  });

  it('falls over to the next node when the first does not answer', async () => {
    for (const broken of [
      dead,
      hangs,
      () => json({}, 500),
      () => json({}, 429),
      () => json({}, 404),
      () => new Response('Failed to deserialize', { status: 400 }),
    ]) {
      const { chain } = network({ a: broken as Script, b: accepts });
      expect(await chain.broadcast(RAW, TXID)).toEqual({ status: 'accepted' });
    }
  });

  it('is unknown when nobody answers', async () => {
    const { chain } = network({ a: dead, b: hangs });
    expect(await chain.broadcast(RAW, TXID)).toEqual({ status: 'unknown' });
  });

  it('is unknown, not rejected, when another node may have taken it', async () => {
    for (const unsure of [hangs, () => json({}, 502), () => json('0x00'), rejects('ServerFailureDatabase')]) {
      const { chain } = network({ a: unsure as Script, b: rejects('NotEnoughFunds') });
      expect(await chain.broadcast(RAW, TXID)).toEqual({ status: 'unknown' });
    }
  });

  it('is rejected when the other node did not look at it', async () => {
    const { chain } = network({ a: () => json({}, 429), b: rejects('NotEnoughFunds') });
    expect(await chain.broadcast(RAW, TXID)).toEqual({ status: 'rejected', reason: 'NotEnoughFunds' });
  });

  it.each([{ reason: 'two words' }, { reason: 42 }, { reason: '<script>' }, { reason: 'x'.repeat(65) }, {}, null])(
    'is not rejected by %j',
    async (body) => {
      const { chain } = network({ a: () => json(body, 400) });
      expect(await chain.broadcast(RAW, TXID)).toEqual({ status: 'unsent' });
    },
  );
});

describe('an answer', () => {
  it('is bounded, also when it never ends', async () => {
    let isCancelled = false;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(32)),
          cancel: () => {
            isCancelled = true;
          },
        }),
      );
    await expect(network({ a: endless }, { rounds: 1 }).chain.burnBlockHeight()).rejects.toMatchObject({
      code: 'node_unreachable',
    });
    expect(isCancelled).toBe(true);
  });

  it('must be UTF-8', async () => {
    const { chain } = network({ a: () => new Response(Uint8Array.of(0x7b, 0xff, 0x7d)) });
    await expect(chain.burnBlockHeight()).rejects.toMatchObject({ code: 'node_unreachable' });
  });
});
