import { Cl, makeContractCall, serializeCVBytes } from '@stacks/transactions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNTS, accountNamed } from './accounts.js';
import { Chain } from './chain.js';
import { buildGenesis } from './genesis.js';
import { TOKENS } from './tokens.js';
import { readTransaction } from './transactions.js';
import { type Operation, Vm, VmPanic } from './vm.js';

const [alice, bob] = [accountNamed('reader').address, accountNamed('bob').address];
const CONTRACT = `${alice}.probe`;
const SOURCE = `
(define-data-var count uint u0)
(define-public (add (n uint)) (ok (var-set count (+ n (var-get count)))))
(define-public (say (words (string-ascii 20))) (ok (print words)))
(define-read-only (doubled (n uint)) (* n u2))
(define-public (time) (ok stacks-block-time))`;

describe('the VM', () => {
  let vm: Vm;
  const call = (functionName: string, functionArguments: Uint8Array[] = []): Operation => {
    return { kind: 'call', contract: CONTRACT, functionName, functionArguments, sender: alice };
  };
  const add = (n: bigint) => call('add', [serializeCVBytes(Cl.uint(n))]);
  const count = async () => (await vm.dataVariable(CONTRACT, 'count')).result;
  const uint = (n: bigint) => `0x${Cl.serialize(Cl.uint(n))}`;

  beforeAll(async () => {
    vm = new Vm('3.4', Date.now());
    await vm.start();
    await vm.apply({ kind: 'mintStx', recipient: alice, amount: 1000n });
    await vm.apply({ kind: 'deploy', name: 'probe', source: SOURCE, clarityVersion: 5, sender: alice });
    await vm.apply(add(5n));
  });
  afterAll(() => vm.close());

  it('is rebuilt from its log after a panic, without what caused it', async () => {
    const before = vm.heights;
    const rebuilds = vm.rebuilds;
    await expect(vm.apply({ kind: 'mintStx', recipient: CONTRACT, amount: 1n })).rejects.toThrow(VmPanic);
    expect(vm.rebuilds).toBe(rebuilds + 1);
    expect(vm.heights).toEqual(before);
    expect(await count()).toBe(uint(5n));
    expect((await vm.stxBalance(alice)).result).toBe(uint(1000n));
    await vm.apply(add(1n));
    expect(await count()).toBe(uint(6n));
  });

  it('survives a panic in a question', async () => {
    const question = {
      contract: CONTRACT,
      functionName: 'doubled',
      functionArguments: [Uint8Array.of(99)],
      sender: alice,
    };
    await expect(vm.callReadOnly(question)).rejects.toThrow(VmPanic);
    expect(await count()).toBe(uint(6n));
  });

  it('takes the newest operation back, and keeps the time of its genesis', async () => {
    const first = await vm.apply(call('time'));
    await vm.undo();
    expect(await vm.apply(call('time'))).toEqual(first);
    await vm.apply(add(10n));
    await vm.undo();
    expect(await count()).toBe(uint(6n));
  });

  it('starts its worker anew when that has ended by itself', async () => {
    await vm.endWorker();
    expect(await count()).toBe(uint(6n));
  });

  it('runs in epoch 4.0, with Clarity 6', async () => {
    const next = new Vm('4.0', Date.now());
    await next.start();
    const source = '(define-read-only (joined) (concat 0x01 0x02 0x03))';
    await next.apply({ kind: 'deploy', name: 'six', source, clarityVersion: 6, sender: alice });
    const question = { contract: `${alice}.six`, functionName: 'joined', functionArguments: [], sender: alice };
    expect((await next.callReadOnly(question)).result).toBe(`0x${Cl.serialize(Cl.buffer(Uint8Array.of(1, 2, 3)))}`);
    await next.close();
  });

  it('lets one user after the other in', async () => {
    const order: string[] = [];
    const slow = vm.exclusive(async () => {
      await vm.dataVariable(CONTRACT, 'count');
      order.push('slow');
    });
    const failing = vm.exclusive(async () => {
      order.push('failing');
      throw new Error('no');
    });
    const quick = vm.exclusive(async () => order.push('quick'));
    await expect(failing).rejects.toThrow('no');
    await Promise.all([slow, quick]);
    expect(order).toEqual(['slow', 'failing', 'quick']);
  });
});

describe('the chain', () => {
  let chain: Chain;
  beforeAll(async () => {
    chain = new Chain({ epoch: '3.4', nowMilliseconds: () => Date.now() });
    await chain.start();
    await buildGenesis(chain, [{ name: 'probe', source: SOURCE }]);
  });
  afterAll(() => chain.close());

  it('drops a transaction that makes the VM panic, without fee or nonce, and goes on', async () => {
    const { address, privateKey } = accountNamed('reader');
    const call = (functionArgs: ReturnType<typeof Cl.stringAscii>[]) =>
      makeContractCall({
        contractAddress: accountNamed('deployer').address,
        contractName: 'probe',
        functionName: 'say',
        functionArgs,
        senderKey: privateKey,
        network: 'testnet',
        nonce: 0n,
        fee: 1000n,
        validateWithAbi: false,
      });
    const before = chain.ledger.stx(address);
    const bad = chain.submit(readTransaction((await call([Cl.stringAscii('\u00e9')])).serializeBytes()));
    await chain.minePending();
    expect(bad.status).toBe('dropped_problematic');
    expect([chain.ledger.stx(address), chain.nonce(address), chain.vm.rebuilds]).toEqual([before, 0n, 1]);
    const good = chain.submit(readTransaction((await call([Cl.stringAscii('e')])).serializeBytes()));
    await chain.minePending();
    expect(good.status).toBe('success');
  });

  it('keeps the same books as the VM', async () => {
    for (const { address } of ACCOUNTS) {
      const { result } = await chain.vm.stxBalance(address);
      expect(result).toBe(`0x${Cl.serialize(Cl.uint(chain.ledger.stx(address)))}`);
      const question = { contract: TOKENS.sBTC.contract, functionName: 'get-balance', sender: bob };
      const answer = await chain.vm.callReadOnly({
        ...question,
        functionArguments: [serializeCVBytes(Cl.principal(address))],
      });
      expect(answer.result).toBe(
        `0x${Cl.serialize(Cl.ok(Cl.uint(chain.ledger.holding(address, TOKENS.sBTC.asset).balance)))}`,
      );
    }
  });
});
