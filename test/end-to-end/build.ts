/** Builds what the browser loads once for all walks, into a folder of its own, so that no other build can race with it. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildManifest, buildPageScript, buildScriptTag } from '../../demo/bundle.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with `page.js`, `custom-elements.json`, `x402pay.js` and `chunks/`. */
    readonly bundles: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'x402pay-bundles-'));
  await buildPageScript(folder);
  await buildScriptTag(folder);
  await buildManifest(folder);
  project.provide('bundles', folder);
  return () => rm(folder, { recursive: true, force: true });
}
