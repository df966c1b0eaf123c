/** How many signed payments a second can be read and verified, against the library that the chain's own team keeps. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { deserializeTransaction } from '@stacks/transactions';
import { type Asset, assetsOf, memoOfOffer } from 'x402pay';
import {
  addressOfPublicKey,
  buildPaymentTransaction,
  checkPaymentTransaction,
  decodeTransaction,
  encodeTransaction,
  hexFromBytes,
  originAddress,
  originPublicKey,
  type PaymentTerms,
  type Recover,
  signingHash,
  transactionId,
  withSignature,
} from 'x402pay/stacks';
import { pickRecover, type RecoverEngine } from 'x402pay/verifier';
import {
  type Case,
  type Measured,
  measure,
  printGoal,
  printTable,
  SPEED_HEADINGS,
  speedRows,
  thousands,
} from './measure.js';

const NETWORK = 'stacks:2147483648';
const KEYS = 64;
const ROUNDS = { rounds: 7, milliseconds: 300 };
const LIBRARY = '@stacks/transactions';

/** Payments of different payers, in rotation, so that nothing can be remembered from one to the next. */
interface Batch {
  readonly terms: PaymentTerms;
  next(): { readonly bytes: Uint8Array; readonly hex: string };
}

export async function benchVerification(): Promise<void> {
  const [stx, , usdcx] = assetsOf(NETWORK) as [Asset, Asset, Asset];
  const engines = await availableEngines();
  const transfer = batchOf(stx);
  const call = batchOf(usdcx);

  const parsing = measure(parserCases(transfer), ROUNDS);
  printTable(`Reading an STX transfer (${transfer.next().bytes.length} bytes)`, SPEED_HEADINGS, speedRows(parsing));
  const verifying = measure(verifierCases(transfer, engines), ROUNDS);
  printTable('Verifying an STX transfer', SPEED_HEADINGS, speedRows(verifying));
  const calls = measure(verifierCases(call, engines), ROUNDS);
  printTable(`Verifying a SIP-010 transfer (${call.next().bytes.length} bytes)`, SPEED_HEADINGS, speedRows(calls));
  const bare = measure(recoverCases(transfer, engines), ROUNDS);
  printTable('The engines alone: recovering a public key', SPEED_HEADINGS, speedRows(bare));
  printGoals(parsing, verifying);
}

function printGoals(parsing: readonly Measured[], verifying: readonly Measured[]): void {
  console.log();
  const parser = named(parsing, 'x402pay').perSecond;
  printGoal('the parser alone, more than 100,000 a second', parser > 100_000, thousands(parser));
  const { ratio } = named(verifying, 'x402pay + libauth');
  printGoal(`verification with libauth, at least 6 times ${LIBRARY}`, ratio >= 6, `${ratio.toFixed(1)} times`);
}

function named(results: readonly Measured[], start: string): Measured {
  return results.find(({ name }) => name.startsWith(start))!;
}

function parserCases(batch: Batch): Case[] {
  return [
    { name: `${LIBRARY} deserializeTransaction`, run: () => deserializeTransaction(batch.next().hex) },
    { name: 'x402pay decodeTransaction, canonical check included', run: () => decodeTransaction(batch.next().bytes) },
  ];
}

/** The library only says whether the signature is good; ours also judges terms, post-conditions and payer, and gives the id. */
function verifierCases(batch: Batch, engines: readonly RecoverEngine[]): Case[] {
  return [
    {
      name: `${LIBRARY} deserialize + verifyOrigin`,
      run: () => deserializeTransaction(batch.next().hex).verifyOrigin(),
    },
    ...engines.map(({ name, recover }) => ({
      name: `x402pay + ${name}, every check`,
      run: () => verify(batch.next().bytes, batch.terms, recover),
    })),
  ];
}

function verify(bytes: Uint8Array, terms: PaymentTerms, recover: Recover): string {
  const transaction = decodeTransaction(bytes);
  originPublicKey(transaction, recover);
  checkPaymentTransaction(transaction, terms);
  return originAddress(transaction) + transactionId(bytes);
}

function recoverCases(batch: Batch, engines: readonly RecoverEngine[]): Case[] {
  const inputs = Array.from({ length: KEYS }, () => {
    const transaction = decodeTransaction(batch.next().bytes);
    const { signature } = transaction.origin;
    return { hash: signingHash(transaction), compact: signature.subarray(1), recoveryId: signature[0]! };
  });
  let turn = 0;
  return engines.map(({ name, recover }) => ({
    name,
    run: () => {
      const { hash, compact, recoveryId } = inputs[turn++ % KEYS]!;
      return recover(hash, compact, recoveryId);
    },
  }));
}

/** The native engine is an optional peer; the others must be there. */
async function availableEngines(): Promise<RecoverEngine[]> {
  const engines = [await pickRecover('noble'), await pickRecover('libauth')];
  try {
    engines.push(await pickRecover('native'));
  } catch {
    console.log('The optional engine secp256k1 (native) is not built here, and is left out.');
  }
  return engines;
}

function batchOf(asset: Asset): Batch {
  const token = `AQ${'a'.repeat(42)}`;
  const terms: PaymentTerms = {
    network: NETWORK,
    asset,
    memo: memoOfOffer(token),
    resourceUrl: 'https://blog.example/article',
    allowPayCall: false,
    offer: {
      scheme: 'exact',
      network: NETWORK,
      amount: '250000',
      asset: asset.id,
      payTo: addressOfPublicKey(secp256k1.getPublicKey(keyOf(-1), true), NETWORK),
      maxTimeoutSeconds: 600,
    },
  };
  const payments = Array.from({ length: KEYS }, (_, index) => {
    const bytes = signed(terms, keyOf(index), BigInt(index));
    return { bytes, hex: hexFromBytes(bytes) };
  });
  let turn = 0;
  return { terms, next: () => payments[turn++ % KEYS]! };
}

function signed(terms: PaymentTerms, key: Uint8Array, nonce: bigint): Uint8Array {
  const publicKey = secp256k1.getPublicKey(key, true);
  const unsigned = buildPaymentTransaction({ ...terms, publicKey, nonce, fee: 400n });
  const signature = secp256k1.sign(signingHash(unsigned), key, { prehash: false, format: 'recovered' });
  return encodeTransaction(withSignature(unsigned, signature));
}

function keyOf(index: number): Uint8Array {
  return sha256(new TextEncoder().encode(`x402pay bench ${index}`));
}
