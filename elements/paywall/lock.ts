/** One payment at a time for one resource, across the tabs of a browser. */

import type { Lock } from './ports.js';

/**
 * Web Locks. Where the browser has none (pages without HTTPS) or refuses them (sandboxed frames), the work begins at once: what is stored before a
 * wallet is asked keeps two tabs from paying then (`claim` in `purchase.ts`), only without telling the second one to wait.
 */
export const browserLock: Lock = async (name, signal, onWait, work) => {
  const locks: LockManager | undefined = navigator.locks;
  if (!locks) return work();
  const done = await locks
    .request(name, { ifAvailable: true }, async (lock) => lock && { value: await work() })
    .catch(async (error: unknown) => {
      if (error instanceof DOMException && error.name === 'SecurityError') return { value: await work() };
      throw error;
    });
  if (done) return done.value;
  onWait();
  return locks.request(name, { signal }, work);
};
