/** One at a time, for each key, in the order of arrival. */

export class Turns {
  /** Key → those who wait behind the one whose turn it is. */
  private readonly waiting = new Map<string, (() => void)[]>();

  /** Resolves when it is the caller's turn: true when it had to wait. Rejects when `signal` aborts first. Every turn taken must be given back. */
  async take(key: string, signal: AbortSignal): Promise<boolean> {
    const queue = this.waiting.get(key);
    if (!queue) {
      this.waiting.set(key, []);
      return false;
    }
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        queue.splice(queue.indexOf(begin), 1);
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      queue.push(begin);
    });
    return true;
  }

  giveBack(key: string): void {
    const next = this.waiting.get(key)?.shift();
    if (next) next();
    else this.waiting.delete(key);
  }
}
