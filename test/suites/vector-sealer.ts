/** Content keys and sealed files for the vectors. */

import { createHash } from 'node:crypto';
import type { Network } from 'x402pay';
import { createVerifier } from 'x402pay/verifier';
import { sealRecords } from '../../server-verifier/cli/seal/sealed-file.js';

/** The key of one version, as a verifier hands it out to somebody who has paid. */
export async function keyOf(vector: {
  secret: string;
  network: string;
  resource: string;
  version: number;
}): Promise<unknown> {
  const { secret, resource, version } = vector;
  const network = vector.network as Network;
  const payTo = network === 'stacks:1' ? 'SP000000000000000000002Q6VF78' : 'ST000000000000000000002AMW42H';
  const handler = createVerifier({ secret, network, payTo, origin: new URL(resource).origin }).keyHandler({ version });
  const access = { resource, payer: '', txid: '', by: 'payment', expiresAt: undefined } as const;
  const answer = (await (await handler(new Request(resource), access)).json()) as { keys?: unknown[] };
  return answer.keys?.[0] ?? answer;
}

/** The file whose byte `i` is `7 i mod 253`, sealed with this key. */
export async function sealedFile(key: string, length: number): Promise<{ sealedLength: number; sha256: string }> {
  const plain = Uint8Array.from({ length }, (_, index) => (7 * index) % 253);
  const records: Uint8Array[] = [];
  for await (const record of sealRecords([plain], Uint8Array.from(Buffer.from(key, 'hex')))) records.push(record);
  const sealed = Buffer.concat(records);
  return { sealedLength: sealed.length, sha256: createHash('sha256').update(sealed).digest('hex') };
}
