/** `GET /.x402/demo.json`: everything that a program must know to play with this demo. Written by the blog, read by wallet, strip and agent. */

import type { Network } from 'x402pay';
import type { Price } from './blog/catalogue.js';

export interface DemoAccount {
  readonly name: string;
  readonly address: string;
  /** Hex. These keys are public: the money is play money. */
  readonly privateKey: string;
}

export interface DemoResource {
  /** The protected resource itself. */
  readonly url: string;
  readonly kind: 'article' | 'api';
  readonly access: string;
  /** Decimal amounts. */
  readonly price: Price;
}

export interface DemoFacts {
  /** Where the chain answers. */
  readonly devnet: string;
  readonly network: Network;
  /** Contract ids. */
  readonly tokens: { readonly sBTC: string; readonly USDCx: string };
  /** Contract ids by name; `split` is the revenue split of the creator and the platform. */
  readonly contracts: Readonly<Record<string, string>>;
  readonly accounts: readonly DemoAccount[];
  readonly resources: readonly DemoResource[];
}

export const DEMO_FACTS_PATH = '/.x402/demo.json';
