/** The embedded chain's description of itself: accounts whose keys everybody knows. */

import * as z from 'zod';
import { X402Error } from '../../src/errors.js';
import type { AddressBook } from './address-book.js';

const MAX_ANSWER_BYTES = 64 * 1024;
const TIMEOUT_MILLISECONDS = 10_000;

const Devnet = z.object({
  network: z.literal('stacks:2147483648'),
  accounts: z.array(
    z.object({ name: z.string(), address: z.string(), privateKey: z.string().regex(/^[\da-f]{64}(01)?$/) }),
  ),
});

export type Devnet = z.infer<typeof Devnet>;

/**
 * Asks `GET /devnet`.
 *
 * @throws `node_unreachable` or `invalid_node_answer`, saying how to start one
 */
export async function readDevnet(url: string, transport: typeof fetch): Promise<Devnet> {
  let text: string;
  try {
    const response = await transport(`${url.replace(/\/$/, '')}/devnet`, {
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    text = response.ok ? await readText(response) : '';
  } catch (cause) {
    throw new X402Error(
      'node_unreachable',
      `No embedded chain answers at ${url}; start one in the x402Pay repository with "npm start" or "npm run devnet".`,
      { cause },
    );
  }
  const parsed = Devnet.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new X402Error('invalid_node_answer', `What answers at ${url} is not the embedded chain of x402Pay.`);
  }
  return parsed.data;
}

/** The embedded chain's accounts by their names. */
export function devnetAddressBook({ accounts }: Devnet): AddressBook {
  return { source: 'the embedded chain', addresses: new Map(accounts.map(({ name, address }) => [name, address])) };
}

/** Nothing, when it is longer than the embedded chain's answer ever is. */
async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) return '';
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
