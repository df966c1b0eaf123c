/** For Vite: seals the pages of a build. The development server shows them as they are. */

import { resolve } from 'node:path';
import { type SealBuildOptions, sealBuild } from '../cli/seal/seal-build.js';

/** As much of Vite's plugin interface as is used. */
export interface SealPlugin {
  readonly name: string;
  readonly apply: 'build';
  configResolved(config: ViteConfig): void;
  readonly writeBundle: { readonly order: 'post'; readonly sequential: true; handler(): Promise<void> };
}

interface ViteConfig {
  readonly root: string;
  readonly build: { readonly outDir: string; readonly ssr: boolean | string };
  readonly logger: { info(message: string): void };
}

/**
 * Seals every page of the build that is marked as `npx x402pay seal --help` says. Without options, all is in the environment.
 *
 * @example
 * ```js
 * import { defineConfig } from 'vite';
 * import { x402pay } from 'x402pay/vite';
 * export default defineConfig({
 *   plugins: [x402pay({ network: 'testnet', keyUrl: 'https://keys.example/articles', script: '/x402pay.js' })],
 * });
 * ```
 */
export function x402pay(options: SealBuildOptions = {}): SealPlugin {
  let config: ViteConfig | undefined;
  return {
    name: 'x402pay-seal',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    // When everything is written, the public folder, too.
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (!config || config.build.ssr) return;
        const { root, build, logger } = config;
        const { pages, withheld } = await sealBuild(resolve(root, build.outDir), root, options);
        for (const { path, resources } of pages) logger.info(`sealed ${path}, opened by ${resources.join(', ')}`);
        for (const path of withheld) logger.info(`left out ${path}, which only paid parts use`);
      },
    },
  };
}
