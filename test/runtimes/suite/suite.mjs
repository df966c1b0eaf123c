/**
 * The verifier's suite for runtimes: runs unchanged wherever the packed package can be imported, and says what happened as plain data. `x402pay` is
 * imported by name; who starts it sees to it that the name leads to the tarball.
 */

import { pickRecover } from 'x402pay/verifier';
import { facilitation } from './facilitation.mjs';
import { proofs } from './proofs.mjs';
import { reasons, refusals } from './refusals.mjs';
import { sales } from './sales.mjs';
import { same, seenReasons } from './shop.mjs';
import { signIns } from './sign-ins.mjs';

const complete = [
  'no way to be refused is left out',
  async () =>
    same(
      reasons.filter((reason) => !seenReasons.has(reason)),
      [],
    ),
];

/** @returns {Promise<{ runtime: string, engine: string, passed: string[], failed: string[] }>} */
export async function runSuite() {
  const passed = [];
  const failed = [];
  for (const [name, run] of [...sales, ...refusals, ...signIns, ...proofs, ...facilitation, complete]) {
    try {
      await run();
      passed.push(name);
    } catch (error) {
      failed.push(`${name}: ${error?.stack ?? error}`);
    }
  }
  const { name: engine } = await pickRecover('auto');
  return { runtime: runtimeName(), engine, passed, failed };
}

/** From what only that runtime has: a stand-in would not be noticed otherwise. */
function runtimeName() {
  if (typeof globalThis.Bun === 'object') return `bun ${globalThis.Bun.version}`;
  if (typeof globalThis.Deno === 'object') return `deno ${globalThis.Deno.version.deno}`;
  if (typeof globalThis.EdgeRuntime === 'string') return globalThis.EdgeRuntime;
  if (globalThis.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  return `node ${globalThis.process?.versions.node}`;
}
