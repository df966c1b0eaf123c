/** A reader's visit to a page with a paywall on it: a scripted site, chain and wallets around the real element. */

import type { X402Paywall } from '../../elements/index.js';
import { ScriptedChain } from './scripted-chain.js';
import { ScriptedSite } from './scripted-site.js';
import { ScriptedWallet } from './scripted-wallet.js';

const NODE_URL = 'https://node.example';
const TEASER = '<p>The beginning is free.</p>';

export class Visit {
  readonly chain = new ScriptedChain();
  readonly site = new ScriptedSite(this.chain);
  readonly wallet = new ScriptedWallet(this.chain);
  /** Of the resource; each visit has its own, because what the browser remembers outlives a test. */
  readonly url = `${location.origin}/paid/${crypto.randomUUID()}`;
  /** Events of the elements, in order. */
  readonly events: Event[] = [];
  /** The last element that was put into the page. */
  paywall!: X402Paywall;
  readonly main: HTMLElement = document.createElement('main');
  readonly #globals = new Map<string, unknown>();
  readonly #fetch = window.fetch;

  constructor() {
    document.body.append(this.main);
    window.fetch = (input, init) => this.#route(new Request(input, init));
    this.install(this.wallet);
    for (const type of ['x402-state', 'x402-before-pay', 'x402-paid', 'x402-unlocked', 'x402-error']) {
      this.main.addEventListener(type, (event) => this.events.push(event));
    }
  }

  /** Ends everything that the visit has brought into the page. */
  close(): void {
    this.main.remove();
    window.fetch = this.#fetch;
    for (const [name, value] of this.#globals) Reflect.set(window, name, value);
  }

  /** These are the wallets of this browser. */
  install(...wallets: readonly ScriptedWallet[]): void {
    this.#setGlobal(
      'wbip_providers',
      wallets.map(({ id, name, icon }) => ({ id, name, icon, webUrl: 'https://wallet.example' })),
    );
    for (const wallet of wallets) this.#setGlobal(wallet.id, wallet);
  }

  /** Puts a paywall into the page. */
  open(attributes: Readonly<Record<string, string>> = {}, teaser = TEASER): X402Paywall {
    const paywall = document.createElement('x402-paywall') as X402Paywall;
    for (const [name, value] of Object.entries({ src: this.url, 'node-url': NODE_URL, ...attributes })) {
      paywall.setAttribute(name, value);
    }
    paywall.innerHTML = teaser;
    this.paywall = paywall;
    this.main.append(paywall);
    return paywall;
  }

  /** Takes the paywall out of the page, and puts a new one there: to the element, all that a reload is, but for what the page itself holds. */
  reload(): X402Paywall {
    this.paywall.remove();
    return this.open();
  }

  /** Opens a paywall, and waits for its price. */
  async openLocked(attributes?: Readonly<Record<string, string>>): Promise<X402Paywall> {
    this.open(attributes);
    await this.reaches('locked');
    return this.paywall;
  }

  /** Waits until the paywall shows this state. */
  async reaches(state: string, paywall: X402Paywall = this.paywall): Promise<void> {
    await eventually(
      () => paywall.getAttribute('state') === state,
      () => `the state is ${paywall.state}, not ${state}: ${textOf(this.card(paywall))}`,
    );
  }

  /** Waits until the paywall's card says this. */
  async says(words: string, paywall: X402Paywall = this.paywall): Promise<void> {
    await eventually(
      () => textOf(this.card(paywall)).includes(words),
      () => `the card does not say "${words}", but: ${textOf(this.card(paywall))}`,
    );
  }

  /** What the paywall's card says. */
  text(paywall: X402Paywall = this.paywall): string {
    return textOf(this.card(paywall));
  }

  card(paywall: X402Paywall = this.paywall): HTMLElement | null {
    return this.part('card', paywall);
  }

  part(name: string, paywall: X402Paywall = this.paywall): HTMLElement | null {
    return paywall.shadowRoot?.querySelector<HTMLElement>(`[part~='${name}']`) ?? null;
  }

  parts(name: string, paywall: X402Paywall = this.paywall): HTMLElement[] {
    return [...(paywall.shadowRoot?.querySelectorAll<HTMLElement>(`[part~='${name}']`) ?? [])];
  }

  /** What a screen reader is told by itself. */
  announcement(paywall: X402Paywall = this.paywall): string {
    return paywall.shadowRoot?.querySelector('[role=status]')?.textContent?.trim() ?? '';
  }

  /** Waits for a button, link or choice with these words, and clicks it. */
  async click(words: string, paywall: X402Paywall = this.paywall): Promise<void> {
    (await this.control(words, paywall)).click();
  }

  async control(words: string, paywall: X402Paywall = this.paywall): Promise<HTMLElement> {
    const find = () =>
      [...(paywall.shadowRoot?.querySelectorAll<HTMLElement>('button, a, summary, label') ?? [])].find((control) =>
        textOf(control).includes(words),
      );
    await eventually(find, () => `there is no "${words}" in: ${textOf(this.card(paywall))}`);
    return find()!;
  }

  /** What was paid for, as it stands in the page. */
  content(paywall: X402Paywall = this.paywall): HTMLElement | null {
    return paywall.querySelector<HTMLElement>(':scope > [slot=unlocked]');
  }

  eventsOf<T extends Event>(type: abstract new (...args: never[]) => T): T[] {
    return this.events.filter((event): event is T => event instanceof type);
  }

  #route(request: Request): Promise<Response> {
    const { origin, pathname } = new URL(request.url);
    if (origin === NODE_URL) return this.chain.answer(request);
    if (pathname.startsWith('/paid/')) return this.site.answer(request);
    return Promise.reject(new TypeError(`Nobody expected a request to ${request.url}.`));
  }

  #setGlobal(name: string, value: unknown): void {
    if (!this.#globals.has(name)) this.#globals.set(name, Reflect.get(window, name));
    Reflect.set(window, name, value);
  }
}

/** Waits until something is so. The clock is only for the report of what never comes. */
export async function eventually(isSo: () => unknown, trouble = (): string => `never so: ${isSo}`): Promise<void> {
  const patience = performance.now() + 100_000;
  while (!isSo()) {
    if (performance.now() > patience) throw new Error(trouble());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** As a person reads it. */
export function textOf(element: HTMLElement | null | undefined): string {
  // biome-ignore lint/performance/useDomNodeTextContent: what is there but hidden must not count
  return (element?.innerText ?? '').replace(/\s+/g, ' ').trim();
}
