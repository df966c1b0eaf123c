import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PLACE_STYLE } from '../../src/place.js';
import { run } from './command-line.js';
import { type Script, type ScriptedTerminal, scriptedTerminal } from './scripted-terminal.js';

const ADDRESS = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM';
const MAINNET = 'SP000000000000000000002Q6VF78';
/** What the scripted terminal's random bytes are as text. */
const SECRET = Buffer.alloc(32, 7).toString('base64url');
const FLAGS = ['--address', ADDRESS, '--price', 'STX=0.5', '--target', 'node', '--origin', 'https://blog.example'];
const TARGETS = {
  node: { envFile: '.env', files: ['server.js', 'package.json', 'local.env'] },
  workers: { envFile: '.dev.vars', files: ['worker.js', 'package.json', 'wrangler.toml'] },
  vercel: {
    envFile: '.env.local',
    files: ['api/articles/[name].js', 'api/keys/[name].js', 'public/index.html', 'package.json', 'vercel.json'],
  },
  deno: { envFile: '.env', files: ['main.js', 'deno.json'] },
};

describe('x402pay init', () => {
  it('asks five questions, shows what it will write, and writes it', async () => {
    const answers = [ADDRESS, 'testnet', 'STX=0.5, USDCx=0.25', 'workers', 'https://blog.example', ''];
    const { code, terminal } = await init([], { answers });
    expect(code).toBe(0);
    expect(terminal.questions).toHaveLength(6);
    expect(textOf(terminal, 'settings.js')).toContain(
      "export const payTo = 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM'",
    );
    expect(textOf(terminal, 'settings.js')).toContain("price = { STX: '0.5', USDCx: '0.25' }");
    expect(terminal.noted.join()).toContain('new         x402pay-server/worker.js');
    expect(terminal.printed.join()).toContain('cd x402pay-server\n');
  });

  it('explains a wrong answer, and asks again', async () => {
    const answers = [
      ...['', 'no address', ADDRESS],
      ...['mainnet', 'devnet'],
      ...['0.5', 'DOGE=1', 'STX=0.5'],
      ...['heroku', '4'],
      ...['blog.example', 'http://blog.example', 'https://blog.example/', 'y'],
    ];
    const { code, terminal } = await init([], { answers });
    expect(code).toBe(0);
    expect(terminal.questions).toHaveLength(answers.length);
    const said = terminal.noted.join('\n');
    for (const reason of [
      'An answer is needed',
      'no Stacks address',
      'belongs to testnet',
      'prices like',
      'DOGE is no asset',
      'its number',
      'https:// in front',
      'Readers need https',
    ]) {
      expect(said).toContain(reason);
    }
    expect(textOf(terminal, 'settings.js')).toContain("origin = 'https://blog.example'");
    expect(textOf(terminal, 'deno.json')).toContain('X402PAY_DEVNET=http://127.0.0.1:3999');
  });

  it('takes what stands in brackets for an empty answer, the network from the address', async () => {
    const { terminal } = await init([], { answers: [MAINNET, '', '', '', 'https://blog.example', ''] });
    expect(terminal.questions.slice(1, 4).join()).toMatch(/\[mainnet\].*\[STX=0\.5\].*\[node\]/);
    expect(textOf(terminal, 'settings.js')).toContain("network = 'stacks:1'");
  });

  it('asks only for what the options left open', async () => {
    const { code, terminal } = await init(FLAGS.slice(0, -2), { answers: ['', 'https://blog.example', 'y'] });
    expect([code, terminal.questions.length]).toEqual([0, 3]);
  });

  it('writes nothing when the person has gone, at whatever question', async () => {
    const answers = [ADDRESS, '', '', '', 'https://blog.example', ''];
    for (let given = 0; given < answers.length; given++) {
      const { code, terminal } = await init([], { answers: answers.slice(0, given) });
      expect([code, terminal.written, terminal.noted.at(-1)]).toEqual([4, [], '\nNothing was written.']);
    }
    expect((await init([], { answers: [...answers.slice(0, -1), 'n'] })).code).toBe(4);
  });

  it('needs no person, and says what is missing when there is none', async () => {
    const { code, terminal } = await init(FLAGS);
    expect([code, terminal.questions]).toEqual([0, []]);
    const bare = await init([]);
    expect([bare.code, bare.terminal.written]).toEqual([2, []]);
    expect(bare.terminal.noted.join()).toMatch(/add --address .* --price .* --target .* --origin .*/);
    const most = await init(FLAGS.slice(2).concat('--yes'), { answers: [] });
    expect(most.code).toBe(2);
  });

  it.each(Object.entries(TARGETS))(
    'writes a whole project for %s, its secret where git does not look',
    async (target, { envFile, files }) => {
      const { terminal } = await init([...FLAGS, '--target', target, '--dir', 'My Shop']);
      expect(terminal.written.map(({ path }) => path.replace('My Shop/', ''))).toEqual([
        'README.md',
        'settings.js',
        'articles.js',
        'paid.js',
        ...files,
        envFile,
        '.gitignore',
      ]);
      expect(textOf(terminal, envFile)).toContain(`X402PAY_SECRET=${SECRET}\n`);
      expect(terminal.written.filter(({ isSecret }) => isSecret).map(({ path }) => path)).toEqual([
        `My Shop/${envFile}`,
      ]);
      expect(textOf(terminal, '.gitignore').split('\n')).toContain(envFile);
      if (target !== 'deno') expect(JSON.parse(textOf(terminal, 'package.json')).name).toBe('my-shop');
      expect(terminal.printed.join()).toContain('cd "My Shop"\n');
      const others = terminal.written.filter(({ isSecret }) => !isSecret).map(({ text }) => text);
      expect([...others, ...terminal.printed, ...terminal.noted].join('\n')).not.toContain(SECRET.slice(0, 8));
      const folder = target === 'vercel' ? '/api' : '';
      for (const text of [terminal.printed.join('\n'), textOf(terminal, 'README.md')]) {
        expect(text).toContain(`<x402-paywall src="https://blog.example${folder}/articles/welcome">`);
        expect(text).toContain(`<div data-x402-paywall="https://blog.example${folder}/articles/welcome"></div>`);
        expect(text).toMatch(/<script async src="https:\/\/\S+x402pay@\d+\.\d+\.\d+\/dist\/x402pay\.js"/);
        expect(text).toContain(PLACE_STYLE);
      }
    },
  );

  it('needs no network for a site on this computer', async () => {
    const { terminal } = await init([...FLAGS, '--origin', 'http://localhost:3000', '--network', 'devnet']);
    for (const text of [terminal.printed.join('\n'), textOf(terminal, 'README.md')]) {
      expect(text).toContain('<script async src="http://localhost:3000/x402pay.js"></script>');
      expect(text).not.toContain('https://');
    }
    expect(textOf(terminal, '.env')).toMatch(
      /^X402PAY_KEY_URL=http:\/\/localhost:3000\/keys\nX402PAY_SCRIPT=http:\/\/localhost:3000\/x402pay\.js$/m,
    );
    expect(textOf(terminal, 'settings.js')).toContain("script = 'http://localhost:3000/x402pay.js'");
    const elsewhere = await init([...FLAGS, '--origin', 'http://localhost:8787', '--target', 'workers']);
    expect(elsewhere.terminal.printed.join()).toMatch(
      /Copy x402pay\.js and the folder chunks[\s\S]*src="\/x402pay\.js"/,
    );
  });

  it('writes the address and the wallet of the embedded chain where that is the network, and nowhere else', async () => {
    const environment = { DEVNET_PORT: '4999' };
    const { terminal } = await init([...FLAGS, '--network', 'devnet'], { environment });
    for (const text of [terminal.printed.join('\n'), textOf(terminal, 'README.md')]) {
      expect(text).toContain(' node-url="http://127.0.0.1:4999"><p>');
      expect(text).toContain(' data-node-url="http://127.0.0.1:4999"></div>');
      expect(text).toContain('<script async src="http://127.0.0.1:4999/devnet/wallet.js"></script>');
    }
    expect(textOf(terminal, '.env')).toMatch(/^X402PAY_NETWORK=devnet\nX402PAY_NODE_URL=http:\/\/127\.0\.0\.1:4999$/m);
    expect(textOf(terminal, 'local.env')).toContain('X402PAY_DEVNET=http://127.0.0.1:4999\n');
    const open = await init([...FLAGS, '--network', 'testnet'], { environment });
    const texts = [...open.terminal.written.map(({ text }) => text), ...open.terminal.printed];
    for (const text of texts) expect(text).not.toMatch(/127\.0\.0\.1|wallet\.js"|_NODE_URL=|_DEVNET=/);
  });

  it('listens on this computer where it was said to be, whatever the usual port is', async () => {
    const { terminal } = await init([...FLAGS, '--origin', 'http://localhost:4000']);
    expect(textOf(terminal, 'local.env')).toMatch(/^X402PAY_ORIGIN=http:\/\/localhost:4000\nPORT=4000$/m);
    expect(textOf(terminal, 'README.md')).toContain('curl -i http://localhost:4000/articles/welcome');
    expect(textOf((await init(FLAGS)).terminal, 'local.env')).not.toContain('PORT');
  });

  it('takes x402pay from the checkout that it runs in, since npm may not know it, and says so', async () => {
    const { terminal } = await init(FLAGS);
    const { dependencies } = JSON.parse(textOf(terminal, 'package.json'));
    const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
    expect(dependencies).toEqual({ x402pay: `file:${root}` });
    expect(textOf(terminal, 'README.md')).toMatch(/from your checkout[\s\S]*"x402pay": "\^\d/);
  });

  it('shows every file in a dry run, with no secret, and writes none', async () => {
    const { code, terminal } = await init([...FLAGS, '--dry-run']);
    expect([code, terminal.written]).toEqual([0, []]);
    const text = terminal.printed.join('\n');
    for (const part of [
      '=== x402pay-server/settings.js (new)',
      'X402PAY_SECRET=<32 random bytes>',
      'createPaidServer',
    ]) {
      expect(text).toContain(part);
    }
    const files = { 'x402pay-server/.env': 'X402PAY_SECRET=old-and-secret' };
    expect((await init([...FLAGS, '--dry-run'], { files })).terminal.printed.join()).not.toContain('old-and-secret');
  });

  it('overwrites no file that was not said to be', async () => {
    const files = { 'x402pay-server/package.json': '{}', 'x402pay-server/server.js': '' };
    const refused = await init(FLAGS, { files });
    expect([refused.code, refused.terminal.written]).toEqual([2, []]);
    expect(refused.terminal.noted.join()).toMatch(/x402pay-server\/server\.js, x402pay-server\/package\.json.*--force/);
    expect((await init([...FLAGS, '--force'], { files })).terminal.written.length).toBe(9);
    for (const [answer, code] of [
      ['', 4],
      ['n', 4],
      ['y', 0],
    ] as const) {
      const asked = await init([...FLAGS, '--network', 'testnet'], { files, answers: [answer] });
      expect(asked.code).toBe(code);
      expect(asked.terminal.questions).toEqual([expect.stringMatching(/^\nOverwrite x402pay-server\/server\.js/)]);
    }
  });

  it('changes nothing when it is run again, and never replaces a secret, not even by force', async () => {
    const first = await init(FLAGS);
    const files = Object.fromEntries(first.terminal.written.map(({ path, text }) => [path, text]));
    expect((await init(FLAGS, { files })).terminal.written).toEqual([]);
    files['x402pay-server/.env'] = textOf(first.terminal, '.env').replace(SECRET, 'another');
    expect((await init([...FLAGS, '--force'], { files })).terminal.written).toEqual([]);
    const moved = [...FLAGS, '--origin', 'https://new.example'];
    expect((await init(moved, { files })).terminal.noted.join()).toMatch(/are there: .*\.env/);
    const { terminal } = await init([...moved, '--force'], { files });
    expect(textOf(terminal, '.env')).toMatch(/^X402PAY_SECRET=another\n[\s\S]*KEY_URL=https:\/\/new\.example\/keys\n/);
  });

  it('adds its lines to files of variables and of ignored names that are there', async () => {
    const files = { 'x402pay-server/.env': 'A=1', 'x402pay-server/.gitignore': 'dist/\r\n.env\r\n' };
    const { code, terminal } = await init(FLAGS, { files });
    expect(code).toBe(0);
    expect(textOf(terminal, '.env')).toMatch(new RegExp(`^A=1\nX402PAY_SECRET=${SECRET}\n`));
    expect(textOf(terminal, '.gitignore')).toBe('dist/\r\n.env\r\nnode_modules/\n');
    const empty = { 'x402pay-server/.env': 'X402PAY_SECRET=\n' };
    expect(textOf((await init([...FLAGS, '--force'], { files: empty })).terminal, '.env')).toContain(`=${SECRET}\n`);
  });

  it.each(['export X402PAY_SECRET=old', 'X402PAY_SECRET = old', ' X402PAY_SECRET="old"'])(
    'leaves a secret alone that stands there as %j',
    async (line) => {
      const files = { 'x402pay-server/.env': `${line}\n` };
      const { terminal } = await init([...FLAGS, '--force'], { files });
      expect(textOf(terminal, '.env').match(/X402PAY_SECRET.*/g)).toEqual([line.trim().replace('export ', '')]);
    },
  );

  it('takes the secret of another platform’s server in the same folder', async () => {
    const files = { 'x402pay-server/.env': 'X402PAY_SECRET=old\n' };
    const { terminal } = await init([...FLAGS, '--target', 'workers', '--force'], { files });
    expect(textOf(terminal, '.dev.vars')).toContain('X402PAY_SECRET=old\n');
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown option', ['--speed', 'high'], /'--speed'.*--help/],
    ['an argument that is no option', [...FLAGS, 'more'], /no option/],
    ['an address with a mistake', ['--address', `${ADDRESS}X`], /checksum/],
    ['a network of another address', [...FLAGS, '--network', 'mainnet'], /belongs to testnet/],
    ['a price without an address', ['--price', 'STX=1'], /add --address/],
    ['two prices in one asset', [...FLAGS, '--price', 'stx=1'], /two prices/],
    ['an unknown place', [...FLAGS, '--target', 'moon'], /node, workers, vercel, deno/],
    ['an origin with a path', [...FLAGS, '--origin', 'https://a.example/b'], /what follows/],
    ['an empty folder', [...FLAGS, '--dir', ''], /folder/],
  ])('refuses %s', async (_, args, message) => {
    const { code, terminal } = await init(args);
    expect([code, terminal.written]).toEqual([2, []]);
    expect(terminal.noted.join('\n')).toMatch(message);
  });

  it('explains every option', async () => {
    const { code, terminal } = await init(['--help']);
    expect(code).toBe(0);
    for (const option of ['address', 'network', 'price', 'target', 'origin', 'dir', 'dry-run', 'force', 'yes']) {
      expect(terminal.printed.join()).toContain(`--${option}`);
    }
  });
});

async function init(args: string[], script: Script = {}): Promise<{ code: number; terminal: ScriptedTerminal }> {
  const terminal = scriptedTerminal(script);
  return { code: await run(['init', ...args], terminal), terminal };
}

function textOf({ written }: ScriptedTerminal, name: string): string {
  const file = written.find(({ path }) => path.endsWith(`/${name}`));
  if (!file) throw new Error(`${name} was not written`);
  return file.text;
}
