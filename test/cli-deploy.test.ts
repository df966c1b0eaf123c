import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Cl, makeContractCall } from '@stacks/transactions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetsOf, createNodeReader, findAsset } from 'x402pay';
import { createKeyPayer } from 'x402pay/key-payer';
import { bytesFromHex, transactionId } from 'x402pay/stacks';
import { createChainClient } from 'x402pay/verifier';
import { type Devnet, startDevnet } from '../demo/devnet/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const ASSETS = ['STX', 'sBTC', 'USDCx'] as const;
/** Percent, as on the command line, and basis points. */
const SHARES = [
  ['creator', '70', 7000n],
  ['platform', '20.5', 2050n],
  ['bob', '9.5', 950n],
] as const;

/** From the command to money in the recipients' accounts, on the embedded chain, with real transactions. */
describe('a revenue split that the command line deployed', () => {
  let devnet: Devnet;
  let contract: string;

  beforeAll(async () => {
    devnet = await startDevnet({ port: 0, blockMilliseconds: 0 });
    const { code, output } = await x402pay('--name', 'my-split', '--yes');
    expect(code).toBe(0);
    contract = output.contract as string;
  });

  afterAll(() => devnet.close());

  it('is on the chain, with the source that the dry run showed', async () => {
    expect(contract).toBe(`${devnet.account('creator').address}.my-split`);
    const { output } = await x402pay('--name', 'my-split', '--dry-run');
    const answer = await fetch(`${devnet.url}/v2/contracts/source/${contract.replace('.', '/')}?proof=0`);
    expect((await answer.json()).source).toBe(output.source);
  });

  it.each(ASSETS)('pays every recipient in the same transaction in %s, from our own client', async (symbol) => {
    const before = await balances(symbol);
    await payFrom('reader', symbol, 1_000_003n, { call: 'pay' });
    expect(await balances(symbol)).toEqual(shared(before, 1_000_003n));
  });

  it.each(ASSETS)('collects plain transfers in %s, and distributes them when anyone asks', async (symbol) => {
    const before = await balances(symbol);
    await payFrom('reader', symbol, 777n, {});
    expect(await balances(symbol)).toEqual(before);
    const token = symbol === 'STX' ? Cl.none() : Cl.some(Cl.principal(devnet.tokens[symbol]));
    const [contractAddress = '', contractName = ''] = contract.split('.');
    const transaction = await makeContractCall({
      contractAddress,
      contractName,
      functionName: 'distribute',
      functionArgs: [token],
      senderKey: devnet.account('carol').privateKey,
      network: 'devnet',
      client: { baseUrl: devnet.url },
      postConditionMode: 'allow',
      fee: 1000n,
      nonce: await createNodeReader({ url: devnet.url }).nonce(devnet.account('carol').address),
    });
    await send(bytesFromHex(transaction.serialize()));
    expect(await balances(symbol)).toEqual(shared(before, 777n));
  });

  it('is not deployed a second time under its name', async () => {
    const { code, output } = await x402pay('--name', 'my-split', '--yes');
    expect(code).toBe(1);
    expect(output).toMatchObject({ status: 'failed', error: { code: 'broadcast_rejected' } });
  });

  /** Runs the command as a person does, in a process of its own. */
  function x402pay(...more: string[]): Promise<{ code: number; output: Record<string, unknown> }> {
    const splits = SHARES.map(([name, percent]) => `${name}:${percent}`).join(',');
    const command = [
      'deploy',
      'revenue-split',
      '--splits',
      splits,
      '--devnet',
      '--node-url',
      devnet.url,
      '--json',
      ...more,
    ];
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'server-verifier/cli/main.ts', ...command],
        { cwd: root },
        (error, stdout) => {
          resolve({ code: error ? Number(error.code) : 0, output: JSON.parse(stdout) });
        },
      );
    });
  }

  async function payFrom(name: string, symbol: string, amount: bigint, extra: { call?: string }): Promise<void> {
    const asset = findAsset(symbol === 'STX' ? 'STX' : devnet.tokens[symbol as 'sBTC'], assetsOf(devnet.network));
    const payer = createKeyPayer({
      privateKey: devnet.account(name).privateKey,
      network: devnet.network,
      node: { url: devnet.url },
    });
    const { payload } = await payer.pay({
      resource: { url: 'https://blog.example/article' },
      offer: {
        scheme: 'exact',
        network: devnet.network,
        amount: String(amount),
        asset: asset.id,
        payTo: contract,
        maxTimeoutSeconds: 60,
        extra,
      },
      asset,
      memo: 'x402:abcdefghijklmnopqrstuvwxyz012',
    });
    if (!('transaction' in payload)) throw new Error('the key payer signs');
    await send(bytesFromHex(payload.transaction));
  }

  /** Broadcasts, and has it mined. */
  async function send(bytes: Uint8Array): Promise<void> {
    const chain = createChainClient({ url: devnet.url });
    const txid = transactionId(bytes);
    expect(await chain.broadcast(bytes, txid)).toEqual({ status: 'accepted' });
    await devnet.mine();
    expect(await chain.transaction(txid)).toMatchObject({ status: 'success' });
  }

  function balances(symbol: string): Promise<bigint[]> {
    const node = createNodeReader({ url: devnet.url });
    const asset = findAsset(symbol === 'STX' ? 'STX' : devnet.tokens[symbol as 'sBTC'], assetsOf(devnet.network));
    return Promise.all(SHARES.map(([name]) => node.tokenBalance(devnet.account(name).address, asset)));
  }

  /** Floors, and what is left to the first (contracts/revenue-split.clar, "Rounding"). */
  function shared(before: readonly bigint[], amount: bigint): bigint[] {
    const floors = SHARES.map(([, , basisPoints]) => (amount * basisPoints) / 10_000n);
    const remainder = amount - floors.reduce((sum, share) => sum + share, 0n);
    return before.map((balance, index) => balance + (floors[index] ?? 0n) + (index === 0 ? remainder : 0n));
  }
});
