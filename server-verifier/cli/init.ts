/** `x402pay init`: a server that sells articles, from five answers. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { X402Error } from '../../src/errors.js';
import type { Command } from './command.js';
import { devnetUrl } from './devnet-address.js';
import { EXIT, type ExitCode } from './exit.js';
import { type GuideOptions, guideOf, plain } from './init-guide.js';
import { type Answers, DEFAULT_DIR, type InitOptions, readInitOptions } from './init-options.js';
import { type PlannedFile, planFiles } from './init-plan.js';
import { projectFiles } from './init-project.js';
import { askQuestions, withoutQuestions } from './init-questions.js';
import { checkoutFolder, packageFile, packageFolder } from './package-files.js';
import { secretFiles } from './secret-files.js';
import type { Terminal } from './terminal.js';

const HELP = `Writes a small server that sells your articles, and says how to run it, deploy it, and use it in your site.
It asks five questions; each can be answered by an option, and where nobody can be asked, all but --network must be.

Usage: x402pay init [options]

  --address <address>     who is paid: your Stacks address, or a revenue-split contract
  --network <network>     mainnet, testnet or devnet (the embedded chain); default: the address's own
  --price <asset>=<amount>  like STX=0.5; several times for several assets, of which the reader chooses one
  --target <place>        where it will run: node, workers (Cloudflare), vercel or deno (Deno Deploy)
  --origin <origin>       where readers will reach it, like https://blog.example
  --dir <folder>          where to write; default ${DEFAULT_DIR}
  --dry-run               show every file, write nothing
  --force                 overwrite files that are there; a secret that is there always stays
  --yes, -y               ask nothing: take the defaults
  --help, -h              this text

The secret, 32 random bytes, goes into a file that git ignores, and is never shown.

Exit codes: 0 done, 2 wrong use, 4 you said no.`;

export const init: Command = {
  summary: 'write a server that sells your articles, for Node, Workers, Vercel or Deno',
  help: HELP,
  async run(args, terminal) {
    const options = readInitOptions(args);
    const answers = await answersOf(options, terminal);
    if (!answers) return declined(terminal);
    const facts = factsFor(answers, terminal);
    const secret = options.isDryRun ? '<32 random bytes>' : secretOf(options.dir, terminal);
    const files = projectFiles(answers, { ...facts, secret, dir: options.dir });
    const plan = planFiles(files, options.dir, terminal);
    if (options.isDryRun) {
      terminal.print(`${plan.map(shown).join('\n')}\nA dry run: nothing was written.`);
      return EXIT.done;
    }
    terminal.note(`\n${plan.map(({ path, change }) => `     ${change.padEnd(11)} ${path}`).join('\n')}`);
    if (!(await isAgreed(plan, options, terminal))) return declined(terminal);
    terminal.writeFiles(plan.filter(({ change }) => change !== 'unchanged'));
    const guide = guideOf(answers, facts);
    const dir = /^[\w./-]+$/.test(options.dir) ? options.dir : JSON.stringify(options.dir);
    terminal.print(
      `Written. What follows is also in ${join(options.dir, 'README.md')}.\n\n     cd ${dir}\n\n${plain(guide)}`,
    );
    return EXIT.done;
  },
};

async function answersOf(options: InitOptions, terminal: Terminal): Promise<Answers | undefined> {
  const { given, isAgreed } = options;
  return isAgreed || !terminal.isInteractive ? withoutQuestions(given) : await askQuestions(given, terminal);
}

/** Asks before anything is written where somebody can be asked; files are overwritten only when that was said. */
async function isAgreed(plan: readonly PlannedFile[], options: InitOptions, terminal: Terminal): Promise<boolean> {
  const lost = plan.filter(({ change }) => change === 'overwritten').map(({ path }) => path);
  const mayAsk = terminal.isInteractive && !options.isAgreed;
  if (lost.length > 0 && !options.isForced) {
    if (!mayAsk) {
      throw new X402Error(
        'invalid_configuration',
        `Nothing was written, since these files are there: ${lost.join(', ')}. Choose another --dir, or overwrite them with --force.`,
        { field: 'force' },
      );
    }
    return /^y(es)?$/i.test((await terminal.prompt(`\nOverwrite ${lost.join(', ')}? [y/N] `))?.trim() ?? '');
  }
  if (!mayAsk) return true;
  const answer = await terminal.prompt('\nWrite these files? [Y/n] ');
  return answer !== undefined && /^(?:|y(es)?)$/i.test(answer.trim());
}

function declined(terminal: Terminal): ExitCode {
  terminal.note('\nNothing was written.');
  return EXIT.declined;
}

/** For a dry run. */
function shown({ path, change, text }: PlannedFile): string {
  // What is in a file with secrets stays there.
  const content = change === 'new' ? text : text.replace(/^(\w+=).*$/gm, '$1…');
  return `=== ${path} (${change})\n${content}`;
}

/** The folder's own, where it has one for another platform: what is sealed with it must open everywhere. */
function secretOf(dir: string, terminal: Terminal): string {
  return secretFiles(terminal.readText, dir)[0]?.secret ?? randomText(terminal);
}

/** Without characters that some file of variables could take for its own. */
function randomText({ random }: Terminal): string {
  return Buffer.from(random(new Uint8Array(32))).toString('base64url');
}

/** What the files and the guide say of this package, and of the chain. */
function factsFor({ networkName }: Answers, terminal: Terminal): GuideOptions {
  const { version } = JSON.parse(packageFile('package.json')) as { version: string };
  const chunks = packageFolder('dist/chunks').map((name) => `chunks/${name}`);
  const scripts = chunks.length > 0 ? ['x402pay.js', ...chunks] : [];
  return {
    version,
    integrity: Object.fromEntries(scripts.map((file) => [file, integrityOf(packageFile(`dist/${file}`))])),
    nodeUrl: networkName === 'devnet' ? devnetUrl(terminal) : undefined,
    checkout: checkoutFolder(),
  };
}

/** As the specification of Subresource Integrity has it. */
function integrityOf(text: string): string {
  return `sha384-${createHash('sha384').update(text).digest('base64')}`;
}
