import { describe, expect, it } from 'vitest';
import { tellWorker } from './tell-worker.js';

const CLOSED = 'The message channel closed before a response was received.';

/** A worker that answers, dies, or is there no more. */
function worker(...ends: ('answer' | 'silence' | 'null' | 'death' | 'removed')[]) {
  const heard: unknown[] = [];
  let isThere = true;
  const send = (message: unknown): Promise<unknown> => {
    const end = ends[heard.push(message) - 1];
    isThere = end !== 'removed';
    // Browsers throw at once there.
    if (end === 'removed') throw new Error('Extension context invalidated.');
    if (end === 'death') return Promise.reject(new Error(CLOSED));
    return Promise.resolve({ answer: 'well', silence: undefined, null: null }[end ?? 'answer']);
  };
  return { heard, ports: { send, isThere: () => isThere } };
}

describe('what is said to the worker', () => {
  it('is said once when it is answered', async () => {
    const { heard, ports } = worker('answer');
    expect([await tellWorker('hello', ports), heard]).toEqual(['well', ['hello']]);
  });

  it.each(['death', 'silence', 'null'] as const)('is said again, the same, after %s', async (end) => {
    const { heard, ports } = worker(end, 'answer');
    expect([await tellWorker('hello', ports), heard]).toEqual(['well', ['hello', 'hello']]);
  });

  it('is not said for ever to workers that die of it', async () => {
    const { heard, ports } = worker('death', 'death', 'death', 'death');
    expect([await tellWorker('hello', ports), heard.length]).toEqual([undefined, 2]);
  });

  it('has no answer, and no error either, where the extension was removed', async () => {
    const { heard, ports } = worker('removed');
    expect([await tellWorker('hello', ports), heard.length]).toEqual([undefined, 1]);
    expect([await tellWorker('again', ports), heard.length]).toEqual([undefined, 1]);
  });
});
