/** Executes one admitted transaction in the VM as stacks-core does: fee first, then the payload, then the post-conditions. */

import { serializeCVBytes } from '@stacks/transactions';
import { MINER_ADDRESS } from './accounts.js';
import { violatedPostCondition } from './post-conditions.js';
import type { MinedFacts, Status } from './records.js';
import { payerOf, type SignedTransaction } from './transactions.js';
import type { Operation, Outcome, Vm } from './vm.js';

export interface Execution extends Omit<MinedFacts, 'block'> {
  readonly status: Extract<Status, 'success' | `abort_${string}`>;
  /** Of a deployed contract. */
  readonly clarityVersion: number;
}

/** `(ok true)`: what the chain notes for a transfer and for a deployment. */
const OK_TRUE = '0x0703';
/** `(err none)`: what the chain notes for a runtime error. */
const ERR_NONE = '0x0809';
const OK_PREFIX = '0x07';

/**
 * The block advances by one, and the fee is paid, whatever the outcome.
 *
 * @throws VmPanic with the VM as before the transaction
 */
export async function execute(transaction: SignedTransaction, vm: Vm): Promise<Execution> {
  const height = vm.heights.stacksHeight;
  const { payload } = transaction;
  const clarityVersion = (payload.kind === 'smart_contract' && payload.clarityVersion) || vm.defaultClarityVersion;
  const [, outcome] = await vm.applyAll([feeOf(transaction), operationOf(transaction, clarityVersion)]);
  const execution = { ...judge(transaction, outcome as Outcome), clarityVersion };
  if (execution.status === 'abort_by_post_condition') await vm.undo();
  if (vm.heights.stacksHeight === height) await vm.apply({ kind: 'mineBlock' });
  return execution;
}

function feeOf(transaction: SignedTransaction): Operation {
  const sender = payerOf(transaction).address;
  return { kind: 'transferStx', sender, recipient: MINER_ADDRESS, amount: transaction.fee, memo: '' };
}

function operationOf({ payload, origin }: SignedTransaction, clarityVersion: number): Operation {
  switch (payload.kind) {
    case 'token_transfer':
      return {
        kind: 'transferStx',
        sender: origin.address,
        recipient: payload.recipient,
        amount: payload.amount,
        memo: payload.memo,
      };
    case 'contract_call':
      return {
        kind: 'call',
        contract: payload.contract,
        functionName: payload.functionName,
        functionArguments: payload.functionArguments.map((argument) => serializeCVBytes(argument)),
        sender: origin.address,
      };
    case 'smart_contract':
      return { kind: 'deploy', name: payload.name, source: payload.source, clarityVersion, sender: origin.address };
    case 'other':
      throw new Error(`Payload type ${payload.payloadType} is never admitted.`);
  }
}

function judge(transaction: SignedTransaction, outcome: Outcome): Omit<Execution, 'clarityVersion'> {
  const { payload, origin, postConditions, postConditionMode } = transaction;
  if (outcome.error !== undefined || outcome.result === undefined) {
    return { status: 'abort_by_response', result: ERR_NONE, events: [], vmError: outcome.error ?? 'no result' };
  }
  const result = payload.kind === 'smart_contract' ? OK_TRUE : outcome.result;
  if (!result.startsWith(OK_PREFIX)) return { status: 'abort_by_response', result, events: [], vmError: null };
  const violated =
    payload.kind === 'token_transfer'
      ? undefined // says exactly what it moves; the mode does not count
      : violatedPostCondition(postConditions, postConditionMode, origin.address, outcome.events);
  if (violated !== undefined) {
    return { status: 'abort_by_post_condition', result, events: [], vmError: violated };
  }
  return { status: 'success', result, events: outcome.events, vmError: null };
}
