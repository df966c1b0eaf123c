/** The mechanism's client in the official SDK's core, with a payer that tells what it was asked; the server's words are the test's. */

import { x402Client } from '@x402/core/client';
import type { Offer, Payer, PaymentOrder, PaymentRequired, PayOptions } from 'x402pay';
import { createExactStacksClient } from 'x402pay/mechanism';
import { hexFromBytes, transactionId } from 'x402pay/stacks';
import { NETWORK, READER, SELLER, signed } from '../verifier/shop.js';

/** A payer that signs at once, and tells what it was asked. */
export function recordingPayer(canReplace = true) {
  const orders: { order: PaymentOrder; options: PayOptions | undefined }[] = [];
  const abandoned: string[] = [];
  const payer: Payer = {
    name: 'recording',
    canReplace,
    canPay: ({ network }) => network === NETWORK,
    pay: async (order, options) => {
      orders.push({ order, options });
      const transaction = signed(order.offer, {
        nonce: BigInt(orders.length - 1),
        memo: order.memo ?? null,
        resource: order.resource.url,
      });
      return {
        payload: { transaction: hexFromBytes(transaction) },
        payer: READER.address,
        txid: transactionId(transaction),
      };
    },
    abandon: ({ txid }) => {
      abandoned.push(txid);
    },
  };
  return { payer, orders, abandoned };
}

export function openClient(canReplace = true) {
  const recording = recordingPayer(canReplace);
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
  };
  const maxPerPayment = { STX: '1', USDCx: '1' };
  const scheme = createExactStacksClient({ payer: recording.payer, maxPerPayment, sleep });
  const client = new x402Client().register('stacks:*', scheme);
  client.setSpendControls({ allowedAssets: [{ network: NETWORK, asset: 'STX', maxAmountPerPayment: '500000' }] });
  /** What the client does with an answer. */
  const hears = (payment: Awaited<ReturnType<typeof client.createPaymentPayload>>, answer: object) =>
    client.handlePaymentResponse({ paymentPayload: payment, requirements: payment.accepted, ...answer });
  return { client, waits, hears, ...recording };
}

export function requiring(change: Partial<Offer> = {}, url = 'https://shop.example/a'): PaymentRequired {
  const offer = {
    scheme: 'exact',
    network: NETWORK,
    amount: '500000',
    asset: 'STX',
    payTo: SELLER,
    maxTimeoutSeconds: 300,
  };
  return { x402Version: 2, resource: { url }, accepts: [{ ...offer, ...change }] };
}

export const failed = (errorReason: string) => ({
  settleResponse: { success: false, errorReason, transaction: '', network: NETWORK },
});
export const settled = { settleResponse: { success: true, transaction: '', network: NETWORK } };
