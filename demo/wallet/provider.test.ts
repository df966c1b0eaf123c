import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import {
  Cl,
  cvToHex,
  deserializeTransaction,
  makeUnsignedSTXTokenTransfer,
  Pc,
  postConditionToHex,
  publicKeyFromSignatureRsv,
} from '@stacks/transactions';
import { describe, expect, it } from 'vitest';
import { transactionId } from 'x402pay/stacks';
import type { DemoFacts } from '../demo-facts.js';
import { ACCOUNTS } from '../devnet/accounts.js';
import { Accounts } from './accounts.js';
import type { WalletChain } from './chain.js';
import { keyPairOf } from './keys.js';
import { DevWalletProvider, type Question } from './provider.js';

const [, reader, bob, creator] = ACCOUNTS;
const USDCX = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM.usdcx';

describe('the development wallet', () => {
  it('asks before it shows an address, and only once', async () => {
    const { request, questions } = wallet();
    const first = await request('getAddresses');
    expect(first).toMatchObject({
      jsonrpc: '2.0',
      result: { addresses: [{ symbol: 'STX', address: reader!.address }] },
    });
    await request('stx_getAddresses');
    await request('wallet_connect');
    expect(questions.map(({ kind }) => kind)).toEqual(['connect']);
  });

  it('answers a rejection with the code that wallets use', async () => {
    const { request } = wallet({ approves: false });
    expect(await request('getAddresses')).toMatchObject({ error: { code: -32000 } });
  });

  it('signs a transaction without changing or broadcasting it', async () => {
    const { request, sent } = wallet();
    const unsigned = await transfer();
    const { result } = await request('stx_signTransaction', { transaction: unsigned.serialize(), broadcast: false });
    const signed = deserializeTransaction(result.transaction);
    signed.verifyOrigin();
    expect(signed.auth.spendingCondition.nonce).toBe(7n);
    expect(result.txid).toBe(signed.txid());
    expect(signed.payload).toEqual(unsigned.payload);
    expect(sent).toEqual([]);
  });

  it('refuses to sign for an account that is not selected', async () => {
    const { request, accounts } = wallet();
    accounts.select(bob!.address);
    const answer = await request('stx_signTransaction', { transaction: (await transfer()).serialize() });
    expect(answer).toMatchObject({ error: { code: -32602 } });
  });

  it('refuses to sign for mainnet', async () => {
    const { request } = wallet();
    const transaction = await transfer('mainnet');
    expect(await request('stx_signTransaction', { transaction: transaction.serialize() })).toMatchObject({
      error: { code: -32602 },
    });
  });

  it('builds, signs and broadcasts a transfer of its own', async () => {
    const { request, sent } = wallet();
    const params = { recipient: creator!.address, amount: '1000', memo: 'thanks' };
    const { result } = await request('stx_transferStx', params);
    deserializeTransaction(result.transaction).verifyOrigin();
    expect(sent).toEqual([result.txid]);
  });

  it('passes post-conditions of a contract call on as they came', async () => {
    const { request } = wallet();
    const condition = Pc.principal(reader!.address).willSendEq(5n).ft(USDCX, 'usdcx-token');
    const { result } = await request('stx_callContract', {
      contract: USDCX,
      functionName: 'transfer',
      functionArgs: [Cl.uint(5), Cl.principal(reader!.address), Cl.principal(bob!.address), Cl.none()].map((value) =>
        cvToHex(value),
      ),
      postConditions: [postConditionToHex(condition)],
      postConditionMode: 'deny',
    });
    const signed = deserializeTransaction(result.transaction);
    signed.verifyOrigin();
    expect(signed.postConditions.values).toHaveLength(1);
    expect(signed.postConditionMode).toBe(2);
  });

  it('says which site a text signs in to, and signs the text as it is', async () => {
    const { request, questions } = wallet();
    const message = `0xblog.example wants you to sign in with your Stacks account:\n${reader!.address}\n\nURI: https://blog.example/`;
    await request('stx_signMessage', { message });
    await request('stx_signMessage', { message: `Hello!\n${message}` });
    expect(questions).toMatchObject([
      { kind: 'message', message, signInTo: '0xblog.example' },
      { kind: 'message', message: `Hello!\n${message}`, signInTo: undefined },
    ]);
    expect(await request('stx_signMessage', {})).toMatchObject({ error: { code: -32602 } });
  });

  it('signs messages that others can verify', async () => {
    const { request } = wallet();
    const { result } = await request('stx_signMessage', { message: 'Grüße from BitBlog' });
    const hash = sha256(Buffer.from('\x17Stacks Signed Message:\n\x14Grüße from BitBlog'));
    expect(publicKeyFromSignatureRsv(bytesToHex(hash), result.signature)).toBe(result.publicKey);
  });

  it.each([
    ['stx_doSomething', {}, -32601],
    ['stx_signTransaction', { transaction: 'zz' }, -32602],
    ['stx_signTransaction', {}, -32602],
    ['stx_transferStx', { recipient: 'nobody', amount: '1' }, -32602],
    ['stx_transferStx', { recipient: creator!.address, amount: '1', memo: 'm'.repeat(35) }, -32602],
    ['stx_callContract', { contract: USDCX, functionName: 'transfer', functionArgs: ['00'] }, -32602],
  ])('refuses %s with %j', async (method, params, code) => {
    const { request, questions } = wallet();
    expect(await request(method, params)).toMatchObject({ error: { code } });
    expect(questions).toEqual([]);
  });

  it('remembers the chosen account and the accounts that it made', () => {
    const storage = memoryStorage();
    const made = wallet({ storage }).accounts.make();
    expect(wallet({ storage }).accounts.current.address).toBe(made.address);
  });
});

function wallet({ approves = true, storage = memoryStorage() } = {}) {
  const accounts = new Accounts(FACTS, storage);
  const questions: Question[] = [];
  const sent: string[] = [];
  const chain = {
    nonce: async () => 0n,
    broadcast: async (bytes: Uint8Array) => {
      sent.push(transactionId(bytes));
      return transactionId(bytes);
    },
  } as unknown as WalletChain;
  const approve = async (question: Question) => {
    questions.push(question);
    return approves;
  };
  const provider = new DevWalletProvider(async () => ({ facts: FACTS, accounts, chain, approve }));
  // biome-ignore lint/suspicious/noExplicitAny: the answers are read as a page would, untyped
  const request = (method: string, params?: Record<string, unknown>): Promise<any> => provider.request(method, params);
  return { request, questions, sent, accounts };
}

const FACTS: DemoFacts = {
  devnet: 'http://127.0.0.1:3999',
  network: 'stacks:2147483648',
  tokens: { sBTC: 'ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token', USDCx: USDCX },
  contracts: {},
  accounts: ACCOUNTS,
  resources: [],
};

async function transfer(network: 'testnet' | 'mainnet' = 'testnet') {
  return makeUnsignedSTXTokenTransfer({
    recipient: network === 'testnet' ? creator!.address : 'SP000000000000000000002Q6VF78',
    amount: 10n,
    publicKey: bytesToHex(keyPairOf(reader!.privateKey).publicKey),
    fee: 200n,
    nonce: 7n,
    network,
  });
}

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  } as Storage;
}
