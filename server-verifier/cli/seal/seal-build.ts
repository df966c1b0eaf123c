/** Seals what a build tool has just written, in place. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { environmentSettings } from './seal-environment.js';
import { type SealedFolder, sealFolder } from './seal-folder.js';
import type { SealSettings } from './seller.js';

/** Options of the plugins. What is left out is taken from the environment, or from `.env`, `.env.local` or `.dev.vars`: `X402PAY_SECRET`, `X402PAY_NETWORK`, `X402PAY_NODE_URL`, `X402PAY_KEY_URL`, `X402PAY_SCRIPT`. */
export type SealBuildOptions = Partial<SealSettings>;

/**
 * Seals a built site in its folder.
 *
 * @param output the folder
 * @param root where the files of the environment are
 * @throws `invalid_configuration`, `content_exposed`: the build must fail then, since its output is still plain
 */
export async function sealBuild(output: string, root: string, options: SealBuildOptions): Promise<SealedFolder> {
  const readText = (path: string) => {
    const file = resolve(root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const environment = environmentSettings({ environment: process.env, readText });
  // A node is one of its network.
  const nodeUrl = options.network === undefined ? environment.nodeUrl : undefined;
  const settings = { ...environment, nodeUrl, ...Object.fromEntries(given) };
  return sealFolder({ ...settings, from: output, to: output });
}
