/** `window.x402`, as pages see it. */

import type { PageBudget } from '../messages/page.js';

export interface X402Provider {
  readonly version: '1';
  /** `fetch` that pays. Rejects with an error that has a `code` when the answer is 402 and is not paid; a person may be asked. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  /** What is left for this site, for each asset; empty where it may not be paid without asking. */
  readonly getBudget: () => Promise<readonly PageBudget[]>;
  /**
   * Asks a person whether this site may cost so much without a question each time. Resolves to what is left then; rejects with `code`
   * `declined`, or `policy_refused` where nobody is asked.
   */
  readonly requestBudget: (wish: BudgetRequest) => Promise<readonly PageBudget[]>;
  /**
   * For wallet pickers: `getAddresses` and `stx_getAddresses`, where a person has switched it on. Each site gets the address after a yes of its own.
   * Signs nothing. Rejects with an error whose `code` is 4001 where there is no yes, and -32601 for anything else.
   */
  readonly request: (method: string, parameters?: unknown) => Promise<AddressesResponse>;
}

/** As JSON-RPC has it. */
export interface AddressesResponse {
  readonly jsonrpc: '2.0';
  readonly id: string;
  readonly result: {
    readonly addresses: readonly { readonly symbol: string; readonly address: string; readonly publicKey: string }[];
  };
}

export interface BudgetRequest {
  /** Symbol or contract id: `STX`. */
  readonly asset: string;
  /** Decimal: `1.5`. */
  readonly max: string;
  readonly period: 'day' | 'month';
}

declare global {
  interface Window {
    /** There where a person has let the extension in. */
    readonly x402?: X402Provider;
  }
}
