import { hexToBytes } from '@noble/hashes/utils.js';
import {
  Cl,
  makeUnsignedContractCall,
  makeUnsignedSTXTokenTransfer,
  Pc,
  PostConditionMode,
} from '@stacks/transactions';
import { describe, expect, it } from 'vitest';
import { decodeTransaction } from 'x402pay/stacks';
import { ACCOUNTS } from '../devnet/accounts.js';
import { type Explanation, explain } from './explain.js';
import { keyPairOf } from './keys.js';

const NETWORK = 'stacks:2147483648';
const USDCX = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx';
const [deployer, reader, , creator] = ACCOUNTS;
const publicKey = Buffer.from(keyPairOf(reader!.privateKey).publicKey).toString('hex');
const memo = `x402:${'m'.repeat(29)}`;

describe('the approval window', () => {
  it('says how much STX goes to whom, and for which offer', async () => {
    const transaction = await makeUnsignedSTXTokenTransfer({
      recipient: creator!.address,
      amount: 500_000n,
      memo,
      publicKey,
      fee: 180n,
      nonce: 3n,
      network: 'testnet',
    });
    const read = explained(transaction.serialize());
    expect(read).toMatchObject({ headline: '0.5 STX', payee: creator!.address, memo, fee: '0.00018', nonce: '3' });
    expect(read.conditions).toEqual(['A plain transfer: this account sends exactly 0.5 STX.']);
    expect(read.limited).toBe(true);
    expect(read.needs).toEqual(new Map([['STX', 500_180n]]));
  });

  it('says how many tokens go to whom, and what the chain enforces', async () => {
    const read = explained(
      await tokenTransfer(Pc.principal(reader!.address).willSendEq(250_000n).ft(USDCX, 'usdcx-token')),
    );
    expect(read).toMatchObject({ headline: '0.25 USDCx', payee: creator!.address, call: 'usdcx.transfer', memo });
    expect(read.conditions).toEqual(['This account sends exactly 0.25 USDCx.']);
    expect(read.limited).toBe(true);
    expect(read.needs).toEqual(
      new Map([
        ['STX', 300n],
        [USDCX, 250_000n],
      ]),
    );
  });

  it('says that a payment to the split goes to the contract', async () => {
    const split = `${deployer!.address}.revenue-split`;
    const read = explained(
      await call(split, 'pay', [
        Cl.none(),
        Cl.uint(1_000_000),
        Cl.bufferFromHex('00'.repeat(32)),
        Cl.bufferFromAscii(memo),
      ]),
    );
    expect(read).toMatchObject({ headline: '1 STX', payee: split, call: 'revenue-split.pay', memo });
  });

  it('warns when nothing limits what a call may move', async () => {
    const read = explained(await call(USDCX, 'transfer', [], PostConditionMode.Allow));
    expect(read.limited).toBe(false);
  });

  it('does not take a token for USDCx because of its name', async () => {
    const fake = `${creator!.address}.usdcx`;
    const amount = [Cl.uint(1), Cl.principal(reader!.address), Cl.principal(creator!.address), Cl.none()];
    expect(explained(await call(fake, 'transfer', amount)).headline).toBe('usdcx.transfer');
  });
});

function explained(transactionHex: string): Explanation {
  return explain(decodeTransaction(hexToBytes(transactionHex)), NETWORK);
}

async function tokenTransfer(
  condition: ReturnType<ReturnType<ReturnType<typeof Pc.principal>['willSendEq']>['ft']>,
): Promise<string> {
  const parties = [Cl.principal(reader!.address), Cl.principal(creator!.address)];
  return call(
    USDCX,
    'transfer',
    [Cl.uint(250_000), ...parties, Cl.some(Cl.bufferFromAscii(memo))],
    PostConditionMode.Deny,
    [condition],
  );
}

async function call(
  contract: string,
  functionName: string,
  functionArgs: Parameters<typeof makeUnsignedContractCall>[0]['functionArgs'],
  postConditionMode = PostConditionMode.Deny,
  postConditions: NonNullable<Parameters<typeof makeUnsignedContractCall>[0]['postConditions']> = [],
): Promise<string> {
  const [contractAddress = '', contractName = ''] = contract.split('.');
  const options = { contractAddress, contractName, functionName, functionArgs, postConditionMode, postConditions };
  const transaction = await makeUnsignedContractCall({
    ...options,
    publicKey,
    fee: 300n,
    nonce: 0n,
    network: 'testnet',
  });
  return transaction.serialize();
}
