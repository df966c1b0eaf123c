/** A program that goes shopping: it has a purse, reads the price list, pays what it can afford, and prints what it bought. */

import { parseArgs } from 'node:util';
import { createNodeReader, formatDecimalAmount, isX402Error, parseDecimalAmount, payingFetch } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { DEMO_FACTS_PATH, type DemoFacts, type DemoResource } from './demo-facts.js';
import { fail, wantsHelp } from './run.js';

const HELP = `An agent that buys what the demo sells, until its purse is empty. Start the demo first: npm start

  npm run agent -- --budget-stx 2

  --budget-stx  what it may spend, in STX; default 1 (short: --budget). The chain's fees, a fraction of a cent each, come on top
  --url         the shop; default http://127.0.0.1:4020
`;

const STX_DECIMALS = 6;

/** Money that can be set aside, and given back. Atomic STX. */
class Purse {
  #left: bigint;

  constructor(budget: bigint) {
    this.#left = budget;
  }

  get left(): bigint {
    return this.#left;
  }

  take(amount: bigint): boolean {
    if (amount > this.#left) return false;
    this.#left -= amount;
    return true;
  }

  putBack(amount: bigint): void {
    this.#left += amount;
  }
}

interface Shopping {
  readonly purse: Purse;
  readonly fetchAndPay: ReturnType<typeof payingFetch>;
  /** What the chain says that the account holds, in atomic STX. */
  readonly balance: () => Promise<bigint>;
}

if (wantsHelp()) console.log(HELP);
else await main().catch(fail);

async function main(): Promise<void> {
  const { url, budget } = readArguments();
  const facts = await readFacts(url);
  const shopping = prepare(facts, url, budget);
  console.log(`A purse of ${stx(shopping.purse.left)}, and ${facts.resources.length} things for sale at ${url}.\n`);
  const before = await shopping.balance();
  let bought = 0;
  for (const resource of inOrder(facts.resources)) if (await visit(resource, shopping)) bought++;
  const spent = budget - shopping.purse.left;
  const fees = before - (await shopping.balance()) - spent;
  console.log(
    `\nBought ${bought} for ${stx(spent)}, and ${stx(fees)} in fees. Left in the purse: ${stx(shopping.purse.left)}.`,
  );
}

function readArguments(): { url: string; budget: bigint } {
  const { values } = parseArgs({
    options: {
      budget: { type: 'string' },
      'budget-stx': { type: 'string' },
      url: { type: 'string', default: process.env.BLOG_URL ?? 'http://127.0.0.1:4020' },
    },
  });
  const budget = parseDecimalAmount(values['budget-stx'] ?? values.budget ?? '1', STX_DECIMALS);
  return { url: values.url.replace(/\/$/, ''), budget };
}

async function readFacts(url: string): Promise<DemoFacts> {
  try {
    const response = await fetch(url + DEMO_FACTS_PATH);
    if (response.ok) return (await response.json()) as DemoFacts;
  } catch {}
  throw new Error(
    `No demo answers at ${url}. Start it with "npm start", or say where it is: --url http://127.0.0.1:4021`,
  );
}

/** The policy says what may be paid at all; the purse, how much of it. */
function prepare(facts: DemoFacts, url: string, budget: bigint): Shopping {
  const account = facts.accounts.find(({ name }) => name === 'agent') ?? facts.accounts[0];
  if (!account) throw new Error('The demo has no account for an agent.');
  const purse = new Purse(budget);
  const node = createNodeReader({ url: facts.devnet });
  const payer = createKeyPayer({ privateKey: account.privateKey, network: facts.network, node });
  const policy = {
    networks: [facts.network],
    origins: [new URL(url).origin],
    splits: Object.values(facts.contracts),
    maxPerPayment: { STX: formatDecimalAmount(budget, STX_DECIMALS) },
  };
  const fetchAndPay = payingFetch(fetch, payer, policy, {
    approve: ({ offer }) => purse.take(BigInt(offer.amount)),
    onPayment: ({ type, offer }) => {
      if (type === 'refused') purse.putBack(BigInt(offer.amount));
    },
  });
  return { purse, fetchAndPay, balance: () => node.stxBalance(payer.address) };
}

/** Data first, then reading; what is cheap before what is dear. */
function inOrder(resources: readonly DemoResource[]): readonly DemoResource[] {
  const priceOf = ({ price }: DemoResource) => parseDecimalAmount(price.STX ?? '0', STX_DECIMALS);
  const rank = ({ kind }: DemoResource) => (kind === 'api' ? 0 : 1);
  return [...resources].sort((one, other) => rank(one) - rank(other) || (priceOf(one) < priceOf(other) ? -1 : 1));
}

/** @returns whether it was bought */
async function visit(resource: DemoResource, { purse, fetchAndPay }: Shopping): Promise<boolean> {
  const { pathname } = new URL(resource.url);
  const before = purse.left;
  try {
    const response = await fetchAndPay(resource.url);
    const content = await response.text();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    console.log(`bought   ${stx(before - purse.left).padEnd(10)} ${pathname}\n         ${gist(content)}`);
    return true;
  } catch (error) {
    if (!isX402Error(error) || error.code !== 'policy_refused') throw error;
    console.log(`too dear ${`${resource.price.STX} STX`.padEnd(10)} ${pathname}`);
    return false;
  }
}

/** The first words of what was bought. */
function gist(content: string): string {
  const text = content
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}

function stx(atomic: bigint): string {
  return `${formatDecimalAmount(atomic, STX_DECIMALS)} STX`;
}
