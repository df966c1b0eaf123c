import { readFileSync } from 'node:fs';
import { sha512_256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import {
  AuthType,
  Cl,
  ClarityType,
  type ClarityValue,
  makeContractCall,
  makeSTXTokenTransfer,
  makeUnsignedSTXTokenTransfer,
  privateKeyToPublic,
  type StacksTransactionWire,
  sigHashPreSign,
  signWithKey,
  sponsorTransaction,
  TransactionSigner,
} from '@stacks/transactions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Devnet, startDevnet } from './index.js';
import { TestClient } from './test-client.js';
import { readTransaction } from './transactions.js';

let devnet: Devnet;
let client: TestClient;

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const EMPTY_ADDRESS = 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG';

/** Nothing is mined, so every test finds the same chain. */
beforeAll(async () => {
  devnet = await startDevnet({ port: 0, blockMilliseconds: 'manual' });
  client = new TestClient(devnet);
  await client.send(client.transfer(client.address('bob'), 1n, { from: 'carol', nonce: 0n, fee: 1000n }));
  await devnet.mine();
});
afterAll(() => devnet.close());

describe('ownership', () => {
  it('refuses a signature over another amount', async () => {
    const transaction = await transfer();
    const changed = { ...transaction.payload, amount: 999n } as StacksTransactionWire['payload'];
    transaction.payload = changed;
    expect(await client.refusal(transaction)).toMatchObject({
      reason: 'SignatureValidation',
      data: { message: expect.stringContaining('Signer hash') },
    });
  });

  it('refuses a high S, although it recovers to the same key', async () => {
    const transaction = await transfer();
    const { spendingCondition } = transaction.auth;
    if (!('signature' in spendingCondition)) throw new Error('not a single signature');
    const { data } = spendingCondition.signature;
    const flipped = (ORDER - BigInt(`0x${data.slice(66)}`)).toString(16).padStart(64, '0');
    const recovery = (Number.parseInt(data.slice(0, 2), 16) ^ 1).toString(16).padStart(2, '0');
    spendingCondition.signature.data = recovery + data.slice(2, 66) + flipped;
    expect(await client.refusal(transaction)).toMatchObject({
      reason: 'SignatureValidation',
      data: { message: expect.stringContaining('high S') },
    });
  });

  it('refuses another chain id', async () => {
    const transaction = await transfer();
    transaction.chainId = 1;
    expect((await client.refusal(transaction)).reason).toBe('SignatureValidation');
  });

  it('refuses a transaction of the main network', async () => {
    const { privateKey } = devnet.account('reader');
    const transaction = await makeSTXTokenTransfer({
      recipient: 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7',
      amount: 1n,
      senderKey: privateKey,
      network: 'mainnet',
      nonce: 0n,
      fee: 1000n,
    });
    expect((await client.refusal(transaction)).reason).toBe('BadTransactionVersion');
  });

  it('refuses a sponsor who signed something else', async () => {
    const unsponsored = await client.tokenTransfer('sBTC', EMPTY_ADDRESS, 1n, { sponsored: true, nonce: 0n, fee: 0n });
    const sponsored = await sponsorTransaction({
      transaction: unsponsored,
      sponsorPrivateKey: devnet.account('bob').privateKey,
      fee: 1000n,
      sponsorNonce: 0n,
      network: 'testnet',
    });
    if ('sponsorSpendingCondition' in sponsored.auth) sponsored.auth.sponsorSpendingCondition.fee = 2000n;
    expect((await client.refusal(sponsored)).reason).toBe('SignatureValidation');
  });
});

describe('several signatures', () => {
  const keys = ['reader', 'bob', 'carol'];
  const multisig = (signers: string[]) => {
    const key = (name: string) => devnet.account(name).privateKey;
    return makeSTXTokenTransfer({
      recipient: EMPTY_ADDRESS,
      amount: 1n,
      publicKeys: keys.map((name) => privateKeyToPublic(key(name)) as string),
      numSignatures: 2,
      signerKeys: signers.map(key),
      network: 'testnet',
      nonce: 0n,
      fee: 1000n,
    });
  };

  it('are taken when there are enough', async () => {
    const transaction = await multisig(['reader', 'carol']);
    const { address } = readTransaction(transaction.serializeBytes()).origin;
    await devnet.fund(address, { STX: 1_000_000n });
    await client.send(transaction);
    await devnet.mine();
    expect(await client.transaction(transaction.txid())).toMatchObject({
      tx_status: 'success',
      sender_address: address,
    });
  });

  it('are refused when one is missing', async () => {
    const transaction = await multisig(['reader', 'carol']);
    const { spendingCondition } = transaction.auth;
    if (!('fields' in spendingCondition)) throw new Error('not a multi-signature');
    spendingCondition.fields.pop();
    expect((await client.refusal(transaction)).reason).toBe('SignatureValidation');
  });
});

describe('fee, nonce and funds', () => {
  it('refuses a fee below one unit per byte, and takes one of exactly that', async () => {
    const bytes = (await transfer()).serializeBytes().length;
    expect(await client.refusal(transfer({ fee: BigInt(bytes) - 1n }))).toEqual({
      reason: 'FeeTooLow',
      data: { expected: bytes, actual: bytes - 1 },
    });
    await client.send(client.transfer(client.address('reader'), 1n, { from: 'bob', nonce: 0n, fee: BigInt(bytes) }));
  });

  it('refuses a nonce that was used', async () => {
    expect(await client.refusal(transfer({ from: 'carol', nonce: 0n }))).toEqual({
      reason: 'BadNonce',
      data: { expected: 1, actual: 0, principal: client.address('carol'), is_origin: true },
    });
  });

  it('refuses a nonce more than 25 ahead', async () => {
    await client.send(transfer({ from: 'agent', nonce: 26n }));
    expect(await client.refusal(transfer({ from: 'agent', nonce: 27n }))).toEqual({
      reason: 'TooMuchChaining',
      data: {
        message: 'Nonce would exceed chaining limit in mempool',
        expected: 26,
        actual: 27,
        principal: client.address('agent'),
        is_origin: true,
      },
    });
  });

  it('refuses more than the account holds, the fee included', async () => {
    const { STX } = await client.balances(client.address('creator'));
    expect(await client.refusal(transfer({ from: 'creator', amount: STX, fee: 1000n }))).toEqual({
      reason: 'NotEnoughFunds',
      data: {
        expected: `0x${(STX + 1000n).toString(16).padStart(32, '0')}`,
        actual: `0x${STX.toString(16).padStart(32, '0')}`,
      },
    });
  });

  it('refuses a call whose fee cannot be paid', async () => {
    const poor = '1111111111111111111111111111111111111111111111111111111111111111' + '01';
    const transaction = await makeContractCall({
      contractAddress: devnet.tokens.sBTC.split('.')[0] ?? '',
      contractName: 'sbtc-token',
      functionName: 'transfer',
      functionArgs: [Cl.uint(1n), Cl.principal(EMPTY_ADDRESS), Cl.principal(EMPTY_ADDRESS), Cl.none()],
      senderKey: poor,
      network: 'testnet',
      nonce: 0n,
      fee: 1000n,
      validateWithAbi: false,
    });
    expect(await client.refusal(transaction)).toMatchObject({
      reason: 'NotEnoughFunds',
      data: { expected: `0x${(1000).toString(16).padStart(32, '0')}`, actual: `0x${'0'.repeat(32)}` },
    });
  });

  it('checks the signature before the fee, the fee before the nonce, the nonce before the funds', async () => {
    const all = { from: 'carol', nonce: 0n, fee: 1n, amount: 10n ** 15n };
    const unsigned = await transfer(all);
    unsigned.chainId = 1;
    const reasons = [
      await client.refusal(unsigned),
      await client.refusal(transfer(all)),
      await client.refusal(transfer({ ...all, fee: 1000n })),
      await client.refusal(transfer({ ...all, fee: 1000n, nonce: 1n })),
    ].map(({ reason }) => reason);
    expect(reasons).toEqual(['SignatureValidation', 'FeeTooLow', 'BadNonce', 'NotEnoughFunds']);
  });
});

describe('payload', () => {
  it('refuses a transfer to oneself', async () => {
    const own = client.address('reader');
    expect(await client.refusal(transfer({ recipient: own }))).toEqual({
      reason: 'TransferRecipientCannotEqualSender',
      data: { recipient: own },
    });
  });

  it('refuses a transfer of nothing', async () => {
    expect((await client.refusal(transfer({ amount: 0n }))).reason).toBe('TransferAmountMustBePositive');
  });

  it('refuses an address of the main network', async () => {
    const recipient = 'SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7';
    expect((await client.refusal(transfer({ recipient }))).reason).toBe('BadAddressVersionByte');
  });

  it('refuses contracts, functions and arguments that do not exist', async () => {
    const { sBTC } = devnet.tokens;
    const [reader, split] = [Cl.principal(client.address('reader')), devnet.contracts.split ?? ''];
    const transferring: ClarityValue[] = [Cl.uint(1n), reader, Cl.principal(EMPTY_ADDRESS), Cl.none()];
    const options = { nonce: 0n, fee: 1000n };
    const reasons = await Promise.all(
      [
        call(`${client.address('reader')}.nothing`, 'transfer', transferring),
        call(sBTC, 'nothing', transferring),
        call(sBTC, 'get-balance', [reader]),
        call(sBTC, 'transfer', transferring.slice(1)),
        call(sBTC, 'transfer', [Cl.int(1n), ...transferring.slice(1)]),
        call(sBTC, 'transfer', [...transferring.slice(0, 3), Cl.some(Cl.buffer(new Uint8Array(35)))]),
        call(split, 'distribute', [Cl.some(reader)]),
      ].map(async (transaction) => (await client.refusal(transaction)).reason),
    );
    expect(reasons).toEqual([
      'NoSuchContract',
      'NoSuchPublicFunction',
      'NoSuchPublicFunction',
      'BadFunctionArgument',
      'BadFunctionArgument',
      'BadFunctionArgument',
      'BadFunctionArgument',
    ]);
    function call(contract: string, functionName: string, functionArgs: ClarityValue[]) {
      const [contractAddress = '', contractName = ''] = contract.split('.');
      const { privateKey } = devnet.account('reader');
      const unchecked = { network: 'testnet', validateWithAbi: false, senderKey: privateKey } as const;
      return makeContractCall({ contractAddress, contractName, functionName, functionArgs, ...unchecked, ...options });
    }
  });

  it('refuses a contract that exists', async () => {
    const source = readFileSync(new URL('contracts/usdcx.clar', import.meta.url), 'utf8');
    const options = { from: 'deployer', nonce: 0n, fee: 100_000n };
    expect(await client.refusal(client.deploy('usdcx', source, options))).toEqual({
      reason: 'ContractAlreadyExists',
      data: { contract_identifier: devnet.tokens.USDCx },
    });
  });
});

describe('bytes', () => {
  const post = async (body: BodyInit, contentType = 'application/octet-stream') => {
    const response = await fetch(`${devnet.url}/v2/transactions`, {
      method: 'POST',
      body,
      headers: { 'content-type': contentType },
    });
    return { status: response.status, text: await response.text() };
  };

  it('takes the bare bytes as well as JSON', async () => {
    const transaction = await transfer({ from: 'platform' });
    const answer = await post(transaction.serializeBytes() as Uint8Array<ArrayBuffer>);
    expect(answer).toEqual({ status: 200, text: `"${transaction.txid()}"` });
  });

  it('takes a memo that is not text, and keeps it', async () => {
    const { privateKey } = devnet.account('deployer');
    const signed = await binaryMemoTransfer(privateKey);
    const answer = await post(signed as Uint8Array<ArrayBuffer>);
    expect(answer.status, answer.text).toBe(200);
    const { token_transfer, tx_id } = await client.transaction(JSON.parse(answer.text));
    expect(token_transfer.memo).toBe(`0x${'ff'.repeat(34)}`);
    expect((await client.get(`/extended/v1/tx/${tx_id}/raw`)).raw_tx).toBe(`0x${Buffer.from(signed).toString('hex')}`);
  });

  it('refuses what is not exactly one transaction', async () => {
    const bytes = (await transfer()).serializeBytes();
    const longer = new Uint8Array([...bytes, 0]);
    const answers = [
      await post(longer),
      await post(bytes.slice(0, -1) as Uint8Array<ArrayBuffer>),
      await post('{"tx":"zz"}', 'application/json'),
      await post('{', 'application/json'),
      await post('{}', 'text/plain'),
      await post(''),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(400);
      expect(text).toMatch(/^Failed to deserialize posted transaction: /);
    }
  });

  it('refuses names that would be Clarity code', async () => {
    const transaction = await transfer();
    const evil = `x (stx-burn? u1 '${client.address('bob')})`;
    const recipient = { type: ClarityType.PrincipalContract, value: `${EMPTY_ADDRESS}.${evil}` } as const;
    transaction.payload = { ...transaction.payload, recipient } as StacksTransactionWire['payload'];
    new TransactionSigner(transaction).signOrigin(devnet.account('reader').privateKey);
    const { status, text } = await post(transaction.serializeBytes() as Uint8Array<ArrayBuffer>);
    expect([status, text]).toEqual([400, 'Failed to deserialize posted transaction: not a principal']);
  });

  it('refuses a body of more than 2 MiB', async () => {
    expect((await post(new Uint8Array(2 * 1024 * 1024))).status).toBe(400);
    expect((await post(new Uint8Array(2 * 1024 * 1024 + 1))).status).toBe(413);
  });
});

interface Transfer {
  readonly from?: string;
  readonly recipient?: string;
  readonly amount?: bigint;
  readonly nonce?: bigint;
  readonly fee?: bigint;
}

function transfer(options: Transfer = {}): Promise<StacksTransactionWire> {
  const { recipient = EMPTY_ADDRESS, amount = 1n, nonce = 0n, fee = 1000n, from = 'reader' } = options;
  return client.transfer(recipient, amount, { from, nonce, fee });
}

/** Signed by hand, because the library writes text only. Offsets: SIP-005, a standard authorization with a single signature. */
async function binaryMemoTransfer(privateKey: string): Promise<Uint8Array> {
  const [nonce, fee] = [0n, 1000n];
  const unsigned = await makeUnsignedSTXTokenTransfer({
    recipient: EMPTY_ADDRESS,
    amount: 1n,
    publicKey: privateKeyToPublic(privateKey) as string,
    network: 'testnet',
    nonce,
    fee,
  });
  const bytes = unsigned.serializeBytes();
  bytes.fill(0xff, bytes.length - 34);
  const cleared = bytes.slice();
  cleared.fill(0, 27, 43);
  const hash = sigHashPreSign(bytesToHex(sha512_256(cleared)), AuthType.Standard, fee, nonce);
  bytes.set(hexToBytes(signWithKey(privateKey, hash)), 44);
  return bytes;
}
