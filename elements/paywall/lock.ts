/** One payment at a time for one resource, across the tabs of a browser. */

import type { Lock } from './ports.js';

/** Web Locks; within one page only, where the browser has none (pages without HTTPS) or refuses them (sandboxed frames). */
export const browserLock: Lock = async (name, signal, onWait, work) => {
  const locks: LockManager | undefined = navigator.locks;
  try {
    if (locks) return await webLock(locks, name, signal, onWait, work);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'SecurityError') throw error;
  }
  return pageLock(name, signal, onWait, work);
};

async function webLock<T>(
  locks: LockManager,
  name: string,
  signal: AbortSignal,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const done = await locks.request(name, { ifAvailable: true }, async (lock) => lock && { value: await work() });
  if (done) return done.value;
  onWait();
  return locks.request(name, { signal }, work);
}

const queues = new Map<string, Promise<unknown>>();

async function pageLock<T>(name: string, signal: AbortSignal, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const before = queues.get(name);
  if (before) onWait();
  const turn = (before ?? Promise.resolve()).then(() => {
    signal.throwIfAborted();
    return work();
  });
  const end = turn.catch(() => {}).finally(() => queues.get(name) === end && queues.delete(name));
  queues.set(name, end);
  return turn;
}
