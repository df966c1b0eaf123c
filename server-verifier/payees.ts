/** Payees that stand for one thing, and what all payees of a verifier are paid for. */

import { refuseConfiguration as refuse } from './configuration.js';

export class Payees {
  readonly #audiences = new Map<string, Set<string>>();
  readonly #dedicated = new Set<string>();

  /**
   * @param audience what is sold: a resource, a prefix, or `*` for a family of resources
   * @throws `invalid_configuration` when a payee that was said to be for one thing is paid for another
   */
  add(payTo: string, audience: string, isDedicated: boolean): void {
    const audiences = this.#audiences.get(payTo) ?? new Set();
    this.#audiences.set(payTo, audiences.add(audience));
    if (isDedicated) this.#dedicated.add(payTo);
    if (audiences.size < 2 || !this.#dedicated.has(payTo)) return;
    refuse(
      'payTo',
      'signIn: { proof: "payee" } says that this payTo is paid for one thing only, but other terms have it, too; give each its own.',
    );
  }
}
