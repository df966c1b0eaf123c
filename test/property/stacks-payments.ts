/** One valid, signed payment of each shape, with the terms that it meets. */

import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Asset, assetsOf, memoOfOffer } from 'x402pay';
import {
  addressOfPublicKey,
  buildPaymentTransaction,
  encodeTransaction,
  type PaymentTerms,
  signingHash,
  withSignature,
} from 'x402pay/stacks';

export interface SignedExample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly terms: PaymentTerms & { readonly payer: string };
}

const NETWORK = 'stacks:2147483648';
const RESOURCE = 'https://blog.example/articles/sbtc';
const OFFER_TOKEN = `AQ${'b'.repeat(42)}`;
const PAYER_KEY: Uint8Array = new Uint8Array(32).fill(7);
const PAYEE = 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG';
const SPLIT = `${PAYEE}.revenue-split`;

const [stx, , usdcx] = assetsOf(NETWORK) as [Asset, Asset, Asset];

export const examples: readonly SignedExample[] = [
  example('an STX transfer', stx, PAYEE),
  example('an STX transfer to a contract', stx, SPLIT),
  example('a SIP-010 transfer', usdcx, PAYEE),
  example('a pay call in STX', stx, SPLIT, 'pay'),
  example('a pay call in a token', usdcx, SPLIT, 'pay'),
];

function example(name: string, asset: Asset, payTo: string, call?: string): SignedExample {
  const offer = {
    scheme: 'exact',
    network: NETWORK,
    amount: '250000',
    asset: asset.id,
    payTo,
    maxTimeoutSeconds: 600,
    extra: { offer: OFFER_TOKEN, ...(call && { call }) },
  };
  const publicKey = secp256k1.getPublicKey(PAYER_KEY, true);
  const memo = memoOfOffer(OFFER_TOKEN);
  const unsigned = buildPaymentTransaction({
    network: NETWORK,
    offer,
    asset,
    publicKey,
    nonce: 3n,
    fee: 400n,
    memo,
    resourceUrl: RESOURCE,
  });
  const signature = secp256k1.sign(signingHash(unsigned), PAYER_KEY, { prehash: false, format: 'recovered' });
  return {
    name,
    bytes: encodeTransaction(withSignature(unsigned, signature)),
    terms: {
      network: NETWORK,
      offer,
      asset,
      memo,
      payer: addressOfPublicKey(publicKey, NETWORK),
      resourceUrl: RESOURCE,
      allowPayCall: call === 'pay',
    },
  };
}
