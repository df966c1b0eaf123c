/** Chooses, from the offers of a 402, the one to pay. Nothing is payable unless the policy says so. */

import type { Asset } from './assets.js';
import { type OfferRefusal, X402Error } from './errors.js';
import { MAX_AMOUNT_DIGITS } from './limits.js';
import { formatDecimalAmount, parseDecimalAmount } from './money.js';
import { isNetwork, type Network } from './networks.js';
import type { Payer } from './payer.js';
import { assetsOn, looksLikePrincipalOn, type ReadOffer, readOffer } from './read-offer.js';
import type { Offer, PaymentRequired } from './wire.js';

/** What may be paid without asking. */
export interface PaymentPolicy {
  /**
   * The most that one payment may cost, without the network's fee: decimal text, by the asset's symbol (`STX`) or id (`SP….name`). Without an
   * entry for an asset nothing is ever paid in it. The order of the entries is the order of preference.
   */
  readonly maxPerPayment?: Readonly<Record<string, string>>;
  /** Networks to pay on, in order of preference. Default: all that the payer can pay on. */
  readonly networks?: readonly Network[];
  /** SIP-010 tokens besides the well-known assets. */
  readonly assets?: readonly Asset[];
  /** The only addresses and contracts that may be paid. Default: any. */
  readonly payees?: readonly string[];
  /** The only origins (`https://blog.example`) that may be paid. Default: any. */
  readonly origins?: readonly string[];
  /**
   * The only revenue-split contracts whose `pay` may be called. Default: any. The call runs the seller's code as the payer; its post-conditions let
   * it move exactly the price and nothing else, but a careful payer of valuable accounts names the contracts it has read.
   */
  readonly splits?: readonly string[];
}

const ALL: readonly Network[] = ['stacks:1', 'stacks:2147483648'];

/** One rule: why it stands against the offer, or `undefined`. A shared budget becomes one more entry. */
type Rule = (read: ReadOffer, policy: PaymentPolicy) => string | undefined;

const RULES: Readonly<Record<keyof Omit<PaymentPolicy, 'assets' | 'origins'>, Rule>> = {
  networks: ({ network }, { networks }) =>
    networks?.includes(network) === false ? `${network} is not one of the allowed networks` : undefined,
  payees: ({ offer }, { payees }) =>
    payees?.includes(offer.payTo) === false ? 'the payee is not one of the allowed payees' : undefined,
  splits: ({ offer }, { splits }) =>
    offer.extra?.call !== undefined && splits?.includes(offer.payTo) === false
      ? 'the contract is not one of the allowed revenue splits'
      : undefined,
  maxPerPayment: ({ asset, amountAtomic }, policy) => {
    const maximum = maximumFor(asset, policy);
    if (maximum === undefined) return `no maximum is set for ${asset.symbol}`;
    if (amountAtomic <= parseDecimalAmount(maximum, asset.decimals)) return undefined;
    return `it costs ${formatDecimalAmount(amountAtomic, asset.decimals)} ${asset.symbol}, over the maximum of ${maximum}`;
  },
};

/**
 * The offer to pay. Always the same one for the same input: first in the order of `maxPerPayment`, then of `networks`, then the server's.
 *
 * @throws `policy_refused` when an offer could be paid but the policy forbids it, else `no_payable_offer`; both with `refusals`, one for each offer
 * @example
 * ```ts
 * import { chooseOffer } from 'x402pay';
 * const terms = { scheme: 'exact', network: 'stacks:1', payTo: 'SP000000000000000000002Q6VF78', maxTimeoutSeconds: 600 };
 * const required = {
 *   x402Version: 2 as const,
 *   resource: { url: 'https://blog.example/article' },
 *   accepts: [
 *     { ...terms, asset: 'STX', amount: '500000' },
 *     { ...terms, asset: 'SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.usdcx', amount: '250000' },
 *   ],
 * };
 * const chosen = chooseOffer(required, { maxPerPayment: { USDCx: '1', STX: '1' } }, { canPay: () => true });
 * console.assert(chosen.asset.symbol === 'USDCx');
 * ```
 */
export function chooseOffer(required: PaymentRequired, policy: PaymentPolicy, payer: Pick<Payer, 'canPay'>): ReadOffer {
  const verdicts = required.accepts.map((offer, index) => judge(offer, index, policy, payer));
  const [chosen] = verdicts
    .flatMap((verdict) => ('offer' in verdict ? [verdict] : []))
    .sort((one, other) => compare(preference(one, policy), preference(other, policy)));
  if (chosen) return chosen;
  const refusals = verdicts.flatMap((verdict) => ('rule' in verdict ? [verdict] : []));
  const forbidden = refusals.some(({ rule }) => Object.hasOwn(RULES, rule));
  const reasons = refusals.map(({ index, reason }) => `offer ${index}: ${reason}`).join('; ');
  throw new X402Error(
    forbidden ? 'policy_refused' : 'no_payable_offer',
    `Nothing was paid. ${reasons || 'The server offers nothing'}.`,
    { refusals: refusals.map(({ index, rule }) => ({ index, rule })) },
  );
}

/**
 * Finds mistakes in a policy before money depends on it.
 *
 * @throws `invalid_configuration` with the `field` that is wrong
 * @example
 * ```ts
 * import { checkPolicy } from 'x402pay';
 * checkPolicy({ maxPerPayment: { STX: '0.5' } });
 * let field: string | undefined;
 * try {
 *   checkPolicy({ maxPerPayment: { stx: '0.5' } });
 * } catch (error) {
 *   field = (error as { field?: string }).field;
 * }
 * console.assert(field === 'maxPerPayment.stx');
 * ```
 */
export function checkPolicy(policy: PaymentPolicy): void {
  const { maxPerPayment = {}, networks = ALL, assets = [], origins = [] } = policy;
  for (const network of networks) {
    if (!isNetwork(network)) misconfigured('networks', `Write networks as ${ALL.join(' or ')}.`);
  }
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      misconfigured('origins', 'Write origins like "https://blog.example", without a path.');
    }
  }
  for (const [index, { id, decimals, tokenName }] of assets.entries()) {
    const isToken = ALL.some((network) => looksLikePrincipalOn(network, id)) && id.includes('.') && tokenName;
    if (!isToken || !Number.isInteger(decimals) || decimals < 0 || decimals > MAX_AMOUNT_DIGITS) {
      misconfigured(`assets.${index}`, 'Write a token as { id: "SP….contract", symbol, decimals, tokenName }.');
    }
  }
  const known = networks.flatMap((network) => assetsOn(network, assets));
  for (const [name, maximum] of Object.entries(maxPerPayment)) {
    const field = `maxPerPayment.${name}`;
    const named = known.filter((asset) => asset.id === name || asset.symbol === name);
    if (named.length === 0) {
      const names = [...new Set(known.map((asset) => asset.symbol))].join(', ');
      misconfigured(field, `"${name}" is not an asset; write ${names}, or list the token in \`assets\`.`);
    }
    for (const { decimals, symbol } of named) {
      try {
        parseDecimalAmount(maximum, decimals);
      } catch (cause) {
        misconfigured(field, `Write the maximum as text with at most ${decimals} decimal places of ${symbol}.`, cause);
      }
    }
  }
}

interface Refusal extends OfferRefusal {
  readonly reason: string;
}

function judge(offer: Offer, index: number, policy: PaymentPolicy, payer: Pick<Payer, 'canPay'>): ReadOffer | Refusal {
  try {
    const read = readOffer(offer, policy.assets);
    for (const [rule, against] of Object.entries(RULES)) {
      const reason = against(read, policy);
      if (reason !== undefined) return { index, rule, reason };
    }
    return payer.canPay(offer) ? read : { index, rule: 'payer', reason: 'the payer cannot pay it' };
  } catch (error) {
    if (!(error instanceof X402Error)) throw error;
    return { index, rule: error.field ?? error.code, reason: error.message };
  }
}

function maximumFor(asset: Asset, { maxPerPayment = {} }: PaymentPolicy): string | undefined {
  const name = nameIn(maxPerPayment, asset);
  return name === undefined ? undefined : maxPerPayment[name];
}

/** The id is the more exact of the two names. */
function nameIn(maxima: Readonly<Record<string, string>>, asset: Asset): string | undefined {
  return [asset.id, asset.symbol].find((name) => Object.hasOwn(maxima, name));
}

function preference({ asset, network }: ReadOffer, { maxPerPayment = {}, networks = ALL }: PaymentPolicy): number[] {
  return [Object.keys(maxPerPayment).indexOf(nameIn(maxPerPayment, asset) ?? ''), networks.indexOf(network)];
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((position, index) => position - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function misconfigured(field: string, message: string, cause?: unknown): never {
  throw new X402Error('invalid_configuration', message, { field, cause });
}
