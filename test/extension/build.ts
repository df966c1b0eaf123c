/** Builds the extension once for all its tests, with this computer's sites granted: no program can answer the browser's own question. */

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildExtension } from '../../extension/build/build.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the built extension. */
    readonly extension: string;
    /** The same as it is installed: no site is granted. */
    readonly extensionAsInstalled: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'x402pay-extension-'));
  const [extension, extensionAsInstalled] = [join(folder, 'granted'), join(folder, 'installed')];
  const grantedSites = ['http://127.0.0.1/*', 'http://localhost/*'];
  await buildExtension({ folder: extension, browser: 'chromium', grantedSites });
  await cp(extension, extensionAsInstalled, { recursive: true });
  const manifest = join(extensionAsInstalled, 'manifest.json');
  const { host_permissions: _, ...described } = JSON.parse(await readFile(manifest, 'utf8'));
  await writeFile(manifest, JSON.stringify(described));
  project.provide('extension', extension);
  project.provide('extensionAsInstalled', extensionAsInstalled);
  return () => rm(folder, { recursive: true, force: true });
}
