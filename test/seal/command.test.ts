/** `x402pay seal` as a person runs it: a process with arguments, files, standard input and an environment. */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../server-verifier/cli/command-line.js';
import { scriptedTerminal } from '../../server-verifier/cli/scripted-terminal.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'a secret that is used in tests only';
const PAGE = '<html><head><title>T</title></head><body><p>Free.</p><!-- paid --><p>Paid.</p></body></html>';
const OPTIONS = ['--network', 'testnet', '--key-url', 'https://keys.example/a'];

const folder = mkdtempSync(join(tmpdir(), 'x402pay-command-'));
const article = join(folder, 'article.html');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  writeFileSync(article, PAGE);
});

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly noted: string;
}

async function seal(
  args: readonly string[],
  environment: Record<string, string> = { X402PAY_SECRET: SECRET },
  files = {},
): Promise<Ran> {
  const terminal = scriptedTerminal({ environment, files });
  const code = await run(['seal', ...args], terminal);
  const ran = { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
  expect(`${ran.printed}${ran.noted}`).not.toContain(SECRET);
  return ran;
}

/** The real process, with this on its standard input. */
function piped(input: string, ...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server-verifier/cli/main.ts', 'seal', ...args], {
    cwd: PROJECT,
    env: { ...process.env, X402PAY_SECRET: SECRET },
  });
  const output = { printed: '', noted: '' };
  child.stdout.on('data', (text) => {
    output.printed += text;
  });
  child.stderr.on('data', (text) => {
    output.noted += text;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, ...output })));
}

describe('x402pay seal', () => {
  it('writes the sealed page beside the plain one, and says what opens it', async () => {
    const { code, noted } = await seal([article, ...OPTIONS]);
    const sealed = readFileSync(join(folder, 'article.sealed.html'), 'utf8');
    expect([code, sealed.includes('Paid.'), readFileSync(article, 'utf8')]).toEqual([0, false, PAGE]);
    expect(noted).toContain('https://keys.example/a/article');
    expect(noted).toContain('--script');
  });

  it.each([
    ['a name', 'other', 'https://keys.example/a/other'],
    ['an address', 'https://k.example/x', 'https://k.example/x'],
  ])('takes %s for the article', async (_, resource, url) => {
    const { noted } = await seal([article, ...OPTIONS, '--resource', resource]);
    expect(noted).toContain(`opened by ${url}\n`);
  });

  it('writes where it is told to, and never over the plain source', async () => {
    const out = join(folder, 'public', 'a.html');
    expect((await seal([article, ...OPTIONS, '-o', out])).code).toBe(0);
    expect(existsSync(out)).toBe(true);
    expect(await seal([article, ...OPTIONS, '--out', article])).toMatchObject({
      code: 2,
      noted: expect.stringContaining('lost'),
    });
  });

  it('only looks in a dry run', async () => {
    const { code, noted } = await seal([article, ...OPTIONS, '--dry-run']);
    expect([code, noted.startsWith('would seal'), readdirSync(folder)]).toEqual([0, true, ['article.html']]);
  });

  it('reads Markdown, and its front matter', async () => {
    writeFileSync(join(folder, 'post.md'), '---\nresource: /named\nprice: 0.5 STX\n---\n# P\n\n<!--more-->\n\nPaid.\n');
    const { code, noted } = await seal([join(folder, 'post.md'), ...OPTIONS]);
    expect([code, noted]).toEqual([0, expect.stringContaining('opened by https://keys.example/a/named')]);
    expect(readFileSync(join(folder, 'post.html'), 'utf8')).toContain('for 0.5 STX');
  });

  it('seals a folder, and refuses one that gives paid text away', async () => {
    const paid = 'These words are long enough to be recognised wherever they are.';
    writeFileSync(article, PAGE.replace('Paid.', paid));
    const out = `${folder}-out`;
    expect((await seal([folder])).code).toBe(2);
    expect((await seal([folder, ...OPTIONS, '--out', out])).noted).toContain('1 page sealed');
    writeFileSync(join(folder, 'feed.xml'), `<item>${paid}</item>`);
    expect(await seal([folder, ...OPTIONS, '--out', out])).toMatchObject({
      code: 1,
      noted: expect.stringContaining('feed.xml'),
    });
    rmSync(out, { recursive: true });
  });

  it('refuses a page whose description has the paid text', async () => {
    const paid = 'These words are long enough to be recognised wherever they are.';
    const meta = `<meta name="description" content="${paid}">`;
    writeFileSync(article, PAGE.replace('Paid.', paid).replace('</head>', `${meta}</head>`));
    expect(await seal([article, ...OPTIONS])).toMatchObject({
      code: 1,
      noted: expect.stringContaining('descriptions'),
    });
    expect(readdirSync(folder)).toEqual(['article.html']);
    expect((await seal([article, ...OPTIONS, '--snippet'])).code).toBe(0);
  });

  it('takes secret and address from the environment, from a named file, or from the usual one', async () => {
    const variables = `X402PAY_SECRET='${SECRET}'\nX402PAY_NETWORK=testnet\nX402PAY_KEY_URL=https://k.example\n`;
    for (const [args, files] of [
      [['--env-file', 'mine'], { mine: variables }],
      [[], { '.env': 'OTHER=1', '.dev.vars': variables }],
    ] as const) {
      expect((await seal([article, ...args], {}, files)).noted).toContain('https://k.example/article');
    }
    // Two servers' secrets: one of them would sell keys that open nothing.
    const two = { '.env': variables, '.dev.vars': variables.replace(SECRET, `${SECRET}, another`) };
    const refused = await seal([article], {}, two);
    expect([refused.code, refused.noted.includes('different secrets'), refused.noted.includes(SECRET)]).toEqual([
      2,
      true,
      false,
    ]);
    expect((await seal([article, '--env-file', '.env'], {}, two)).code).toBe(0);
    const own = { X402PAY_KEY_URL: 'https://own.example' };
    expect((await seal([article], own, { '.env': variables })).noted).toContain('https://own.example/article');
  });

  it.each([
    ['no secret', [], {}, 'X402PAY_SECRET'],
    ['a short secret', [], { X402PAY_SECRET: 'short' }, '32'],
    ['a missing file', ['--env-file', 'nowhere'], {}, 'nowhere'],
    ['a secret as an argument', [`--secret=${SECRET}`], { X402PAY_SECRET: SECRET }, '--help'],
    ['a price that is none', ['--price', 'cheap'], { X402PAY_SECRET: SECRET }, '0.50 STX'],
    ['a version that is none', ['--version', '99'], { X402PAY_SECRET: SECRET }, '--version'],
    ['two files', ['other.html'], { X402PAY_SECRET: SECRET }, 'one'],
  ])('explains %s', async (_, args, environment, words) => {
    const { code, noted } = await seal([article, ...OPTIONS, ...args], environment as Record<string, string>);
    expect([code, noted]).toEqual([2, expect.stringContaining(words)]);
    expect(readdirSync(folder)).toEqual(['article.html']);
  });

  it('explains what is not there, and how a page is marked', async () => {
    expect((await seal(['nowhere.html', ...OPTIONS])).noted).toContain('nowhere.html');
    writeFileSync(article, '<p>Free.</p>');
    expect(await seal([article, ...OPTIONS])).toMatchObject({
      code: 2,
      noted: expect.stringContaining('<!-- paid -->'),
    });
  });

  it('tells all its options', async () => {
    const { code, printed } = await seal(['--help']);
    expect([code, printed]).toEqual([0, expect.stringContaining('--key-url')]);
    expect(printed.split('\n').filter((line) => line.length > 132)).toEqual([]);
  });

  it('reads standard input and writes standard output', async () => {
    const { code, printed, noted } = await piped(PAGE, ...OPTIONS, '--resource', 'one');
    expect([code, printed.includes('Free.'), printed.includes('Paid.')]).toEqual([0, true, false]);
    expect(noted).toContain('https://keys.example/a/one');
    const nameless = await piped(PAGE, ...OPTIONS);
    expect([nameless.code, nameless.printed]).toEqual([2, '']);
    const markdown = await piped(
      'Free.\n\n<!--more-->\n\n**Paid.**\n',
      ...OPTIONS,
      '--resource',
      'one',
      '--markdown',
      '--snippet',
    );
    expect(markdown.printed).toMatch(
      /^<div data-x402-paywall="https:\/\/keys\.example\/a\/one" data-sealed="eyJ[\w.-]+"><\/div>\n$/,
    );
  });
});
