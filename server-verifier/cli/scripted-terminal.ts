/** For tests: a terminal that answers from a script, and a node behind it. */

import type { Terminal } from './terminal.js';
import type { NewFile } from './write-files.js';

export interface Script {
  readonly environment?: Record<string, string>;
  readonly files?: Record<string, string>;
  /** Answers to questions, in order; without them nobody can be asked. */
  readonly answers?: readonly string[];
  readonly node?: ScriptedNode;
}

/** What the node says. */
interface ScriptedNode {
  /** Atomic STX of every account. Default 1000 STX. */
  readonly balance?: bigint;
  /** Estimate for any transaction, atomic. Default 30,000. */
  readonly fee?: number;
  /** Reason of a refused broadcast. */
  readonly rejection?: string;
  /** Statuses of the transaction, one for each look; the last one stays. Default `success`. */
  readonly statuses?: readonly string[];
  /** Answer of `GET /devnet`. */
  readonly devnet?: unknown;
  /** Nothing answers at all. */
  readonly isDown?: boolean;
}

/** A terminal, and what it has seen. */
export interface ScriptedTerminal extends Terminal {
  readonly printed: string[];
  readonly noted: string[];
  readonly questions: string[];
  /** Transactions that were broadcast. */
  readonly broadcast: Uint8Array[];
  /** Files that were written. */
  readonly written: NewFile[];
  /** Milliseconds that were slept. */
  slept: number;
}

export function scriptedTerminal(script: Script = {}): ScriptedTerminal {
  const { environment = {}, files = {}, answers, node = {} } = script;
  const waiting = [...(answers ?? [])];
  const answer = async (question: string) => {
    terminal.questions.push(question);
    return waiting.shift() ?? '';
  };
  const terminal: ScriptedTerminal = {
    printed: [],
    noted: [],
    questions: [],
    broadcast: [],
    written: [],
    slept: 0,
    print: (text) => void terminal.printed.push(text),
    note: (text) => void terminal.noted.push(text),
    isInteractive: answers !== undefined,
    ask: answer,
    askHidden: answer,
    prompt: async (question) => {
      terminal.questions.push(question);
      // When the script is at its end, the person has gone.
      return waiting.shift();
    },
    environment,
    readText: (path) => files[path],
    writeFiles: (written) => void terminal.written.push(...written),
    random: (bytes) => bytes.fill(7),
    fetch: answering(node, (bytes) => terminal.broadcast.push(bytes)),
    sleep: async (milliseconds) => {
      terminal.slept += milliseconds;
    },
  };
  return terminal;
}

function answering(node: ScriptedNode, received: (transaction: Uint8Array) => void): typeof fetch {
  const { balance = 1_000_000_000n, fee = 30_000, rejection, statuses = ['success'], devnet, isDown } = node;
  let looks = 0;
  return async (input, init) => {
    if (isDown) throw new TypeError('fetch failed');
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname === '/devnet') return devnet === undefined ? new Response('', { status: 404 }) : Response.json(devnet);
    if (pathname.startsWith('/v2/accounts/')) return Response.json({ balance: `0x${balance.toString(16)}`, nonce: 4 });
    if (pathname.endsWith('/nonces')) {
      return Response.json({ next_nonce: 4, last_confirmed_nonce: 3, mempool: { missing_nonces: [] } });
    }
    if (pathname === '/v2/fees/transaction') {
      return Response.json({ estimations: [{ fee: 1 }, { fee }, { fee: 9_000_000 }] });
    }
    if (pathname === '/v2/transactions') {
      if (rejection) return Response.json({ error: 'transaction rejected', reason: rejection }, { status: 400 });
      const bytes = new Uint8Array(await request.arrayBuffer());
      received(bytes);
      const { transactionId } = await import('../../src/stacks.js');
      return Response.json(transactionId(bytes));
    }
    const [, txid] = /^\/extended\/v3\/transactions\/(0x[\da-f]{64})$/.exec(pathname) ?? [];
    const status = statuses[Math.min(looks++, statuses.length - 1)];
    if (!txid || status === 'not_found') return Response.json({ error: 'not found' }, { status: 404 });
    return Response.json({ tx_id: txid, status, result: { repr: '(err none)' } });
  };
}
