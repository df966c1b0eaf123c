/** For Eleventy: seals the pages of a build. `--serve` and `--watch` show them as they are. */

import { type SealBuildOptions, sealBuild } from '../cli/seal/seal-build.js';

/** As much of Eleventy's configuration as is used. */
export interface EleventyConfig {
  on(event: 'eleventy.after', listener: (build: EleventyBuild) => Promise<void>): unknown;
}

interface EleventyBuild {
  readonly runMode: string;
  readonly dir: { readonly output: string };
}

/**
 * Seals every page of the build that is marked as `npx x402pay seal --help` says. Without options, all is in the environment.
 *
 * @example
 * ```js
 * import { x402pay } from 'x402pay/eleventy';
 * export default (config) => {
 *   config.addPlugin(x402pay, { network: 'testnet', keyUrl: 'https://keys.example/articles', script: '/x402pay.js' });
 * };
 * ```
 */
export function x402pay(config: EleventyConfig, options: SealBuildOptions = {}): void {
  config.on('eleventy.after', async ({ runMode, dir }) => {
    if (runMode === 'build') await sealBuild(dir.output, process.cwd(), options);
  });
}
