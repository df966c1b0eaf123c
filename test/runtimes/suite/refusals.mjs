/** One case for each way to be refused, in the order of the checks. Each says what is presented and the status and reason that come back. */

import { encodeHeader, HEADER, WIRE_STATUS } from 'x402pay';
import { hexFromBytes, parsePrincipal } from 'x402pay/stacks';
import { createMemoryClaims } from 'x402pay/verifier';
import * as shop from './shop.mjs';

const { asks, buys, DAY, offerOf, ONCE, openShop, presents, SBTC, STRANGER, same, serves, signed, TERMS, verdict } =
  shop;

/** What comes back for a payment that differs from the right one by `options`; a new shop each time. */
const paying =
  (options, terms = TERMS, config = {}) =>
  async () =>
    verdict((await buys(openShop(config).verifier.protect(terms), options)).response);

/** What comes back for a header made from a right offer and payment. */
const presenting =
  (make, terms = TERMS) =>
  async () => {
    const guarded = openShop().verifier.protect(terms);
    const offer = await offerOf(guarded);
    const headers = make(offer, signed(offer));
    return verdict(await guarded(asks('/a', headers), serves));
  };

/** What the node says of a right payment. */
const node =
  (behaviour, terms = TERMS) =>
  async () => {
    const { verifier, node } = openShop();
    node.behaviour = behaviour;
    return verdict((await buys(verifier.protect(terms))).response);
  };

const header = (value) => ({ [HEADER.signature]: value });
const payload = (change) => (transaction) => ({ ...transaction, payload: { ...transaction.payload, ...change } });
const SIGNATURE_OFFSET = 44;

const table = [
  ['nothing', '402', async () => verdict(await openShop().verifier.protect(TERMS)(asks(), serves))],
  [
    'a path that can be read in two ways',
    '400 invalid_path',
    async () => verdict(await openShop().verifier.protect(TERMS)(asks('/a%2Fb'), serves)),
  ],
  ['a header that is not base64', '400 invalid_payload', presenting(() => header('{}'))],
  ['a header of more than 16 KiB', '400 invalid_payload', presenting(() => header('A'.repeat(16_388)))],
  [
    'two members of one name',
    '400 invalid_payload',
    presenting(() => header(btoa('{"x402Version":2,"x402Version":2}'))),
  ],
  [
    'another version',
    '400 invalid_x402_version',
    presenting((offer, transaction) => presents(offer, transaction, { x402Version: 3 })),
  ],
  [
    'another scheme',
    '402 invalid_scheme',
    presenting((offer, transaction) => presents({ ...offer, scheme: 'upto' }, transaction)),
  ],
  [
    'another network',
    '402 invalid_network',
    presenting((offer, transaction) => presents({ ...offer, network: 'eip155:1' }, transaction)),
  ],
  [
    'another payee',
    '402 invalid_payment_requirements',
    presenting((offer, transaction) => presents({ ...offer, payTo: STRANGER }, transaction)),
  ],
  [
    'a lower price',
    '402 invalid_offer',
    presenting((offer, transaction) => presents({ ...offer, amount: '1' }, transaction)),
  ],
  [
    'a transaction that ends too early',
    '402 invalid_payload',
    presenting((offer, transaction) => presents(offer, transaction.subarray(1))),
  ],
  [
    'a transaction of another chain',
    '402 invalid_network',
    paying({ change: (transaction) => ({ ...transaction, chainId: 1 }) }),
  ],
  [
    'another recipient',
    '402 invalid_exact_stacks_payload_recipient_mismatch',
    paying({ change: payload({ recipient: parsePrincipal(STRANGER) }) }),
  ],
  [
    'another amount',
    '402 invalid_exact_stacks_payload_amount_mismatch',
    paying({ change: payload({ amount: 499_999n }) }),
  ],
  [
    'the memo of another offer',
    '402 invalid_exact_stacks_payload_memo_mismatch',
    paying({ memo: `x402:${'A'.repeat(29)}` }),
  ],
  [
    'no memo where nothing is written down',
    '402 invalid_exact_stacks_payload_memo_mismatch',
    paying({ memo: null }, TERMS, { claims: undefined }),
  ],
  [
    'another function of the token',
    '402 invalid_exact_stacks_payload_call',
    paying({ asset: SBTC, change: payload({ functionName: 'mint' }) }),
  ],
  [
    'post-conditions that undo the payment',
    '402 invalid_exact_stacks_payload_post_conditions',
    paying({ asset: SBTC, change: (transaction) => ({ ...transaction, postConditions: [] }) }),
  ],
  ['too little money', '402 insufficient_funds', node('NotEnoughFunds')],
  ['a nonce that is in use', '402 nonce_conflict', node('ConflictingNonceInMempool')],
  ['too low a fee', '402 fee_too_low', node('FeeTooLow')],
  ['what the node refuses for another reason', '402 broadcast_rejected', node('BadAddressVersionByte')],
  ['a payment that waits for a block', '402 settlement_pending', node('keep')],
  ['a payment that was mined and undone', '402 transaction_failed', node('abort')],
  [
    'a pass of somebody else',
    '402 invalid_pass',
    async () => verdict(await openShop().verifier.protect(TERMS)(asks('/a', { [HEADER.pass]: 'e30.e30.AA' }), serves)),
  ],
];

export const refusals = [
  ...table.map(([what, expected, ask]) => [`refuses ${what}`, async () => same(await ask(), expected)]),
  [
    'refuses a signature with one bit changed, and an unsigned transaction',
    async () => {
      for (const spoil of [
        (bytes) => bytes.with(SIGNATURE_OFFSET + 40, bytes[SIGNATURE_OFFSET + 40] ^ 1),
        (bytes) => bytes.fill(0, SIGNATURE_OFFSET, SIGNATURE_OFFSET + 65),
      ]) {
        const ask = presenting((offer, transaction) => presents(offer, spoil(transaction)));
        same(await ask(), '402 invalid_exact_stacks_payload_signature');
      }
    },
  ],
  [
    'refuses an offer that expired before the terms changed',
    async () => {
      const { verifier, pass } = openShop();
      const offer = await offerOf(verifier.protect({ ...TERMS, price: { STX: '0.4' } }));
      pass(601);
      same(
        verdict(await verifier.protect(TERMS)(asks('/a', presents(offer, signed(offer))), serves)),
        '402 offer_expired',
      );
    },
  ],
  [
    'refuses a payment that was used',
    async () => {
      const guarded = openShop().verifier.protect(ONCE);
      const { headers } = await buys(guarded);
      same(verdict(await guarded(asks('/a', headers), serves)), '402 payment_already_used');
    },
  ],
  [
    'refuses a payment that is being served',
    async () => {
      const guarded = openShop().verifier.protect(ONCE);
      let second;
      await buys(guarded, {
        handler: async (request) => {
          second = verdict(await guarded(request, serves));
          return new Response();
        },
      });
      same(second, '409 payment_in_progress');
    },
  ],
  [
    'refuses a payment and a pass whose access has ended',
    async () => {
      const { verifier, pass } = openShop();
      const guarded = verifier.protect(TERMS);
      const { headers, response } = await buys(guarded);
      pass(30 * DAY + 31);
      const { token } = shop.passOf(response);
      for (const old of [headers, { [HEADER.pass]: token }]) {
        same(verdict(await guarded(asks('/a', old), serves)), '402 access_expired');
      }
    },
  ],
  [
    'refuses what it could not write down',
    async () => {
      const guarded = openShop({ claims: createMemoryClaims({ maxClaims: 1 }) }).verifier.protect(ONCE);
      await buys(guarded);
      same(verdict((await buys(guarded, { nonce: 1n })).response), '503 overloaded');
    },
  ],
  [
    'refuses a transaction of mainnet under an offer of the testnet',
    async () => {
      const guarded = openShop().verifier.protect(TERMS);
      const offer = await offerOf(guarded);
      const transaction = hexFromBytes(signed(offer)).replace(/^8080000000/, '0000000001');
      const value = encodeHeader({ x402Version: 2, accepted: offer, payload: { transaction } });
      same(verdict(await guarded(asks('/a', header(value)), serves)), '402 invalid_network');
    },
  ],
];

/** No `PAYMENT-RESPONSE` says the first; on the wire, the second is `invalid_payload`. */
const NOT_HERE = /^(?:payment_required|invalid_exact_stacks_payload_transaction)$/;

/** Every reason that can be given. */
export const reasons = Object.keys(WIRE_STATUS).filter((code) => !NOT_HERE.test(code));
