/** A server that a test holds in its hand: it answers, waits, or is gone. Web standards only, so that it runs in a page as well as in Node. */

export abstract class ScriptedServer {
  /** Requests fail as they do without a network. */
  isDown = false;
  #gate: Promise<void> = Promise.resolve();

  /** Holds every answer back until the function that is returned is called. */
  pause(): () => void {
    let open = () => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  /** As `fetch`. */
  async answer(request: Request): Promise<Response> {
    const { signal } = request;
    await Promise.race([
      this.#gate,
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
    ]);
    signal.throwIfAborted();
    if (this.isDown) throw new TypeError('Failed to fetch');
    return this.respond(request);
  }

  protected abstract respond(request: Request): Promise<Response>;
}
