/** What a command has of the world: the person, the environment, files, the network and time. Tests give another one. */

import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export interface Terminal {
  /** The result, to standard output. */
  print(text: string): void;
  /** Progress and questions, to standard error. */
  note(text: string): void;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  ask(question: string): Promise<string>;
  /** Asks without showing what is typed. */
  askHidden(question: string): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file's text; `undefined` when there is no such file. */
  readText(path: string): string | undefined;
  readonly fetch: typeof fetch;
  sleep(milliseconds: number): Promise<void>;
}

/** The real one. */
export function nodeTerminal(): Terminal {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask: (question) => ask(question, process.stderr),
    askHidden,
    environment: process.env,
    readText: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    fetch: (input, init) => fetch(input, init),
    sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
  };
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const answer = await ask('', new Writable({ write: (_chunk, _encoding, done) => done() }));
  process.stderr.write('\n');
  return answer;
}

async function ask(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const ended = new AbortController();
  // The end of the input, or Ctrl-C, is no answer.
  lines.once('close', () => ended.abort());
  try {
    return await lines.question(question, { signal: ended.signal });
  } catch (error) {
    if (ended.signal.aborted) return '';
    throw error;
  } finally {
    lines.close();
  }
}
