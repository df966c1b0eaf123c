/** From arguments to an exit code: finds the command, tells what went wrong. */

import { isX402Error } from '../../src/errors.js';
import type { Command } from './command.js';
import { deployRevenueSplit } from './deploy-revenue-split.js';
import { EXIT, type ExitCode } from './exit.js';
import { init } from './init.js';
import { packageFile } from './package-files.js';
import { seal } from './seal/seal.js';
import type { Terminal } from './terminal.js';

/** Every command by its words; a new one is a new line here. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'deploy revenue-split': deployRevenueSplit,
  seal,
  init,
};

/** Runs one command. Never throws, never exits. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first = '--help'] = args;
  if (first === '--version') {
    terminal.print(JSON.parse(packageFile('package.json')).version);
    return EXIT.done;
  }
  const found = findCommand(args);
  if (found) return runCommand(found.command, found.rest, terminal);
  if (args.includes('--help') || args.includes('-h') || args.length === 0) {
    terminal.print(overview());
    return EXIT.done;
  }
  terminal.note(`x402pay has no such command: "${words(args)}".\n\n${overview()}`);
  return EXIT.wrongUse;
}

async function runCommand(command: Command, rest: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(command.help);
    return EXIT.done;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    return report(error, rest.includes('--json'), terminal);
  }
}

/** Errors of ours are for the person; anything else is a defect of ours, and says so. */
function report(error: unknown, asJson: boolean, terminal: Terminal): ExitCode {
  const { code, message, field, txid } = isX402Error(error)
    ? error
    : { code: 'internal', message: `This is a defect of x402pay: ${error}`, field: undefined, txid: undefined };
  if (asJson) terminal.print(JSON.stringify({ status: 'failed', error: { code, message, field }, txid }));
  else terminal.note(`x402pay: ${message}`);
  return ['invalid_configuration', 'invalid_address', 'invalid_amount'].includes(code) ? EXIT.wrongUse : EXIT.failed;
}

function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } | undefined {
  for (const [name, command] of Object.entries(COMMANDS)) {
    const { length } = name.split(' ');
    if (args.slice(0, length).join(' ') === name) return { command, rest: args.slice(length) };
  }
  return undefined;
}

/** The words before the first option, for messages; nothing that is no word, for it may be a key in the wrong place. */
function words(args: readonly string[]): string {
  const end = args.findIndex((argument) => !/^[a-z-]{1,20}$/.test(argument) || argument.startsWith('-'));
  return (end < 0 ? args : args.slice(0, end)).slice(0, 3).join(' ');
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  return [
    'Usage: x402pay <command> [options]',
    '',
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  x402pay ${name.padEnd(width)}  ${summary}`),
    '',
    '  x402pay <command> --help  its options',
    '  x402pay --version         the version',
  ].join('\n');
}
