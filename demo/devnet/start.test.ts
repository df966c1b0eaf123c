import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startDevnet } from './index.js';

const START = fileURLToPath(new URL('start.ts', import.meta.url));

describe('startDevnet', () => {
  it('runs several chains in one process, each for itself', async () => {
    const devnets = await Promise.all([startDevnet({ port: 0 }), startDevnet({ port: 0 })]);
    const [one, other] = devnets;
    await one.mine(3);
    const height = async (url: string) => (await (await fetch(`${url}/v2/info`)).json()).stacks_tip_height;
    expect((await height(one.url)) - (await height(other.url))).toBe(3);
    await Promise.all(devnets.map((devnet) => devnet.close()));
    await expect(fetch(one.url)).rejects.toThrow();
  });

  it('says what to do when the port is taken', async () => {
    const occupied = createServer();
    const port = await new Promise<number>((resolve) => {
      occupied.listen(0, '127.0.0.1', () => resolve((occupied.address() as { port: number }).port));
    });
    await expect(startDevnet({ port })).rejects.toThrow(
      `Port ${port} is taken. Stop what listens there, or choose another port`,
    );
    occupied.close();
  });
});

describe('npm run devnet', () => {
  it('prints accounts and addresses, and ends with Ctrl+C, leaving nothing behind', async () => {
    const { output, code } = await run(['--port', '0', '--block-ms', '0'], 'Ctrl+C ends it.');
    expect(output).toContain('http://127.0.0.1:');
    expect(output).toContain('ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5');
    expect(output).toContain('ST1F7QA2MDF17S807EPA36TSS8AMEFY4KA9TVGWXT.sbtc-token');
    expect(code).toBe(0);
  });

  it('explains its options, and refuses wrong ones', async () => {
    expect((await run(['--help'])).output).toContain('--block-ms');
    const wrong = await run(['--port', '99999']);
    expect([wrong.code, wrong.output.trim()]).toEqual([1, '--port must be a whole number up to 65535.']);
  });
});

/** Interrupts the process when it has printed `until`. */
function run(options: string[], until?: string): Promise<{ output: string; code: number | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', START, ...options]);
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk;
    if (until !== undefined && output.includes(until)) child.kill('SIGINT');
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })));
}
