/** A seller that signs receipts, and a reader who kept some, for the tests of this folder. */

import { CompactSign, exportJWK, generateKeyPair, type CryptoKey as JoseKey } from 'jose';
import type { KeptReceipt } from '../../elements/receipts/kept-receipt.js';
import { didOfKey, type Offer } from '../../src/index.js';

export const TXID = 'ab'.repeat(32);
const NETWORK = 'stacks:2147483648';

export const OFFER: Offer = {
  scheme: 'exact',
  network: NETWORK,
  amount: '400000',
  asset: 'STX',
  payTo: 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC',
  maxTimeoutSeconds: 600,
  extra: { offer: 'A'.repeat(44), access: '30d' },
};

export function kept(change: Partial<KeptReceipt> = {}): KeptReceipt {
  return {
    source: 'https://blog.example/articles/1/rest',
    txid: TXID,
    payer: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
    accepted: OFFER,
    resource: { url: 'https://blog.example/articles/1/rest', description: 'Bitcoin by the paragraph' },
    payload: { transaction: '00ff' },
    price: '0.4\u00a0STX',
    paidAt: 1_780_000_000_000,
    page: 'https://blog.example/articles/1',
    ...change,
  };
}

export interface Seller {
  readonly did: string;
  /** A receipt for a payment, with members of it changed. */
  sign(receipt: KeptReceipt, change?: object): Promise<string>;
}

export async function seller(): Promise<Seller> {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519');
  const { x } = await exportJWK(publicKey as JoseKey);
  const bytes = Uint8Array.from(atob((x as string).replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  );
  const did = didOfKey(bytes);
  return {
    did,
    sign: ({ resource, payer, txid, paidAt }, change = {}) => {
      const issuedAt = Math.floor(paidAt / 1000);
      const said = {
        version: 1,
        network: NETWORK,
        resourceUrl: resource.url,
        payer,
        issuedAt,
        transaction: txid,
        ...change,
      };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(said)))
        .setProtectedHeader({ alg: 'EdDSA', kid: `${did}#${did.slice('did:key:'.length)}` })
        .sign(privateKey);
    },
  };
}
