import { deserializeTransaction } from '@stacks/transactions';
import { describe, expect, it } from 'vitest';
import { run } from './command-line.js';
import { type Script, type ScriptedTerminal, scriptedTerminal } from './scripted-terminal.js';

/** The well-known key of the embedded chain's deployer. */
const KEY = '753b7cc01a1a2e86221266a154af739463fce51219d97e4f856cd7200c3bd2a601';
const DEPLOYER = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM';
const CREATOR = 'ST2JHG361ZXG51QTKY2NQCVBPPRRE2KZB1HR05NNC';
const PLATFORM = 'ST2NEB84ASENDXKYGJPQW86YXQCEFEX2ZQPG87ND';
const CREATOR_KEY = 'd655b2523bcd65e34889725c73064feb17ceb796831c0e111ba1a552b0f31b3901';
const config = JSON.stringify({ addresses: { creator: CREATOR, platform: `${PLATFORM}.treasury` } });
const files = { 'x402pay.config.json': config };
const environment = { X402PAY_PRIVATE_KEY: KEY };
const SPLITS = ['--splits', 'creator:80,platform:20'];
const TESTNET = [...SPLITS, '--network', 'testnet'];

describe('x402pay deploy revenue-split', () => {
  it('signs and sends the contract, waits for its block, and tells how to be paid through it', async () => {
    const node = { statuses: ['not_found', 'pending', 'pending', 'success'] };
    const { code, terminal } = await deploy([...TESTNET, '--yes'], { environment, files, node });
    expect(code).toBe(0);
    expect(terminal.printed.join()).toContain(`payTo: '${DEPLOYER}.revenue-split'`);
    expect(terminal.noted.slice(-2)).toEqual(['Sent; the node has not seen it yet …', 'Waiting for a block …']);
  });

  it('sends what @stacks/transactions reads as a deployment in Clarity 5 that can move nothing but its fee', async () => {
    const { terminal } = await deploy([...TESTNET, '--name', 'my-split', '--yes'], { environment, files });
    const transaction = deserializeTransaction(terminal.broadcast[0] as Uint8Array);
    expect(() => transaction.verifyOrigin()).not.toThrow();
    expect(transaction).toMatchObject({
      chainId: 0x80000000,
      postConditionMode: 2,
      postConditions: { values: [] },
      payload: { clarityVersion: 5, contractName: { content: 'my-split' } },
      auth: { spendingCondition: { nonce: 4n, fee: 30_000n } },
    });
    const { content } = (transaction.payload as unknown as { codeBody: { content: string } }).codeBody;
    expect(content).toContain(`  { recipient: '${CREATOR}, basis-points: u8000 } ;; 80 %`);
    expect(content).toContain(`  { recipient: '${PLATFORM}.treasury, basis-points: u2000 } ;; 20 %`);
  });

  it('shows everything in a dry run, and needs no key, signs and sends nothing', async () => {
    const { code, terminal } = await deploy([...TESTNET, '--from', DEPLOYER, '--dry-run'], { files });
    expect(code).toBe(0);
    expect(terminal.broadcast).toEqual([]);
    const text = terminal.printed.join();
    for (const part of [
      `${DEPLOYER}.revenue-split`,
      `80 %  creator   ${CREATOR}`,
      `20 %  platform  ${PLATFORM}.treasury (a contract`,
      'Clarity 5',
      'nonce 4',
      '0.03 STX',
      '1000 STX',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('prints one JSON object with --json, the unsigned transaction in a dry run among it', async () => {
    const dry = await deploy([...TESTNET, '--from', DEPLOYER, '--dry-run', '--json'], { files });
    const report = JSON.parse(dry.terminal.printed.join());
    expect(report).toMatchObject({
      status: 'dry-run',
      network: 'stacks:2147483648',
      contract: `${DEPLOYER}.revenue-split`,
      deployer: DEPLOYER,
      recipients: [
        { name: 'creator', address: CREATOR, percent: '80' },
        { name: 'platform', address: `${PLATFORM}.treasury`, percent: '20' },
      ],
      nonce: '4',
      feeSTX: '0.03',
    });
    const unsigned = deserializeTransaction(report.unsignedTransaction);
    expect(unsigned.serialize()).toBe(report.unsignedTransaction);
    expect(report).toMatchObject({
      sourceBytes: report.source.length,
      transactionBytes: report.unsignedTransaction.length / 2,
    });
    const sent = await deploy([...TESTNET, '--yes', '--json'], { environment, files });
    expect(JSON.parse(sent.terminal.printed.join())).toMatchObject({ status: 'deployed', txid: /^[\da-f]{64}$/ });
  });

  it('asks before it signs, and takes anything but yes as no', async () => {
    for (const answer of ['', 'n', 'yesterday', 'Y']) {
      const { code, terminal } = await deploy(TESTNET, { environment, files, answers: [answer] });
      expect([code, terminal.broadcast.length]).toEqual(answer === 'Y' ? [0, 1] : [4, 0]);
      expect(terminal.questions).toEqual(['Sign and deploy this? [y/N] ']);
      expect(terminal.noted.join()).toContain(`${DEPLOYER}.revenue-split`);
    }
  });

  it('wants --yes where nobody can be asked', async () => {
    const { code, terminal } = await deploy(TESTNET, { environment, files });
    expect([code, terminal.broadcast.length]).toEqual([2, 0]);
    expect(terminal.noted.join()).toContain('--yes');
  });

  it('asks for the key without showing it, when it is not in the environment', async () => {
    const { code, terminal } = await deploy(TESTNET, { files, answers: [` ${KEY} `, 'y'] });
    expect([code, terminal.broadcast.length]).toEqual([0, 1]);
    expect(terminal.questions[0]).toMatch(/Private key/);
  });

  it('never prints the key, nor sends it anywhere', async () => {
    const runs: [string[], Script][] = [
      [[...TESTNET, '--yes'], { environment, files }],
      [[...TESTNET, '--dry-run', '--json'], { environment, files }],
      [[...TESTNET, '--yes', '--json'], { environment, files, node: { rejection: 'NotEnoughFunds' } }],
      [[...TESTNET, KEY], { environment, files }],
      [[...TESTNET, '--from', KEY], { environment, files }],
      [[...TESTNET, '--yes'], { environment: { X402PAY_PRIVATE_KEY: `${KEY.slice(0, 60)}zzzz` }, files }],
      [['--splits', `creator:80,${KEY}:20`, '--network', 'testnet'], { environment, files }],
      [['--splits', `creator:80,${KEY}`, '--network', 'testnet'], { environment, files }],
      [[`--${KEY}`], { environment, files }],
    ];
    for (const [args, script] of runs) {
      const { terminal } = await deploy(args, script);
      const seen = [
        ...terminal.printed,
        ...terminal.noted,
        ...terminal.broadcast.map((bytes) => Buffer.from(bytes).toString('hex')),
      ];
      expect(seen.join('\n')).not.toContain(KEY.slice(0, 16));
    }
  });

  it('takes names, accounts and keys from the embedded chain, and signs as creator there', async () => {
    const node = {
      devnet: devnetWith([
        ['creator', CREATOR, CREATOR_KEY],
        ['platform', PLATFORM, KEY],
      ]),
    };
    // A real key in the environment is not for play.
    const { code, terminal } = await deploy([...SPLITS, '--devnet', '--yes'], { environment, node });
    expect(code).toBe(0);
    expect(terminal.printed.join()).toContain(`Deployed: ${CREATOR}.revenue-split`);
  });

  it('adds the names of a file to those of the embedded chain when it is asked to', async () => {
    const node = { devnet: devnetWith([['creator', CREATOR, CREATOR_KEY]]) };
    const args = ['--splits', 'creator:50,partner:50', '--devnet', '--config', 'mine.json', '--dry-run'];
    const mine = { 'mine.json': JSON.stringify({ addresses: { partner: PLATFORM } }) };
    expect((await deploy(args, { node, files: mine })).terminal.printed.join()).toContain(`partner  ${PLATFORM}`);
  });

  it.each<[string, string[], Script, number, RegExp]>([
    ['no --splits', ['--network', 'testnet'], {}, 2, /--splits creator:80/],
    ['no --network', SPLITS, {}, 2, /mainnet, testnet or devnet/],
    ['an unknown network', [...SPLITS, '--network', 'main'], {}, 2, /mainnet, testnet or devnet/],
    ['--devnet for mainnet', [...SPLITS, '--devnet', '--network', 'mainnet'], {}, 2, /contradict/],
    ['an unknown option', [...TESTNET, '--speed', 'high'], {}, 2, /'--speed'.*--help/],
    ['an option without its value', [...SPLITS, '--network'], {}, 2, /--network/],
    ['a wrong contract name', [...TESTNET, '--name', '1st'], {}, 2, /--name: a contract name/],
    ['a node that is no URL', [...TESTNET, '--node-url', 'api.hiro.so'], {}, 2, /--node-url/],
    ['a fee that is no amount', [...TESTNET, '--fee', '1e3'], {}, 2, /not an amount/],
    ['a fee below the least', [...TESTNET, '--fee', '0.001', '--dry-run'], { environment }, 1, /at least 0\.01/],
    [
      'a name that nobody knows',
      ['--splits', 'creator:80,platfrm:20', '--network', 'testnet'],
      {},
      2,
      /"platfrm" is neither/,
    ],
    ['a name of another network', [...SPLITS, '--network', 'mainnet'], {}, 2, /begins with SP/],
    ['a configuration that is not there', [...TESTNET, '--config', 'a.json'], {}, 2, /no file a\.json/],
    ['a key that is none', TESTNET, { environment: { X402PAY_PRIVATE_KEY: 'secret' } }, 2, /64 hex digits/],
    ['no key', [...TESTNET, '--yes'], {}, 2, /Set X402PAY_PRIVATE_KEY/],
    ['no key for a dry run', [...TESTNET, '--dry-run'], {}, 2, /--from/],
    ['no answer to the question for the key', TESTNET, { answers: [''] }, 2, /Without a private key/],
    ['a key of another account', [...TESTNET, '--from', CREATOR], { environment }, 2, /The key is that of ST1PQ/],
    ['too little money', [...TESTNET, '--yes'], { environment, node: { balance: 29_999n } }, 1, /0\.000001 STX more/],
    [
      'a contract that exists',
      [...TESTNET, '--yes'],
      { environment, node: { rejection: 'ContractAlreadyExists' } },
      1,
      /--name/,
    ],
    ['a refusal nobody knows', [...TESTNET, '--yes'], { environment, node: { rejection: 'Whatever' } }, 1, /Whatever/],
    [
      'an undone deployment',
      [...TESTNET, '--yes'],
      { environment, node: { statuses: ['pending', 'abort_by_response'] } },
      1,
      /undone.*\(err none\)/,
    ],
    ['a dead node', [...TESTNET, '--yes'], { environment, node: { isDown: true } }, 1, /./],
    ['no embedded chain', [...SPLITS, '--devnet'], { node: { isDown: true } }, 1, /npm start/],
    [
      'an endless answer of the embedded chain',
      [...SPLITS, '--devnet'],
      { node: { devnet: 'x'.repeat(70_000) } },
      1,
      /not the/,
    ],
    ['something else at its address', [...SPLITS, '--devnet'], {}, 1, /not the embedded chain/],
  ])('refuses %s', async (_, args, script, exitCode, message) => {
    const { code, terminal } = await deploy(args, { files, ...script });
    expect(terminal.noted.join('\n')).toMatch(message);
    expect(terminal.printed).toEqual([]);
    expect(code).toBe(exitCode);
  });

  it('says in JSON what went wrong', async () => {
    const { code, terminal } = await deploy(['--splits', 'creator:80', '--network', 'testnet', '--json'], { files });
    expect(code).toBe(2);
    expect(JSON.parse(terminal.printed.join())).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_configuration', field: 'splits' },
    });
  });

  it('pays no more than 5 STX on a wild estimate, and what it is told to', async () => {
    const wild = await deploy([...TESTNET, '--yes'], { environment, files, node: { fee: 900_000_000 } });
    expect(deserializeTransaction(wild.terminal.broadcast[0] as Uint8Array).auth.spendingCondition.fee).toBe(
      5_000_000n,
    );
    const told = await deploy([...TESTNET, '--yes', '--fee', '7'], { environment, files });
    expect(deserializeTransaction(told.terminal.broadcast[0] as Uint8Array).auth.spendingCondition.fee).toBe(
      7_000_000n,
    );
  });

  it('ends with its own code, and without alarm, when the block does not come in half an hour', async () => {
    const { code, terminal } = await deploy([...TESTNET, '--yes'], {
      environment,
      files,
      node: { statuses: ['pending'] },
    });
    expect(code).toBe(3);
    expect(terminal.slept).toBe(30 * 60_000);
    expect(terminal.printed.join()).toMatch(/It may still be mined/);
  });
});

describe('x402pay', () => {
  it('tells its commands and its version', async () => {
    for (const args of [[], ['--help'], ['deploy', '--help']]) {
      const terminal = scriptedTerminal();
      expect(await run(args, terminal)).toBe(0);
      expect(terminal.printed.join()).toContain('x402pay deploy revenue-split');
    }
    const terminal = scriptedTerminal();
    expect(await run(['--version'], terminal)).toBe(0);
    expect(terminal.printed.join()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('explains every option of deploy revenue-split', async () => {
    const { code, terminal } = await deploy(['--help']);
    expect(code).toBe(0);
    for (const option of [
      'splits',
      'network',
      'devnet',
      'name',
      'from',
      'config',
      'node-url',
      'fee',
      'dry-run',
      'yes',
      'json',
    ]) {
      expect(terminal.printed.join()).toContain(`--${option}`);
    }
  });

  it('refuses an unknown command, and shows the known ones', async () => {
    const terminal = scriptedTerminal();
    expect(await run(['deploy', 'everything'], terminal)).toBe(2);
    expect(terminal.noted.join()).toMatch(/no such command: "deploy everything"[\s\S]*deploy revenue-split/);
  });
});

async function deploy(args: string[], script: Script = {}): Promise<{ code: number; terminal: ScriptedTerminal }> {
  const terminal = scriptedTerminal(script);
  return { code: await run(['deploy', 'revenue-split', ...args], terminal), terminal };
}

function devnetWith(accounts: [string, string, string][]): unknown {
  return {
    network: 'stacks:2147483648',
    accounts: accounts.map(([name, address, privateKey]) => ({ name, address, privateKey })),
  };
}
