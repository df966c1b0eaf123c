/** The mechanism's client against the official SDK's own core. */

import { x402Client } from '@x402/core/client';
import { describe, expect, it } from 'vitest';
import { memoryPendingPayments } from 'x402pay';
import { createExactStacksClient } from 'x402pay/mechanism';
import { decodeTransaction } from 'x402pay/stacks';
import { NETWORK, SELLER, SPLIT } from '../verifier/shop.js';
import { failed, openClient, recordingPayer, requiring, settled } from './recorded-client.js';

const USDCX = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx';
const SBTC = 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token';

describe('the client of the official SDK', () => {
  it.each([
    ['payer', {}],
    ['maxPerPayment.stx', { payer: recordingPayer().payer, maxPerPayment: { stx: '1' } }],
    ['maxPerPayment.STX', { payer: recordingPayer().payer, maxPerPayment: { STX: '0.0000001' } }],
  ])('is not made with a mistake in %s', (field, options) => {
    expect(() => createExactStacksClient(options as never)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', field }),
    );
  });

  it.each([
    [USDCX, { symbol: 'USDCx', decimals: 6 }],
    ['USDCX', { symbol: 'USDCx', decimals: 6 }],
    [SBTC, undefined],
    ['STX', undefined],
    ['ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC.fake-usdcx', undefined],
    ['SP120SBRBQJ00MCWS7TM5R8WJNTTKD5K0HFRC2CNE.usdcx', undefined],
  ])('takes %s for dollars, or not', (asset, dollar) => {
    const { findDefaultAsset } = createExactStacksClient({ payer: recordingPayer().payer });
    expect(findDefaultAsset?.(asset, NETWORK)).toEqual(dollar && { asset, ...dollar });
    expect(findDefaultAsset?.(asset, 'eip155:1')).toBeUndefined();
  });

  it('spends a dollar at most by default, and nothing but dollars', async () => {
    const { payer, orders } = recordingPayer();
    const client = new x402Client().register('stacks:*', createExactStacksClient({ payer }));
    await expect(client.createPaymentPayload(requiring() as never)).rejects.toThrow('spendControls');
    const dollars = (amount: string) => requiring({ asset: USDCX, amount }) as never;
    await expect(client.createPaymentPayload(dollars('1000001'))).rejects.toThrow('spendControls');
    expect(orders).toHaveLength(0);
    expect((await client.createPaymentPayload(dollars('1000000'))).payload).toHaveProperty('transaction');
  });

  it('holds to the limit that it is told, also where the SDK does not', async () => {
    const { payer, orders } = recordingPayer();
    const scheme = createExactStacksClient({ payer });
    const [offer] = requiring().accepts;
    const paying = scheme.createPaymentPayload(2, offer as never, { maxAmountPerPayment: '499999' });
    await expect(paying).rejects.toMatchObject({ code: 'policy_refused' });
    await expect(scheme.createPaymentPayload(1, offer as never)).rejects.toMatchObject({
      code: 'invalid_x402_version',
    });
    expect(orders).toHaveLength(0);
  });

  it('pays nothing where neither the SDK nor its owner has set a limit', async () => {
    const { payer, orders } = recordingPayer();
    const client = new x402Client().register('stacks:*', createExactStacksClient({ payer })).setSpendControls(false);
    const dear = requiring({ amount: '1000000000000' }) as never;
    await expect(client.createPaymentPayload(dear)).rejects.toMatchObject({ code: 'policy_refused' });
    const [offer] = requiring().accepts;
    await expect(createExactStacksClient({ payer }).createPaymentPayload(2, offer as never)).rejects.toMatchObject({
      code: 'policy_refused',
      message: expect.stringContaining('maxPerPayment: { STX: "0.05" }'),
    });
    expect(orders).toHaveLength(0);
  });

  it.each([
    ['above it', { STX: '0.499999' }],
    ['in what it does not list', { USDCx: '1' }],
    ['where it lists nothing', {}],
  ])('pays nothing %s, whatever the spend controls allow', async (_what, maxPerPayment) => {
    const { payer, orders } = recordingPayer();
    const client = new x402Client().register('stacks:*', createExactStacksClient({ payer, maxPerPayment }));
    client.setSpendControls({ allowedAssets: [{ network: NETWORK, asset: 'STX', maxAmountPerPayment: '500000' }] });
    await expect(client.createPaymentPayload(requiring() as never)).rejects.toMatchObject({ code: 'policy_refused' });
    expect(orders).toHaveLength(0);
  });

  it('pays up to its own limit, also where the SDK has none', async () => {
    const { payer, orders } = recordingPayer();
    const [offer] = requiring().accepts;
    await createExactStacksClient({ payer, maxPerPayment: { STX: '0.5' } }).createPaymentPayload(2, offer as never);
    expect(orders).toHaveLength(1);
  });

  it.each([
    ['unknown_asset', { asset: `${SELLER}.fake-usdc-token` }],
    ['unknown_asset', { asset: 'sBTC' }],
    ['invalid_amount', { amount: '0' }],
    ['invalid_amount', { amount: '1.5' }],
    ['invalid_address', { payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B' }],
    ['invalid_payment_requirements', { extra: { offer: 'short' } }],
    ['no_payable_offer', { network: 'stacks:1', payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02B' }],
  ])('signs nothing for an offer with %s: %j', async (code, change) => {
    const { payer, orders } = recordingPayer();
    const [offer] = requiring(change).accepts;
    await expect(createExactStacksClient({ payer }).createPaymentPayload(2, offer as never)).rejects.toMatchObject({
      code,
    });
    expect(orders).toHaveLength(0);
  });

  it('tells the payer what is paid for, and puts the memo of the offer', async () => {
    const { client, orders } = openClient();
    const offer = Buffer.alloc(33, 1).toString('base64url');
    const payment = await client.createPaymentPayload(
      requiring({ extra: { offer, call: 'pay' }, payTo: SPLIT }) as never,
    );
    expect(orders[0]?.order).toMatchObject({
      resource: { url: 'https://shop.example/a' },
      memo: expect.stringMatching(/^x402:/),
    });
    const { payload } = decodeTransaction(Buffer.from(payment.payload.transaction as string, 'hex'));
    expect(payload).toMatchObject({ type: 'contract-call', functionName: 'pay' });
  });

  it('pays a split by a plain transfer where the SDK does not say what for', async () => {
    const { payer } = recordingPayer();
    const [offer] = requiring({ extra: { call: 'pay' }, payTo: SPLIT }).accepts;
    const client = createExactStacksClient({ payer, maxPerPayment: { STX: '0.5' } });
    const { payload } = await client.createPaymentPayload(2, offer as never);
    expect(decodeTransaction(Buffer.from(payload.transaction as string, 'hex')).payload.type).toBe('token-transfer');
  });

  it('presents a pending payment again, with the offer that it was made for, until it is served', async () => {
    const { client, hears, waits, orders } = openClient();
    const first = await client.createPaymentPayload(requiring({ extra: { description: 'one' } }) as never);
    expect(await hears(first, failed('settlement_pending'))).toEqual({ recovered: true });
    expect(waits).toEqual([10_000]);
    const second = await client.createPaymentPayload(requiring({ extra: { description: 'two' } }) as never);
    expect([second.payload, second.accepted]).toEqual([first.payload, first.accepted]);
    expect(await hears(second, settled)).toBeUndefined();
    expect(orders).toHaveLength(1);
    const third = await client.createPaymentPayload(requiring() as never);
    expect(third.payload).not.toEqual(first.payload);
  });

  it('waits once for each call', async () => {
    const { client, hears, waits, orders } = openClient();
    for (let call = 1; call <= 3; call++) {
      const required = requiring() as never;
      const first = await client.createPaymentPayload(required);
      expect(await hears(first, failed('settlement_pending'))).toEqual({ recovered: true });
      const second = await client.createPaymentPayload(required);
      expect(await hears(second, failed('settlement_pending'))).toBeUndefined();
      expect(waits).toHaveLength(call);
    }
    expect(orders).toHaveLength(1);
  });

  it('pays for another resource meanwhile', async () => {
    const { client, hears, orders } = openClient();
    await hears(await client.createPaymentPayload(requiring() as never), failed('settlement_pending'));
    await client.createPaymentPayload(requiring({}, 'https://shop.example/b') as never);
    expect(orders).toHaveLength(2);
  });

  it('tells that a pending payment was used, and pays anew only in the next call', async () => {
    const { client, hears, orders } = openClient();
    await hears(await client.createPaymentPayload(requiring() as never), failed('settlement_pending'));
    const again = await client.createPaymentPayload(requiring() as never);
    expect(await hears(again, failed('payment_already_used'))).toBeUndefined();
    expect(orders).toHaveLength(1);
    await client.createPaymentPayload(requiring() as never);
    expect(orders).toHaveLength(2);
    expect(orders[1]?.options?.replaces).toBeUndefined();
  });

  it.each(['access_expired', 'transaction_failed'])('pays anew when a pending payment ends with %s', async (reason) => {
    const { client, hears, orders } = openClient();
    await hears(await client.createPaymentPayload(requiring() as never), failed('settlement_pending'));
    const again = await client.createPaymentPayload(requiring() as never);
    expect(await hears(again, failed(reason))).toEqual({ recovered: true });
    await client.createPaymentPayload(requiring() as never);
    expect(orders).toHaveLength(2);
    expect(orders[1]?.options?.replaces).toBeUndefined();
  });

  it('replaces a pending payment that is refused, so that at most one of the two lands', async () => {
    const { client, hears, orders } = openClient();
    const first = await client.createPaymentPayload(requiring() as never);
    await hears(first, failed('settlement_pending'));
    const again = await client.createPaymentPayload(requiring() as never);
    expect(
      await hears(again, { paymentRequired: { ...requiring(), error: 'No matching payment requirements' } }),
    ).toBeUndefined();
    await client.createPaymentPayload(requiring() as never);
    expect(orders[1]?.options?.replaces?.payload).toEqual(first.payload);
  });

  it('keeps what it replaces, and presents that once more when the other finds its nonce used', async () => {
    const { client, hears, orders } = openClient();
    const offer = () => client.createPaymentPayload(requiring() as never);
    const first = await offer();
    await hears(first, failed('settlement_pending'));
    await hears(await offer(), failed('invalid_offer'));
    const second = await offer();
    expect(orders).toHaveLength(2);
    await hears(second, failed('nonce_conflict'));
    const third = await offer();
    expect(third.payload).toEqual(first.payload);
    expect(await hears(third, settled)).toBeUndefined();
    // Nothing of both is left: what comes now is a purchase of its own.
    await offer();
    expect(orders).toHaveLength(3);
    expect(orders[2]?.options?.replaces).toBeUndefined();
  });

  it('forgets what it has replaced when the other is delivered', async () => {
    const { client, hears, orders } = openClient();
    const offer = () => client.createPaymentPayload(requiring() as never);
    await hears(await offer(), failed('settlement_pending'));
    await hears(await offer(), failed('invalid_offer'));
    await hears(await offer(), settled);
    await offer();
    expect(orders).toHaveLength(3);
    expect(orders[2]?.options?.replaces).toBeUndefined();
  });

  it('pays nothing more where its payer cannot replace', async () => {
    const { client, hears, orders } = openClient(false);
    await hears(await client.createPaymentPayload(requiring() as never), failed('settlement_pending'));
    await hears(await client.createPaymentPayload(requiring() as never), failed('invalid_offer'));
    await expect(client.createPaymentPayload(requiring() as never)).rejects.toMatchObject({
      code: 'payment_unresolved',
    });
    expect(orders).toHaveLength(1);
  });

  it.each(['insufficient_funds', 'invalid_offer', 'No matching payment requirements'])(
    'gives the nonce of a payment back that was turned away at once with %s',
    async (reason) => {
      const { client, hears, orders, abandoned } = openClient();
      const first = await client.createPaymentPayload(requiring() as never);
      expect(await hears(first, { paymentRequired: { ...requiring(), error: reason } })).toBeUndefined();
      expect(abandoned).toHaveLength(1);
      await client.createPaymentPayload(requiring() as never);
      expect(orders[1]?.options?.replaces).toBeUndefined();
    },
  );

  it.each([
    ['no word at all', {}],
    ['the offers again', { paymentRequired: { ...requiring(), error: 'Payment required' } }],
    ['a word of its own', failed('internal_error')],
    ['a word that proves nothing', failed('broadcast_failed')],
    ['transaction_not_found', failed('transaction_not_found')],
    ['unexpected_settle_error', failed('unexpected_settle_error')],
    ['unexpected_verify_error', failed('unexpected_verify_error')],
  ])('keeps a payment, and its nonce, after %s', async (_what, answer) => {
    const { client, hears, orders, abandoned } = openClient();
    const first = await client.createPaymentPayload(requiring() as never);
    await hears(first, answer);
    const second = await client.createPaymentPayload(requiring() as never);
    expect(second.payload).toEqual(first.payload);
    expect([orders.length, abandoned.length]).toEqual([1, 0]);
  });

  it('keeps a payment of whose presentation it hears nothing', async () => {
    const { client, orders } = openClient();
    const payloads = [];
    for (let call = 0; call < 3; call++)
      payloads.push((await client.createPaymentPayload(requiring() as never)).payload);
    expect(new Set(payloads.map((payload) => JSON.stringify(payload))).size).toBe(1);
    expect(orders).toHaveLength(1);
  });

  it('presents nothing that could not be stored', async () => {
    const { payer, abandoned } = recordingPayer();
    const pending = { ...memoryPendingPayments(), save: () => Promise.reject(new Error('the disk is full')) };
    const scheme = createExactStacksClient({ payer, pending, maxPerPayment: { STX: '1' } });
    const client = new x402Client().register('stacks:*', scheme).setSpendControls(false);
    await expect(client.createPaymentPayload(requiring() as never)).rejects.toMatchObject({
      code: 'payment_unresolved',
    });
    expect(abandoned).toHaveLength(1);
  });
});

describe('calls that overlap', () => {
  it('share a payment until it has served one of them; then the other buys its own', async () => {
    const { client, hears, orders } = openClient();
    const first = await client.createPaymentPayload(requiring() as never);
    const asked = requiring() as never;
    const second = await client.createPaymentPayload(asked);
    expect(second.payload).toEqual(first.payload);
    await hears(first, settled);
    expect(await hears(second, failed('payment_in_progress'))).toEqual({ recovered: true });
    expect((await client.createPaymentPayload(asked)).payload).not.toEqual(first.payload);
    expect(orders).toHaveLength(2);
  });

  it('sign no more payments than there are calls, whatever the server says', async () => {
    const { client, hears, orders } = openClient();
    const asked = [requiring(), requiring()] as never[];
    const first = await client.createPaymentPayload(asked[0] as never);
    const second = await client.createPaymentPayload(asked[1] as never);
    expect(await hears(second, failed('access_expired'))).toEqual({ recovered: true });
    const third = await client.createPaymentPayload(asked[1] as never);
    await hears(third, settled);
    expect(await hears(first, failed('settlement_pending'))).toEqual({ recovered: true });
    await expect(client.createPaymentPayload(asked[0] as never)).rejects.toMatchObject({ code: 'payment_unresolved' });
    expect(orders).toHaveLength(2);
  });
});

describe('a pending payment', () => {
  it.each([
    ['payee', { payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM' }],
    ['price', { amount: '400000' }],
    ['asset', { asset: USDCX }],
    ['network', { network: 'stacks:1', payTo: 'SP2JXKMSH007NPYAQHKJPQMAQYAD90NQGTVJVQ02D' }],
  ])('is shown to nobody who asks for another %s in its name, and nothing else is paid', async (_what, change) => {
    const { client, orders } = openClient();
    client.setSpendControls(false);
    const { payload } = await client.createPaymentPayload(requiring() as never);
    const other = requiring(change) as never;
    await expect(client.createPaymentPayload(other)).rejects.toMatchObject({ code: 'terms_changed' });
    expect((await client.createPaymentPayload(requiring() as never)).payload).toEqual(payload);
    expect(orders).toHaveLength(1);
  });

  it('is shown where its terms are among those that are offered', async () => {
    const { client } = openClient();
    client.setSpendControls({ allowedAssets: [{ network: NETWORK, asset: 'STX' }] });
    const { payload } = await client.createPaymentPayload(requiring() as never);
    const both = { ...requiring(), accepts: [...requiring({ amount: '600000' }).accepts, ...requiring().accepts] };
    expect((await client.createPaymentPayload(both as never)).payload).toEqual(payload);
  });

  it('is made for a whole URL only', async () => {
    const { client, orders } = openClient();
    await expect(client.createPaymentPayload(requiring({}, '/a') as never)).rejects.toMatchObject({
      field: 'resource.url',
    });
    expect(orders).toHaveLength(0);
  });
});
