/** What the browser says of its reader's wishes. The command is a plugin of `web-test-runner.config.mjs`. */

import { executeServerCommand } from '@web/test-runner-commands';

export interface MediaFeatures {
  readonly 'prefers-color-scheme'?: 'light' | 'dark';
  readonly 'prefers-reduced-motion'?: 'reduce' | 'no-preference';
  readonly 'forced-colors'?: 'active' | 'none';
}

/** Emulates these, and none of those that an earlier call named. */
export async function emulateFeatures(features: MediaFeatures = {}): Promise<void> {
  await executeServerCommand('emulate-features', features);
}
