/**
 * How our two scripts in a page find each other: by events that are over before the page's first script runs. A page that sends such events later
 * reaches nobody.
 */

const PORT = 'x402pay:port';
const READY = 'x402pay:ready';

/** In the isolated world: hands a port to the other script, once. */
export function offerPort(target: EventTarget, port: MessagePort): void {
  const offer = () => {
    // Taken by the other script: it says so by preventing the default.
    const isTaken = !target.dispatchEvent(new MessageEvent(PORT, { ports: [port], cancelable: true }));
    if (isTaken) target.removeEventListener(READY, offer);
  };
  target.addEventListener(READY, offer);
  offer();
}

/** In the page's world. */
export function takePort(target: EventTarget, use: (port: MessagePort) => void): void {
  const take = (event: Event) => {
    const [port] = (event as MessageEvent).ports;
    if (!port) return;
    target.removeEventListener(PORT, take);
    event.preventDefault();
    event.stopImmediatePropagation();
    use(port);
  };
  target.addEventListener(PORT, take);
  target.dispatchEvent(new Event(READY));
}
