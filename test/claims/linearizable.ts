/** Whether what a store answered to operations that ran at the same time can be explained by some order of them, in the memory store. */

import { type ClaimStore, createMemoryClaims, type HoldRequest, type SettlementState } from 'x402pay/verifier';

export const LEASE_SECONDS = 100;
export const RETAIN_SECONDS = 100_000;

export type Operation =
  | {
      readonly do: 'hold';
      /** Two transactions share each nonce. */
      readonly transaction: number;
      readonly holder: number;
      readonly purpose: number;
      /** A transaction that was proved dead. */
      readonly supersedes: number | undefined;
    }
  | { readonly do: 'record'; readonly hold: number; readonly settlement: SettlementState }
  | { readonly do: 'renew'; readonly hold: number; readonly seconds: number }
  /** With the fence that the so many-th hold before gave. */
  | { readonly do: 'spend' | 'release' | 'forget'; readonly hold: number };

/** Operations that run at the same time, or time that passes. */
export type Step = readonly Operation[] | { readonly seconds: number };

export interface Attempt {
  readonly operation: Operation;
  /** For a change: the hold whose fence it uses; `undefined` where there was none before. */
  readonly of: Attempt | undefined;
  fence: string;
  answer: string;
}

export type Recorded = readonly Attempt[] | { readonly seconds: number };

/** Does one operation, and writes down what came of it. */
export async function attempt(store: ClaimStore, { operation, of }: Attempt, name: string): Promise<[string, string]> {
  if (operation.do === 'hold') {
    const outcome = await store.hold(requestOf(operation, name));
    // Fences and times differ from store to store.
    const {
      fence = '',
      firstHeldAt: _,
      ...rest
    } = outcome as typeof outcome & { fence?: string; firstHeldAt?: number };
    return [JSON.stringify(rest, Object.keys(rest).sort()), fence];
  }
  const used = of?.operation as Extract<Operation, { do: 'hold' }> | undefined;
  const { keys } = requestOf(used ?? NOTHING_HELD, name);
  const fence = of?.fence || 'none';
  return [String(await change(store, operation, keys, fence)), ''];
}

function change(
  store: ClaimStore,
  operation: Exclude<Operation, { do: 'hold' }>,
  keys: readonly string[],
  fence: string,
): Promise<boolean> {
  if (operation.do === 'record') return store.record(keys, fence, operation.settlement);
  if (operation.do === 'renew') return store.renew(keys, fence, operation.seconds);
  return store[operation.do](keys, fence);
}

/** The first order that explains all answers, or nothing. */
export async function isExplained(recorded: readonly Recorded[], before: readonly Recorded[] = []): Promise<boolean> {
  const [next, ...rest] = recorded;
  if (next === undefined) return true;
  if (!Array.isArray(next)) return isExplained(rest, [...before, next]);
  for (const order of permutations(next as readonly Attempt[])) {
    const sofar = [...before, order];
    if ((await isReplayed(sofar)) && (await isExplained(rest, sofar))) return true;
  }
  return false;
}

/** Whether the memory store gives the same answers in this order. */
async function isReplayed(history: readonly Recorded[]): Promise<boolean> {
  let now = 1_700_000_000_000;
  const store = createMemoryClaims({ clock: () => now });
  const twins = new Map<Attempt, Attempt>();
  for (const step of history) {
    if ('seconds' in step) {
      now += 1000 * step.seconds;
      continue;
    }
    for (const real of step) {
      const twin = { ...real, of: real.of && twins.get(real.of) };
      [twin.answer, twin.fence] = await attempt(store, twin, '');
      twins.set(real, twin);
      if (twin.answer !== real.answer) return false;
    }
  }
  return true;
}

const NOTHING_HELD = { do: 'hold', transaction: 0, holder: 0, purpose: 0, supersedes: undefined } as const;

function requestOf(hold: Extract<Operation, { do: 'hold' }>, name: string): HoldRequest {
  const { transaction, holder, purpose, supersedes } = hold;
  return {
    keys: [`tx:${name}:${transaction}`, `nonce:${name}:${transaction >> 1}`],
    holder: `holder-${holder}`,
    purpose: `purpose-${purpose}`,
    txid: `${transaction}`,
    leaseSeconds: LEASE_SECONDS,
    retainSeconds: RETAIN_SECONDS,
    ...(supersedes === undefined ? {} : { supersedes: `${supersedes}` }),
  };
}

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}
