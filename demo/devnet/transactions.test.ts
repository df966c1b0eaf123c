import {
  Cl,
  fetchCallReadOnlyFunction,
  fetchContractMapEntry,
  fetchNonce,
  Pc,
  sponsorTransaction,
} from '@stacks/transactions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from './index.js';
import { TestClient } from './test-client.js';

let devnet: Devnet;
let client: TestClient;
const FEE = 3000n;

const PROBE = `
(define-map seen uint uint)
(define-data-var count uint u7)
(define-non-fungible-token ticket uint)
(map-set seen u1 u2)
(define-public (fail) (begin (try! (stx-transfer? u5 tx-sender 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG)) (err u99)))
(define-public (panic) (begin (try! (stx-transfer? u5 tx-sender 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG)) (ok (unwrap-panic (if true none (some u1))))))
(define-public (take (amount uint)) (stx-transfer? amount tx-sender 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG))
(define-public (keep (amount uint)) (stx-transfer? amount tx-sender current-contract))
(define-public (give (amount uint) (who principal)) (as-contract? ((with-stx amount)) (try! (stx-transfer? amount tx-sender who))))
(define-public (mint (id uint)) (nft-mint? ticket id tx-sender))
(define-public (send (id uint) (who principal)) (nft-transfer? ticket id tx-sender who))
(define-public (say (words (string-ascii 20))) (ok (print words)))
(define-public (height) (ok { stacks: stacks-block-height, burn: burn-block-height }))
(define-read-only (double (n uint)) (* n u2))`;

const probe = () => `${client.address('deployer')}.probe`;

beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 0, contracts: [{ name: 'probe', source: PROBE }] });
  client = new TestClient(devnet);
});
afterAll(() => devnet.close());

describe('a transfer of STX', () => {
  it('moves the amount, costs the fee, and shows its memo', async () => {
    const [reader, bob] = [client.address('reader'), client.address('bob')];
    const before = [await client.balances(reader), await client.balances(bob)] as const;
    const txid = await client.send(client.transfer(bob, 250_000n, { memo: 'x402:memo', fee: FEE }));
    const shown = await client.transaction(txid);
    expect(shown).toMatchObject({
      tx_status: 'success',
      tx_result: { hex: '0x0703', repr: '(ok true)' },
      sender_address: reader,
      canonical: true,
      token_transfer: { recipient_address: bob, amount: '250000', memo: memoHex('x402:memo') },
      events: [{ event_type: 'stx_asset', asset: { amount: '250000', memo: memoHex('x402:memo') } }],
    });
    const after = [await client.balances(reader), await client.balances(bob)] as const;
    expect(after[0].STX).toBe(before[0].STX - 250_000n - FEE);
    expect(after[1].STX).toBe(before[1].STX + 250_000n);
  });

  it('may go to a contract', async () => {
    const txid = await client.send(client.transfer(probe(), 10n));
    expect(await client.status(txid)).toBe('success');
    expect((await client.balances(probe())).STX).toBe(10n);
  });

  it('raises the nonce that libraries fetch', async () => {
    const address = client.address('carol');
    const nonce = () => fetchNonce({ address, network: 'testnet', client: { baseUrl: devnet.url } });
    const before = await nonce();
    await client.send(client.transfer(client.address('bob'), 1n, { from: 'carol' }));
    expect(await nonce()).toBe(before + 1n);
  });
});

describe('a transfer of a token', () => {
  const asset = () => devnet.tokens.sBTC as `${string}.${string}`;
  const exactly = (amount: bigint) => [
    Pc.principal(client.address('reader')).willSendEq(amount).ft(asset(), 'sbtc-token'),
  ];

  it('succeeds under an exact post-condition, and prints its memo', async () => {
    const bob = client.address('bob');
    const before = (await client.balances(bob)).sBTC;
    const options = { memo: 'x402:memo', postConditionMode: 'deny', postConditions: exactly(7n) } as const;
    const txid = await client.send(client.tokenTransfer('sBTC', bob, 7n, options));
    const { tx_status, events, contract_call } = await client.transaction(txid);
    expect(tx_status).toBe('success');
    expect(contract_call.function_args[0]).toEqual({
      hex: '0x0100000000000000000000000000000007',
      repr: 'u7',
      name: 'amount',
      type: 'uint',
    });
    expect(events.map((event: { event_type: string }) => event.event_type)).toEqual([
      'fungible_token_asset',
      'smart_contract_log',
    ]);
    expect(events[1].contract_log.value.repr).toBe(`0x${Buffer.from('x402:memo').toString('hex')}`);
    expect((await client.balances(bob)).sBTC).toBe(before + 7n);
  });

  it('is undone when it sends one unit more than the post-condition says, and costs the fee and the nonce', async () => {
    const [reader, bob] = [client.address('reader'), client.address('bob')];
    const before = [
      await client.balances(reader),
      await client.balances(bob),
      await client.get(`/v2/accounts/${reader}`),
    ] as const;
    const options = { postConditionMode: 'deny', postConditions: exactly(7n), fee: FEE } as const;
    const txid = await client.send(client.tokenTransfer('sBTC', bob, 8n, options));
    const { tx_status, tx_result, events } = await client.transaction(txid);
    expect([tx_status, tx_result.repr, events]).toEqual(['abort_by_post_condition', '(ok true)', []]);
    const after = [
      await client.balances(reader),
      await client.balances(bob),
      await client.get(`/v2/accounts/${reader}`),
    ] as const;
    expect(after[0]).toEqual({ ...before[0], STX: before[0].STX - FEE });
    expect(after[1]).toEqual(before[1]);
    expect(after[2].nonce).toBe(before[2].nonce + 1);
    const seen = await readOnly(asset(), 'get-balance', [Cl.principal(bob)]);
    expect(seen).toEqual(Cl.ok(Cl.uint(before[1].sBTC)));
  });

  it('fails with the error of the token when the sender holds too little', async () => {
    const txid = await client.send(client.tokenTransfer('sBTC', client.address('bob'), 10n ** 20n));
    expect((await client.transaction(txid)).tx_result.repr).toBe('(err u1)');
  });

  it('fails when somebody else is named as the sender', async () => {
    const [bob, carol] = [client.address('bob'), client.address('carol')];
    const stolen = [Cl.uint(1n), Cl.principal(bob), Cl.principal(carol), Cl.none()];
    const txid = await client.send(client.call(devnet.tokens.USDCx, 'transfer', stolen));
    const { tx_status, tx_result } = await client.transaction(txid);
    expect([tx_status, tx_result.repr]).toEqual(['abort_by_response', '(err u4)']);
  });
});

describe('a contract call', () => {
  it('that answers (err …) is undone and costs the fee', async () => {
    const before = await client.balances(client.address('reader'));
    const txid = await client.send(client.call(probe(), 'fail', [], { fee: FEE }));
    const { tx_status, tx_result, events } = await client.transaction(txid);
    expect([tx_status, tx_result.repr, events]).toEqual(['abort_by_response', '(err u99)', []]);
    expect(await client.balances(client.address('reader'))).toEqual({ ...before, STX: before.STX - FEE });
  });

  it('that fails at run time is undone, with the result that the chain gives it', async () => {
    const before = await client.balances(client.address('reader'));
    const txid = await client.send(client.call(probe(), 'panic', [], { fee: FEE }));
    const { tx_status, tx_result, vm_error } = await client.transaction(txid);
    expect([tx_status, tx_result.repr]).toEqual(['abort_by_response', '(err none)']);
    expect(vm_error).toContain('UnwrapFailure');
    expect(await client.balances(client.address('reader'))).toEqual({ ...before, STX: before.STX - FEE });
  });

  it('sees the heights that the API shows', async () => {
    const txid = await client.send(client.call(probe(), 'height', []));
    const { tx_result, block_height, burn_block_height } = await client.transaction(txid);
    expect(tx_result.repr).toBe(`(ok (tuple (burn u${burn_block_height}) (stacks u${block_height})))`);
  });

  it('keeps the state of the calls before when one is undone', async () => {
    await client.send(client.call(probe(), 'mint', [Cl.uint(77n)]));
    await client.send(client.call(probe(), 'take', [Cl.uint(1n)], { postConditionMode: 'deny' }));
    const txid = await client.send(client.call(probe(), 'send', [Cl.uint(77n), Cl.principal(client.address('bob'))]));
    expect(await client.status(txid)).toBe('success');
    const { results } = await client.get(`/extended/v1/tokens/nft/holdings?principal=${client.address('bob')}`);
    expect(results).toMatchObject([{ asset_identifier: `${probe()}::ticket`, value: { repr: 'u77' } }]);
  });
});

describe('modes of post-conditions', () => {
  it('Deny undoes what no condition covers', async () => {
    const txid = await client.send(client.call(probe(), 'take', [Cl.uint(5n)], { postConditionMode: 'deny' }));
    expect(await client.status(txid)).toBe('abort_by_post_condition');
  });

  it('Allow lets it pass', async () => {
    const txid = await client.send(client.call(probe(), 'take', [Cl.uint(5n)], { postConditionMode: 'allow' }));
    expect(await client.status(txid)).toBe('success');
  });

  it('Originator judges what the origin sends, and not what the contract sends', async () => {
    await client.send(client.call(probe(), 'keep', [Cl.uint(50n)]));
    const give = [Cl.uint(5n), Cl.principal(client.address('carol'))];
    const statuses = [];
    for (const postConditionMode of ['originator', 'deny'] as const) {
      statuses.push(await client.status(await client.send(client.call(probe(), 'give', give, { postConditionMode }))));
    }
    const taken = client.call(probe(), 'take', [Cl.uint(5n)], { postConditionMode: 'originator' });
    statuses.push(await client.status(await client.send(taken)));
    expect(statuses).toEqual(['success', 'abort_by_post_condition', 'abort_by_post_condition']);
  });

  it('conditions on a non-fungible token hold or undo', async () => {
    await client.send(client.call(probe(), 'mint', [Cl.uint(5n)]));
    const reader = Pc.principal(client.address('reader'));
    const ticket = [`${probe()}::ticket` as `${string}.${string}::ticket`, Cl.uint(5n)] as const;
    const send = (postConditions: Parameters<TestClient['call']>[3]) =>
      client.call(probe(), 'send', [Cl.uint(5n), Cl.principal(client.address('carol'))], postConditions);
    const kept = await client.send(
      send({ postConditionMode: 'deny', postConditions: [reader.willNotSendAsset().nft(...ticket)] }),
    );
    const sent = await client.send(
      send({ postConditionMode: 'deny', postConditions: [reader.willSendAsset().nft(...ticket)] }),
    );
    expect([await client.status(kept), await client.status(sent)]).toEqual(['abort_by_post_condition', 'success']);
  });
});

describe('a deployment', () => {
  it('makes a contract that can be read and called', async () => {
    const txid = await client.send(
      client.deploy('counter', '(define-data-var n uint u3) (define-public (current) (ok (var-get n)))'),
    );
    expect(await client.transaction(txid)).toMatchObject({
      tx_status: 'success',
      smart_contract: { clarity_version: 5 },
    });
    const called = await client.send(client.call(`${client.address('reader')}.counter`, 'current', []));
    expect((await client.transaction(called)).tx_result.repr).toBe('(ok u3)');
  });

  it('of nonsense is mined as a failure', async () => {
    const txid = await client.send(client.deploy('nonsense', '(define-public (f) (no-such-function))'));
    expect(await client.transaction(txid)).toMatchObject({
      tx_status: 'abort_by_response',
      tx_result: { repr: '(err none)' },
    });
  });

  it('in a Clarity version that the epoch does not have is mined as a failure', async () => {
    const txid = await client.send(client.deploy('future', '(define-read-only (f) u1)', { clarityVersion: 6 }));
    expect(await client.status(txid)).toBe('abort_by_response');
  });
});

describe('a sponsored transaction', () => {
  it('costs the sponsor the fee and both a nonce', async () => {
    const [reader, bob] = [client.address('reader'), client.address('bob')];
    const before = [await client.balances(reader), await client.balances(bob)] as const;
    const transaction = await client.tokenTransfer('USDCx', client.address('carol'), 1n, { sponsored: true, fee: 0n });
    const sponsored = await sponsorTransaction({
      transaction,
      sponsorPrivateKey: devnet.account('bob').privateKey,
      fee: FEE,
      sponsorNonce: (await client.get(`/v2/accounts/${bob}`)).nonce,
      network: 'testnet',
    });
    const txid = await client.send(sponsored);
    expect(await client.transaction(txid)).toMatchObject({
      tx_status: 'success',
      sponsored: true,
      sponsor_address: bob,
    });
    expect((await client.balances(reader)).STX).toBe(before[0].STX);
    expect((await client.balances(bob)).STX).toBe(before[1].STX - FEE);
  });
});

describe('reading contracts', () => {
  it('answers read-only calls, maps, variables and sources', async () => {
    expect(await readOnly(probe(), 'double', [Cl.uint(21n)])).toEqual(Cl.uint(42n));
    const [contractAddress = '', contractName = ''] = probe().split('.');
    const entry = (key: bigint) =>
      fetchContractMapEntry({
        contractAddress,
        contractName,
        mapName: 'seen',
        mapKey: Cl.uint(key),
        network: 'testnet',
        client: { baseUrl: devnet.url },
      });
    expect(await entry(1n)).toEqual(Cl.some(Cl.uint(2n)));
    expect(await entry(9n)).toEqual(Cl.none());
    const base = `/${contractAddress}/${contractName}`;
    expect((await client.get(`/v2/data_var${base}/count`)).data).toBe('0x0100000000000000000000000000000007');
    expect((await client.get(`/v2/contracts/source${base}`)).source).toBe(PROBE);
    expect((await client.get(`/v2/contracts/interface${base}`)).functions.length).toBeGreaterThan(5);
  });

  it('refuses what is not a read-only function', async () => {
    await expect(readOnly(probe(), 'take', [Cl.uint(1n)])).rejects.toThrow(/not a read-only function/);
  });
});

describe('the revenue split', () => {
  it('pays creator and platform at once in STX and in a token', async () => {
    const [creator, platform, reader] = [
      client.address('creator'),
      client.address('platform'),
      client.address('reader'),
    ];
    const split = devnet.contracts.split ?? '';
    const before = [await client.balances(creator), await client.balances(platform)] as const;
    const rest = [Cl.buffer(new Uint8Array(32)), Cl.bufferFromUtf8('x402:memo')];
    const inStx = [Cl.none(), Cl.uint(1000n), ...rest];
    const inToken = [Cl.some(Cl.principal(devnet.tokens.USDCx)), Cl.uint(500n), ...rest];
    const asset = devnet.tokens.USDCx as `${string}.${string}`;
    const paid = [
      client.call(split, 'pay', inStx, {
        postConditionMode: 'deny',
        postConditions: [Pc.principal(reader).willSendEq(1000n).ustx()],
      }),
      client.call(split, 'pay', inToken, {
        postConditionMode: 'deny',
        postConditions: [Pc.principal(reader).willSendEq(500n).ft(asset, 'usdcx-token')],
        nonce: (await client.get(`/v2/accounts/${reader}`)).nonce + 1,
      }),
    ];
    for (const transaction of paid) expect(await client.status(await client.send(transaction))).toBe('success');
    const after = [await client.balances(creator), await client.balances(platform)] as const;
    expect([after[0].STX - before[0].STX, after[0].USDCx - before[0].USDCx]).toEqual([800n, 400n]);
    expect([after[1].STX - before[1].STX, after[1].USDCx - before[1].USDCx]).toEqual([200n, 100n]);
  });
});

function readOnly(
  contract: string,
  functionName: string,
  functionArgs: ReturnType<typeof Cl.uint>[] | ReturnType<typeof Cl.principal>[],
) {
  const [contractAddress = '', contractName = ''] = contract.split('.');
  return fetchCallReadOnlyFunction({
    contractAddress,
    contractName,
    functionName,
    functionArgs,
    senderAddress: client.address('bob'),
    network: 'testnet',
    client: { baseUrl: devnet.url },
  });
}

function memoHex(text: string): string {
  return `0x${Buffer.from(text).toString('hex').padEnd(68, '0')}`;
}
