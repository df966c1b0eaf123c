/** Whether the node takes a transaction into its mempool: the checks of stacks-core's `will_admit_mempool_tx`, in its order. */

import { type ClarityAbi, ClarityType, type ContractCallPayload, validateContractCall } from '@stacks/transactions';
import type { Ledger } from './ledger.js';
import { CHAINING_LIMIT } from './mempool.js';
import { badNonce, notEnoughFunds, Rejection, tooMuchChaining } from './rejections.js';
import { checkSignatures, payerOf, type SignedTransaction, type Signer } from './transactions.js';

const TESTNET_CHAIN_ID = 0x80000000;
const TESTNET_VERSION = 0x80;
/** Atomic STX per byte. */
const MINIMUM_FEE_RATE = 1n;

/** What admission needs to know of the chain. */
export interface ChainView {
  readonly ledger: Ledger;
  nonce(address: string): bigint;
  contractInterface(contract: string): ClarityAbi | undefined;
}

/** @throws {@link Rejection} */
export function checkAdmission(transaction: SignedTransaction, chain: ChainView): void {
  checkSemantics(transaction);
  checkOwnership(transaction);
  checkFee(transaction);
  checkNonce(transaction.origin, chain, true);
  if (transaction.sponsor) checkNonce(transaction.sponsor, chain, false);
  checkFunds(transaction, chain.ledger);
  checkPayload(transaction, chain);
}

/** What can be seen without the chain. */
function checkSemantics({ version, origin, payload }: SignedTransaction): void {
  if (version !== TESTNET_VERSION) throw new Rejection('BadTransactionVersion');
  if (payload.kind !== 'token_transfer') return;
  if (payload.recipient === origin.address) {
    throw new Rejection('TransferRecipientCannotEqualSender', { recipient: payload.recipient });
  }
  if (payload.amount === 0n) throw new Rejection('TransferAmountMustBePositive');
  if (!onTestnet(payload.recipient)) throw new Rejection('BadAddressVersionByte');
}

function checkOwnership(transaction: SignedTransaction): void {
  try {
    if (transaction.chainId !== TESTNET_CHAIN_ID) {
      throw new Error(`invalid chain ID ${transaction.chainId} (expected ${TESTNET_CHAIN_ID})`);
    }
    checkSignatures(transaction);
  } catch (error) {
    throw new Rejection('SignatureValidation', { message: error instanceof Error ? error.message : String(error) });
  }
}

function checkFee({ fee, bytes }: SignedTransaction): void {
  const expected = BigInt(bytes.length) * MINIMUM_FEE_RATE;
  if (fee < expected) throw new Rejection('FeeTooLow', { expected: Number(expected), actual: Number(fee) });
}

function checkNonce(signer: Signer, chain: ChainView, isOrigin: boolean): void {
  const next = chain.nonce(signer.address);
  if (signer.nonce < next) throw badNonce(next, signer.nonce, signer.address, isOrigin);
  const last = next + 1n + CHAINING_LIMIT;
  if (signer.nonce > last) throw tooMuchChaining(last, signer.nonce, signer.address, isOrigin);
}

function checkFunds(transaction: SignedTransaction, ledger: Ledger): void {
  const { payload, fee, origin } = transaction;
  const payer = payerOf(transaction);
  if (payload.kind === 'token_transfer') {
    const spent = payload.amount + (payer === origin ? fee : 0n);
    const owned = ledger.stx(origin.address);
    if (owned < spent) throw notEnoughFunds(spent, owned);
  }
  const owned = ledger.stx(payer.address);
  if (owned < fee) throw notEnoughFunds(fee, owned);
}

function checkPayload({ payload, wire }: SignedTransaction, chain: ChainView): void {
  switch (payload.kind) {
    case 'token_transfer':
      return;
    case 'contract_call':
      if (!onTestnet(payload.contract)) throw new Rejection('BadAddressVersionByte');
      checkCall(payload.contract, payload.functionName, wire.payload as ContractCallPayload, chain);
      return;
    case 'smart_contract':
      if (chain.contractInterface(payload.contract)) {
        throw new Rejection('ContractAlreadyExists', { contract_identifier: payload.contract });
      }
      return;
    case 'other':
      throw new Rejection(OTHER_PAYLOADS[payload.payloadType] ?? 'NoCoinbaseViaMempool');
  }
}

const OTHER_PAYLOADS: Readonly<Record<number, string>> = {
  3: 'PoisonMicroblocksDoNotConflict',
  7: 'NoTenureChangeViaMempool',
};

function checkCall(contract: string, functionName: string, call: ContractCallPayload, chain: ChainView): void {
  const abi = chain.contractInterface(contract);
  if (!abi) throw new Rejection('NoSuchContract');
  const called = abi.functions.find(({ name, access }) => name === functionName && access === 'public');
  if (!called) throw new Rejection('NoSuchPublicFunction');
  try {
    validateContractCall(call, abi);
    checkTraits(call, called.args, chain);
  } catch (error) {
    throw new Rejection('BadFunctionArgument', { message: error instanceof Error ? error.message : String(error) });
  }
}

/** A contract that is passed as a trait must exist. */
function checkTraits(call: ContractCallPayload, expected: readonly { type: unknown }[], chain: ChainView): void {
  call.functionArgs.forEach((argument, index) => {
    if (expected[index]?.type !== 'trait_reference' || argument.type !== ClarityType.PrincipalContract) return;
    if (!chain.contractInterface(argument.value)) throw new Error(`use of unresolved contract '${argument.value}'`);
  });
}

function onTestnet(principal: string): boolean {
  return principal.startsWith('ST') || principal.startsWith('SN');
}
