import { inspect } from 'node:util';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { getAddressFromPrivateKey } from '@stacks/transactions';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { orderOf, type PayerFixture, type PayerSituation, payerSuite } from '../test/suites/payer-suite.js';
import { type ScriptedNode, scriptedNode } from '../test/suites/scripted-node.js';
import { assetsOf } from './assets.js';
import { addressOfPrivateKey, createKeyPayer, type KeyPayer, type KeyPayerOptions } from './key-payer.js';
import { bytesFromHex } from './lib/bytes.js';
import type { Network } from './networks.js';
import type { SignedPayment } from './payer.js';
import { decodeTransaction } from './stacks.js';

vi.mock('@noble/curves/secp256k1.js', async (original) => {
  const { secp256k1 } = await original<typeof import('@noble/curves/secp256k1.js')>();
  return { secp256k1: { ...secp256k1, sign: vi.fn(secp256k1.sign) } };
});

const KEY = '7287ba251d44a4d3fd9276c88ce34c5c52a038955511cccaf77e61068649c178';
const TESTNET: Network = 'stacks:2147483648';
const USDCX = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx';

function richNode(network: Network): ScriptedNode {
  const node = scriptedNode();
  for (const { id } of assetsOf(network)) node.tokens[id] = 1_000_000n;
  return node;
}

function payerWith(node: ScriptedNode, options: Partial<KeyPayerOptions> = {}): KeyPayer {
  return createKeyPayer({
    privateKey: KEY,
    network: TESTNET,
    node: { url: 'http://node.example', fetch: node.fetch },
    sleep: async () => {},
    ...options,
  });
}

function nonceOf({ payload }: SignedPayment): bigint {
  return decodeTransaction(bytesFromHex('transaction' in payload ? payload.transaction : '')).origin.nonce;
}

describe('a key as a payer', () => {
  for (const network of ['stacks:1', TESTNET] as const) {
    const make = async (situation: PayerSituation): Promise<PayerFixture> => {
      const node = richNode(network);
      if (situation === 'poor') {
        node.stx = 500n;
        for (const id of Object.keys(node.tokens)) node.tokens[id] = 999n;
      }
      if (situation === 'no-node') node.answer = () => Promise.reject(new TypeError('fetch failed'));
      const sign = vi.mocked(secp256k1.sign).mockClear();
      return { payer: payerWith(node, { network }), network, parallel: true, signatures: () => sign.mock.calls.length };
    };
    describe(network, () => {
      for (const { title, run } of payerSuite(make)) it(title, run);
    });
  }
});

describe('a private key', () => {
  it('has the address that the Stacks libraries give it, in every way of writing it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        fc.pre(secp256k1.utils.isValidSecretKey(bytes));
        const hex = Buffer.from(bytes).toString('hex');
        const address = getAddressFromPrivateKey(`${hex}01`, 'testnet');
        for (const key of [hex, `0x${hex}`, `${hex}01`, hex.toUpperCase(), bytes, new Uint8Array([...bytes, 1])]) {
          expect(addressOfPrivateKey(key, TESTNET)).toBe(address);
        }
        expect(addressOfPrivateKey(hex, 'stacks:1')).toBe(getAddressFromPrivateKey(`${hex}01`, 'mainnet'));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    '',
    '00'.repeat(32),
    'ff'.repeat(32),
    KEY.slice(1),
    `${KEY}02`,
    `${KEY}0101`,
    KEY.replace('7', 'g'),
    ` ${KEY}`,
  ])('is refused when malformed, without a word of it in the error: %j', (privateKey) => {
    let error: unknown;
    try {
      createKeyPayer({ privateKey, network: TESTNET });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'invalid_configuration', field: 'privateKey' });
    if (privateKey.length > 8) expect(inspect(error, { depth: 9 })).not.toContain(privateKey.slice(2, 10));
  });

  it('cannot be read from the payer', async () => {
    const payer = payerWith(richNode(TESTNET));
    const seen = [inspect(payer, { depth: 9, showHidden: true }), JSON.stringify(payer), String(payer)];
    seen.push(...Object.values(Object.getOwnPropertyDescriptors(payer)).map((member) => inspect(member)));
    for (const text of seen) {
      expect(text).not.toContain(KEY.slice(0, 8));
      expect(text).not.toContain(
        String(parseInt(KEY.slice(0, 2), 16)).concat(', ', String(parseInt(KEY.slice(2, 4), 16))),
      );
    }
    expect(Object.isFrozen(payer)).toBe(true);
  });

  it('does not change with the bytes it was given', async () => {
    const bytes = bytesFromHex(KEY);
    const payer = payerWith(richNode(TESTNET), { privateKey: bytes });
    bytes.fill(7);
    expect((await payer.pay(orderOf(TESTNET))).payer).toBe(addressOfPrivateKey(KEY, TESTNET));
  });

  it('signs the same order with the same nonce in the same way (RFC 6979)', async () => {
    const [one, other] = [payerWith(richNode(TESTNET)), payerWith(richNode(TESTNET))];
    expect(await one.pay(orderOf(TESTNET))).toEqual(await other.pay(orderOf(TESTNET)));
  });
});

describe('nonces of one key', () => {
  it('follow on one another while the node has not seen them', async () => {
    const node = richNode(TESTNET);
    node.confirmed = 7;
    const payer = payerWith(node);
    const nonces = [];
    for (let payment = 0; payment < 3; payment++) nonces.push(nonceOf(await payer.pay(orderOf(TESTNET))));
    expect(nonces).toEqual([7n, 8n, 9n]);
  });

  it('begin behind what waits in the mempool', async () => {
    const node = richNode(TESTNET);
    node.waiting = [0, 1, 2];
    expect(nonceOf(await payerWith(node).pay(orderOf(TESTNET)))).toBe(3n);
  });

  it('are given back when signing fails', async () => {
    const node = richNode(TESTNET);
    const payer = payerWith(node);
    node.stx = 0n;
    await expect(payer.pay(orderOf(TESTNET))).rejects.toMatchObject({
      code: 'insufficient_funds',
      missingAtomic: 2000n,
      message: expect.stringMatching(/^ST\w+ lacks 0\.002 STX,/),
    });
    node.stx = 10_000n;
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(0n);
  });

  it('are not used again once handed out, though the node does not know them', async () => {
    const node = richNode(TESTNET);
    const payer = payerWith(node);
    await payer.pay(orderOf(TESTNET));
    node.asked.length = 0;
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(1n);
  });

  it('fill the gap that an abandoned payment left, when the node says that there is one', async () => {
    const node = richNode(TESTNET);
    const payer = payerWith(node);
    const abandoned = await payer.pay(orderOf(TESTNET));
    await payer.pay(orderOf(TESTNET));
    node.waiting = [1];
    payer.abandon(abandoned);
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(0n);
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(2n);
  });

  it('do not go back to an abandoned payment that the chain has all the same', async () => {
    const node = richNode(TESTNET);
    const payer = payerWith(node);
    payer.abandon(await payer.pay(orderOf(TESTNET)));
    node.waiting = [0];
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(1n);
  });

  it('ignore payments of other accounts and of wallets that broadcast', async () => {
    const payer = payerWith(richNode(TESTNET));
    const mine = await payer.pay(orderOf(TESTNET));
    payer.abandon(await payerWith(richNode(TESTNET), { privateKey: '11'.repeat(32) }).pay(orderOf(TESTNET)));
    payer.abandon({ ...mine, payload: { txid: mine.txid } });
    payer.abandon({ ...mine, txid: '00'.repeat(32) });
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(1n);
  });

  it('stop at 25 that wait, and go on when a block has come', async () => {
    const node = richNode(TESTNET);
    node.confirmed = 3;
    const sleep = vi.fn(async () => {
      node.confirmed = 5;
    });
    const payer = payerWith(node, { sleep });
    const payments = await Promise.all(Array.from({ length: 25 }, () => payer.pay(orderOf(TESTNET))));
    expect(payments.map(nonceOf)).toEqual(Array.from({ length: 25 }, (_, index) => BigInt(index + 3)));
    expect(sleep).not.toHaveBeenCalled();
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(28n);
    expect(sleep).toHaveBeenCalledOnce();
  });

  it('are refused when the queue stays full, and the refusal may be retried', async () => {
    const node = richNode(TESTNET);
    const slept: number[] = [];
    const payer = payerWith(node, { maxWaitSeconds: 7, sleep: async (milliseconds) => void slept.push(milliseconds) });
    await Promise.all(Array.from({ length: 25 }, () => payer.pay(orderOf(TESTNET))));
    await expect(payer.pay(orderOf(TESTNET))).rejects.toMatchObject({ code: 'limit_exceeded', retryable: true });
    expect(slept).toEqual([2000, 2000, 2000]);
  });

  it('let a caller give up while it waits for others', async () => {
    const node = richNode(TESTNET);
    let answer = () => {};
    const hanging = new Promise<void>((resolve) => {
      answer = resolve;
    });
    node.answer = async (request) => {
      if (request.url.endsWith('/nonces')) await hanging;
      return undefined;
    };
    const payer = payerWith(node);
    const first = payer.pay(orderOf(TESTNET));
    const abort = new AbortController();
    const second = payer.pay(orderOf(TESTNET), { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    answer();
    expect(nonceOf(await first)).toBe(0n);
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(1n);
  });
});

describe('a payment that replaces another', () => {
  it('is refused when the earlier one waits or was mined', async () => {
    const node = richNode(TESTNET);
    const payer = payerWith(node);
    const earlier = await payer.pay(orderOf(TESTNET));
    const unresolved = { code: 'payment_unresolved', txid: earlier.txid };
    node.waiting = [0];
    await expect(payer.pay(orderOf(TESTNET), { replaces: earlier })).rejects.toMatchObject(unresolved);
    node.waiting = [];
    node.confirmed = 1;
    await expect(payer.pay(orderOf(TESTNET), { replaces: earlier })).rejects.toMatchObject(unresolved);
  });

  it('takes the next nonce when the chain shows that the earlier one can never land', async () => {
    const node = richNode(TESTNET);
    const payer = payerWith(node);
    const earlier = await payer.pay(orderOf(TESTNET));
    node.confirmed = 1;
    const sender = { address: payer.address, nonce: 0 };
    const mined = (txid: string, status: string) => {
      node.answer = ({ url }) => {
        if (!url.includes('/transactions')) return undefined;
        const listed = url.includes('/mempool/') ? [] : [{ tx_id: `0x${txid}`, sender, status }];
        return Response.json({ results: listed });
      };
    };
    const replace = () => payer.pay(orderOf(TESTNET, 'STX', { amount: '7' }), { replaces: earlier });
    mined(earlier.txid, 'success');
    await expect(replace()).rejects.toMatchObject({ code: 'payment_unresolved' });
    mined('ab'.repeat(32), 'success');
    expect(nonceOf(await replace())).toBe(1n);
    mined(earlier.txid, 'abort_by_post_condition');
    expect(nonceOf(await replace())).toBe(2n);
  });

  it('is refused when the earlier one is of another account', async () => {
    const other = await payerWith(richNode(TESTNET), { privateKey: '11'.repeat(32) }).pay(orderOf(TESTNET));
    await expect(payerWith(richNode(TESTNET)).pay(orderOf(TESTNET), { replaces: other })).rejects.toMatchObject({
      code: 'payment_unresolved',
      txid: other.txid,
    });
  });

  it('is refused when the nonce serves a third payment by now', async () => {
    const payer = payerWith(richNode(TESTNET));
    const earlier = await payer.pay(orderOf(TESTNET));
    payer.abandon(earlier);
    await payer.pay(orderOf(TESTNET, 'STX', { amount: '7' }));
    await expect(payer.pay(orderOf(TESTNET), { replaces: earlier })).rejects.toMatchObject({
      code: 'payment_unresolved',
    });
  });

  it('works after a restart, and leaves the nonce with the earlier one when it cannot be signed', async () => {
    const node = richNode(TESTNET);
    const earlier = await payerWith(node).pay(orderOf(TESTNET));
    const payer = payerWith(node);
    node.stx = 0n;
    await expect(payer.pay(orderOf(TESTNET), { replaces: earlier })).rejects.toMatchObject({
      code: 'insufficient_funds',
    });
    node.stx = 100_000n;
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(1n);
    expect(nonceOf(await payer.pay(orderOf(TESTNET), { replaces: earlier }))).toBe(0n);
  });
});

describe('funds of one key', () => {
  it('are counted together with payments under way', async () => {
    const node = richNode(TESTNET);
    node.tokens[USDCX] = 2500n;
    const payer = payerWith(node);
    await payer.pay(orderOf(TESTNET, 'USDCx'));
    await payer.pay(orderOf(TESTNET, 'USDCx'));
    await expect(payer.pay(orderOf(TESTNET, 'USDCx'))).rejects.toMatchObject({
      code: 'insufficient_funds',
      asset: USDCX,
      missingAtomic: 500n,
    });
  });

  it('are not counted twice when a block comes between the questions', async () => {
    const node = richNode(TESTNET);
    node.stx = 4000n;
    const payer = payerWith(node);
    await payer.pay(orderOf(TESTNET));
    node.answer = (request) => {
      // The first payment (1,000 and a fee of 1,000) is mined after the nonces were read.
      if (request.url.includes('/v2/accounts/')) Object.assign(node, { confirmed: 1, stx: 2000n });
      return undefined;
    };
    expect(nonceOf(await payer.pay(orderOf(TESTNET)))).toBe(1n);
  });

  it('must cover the fee in STX when a token is paid', async () => {
    const node = richNode(TESTNET);
    node.stx = 999n;
    await expect(payerWith(node).pay(orderOf(TESTNET, 'sBTC'))).rejects.toMatchObject({
      code: 'insufficient_funds',
      asset: 'STX',
      missingAtomic: 1n,
    });
  });

  it('are not spent on a fee above the cap', async () => {
    const node = richNode(TESTNET);
    node.estimations = [1, 50_000_000, 3];
    const payer = payerWith(node, { node: { url: 'http://node.example', fetch: node.fetch, maxFeeAtomic: 4000n } });
    const { payload } = await payer.pay(orderOf(TESTNET));
    const { origin } = decodeTransaction(bytesFromHex('transaction' in payload ? payload.transaction : ''));
    expect(origin.fee).toBe(4000n);
  });
});
