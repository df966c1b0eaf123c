/** Post-conditions, judged from what a transaction moved, as stacks-core's `check_transaction_postconditions` does (`transactions.rs`). */

import {
  addressToString,
  FungibleConditionCode,
  NonFungibleConditionCode,
  PostConditionMode,
  PostConditionPrincipalId,
  type PostConditionPrincipalWire,
  PostConditionType,
  type PostConditionWire,
  serializeCV,
} from '@stacks/transactions';
import type { VmEvent } from './vm.js';

/** What one principal gave away: gross amounts by asset (`STX` or `ADDRESS.contract::name`), and ids of non-fungible tokens by class. */
interface Outflow {
  readonly amounts: Map<string, bigint>;
  readonly nfts: Map<string, Set<string>>;
}

/**
 * Why the transaction must be rolled back, or `undefined` when all its post-conditions hold.
 *
 * Deny (SIP-005) wants every outflow of everybody covered by a condition; Originator (SIP-040) only the outflows of the origin;
 * Allow none. The conditions themselves must hold in every mode.
 */
export function violatedPostCondition(
  conditions: readonly PostConditionWire[],
  mode: PostConditionMode,
  origin: string,
  events: readonly VmEvent[],
): string | undefined {
  const outflows = outflowsOf(events);
  const covered = new Map<string, Outflow>();
  for (const condition of conditions) {
    const principal = principalOf(condition.principal, origin);
    const broken = check(condition, principal, outflows.get(principal), outflow(covered, principal));
    if (broken) return broken;
  }
  if (mode === PostConditionMode.Allow) return undefined;
  const judged = mode === PostConditionMode.Originator ? [origin] : [...outflows.keys()];
  for (const principal of judged) {
    const broken = uncovered(principal, outflows.get(principal), covered.get(principal));
    if (broken) return broken;
  }
  return undefined;
}

function check(
  condition: PostConditionWire,
  principal: string,
  sent: Outflow | undefined,
  covered: Outflow,
): string | undefined {
  switch (condition.conditionType) {
    case PostConditionType.STX:
      covered.amounts.set('STX', 0n);
      return checkAmount(condition.conditionCode, condition.amount, principal, 'STX', sent);
    case PostConditionType.Fungible: {
      const asset = assetOf(condition.asset);
      covered.amounts.set(asset, 0n);
      return checkAmount(condition.conditionCode, condition.amount, principal, asset, sent);
    }
    case PostConditionType.NonFungible: {
      const asset = assetOf(condition.asset);
      const id = `0x${serializeCV(condition.assetName)}`;
      setOf(covered, asset).add(id);
      const wasSent = sent?.nfts.get(asset)?.has(id) ?? false;
      const holds =
        condition.conditionCode === NonFungibleConditionCode.MaybeSent ||
        wasSent === (condition.conditionCode === NonFungibleConditionCode.Sends);
      return holds ? undefined : `${principal} ${wasSent ? 'sent' : 'did not send'} ${asset} ${id}`;
    }
    default:
      return 'staking and PoX post-conditions (SIP-044) are not supported by the embedded chain';
  }
}

function checkAmount(
  code: FungibleConditionCode,
  amount: bigint,
  principal: string,
  asset: string,
  sent: Outflow | undefined,
): string | undefined {
  const actual = sent?.amounts.get(asset) ?? 0n;
  return compares(code, actual, amount)
    ? undefined
    : `${principal} sent ${actual} of ${asset}, which is not ${FungibleConditionCode[code]} ${amount}`;
}

function compares(code: FungibleConditionCode, actual: bigint, amount: bigint): boolean {
  switch (code) {
    case FungibleConditionCode.Equal:
      return actual === amount;
    case FungibleConditionCode.Greater:
      return actual > amount;
    case FungibleConditionCode.GreaterEqual:
      return actual >= amount;
    case FungibleConditionCode.Less:
      return actual < amount;
    case FungibleConditionCode.LessEqual:
      return actual <= amount;
  }
}

function uncovered(principal: string, sent: Outflow | undefined, covered: Outflow | undefined): string | undefined {
  for (const [asset, amount] of sent?.amounts ?? []) {
    if (amount > 0n && !covered?.amounts.has(asset))
      return `${principal} sent ${amount} of ${asset} without a condition`;
  }
  for (const [asset, ids] of sent?.nfts ?? []) {
    for (const id of ids) {
      if (!covered?.nfts.get(asset)?.has(id)) return `${principal} sent ${asset} ${id} without a condition`;
    }
  }
  return undefined;
}

/** Sent and burned, gross: what came back in the same transaction does not count. */
function outflowsOf(events: readonly VmEvent[]): Map<string, Outflow> {
  const outflows = new Map<string, Outflow>();
  for (const { event, data } of events) {
    const { sender, amount = '0', asset_identifier: asset = 'STX', raw_value: id = '' } = data;
    if (!sender) continue;
    const sent = outflow(outflows, sender);
    if (event.startsWith('nft_')) setOf(sent, asset).add(id);
    else sent.amounts.set(asset, (sent.amounts.get(asset) ?? 0n) + BigInt(amount));
  }
  return outflows;
}

function outflow(outflows: Map<string, Outflow>, principal: string): Outflow {
  const found = outflows.get(principal) ?? { amounts: new Map(), nfts: new Map() };
  outflows.set(principal, found);
  return found;
}

function setOf({ nfts }: Outflow, asset: string): Set<string> {
  const found = nfts.get(asset) ?? new Set<string>();
  nfts.set(asset, found);
  return found;
}

function principalOf(principal: PostConditionPrincipalWire, origin: string): string {
  switch (principal.prefix) {
    case PostConditionPrincipalId.Origin:
      return origin;
    case PostConditionPrincipalId.Standard:
      return addressToString(principal.address);
    case PostConditionPrincipalId.Contract:
      return `${addressToString(principal.address)}.${principal.contractName.content}`;
  }
}

function assetOf(asset: Extract<PostConditionWire, { asset: unknown }>['asset']): string {
  return `${addressToString(asset.address)}.${asset.contractName.content}::${asset.assetName.content}`;
}
