/** A Clarity VM with the tokens of the tests, and revenue splits deployed from the rendered template. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getSDK, type Simnet } from '@stacks/clarinet-sdk';
import { Cl, type ClarityValue, cvToJSON } from '@stacks/transactions';
import { renderRevenueSplit, type SplitRecipient } from '../../server-verifier/cli/revenue-split.js';

/** The epochs that the contract must work in: the one it was written for, and the one that came with Clarity 6. */
export const EPOCHS = ['3.4', '4.0'] as const;
export type Epoch = (typeof EPOCHS)[number];

export type AssetName = 'STX' | 'honest-token' | 'hostile-token';

/** Standard principals of the tests, without a meaning of their own. */
export const ACCOUNTS = {
  deployer: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
  payer: 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG',
  stranger: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC',
} as const;

/** Ten recipients: accounts, and one that is a contract. */
export const RECIPIENTS: readonly string[] = [
  'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5',
  'ST2NEB84ASENDXKYGJPQW86YXQCEFEX2ZQPG87ND',
  'ST2REHHS5J3CERCRBEPMGH7921Q6PYKAADT7JP2VB',
  'ST3AM1A56AK2C1XAFJ4115ZSV26EB49BVQ10MGCS0',
  'ST3NBRSFKX28FQ2ZJ1MAKX58HKHSDGNV5N7R21XCP',
  'ST3PF13W7Z0RRM42A8VZRVFQ75SV1K26RXEP8YGKJ',
  'STNHKEPYEPJ8ET55ZZ0M5A34J0R3N5FM2CMMMAZ6',
  `${ACCOUNTS.stranger}.treasury`,
  'ST1HTBVD3JG9C05J7HBJTHGR0GGW7KXW28M5JS8QE',
  'ST000000000000000000002AMW42H',
];

export interface Answer {
  /** `ok` value or `err` code as plain JavaScript values. */
  readonly ok?: unknown;
  readonly error?: number;
  /** What the called contract printed. */
  readonly prints: readonly Record<string, unknown>[];
  /** Memos of the transfers, in hex: STX has them in its events, the honest token prints them. */
  readonly memos: readonly unknown[];
  readonly costs: { readonly used: Record<string, number>; readonly limit: Record<string, number> };
}

const template = readFileSync(fileURLToPath(new URL('../revenue-split.clar', import.meta.url)), 'utf8');
export const templateSource: string = template;

const tokenSource = (name: string) => readFileSync(fileURLToPath(new URL(`${name}.clar`, import.meta.url)), 'utf8');

export class Chain {
  readonly #simnet: Simnet;

  constructor(simnet: Simnet) {
    this.#simnet = simnet;
  }

  static async start(epoch: Epoch): Promise<Chain> {
    const simnet = await getSDK({ trackCosts: true, trackCoverage: false });
    await simnet.initEmptySession(undefined);
    simnet.setEpoch(epoch);
    const chain = new Chain(simnet);
    for (const account of [ACCOUNTS.payer, ACCOUNTS.stranger, ...RECIPIENTS.filter((name) => !name.includes('.'))]) {
      simnet.mintSTX(account, 10n ** 15n);
    }
    chain.deploySource('honest-token', tokenSource('honest-token'));
    return chain;
  }

  /** The hostile token calls the contract named `revenue-split`, which must be there first. */
  deployHostileToken(): void {
    this.deploySource('hostile-token', tokenSource('hostile-token'));
  }

  /** @returns the contract id */
  deploySplit(name: string, recipients: readonly SplitRecipient[]): string {
    return this.deploySource(name, renderRevenueSplit(template, recipients, 'stacks:2147483648'));
  }

  /** @throws the VM's words when the deployment fails */
  deploySource(name: string, source: string): string {
    quietly(() => this.#simnet.deployContract(name, source, { clarityVersion: 5 }, ACCOUNTS.deployer));
    return `${ACCOUNTS.deployer}.${name}`;
  }

  call(contract: string, functionName: string, args: ClarityValue[], sender: string): Answer {
    const { result, events, costs } = quietly(() =>
      this.#simnet.callPublicFn(contract, functionName, args as never, sender),
    );
    const prints = events
      .filter(({ event, data }) => event === 'print_event' && data.contract_identifier === contract)
      .map(({ data }) => plain(data.value as ClarityValue) as Record<string, unknown>);
    const memos = events
      .filter(
        ({ event, data }) => event === 'stx_transfer_event' || data.contract_identifier === tokenId('honest-token'),
      )
      .map(({ data }) => data.memo ?? plain(data.value as ClarityValue));
    const value = plain(result as ClarityValue) as { ok?: unknown; error?: number };
    if (!costs) throw new Error('the VM does not track costs');
    return { ...value, prints, memos, costs: { used: { ...costs.total }, limit: { ...costs.limit } } };
  }

  read(contract: string, functionName: string, args: ClarityValue[] = []): unknown {
    return plain(
      this.#simnet.callReadOnlyFn(contract, functionName, args as never, ACCOUNTS.stranger).result as ClarityValue,
    );
  }

  pay(split: string, asset: AssetName, amount: bigint, sender: string, memo = 'x402:memo'): Answer {
    const args = [tokenArgument(asset), Cl.uint(amount), Cl.buffer(CONTENT_ID), Cl.bufferFromAscii(memo)];
    return this.call(split, 'pay', args, sender);
  }

  distribute(split: string, asset: AssetName, sender: string = ACCOUNTS.stranger): Answer {
    return this.call(split, 'distribute', [tokenArgument(asset)], sender);
  }

  /** A plain transfer, as any x402 client makes it. */
  transfer(asset: AssetName, amount: bigint, sender: string, recipient: string): void {
    if (asset === 'STX') {
      const { result } = this.#simnet.transferSTX(amount, recipient, sender);
      if (result.type !== 'ok') throw new Error('the transfer failed');
      return;
    }
    const args = [Cl.uint(amount), Cl.principal(sender), Cl.principal(recipient), Cl.none()];
    if (this.call(tokenId(asset), 'transfer', args, sender).ok !== true) throw new Error('the transfer failed');
  }

  mint(asset: 'honest-token' | 'hostile-token', amount: bigint, recipient: string): void {
    this.call(tokenId(asset), 'mint', [Cl.uint(amount), Cl.principal(recipient)], ACCOUNTS.deployer);
  }

  /** Tells the hostile token what to do; `''` makes it honest. */
  behave(as: string): void {
    this.call(tokenId('hostile-token'), 'behave', [Cl.stringAscii(as)], ACCOUNTS.deployer);
  }

  /** Atomic balance, from the VM's own ledger and not from what a contract says. */
  balance(asset: AssetName, principal: string): bigint {
    return balanceIn(this.#simnet.getAssetsMap(), asset, principal);
  }

  /** Balances of every asset and holder, read at once. */
  ledger(holders: readonly string[]): Ledger {
    const assets = this.#simnet.getAssetsMap();
    const of = (asset: AssetName) =>
      Object.fromEntries(holders.map((holder) => [holder, balanceIn(assets, asset, holder)]));
    return { STX: of('STX'), 'honest-token': of('honest-token'), 'hostile-token': of('hostile-token') };
  }
}

/** Asset → holder → atomic units. */
export type Ledger = Record<AssetName, Record<string, bigint>>;

function balanceIn(assets: Map<string, Map<string, bigint>>, asset: AssetName, principal: string): bigint {
  return assets.get(asset === 'STX' ? 'STX' : `.${asset}.coin`)?.get(principal) ?? 0n;
}

/** The SHA-256 of a resource's URL stands here; the contract only prints it. */
export const CONTENT_ID: Uint8Array = new Uint8Array(32).fill(7);

export function tokenId(asset: 'honest-token' | 'hostile-token'): string {
  return `${ACCOUNTS.deployer}.${asset}`;
}

/** The rule of the contract's header, in other words than the contract's. */
export function expectedShares(amount: bigint, recipients: readonly SplitRecipient[]): bigint[] {
  const floors = recipients.map(({ basisPoints }) => (amount * BigInt(basisPoints)) / 10_000n);
  const remainder = amount - floors.reduce((sum, share) => sum + share, 0n);
  return floors.map((share, index) => (index === 0 ? share + remainder : share));
}

function tokenArgument(asset: AssetName): ClarityValue {
  return asset === 'STX' ? Cl.none() : Cl.some(Cl.principal(tokenId(asset)));
}

/** The VM prints its trace of a runtime error, which many tests expect, besides throwing it. */
function quietly<T>(run: () => T): T {
  const { error } = console;
  console.error = () => {};
  try {
    return run();
  } finally {
    console.error = error;
  }
}

/** Clarity value → JavaScript: uint as bigint, buffer as hex, `err` codes as numbers. */
function plain(value: ClarityValue): unknown {
  switch (value.type) {
    case 'uint':
    case 'int':
      return BigInt(value.value);
    case 'ok':
      return { ok: plain(value.value) };
    case 'err':
      return { error: Number(plain(value.value)) };
    case 'some':
      return plain(value.value);
    case 'none':
      return null;
    case 'list':
      return value.value.map(plain);
    case 'tuple':
      return Object.fromEntries(Object.entries(value.value).map(([key, inner]) => [key, plain(inner)]));
    default:
      return cvToJSON(value).value;
  }
}
