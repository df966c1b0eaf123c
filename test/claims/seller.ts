/** Starts, asks and kills sellers that are processes of their own. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Driver } from './driver.js';

/** Where a seller can die while it has a payment. `spending`: about to mark it as used. `spent`: it is marked, and the answer not given yet. */
export const SELLER_STATES = ['held', 'written down', 'broadcast', 'settled', 'serving', 'spending', 'spent'] as const;
export type SellerState = (typeof SELLER_STATES)[number];

export interface SellerOptions {
  readonly driver: Driver;
  /** Of the claims. */
  readonly place: string;
  readonly chainUrl: string;
  /** Where it does not go on, to be killed. */
  readonly stopsAt?: SellerState;
  /** Serves nothing before it is told to. */
  readonly waitsInHandler?: boolean;
}

/** A payment and what it is for: at `/a` one answer is sold, at `/hour` an hour. */
export interface Presentable {
  readonly path: '/a' | '/hour';
  readonly headers: Record<string, string>;
}

export type SellerTask =
  | { readonly do: 'present'; readonly payment: Presentable; readonly times: number }
  | { readonly do: 'serve' };

export type SellerReport =
  | { readonly is: 'open' | 'there' | 'serving' }
  | { readonly is: 'answered'; readonly verdict: string };

const PROGRAM = fileURLToPath(new URL('seller-process.ts', import.meta.url));

export class Seller {
  readonly #process: ChildProcess;
  readonly #listeners = new Set<() => void>();
  /** Every answer that it gave. */
  readonly verdicts: string[] = [];
  /** How often its handler has begun to serve. */
  served = 0;
  #isOpen = false;
  #there = 0;
  #isGone = false;

  constructor(options: SellerOptions) {
    this.#process = fork(PROGRAM, [JSON.stringify(options)], { execArgv: ['--import', 'tsx'] });
    this.#process.on('message', (report: SellerReport) => this.#read(report));
    this.#process.on('exit', () => {
      this.#isGone = true;
      this.#tell();
    });
  }

  static async open(options: SellerOptions): Promise<Seller> {
    const seller = new Seller(options);
    await seller.until(() => seller.#isOpen);
    return seller;
  }

  /** Presents a payment so many times at once. */
  present(payment: Presentable, times: number): void {
    this.#send({ do: 'present', payment, times });
  }

  /** Presents a payment, and waits for the answer. */
  async answer(payment: Presentable): Promise<string> {
    const before = this.verdicts.length;
    this.present(payment, 1);
    await this.until(() => this.verdicts.length > before);
    return this.verdicts[before] ?? '';
  }

  serve(): void {
    this.#send({ do: 'serve' });
  }

  /** Kills it when it has stopped with so many payments. */
  async die(payments: number): Promise<void> {
    await this.until(() => this.#there === payments || this.verdicts.length > 0);
    if (this.verdicts.length > 0) throw new Error(`The seller did not stop; it answered ${this.verdicts}.`);
    await this.close();
  }

  /** Gives it no chance to tidy up. */
  async close(): Promise<void> {
    if (this.#isGone) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }

  /** Waits for something that its reports tell. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#isGone) throw new Error('The seller is gone.');
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  #read(report: SellerReport): void {
    if (report.is === 'open') this.#isOpen = true;
    if (report.is === 'there') this.#there += 1;
    if (report.is === 'serving') this.served += 1;
    if (report.is === 'answered') this.verdicts.push(report.verdict);
    this.#tell();
  }

  #tell(): void {
    const waiting = [...this.#listeners];
    this.#listeners.clear();
    for (const wake of waiting) wake();
  }

  #send(task: SellerTask): void {
    this.#process.send(task);
  }
}
