/** A facilitator on a scripted chain, and a seller that asks it. */

import { encodeHeader, type Offer } from 'x402pay';
import { createFacilitator, type Facilitator, type FacilitatorConfig } from 'x402pay/facilitator';
import { bytesFromHex, hexFromBytes, transactionId } from 'x402pay/stacks';
import { type ClaimStore, createMemoryClaims, type VerifierEvent } from 'x402pay/verifier';
import { type ScriptedChain, scriptedChain } from '../verifier/scripted-chain.js';
import { NETWORK, SELLER, type SigningOptions, signed } from '../verifier/shop.js';
import { type VirtualTime, virtualTime } from '../verifier/virtual-time.js';

export interface Counter {
  readonly facilitator: Facilitator;
  readonly chain: ScriptedChain;
  readonly claims: ClaimStore;
  readonly time: VirtualTime;
  readonly events: VerifierEvent[];
  /** The same facilitator in another process: same store, chain and time. */
  another(config?: Partial<FacilitatorConfig>): Facilitator;
}

export function openCounter(config: Partial<FacilitatorConfig> = {}): Counter {
  const time = virtualTime();
  const chain = scriptedChain(time.clock);
  const claims = createMemoryClaims({ clock: time.clock });
  const events: VerifierEvent[] = [];
  const another = (more: Partial<FacilitatorConfig> = {}) =>
    createFacilitator({
      networks: NETWORK,
      chain,
      claims,
      recover: 'noble',
      clock: time.clock,
      sleep: time.sleep,
      onEvent: (event) => events.push(event),
      ...config,
      ...more,
    });
  return { facilitator: another(), chain, claims, time, events, another };
}

/** What a seller asks for. `extra.offer` makes it an offer that binds. */
export function terms(change: Partial<Offer> = {}): Offer {
  return {
    scheme: 'exact',
    network: NETWORK,
    amount: '500000',
    asset: 'STX',
    payTo: SELLER,
    maxTimeoutSeconds: 600,
    ...change,
  };
}

/** A token that ends at a time, as any seller might have made it. */
export function tokenUntil(expiresAt: number, seed: number = 1): string {
  const bytes = new Uint8Array(33).fill(seed);
  bytes[0] = 1;
  new DataView(bytes.buffer).setUint32(1, expiresAt);
  return Buffer.from(bytes).toString('base64url');
}

export function boundTerms(time: VirtualTime, change: Partial<Offer> = {}, seed: number = 1): Offer {
  const offer = tokenUntil(Math.floor(time.clock() / 1000) + 600, seed);
  return terms({ ...change, extra: { offer, ...change.extra } });
}

/** The body of a request to the facilitator. */
export interface Question {
  readonly x402Version: 2;
  readonly paymentPayload: {
    readonly x402Version: 2;
    readonly resource?: { readonly url: string };
    readonly accepted: Offer;
    readonly payload: { readonly transaction: string } | { readonly txid: string };
    readonly extensions?: object;
  };
  readonly paymentRequirements: Offer;
}

export function question(
  requirements: Offer,
  options: SigningOptions & { accepted?: Offer; extensions?: object; url?: string } = {},
): Question {
  const { accepted = requirements, extensions, url = 'https://shop.example/a', ...signing } = options;
  const memo = typeof requirements.extra?.offer === 'string' ? {} : { memo: 'x402:abcdefghijklmnopqrstuvwx' };
  const transaction = hexFromBytes(signed(accepted, { resource: url, ...memo, ...signing }));
  const paymentPayload = {
    x402Version: 2 as const,
    resource: { url },
    accepted,
    payload: { transaction },
    ...(extensions && { extensions }),
  };
  // What could not have come in a header did not come at all.
  encodeHeader(paymentPayload);
  return { x402Version: 2, paymentPayload, paymentRequirements: requirements };
}

/** Of its transaction; empty where that is only named. */
export function txidOf({ paymentPayload: { payload } }: Question): string {
  return 'transaction' in payload ? transactionId(bytesFromHex(payload.transaction)) : '';
}

export async function ask(
  facilitator: Facilitator,
  route: 'verify' | 'settle',
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await facilitator(
    new Request(`https://pay.example/${route}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    }),
  );
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** Status and reason of a settlement. */
export async function settles(
  facilitator: Facilitator,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await ask(facilitator, 'settle', body, headers);
  return `${answer.status} ${answer.body.success === true ? 'success' : answer.body.errorReason}`;
}
