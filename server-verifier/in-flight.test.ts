import { describe, expect, it } from 'vitest';
import { X402Error } from '../src/errors.js';
import { InFlight } from './in-flight.js';

/** Time that the test moves. Whoever sleeps is woken when it has passed. */
function handTime() {
  let now = 0;
  const waiting: { at: number; wake: () => void }[] = [];
  return {
    clock: () => now,
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        waiting.push({ at: now + milliseconds, wake });
      }),
    advance: (milliseconds: number) => {
      now += milliseconds;
      for (const { at, wake } of waiting) if (at <= now) wake();
    },
  };
}

/** Work whose end the test decides. */
function openWork() {
  const started: { end: (result: string) => void; fail: (error: unknown) => void }[] = [];
  const work = () => new Promise<string>((end, fail) => started.push({ end, fail }));
  return { work, started };
}

describe('settlements under way', () => {
  it('are shared by all who come for the same one, and by nobody after its end', async () => {
    const inFlight = new InFlight(10, handTime());
    const { work, started } = openWork();
    const all = ['a', 'a', 'b'].map((key) => inFlight.share(key, work));
    expect(started).toHaveLength(2);
    started[0]?.end('of a');
    started[1]?.end('of b');
    expect(await Promise.all(all)).toEqual(['of a', 'of a', 'of b']);
    void inFlight.share('a', work);
    expect(started).toHaveLength(3);
  });

  it('end for all with the same refusal', async () => {
    const inFlight = new InFlight(10, handTime());
    const { work, started } = openWork();
    const all = Promise.allSettled([inFlight.share('a', work), inFlight.share('a', work)]);
    started[0]?.fail(new X402Error('settlement_pending', 'Not yet.'));
    expect((await all).map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
      'settlement_pending',
      'settlement_pending',
    ]);
    expect(started).toHaveLength(1);
  });

  it('are begun again, once for all who wait, when the runtime has ended the request that began them', async () => {
    const inFlight = new InFlight(10, handTime());
    const { work, started } = openWork();
    const first = inFlight.share('a', work).catch((error) => error);
    const waiting = Promise.all([inFlight.share('a', work), inFlight.share('a', work)]);
    const ended = new Error('The request has ended.');
    started[0]?.fail(ended);
    expect(await first).toBe(ended);
    await new Promise((done) => setTimeout(done));
    expect(started).toHaveLength(2);
    started[1]?.end('settled');
    expect(await waiting).toEqual(['settled', 'settled']);
  });

  it('are waited for no longer than they take, and begun again once for all who wait', async () => {
    const time = handTime();
    const inFlight = new InFlight(10, time, 10_000);
    const { work, started } = openWork();
    void inFlight.share('a', work);
    time.advance(4000);
    const waiting = Promise.all([inFlight.share('a', work), inFlight.share('a', work)]);
    time.advance(5999);
    await Promise.resolve();
    expect(started).toHaveLength(1);
    time.advance(1);
    await new Promise((done) => setTimeout(done));
    expect(started).toHaveLength(2);
    started[0]?.end('too late');
    started[1]?.end('settled');
    expect(await waiting).toEqual(['settled', 'settled']);
  });

  it('are limited in number, and what never ends takes no place for good', async () => {
    const time = handTime();
    const inFlight = new InFlight(2, time);
    const { work, started } = openWork();
    void inFlight.run(work);
    const second = inFlight.run(work);
    await expect(inFlight.run(work)).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 2 });
    started[1]?.end('done');
    await second;
    void inFlight.run(work);
    await expect(inFlight.run(work)).rejects.toMatchObject({ code: 'overloaded' });
    time.advance(120_001);
    void inFlight.run(work);
    expect(started).toHaveLength(4);
  });
});
