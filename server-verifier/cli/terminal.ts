/** What a command has of the world: the person, the environment, files, the network and time. Tests give another one. */

import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type NewFile, writeFiles } from './write-files.js';

export interface Terminal {
  /** The result, to standard output. */
  print(text: string): void;
  /** Progress and questions, to standard error. */
  note(text: string): void;
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  ask(question: string): Promise<string>;
  /** As {@link ask}, but `undefined` when the person has gone (Ctrl+C, or the end of the input), so that a question can be asked again. */
  prompt(question: string): Promise<string | undefined>;
  /** Asks without showing what is typed. */
  askHidden(question: string): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file's text; `undefined` when there is no such file. */
  readText(path: string): string | undefined;
  /**
   * Writes all of these files, with their folders, or none of them.
   *
   * @throws `invalid_configuration` with field `dir` where they cannot be written
   */
  writeFiles(files: readonly NewFile[]): void;
  /** Fills with random bytes that nobody can guess. */
  random(bytes: Uint8Array): Uint8Array;
  readonly fetch: typeof fetch;
  sleep(milliseconds: number): Promise<void>;
}

/** The real one. */
export function nodeTerminal(): Terminal {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask: async (question) => (await ask(question, process.stderr)) ?? '',
    prompt: (question) => ask(question, process.stderr),
    askHidden,
    environment: process.env,
    readText: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    writeFiles,
    random: (bytes) => crypto.getRandomValues(bytes),
    fetch: (input, init) => fetch(input, init),
    sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
  };
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const answer = await ask('', new Writable({ write: (_chunk, _encoding, done) => done() }));
  process.stderr.write('\n');
  return answer ?? '';
}

async function ask(question: string, output: NodeJS.WritableStream): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const ended = new AbortController();
  // The end of the input, or Ctrl-C, is no answer.
  lines.once('close', () => ended.abort());
  try {
    return await lines.question(question, { signal: ended.signal });
  } catch (error) {
    if (ended.signal.aborted) return undefined;
    throw error;
  } finally {
    lines.close();
  }
}
