/** The facilitator, asked over HTTP's own objects, and a verifier that settles through it. */

import { createFacilitator } from 'x402pay/facilitator';
import { hexFromBytes } from 'x402pay/stacks';
import { createMemoryClaims } from 'x402pay/verifier';
import { scriptedNode } from './node.mjs';
import {
  buys,
  NETWORK,
  ONCE,
  openShop,
  READER,
  SELLER,
  same,
  seenReasons,
  signed,
  verdict,
  virtualTime,
} from './shop.mjs';

const TOKEN = 'a token that is used in tests only'.replaceAll(' ', '-');
const OFFER = {
  scheme: 'exact',
  network: NETWORK,
  amount: '500000',
  asset: 'STX',
  payTo: SELLER,
  maxTimeoutSeconds: 600,
};

function openCounter(config = {}) {
  const { clock, sleep } = virtualTime();
  const node = scriptedNode(clock);
  const facilitator = createFacilitator({
    networks: NETWORK,
    claims: createMemoryClaims({ clock }),
    chain: { url: 'https://node.example', rounds: 1 },
    fetch: node.fetch,
    clock,
    sleep,
    ...config,
  });
  return { facilitator, node };
}

/** A payment of these terms. Any text of the payer's own is a memo. */
function paymentOf(terms, options = {}) {
  const transaction = hexFromBytes(signed(terms, { memo: 'a memo', ...options }));
  const extensions = options.id && { extensions: { 'payment-identifier': { info: { id: options.id } } } };
  return { x402Version: 2, accepted: terms, payload: { transaction }, ...extensions };
}

/** Status, and what it says, for a payment of these terms. */
async function asksFor(facilitator, route, paymentPayload, headers = {}) {
  const body = JSON.stringify({ x402Version: 2, paymentPayload, paymentRequirements: OFFER });
  const request = new Request(`https://pay.example/${route}`, { method: 'POST', body, headers });
  const response = await facilitator(request);
  const said = await response.json();
  const reason = said.errorReason ?? said.invalidReason ?? said.payer ?? '';
  seenReasons.add(reason);
  return `${response.status} ${reason}`.trim();
}

export const facilitation = [
  [
    'a facilitator says what it supports',
    async () => {
      const response = await openCounter().facilitator(new Request('https://pay.example/supported'));
      const { kinds } = await response.json();
      same([response.status, kinds[0].scheme, kinds[0].network], [200, 'exact', NETWORK]);
    },
  ],
  [
    'a facilitator verifies without a node, and settles once',
    async () => {
      const { facilitator, node } = openCounter();
      const payment = paymentOf(OFFER);
      same([await asksFor(facilitator, 'verify', payment), node.asked], [`200 ${READER}`, 0]);
      same(await asksFor(facilitator, 'settle', payment), `200 ${READER}`);
      same(await asksFor(facilitator, 'settle', payment), '200 payment_already_used');
    },
  ],
  [
    'a facilitator gives the same call with the same key the same answer',
    async () => {
      const { facilitator } = openCounter();
      const headers = { 'Idempotency-Key': 'a-key-of-the-caller' };
      for (let times = 0; times < 2; times++) {
        same(await asksFor(facilitator, 'settle', paymentOf(OFFER), headers), `200 ${READER}`);
      }
    },
  ],
  [
    'a facilitator refuses what is not the payment, what the node refuses, and what waits',
    async () => {
      const other = paymentOf({ ...OFFER, amount: '1' });
      same(await asksFor(openCounter().facilitator, 'verify', other), '200 invalid_payment_requirements');
      const { facilitator, node } = openCounter();
      node.behaviour = 'NotEnoughFunds';
      same(await asksFor(facilitator, 'settle', paymentOf(OFFER)), '200 insufficient_funds');
      node.behaviour = 'keep';
      same(await asksFor(facilitator, 'settle', paymentOf(OFFER, { nonce: 1n })), '200 settlement_pending');
    },
  ],
  [
    'a facilitator ties a payment identifier to one payment',
    async () => {
      const { facilitator } = openCounter();
      const id = 'pay_0123456789abcdef';
      same(await asksFor(facilitator, 'settle', paymentOf(OFFER, { id })), `200 ${READER}`);
      const second = paymentOf(OFFER, { id, nonce: 1n });
      same(await asksFor(facilitator, 'settle', second), '409 payment_identifier_conflict');
    },
  ],
  [
    'a facilitator serves those who show its token',
    async () => {
      const { facilitator } = openCounter({ auth: TOKEN });
      same(await asksFor(facilitator, 'settle', paymentOf(OFFER)), '401');
      const headers = { Authorization: `Bearer ${TOKEN}` };
      same(await asksFor(facilitator, 'settle', paymentOf(OFFER), headers), `200 ${READER}`);
    },
  ],
  [
    'a verifier settles through a facilitator',
    async () => {
      const { facilitator, node } = openCounter();
      const fetch = async (input, init) => facilitator(new Request(input, init));
      const { verifier } = openShop({ facilitator: { url: 'https://pay.example', fetch }, chain: undefined });
      same(verdict((await buys(verifier.protect(ONCE))).response), '200 success');
      same(node.transactions.size, 1);
    },
  ],
];
