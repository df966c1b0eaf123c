import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

const never = new AbortController().signal;

describe('turns', () => {
  it('come one at a time, in the order of arrival, for each key', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const visit = async (name: string, key: string) => {
      const waited = await turns.take(key, never);
      log.push(`${name} begins${waited ? ' after waiting' : ''}`);
      await Promise.resolve();
      log.push(`${name} ends`);
      turns.giveBack(key);
    };
    await Promise.all([visit('one', 'a'), visit('two', 'a'), visit('other', 'b'), visit('three', 'a')]);
    expect(log.filter((line) => !line.startsWith('other'))).toEqual([
      'one begins',
      'one ends',
      'two begins after waiting',
      'two ends',
      'three begins after waiting',
      'three ends',
    ]);
    expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('one ends'));
    expect(await turns.take('a', never)).toBe(false);
  });

  it('are not given to those who have given up', async () => {
    const turns = new Turns();
    await turns.take('a', never);
    const abort = new AbortController();
    const second = turns.take('a', abort.signal);
    const third = turns.take('a', never);
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await expect(turns.take('a', AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    turns.giveBack('a');
    expect(await third).toBe(true);
    turns.giveBack('a');
    expect(await turns.take('a', never)).toBe(false);
  });

  it('stay with the one who got it, though the signal aborts later', async () => {
    const turns = new Turns();
    await turns.take('a', never);
    const abort = new AbortController();
    const second = turns.take('a', abort.signal);
    turns.giveBack('a');
    await second;
    abort.abort();
    const third = turns.take('a', never);
    turns.giveBack('a');
    expect(await third).toBe(true);
  });
});
