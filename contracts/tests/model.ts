/** What the revenue split ought to do, in a few lines: a ledger, and who shares in what. */

import type fc from 'fast-check';
import { expect } from 'vitest';
import type { SplitRecipient } from '../../server-verifier/cli/revenue-split.js';
import { ACCOUNTS, type Answer, type AssetName, type Chain, expectedShares, type Ledger } from './chain.js';

export const ASSETS: readonly AssetName[] = ['STX', 'honest-token', 'hostile-token'];

/** Who may pay in the model besides the recipients. */
export const PAYERS: readonly string[] = [ACCOUNTS.payer, ACCOUNTS.stranger];

export interface Model {
  readonly contract: string;
  readonly recipients: readonly SplitRecipient[];
  readonly ledger: Ledger;
}

export interface World {
  readonly chain: Chain;
  readonly contract: string;
}

export type SplitCommand = fc.Command<Model, World>;

/** One outcome of one function. */
export interface Step {
  /** For the report of a failure: what is called, with what. */
  readonly name: string;
  /** Whether the model is in a state in which this outcome is certain. */
  possible(model: Model): boolean;
  /** Calls the contract. */
  act(world: World): Partial<Answer> | undefined;
  /** The answer that is due. */
  readonly answer?: Partial<Answer>;
  /** Does the same to the model; refusals do nothing. */
  apply?(model: Model): void;
}

/** A command that compares the answer, and then every balance, with the model. */
export function command({ name, possible, act, answer, apply }: Step): SplitCommand {
  return {
    check: possible,
    run(model, world) {
      const given = act(world);
      if (answer) expect(given).toMatchObject(answer);
      apply?.(model);
      expect(world.chain.ledger(holdersOf(model))).toEqual(model.ledger);
    },
    toString: () => name,
  };
}

/** The model of a split that was just deployed. */
export function modelOf(chain: Chain, contract: string, recipients: readonly SplitRecipient[]): Model {
  const holders = [contract, ...PAYERS, ...recipients.map(({ principal }) => principal)];
  return { contract, recipients, ledger: chain.ledger(holders) };
}

export function move(model: Model, asset: AssetName, from: string, to: string, amount: bigint): void {
  const balances = model.ledger[asset];
  balances[from] = (balances[from] ?? 0n) - amount;
  balances[to] = (balances[to] ?? 0n) + amount;
}

/** Moves `amount` from one holder to all recipients by the rule. */
export function share(model: Model, asset: AssetName, from: string, amount: bigint): void {
  const shares = expectedShares(amount, model.recipients);
  for (const [index, { principal }] of model.recipients.entries()) {
    move(model, asset, from, principal, shares[index] as bigint);
  }
}

export function isRecipient(model: Model, who: string): boolean {
  return model.recipients.some(({ principal }) => principal === who);
}

export function balanceOf(model: Model, asset: AssetName, who: string): bigint {
  return model.ledger[asset][who] ?? 0n;
}

function holdersOf(model: Model): string[] {
  return Object.keys(model.ledger.STX);
}
