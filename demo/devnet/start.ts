/** `npm run devnet`: the embedded chain by itself, until Ctrl+C. */

import { parseArgs } from 'node:util';
import { type Devnet, startDevnet } from './index.js';

const HELP = `Starts the embedded Stacks chain: a development node with funded accounts, sBTC, USDCx and a revenue split.

  npm run devnet -- [options]

  --port <number>      where it listens on 127.0.0.1 (default: DEVNET_PORT, or 3999)
  --block-ms <number>  from a transaction to its block, in milliseconds (default 2000; 0: at once)
  --burn-ms <number>   from one Bitcoin block to the next, in milliseconds (default 30000; 0: only by hand)
  --epoch <3.4|4.0>    rules of the chain (default 3.4)
  --help               this text

Everything is forgotten when it ends. The accounts' keys are known to everybody.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.DEVNET_PORT ?? '3999' },
    'block-ms': { type: 'string', default: '2000' },
    'burn-ms': { type: 'string', default: '30000' },
    epoch: { type: 'string', default: '3.4' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

async function run(): Promise<void> {
  const { epoch } = values;
  if (epoch !== '3.4' && epoch !== '4.0') throw new Error('--epoch must be 3.4 or 4.0.');
  const devnet = await startDevnet({
    port: count('--port', values.port, 65_535),
    blockMilliseconds: count('--block-ms', values['block-ms'], 3_600_000),
    burnBlockMilliseconds: count('--burn-ms', values['burn-ms'], 3_600_000),
    epoch,
    log: console.log,
  });
  // First: whoever reads that Ctrl+C ends it may press it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void devnet.close());
  }
  // Made now, so that it is there before the first page looks for a wallet.
  await fetch(`${devnet.url}/devnet/wallet.js`).then(
    (answer) => answer.text(),
    () => undefined,
  );
  print(devnet);
}

function count(option: string, text: string, most: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > most)
    throw new Error(`${option} must be a whole number up to ${most}.`);
  return Number(text);
}

function print({ url, accounts, tokens, contracts }: Devnet): void {
  const lines = [
    `The embedded chain listens on ${url} (Stacks testnet rules; point a wallet's network or a client's base URL there).`,
    '',
    ...accounts.map(({ name, address, privateKey }) => `  ${name.padEnd(9)} ${address.padEnd(42)} ${privateKey}`),
    '',
    ...Object.entries({ ...tokens, ...contracts }).map(([name, id]) => `  ${name.padEnd(9)} ${id}`),
    '',
    `  state     GET  ${url}/devnet`,
    `  block     POST ${url}/devnet/mine`,
    `  money     POST ${url}/devnet/fund   { "address": "ST…", "STX": "1000000" }`,
    `  wallet    <script async src="${url}/devnet/wallet.js"></script>   for pages on this computer`,
    '',
    'Ctrl+C ends it.',
  ];
  console.log(lines.join('\n'));
}
