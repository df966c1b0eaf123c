/** What the browser says of its reader's wishes. The command is a plugin of `web-test-runner.config.mjs`. */

import { executeServerCommand } from '@web/test-runner-commands';

export interface MediaFeatures {
  readonly 'prefers-color-scheme'?: 'light' | 'dark';
  readonly 'prefers-reduced-motion'?: 'reduce' | 'no-preference';
  readonly 'forced-colors'?: 'active' | 'none';
  readonly 'prefers-contrast'?: 'more' | 'less';
  /** Not a wish: whether the page is on paper. */
  readonly media?: 'print';
}

/** Emulates these, and none of those that an earlier call named. Firefox emulates nothing; it asks for less movement all the time. */
export async function emulateFeatures(features: MediaFeatures = {}): Promise<void> {
  await executeServerCommand('emulate-features', features);
}
