/// <reference types="chrome" />
/** The browser's own interface for extensions: `browser` where promises are older (Firefox, Safari), `chrome` elsewhere. */

const scope = globalThis as unknown as { browser?: typeof chrome; chrome: typeof chrome };

export const extensionApi: typeof chrome = scope.browser ?? scope.chrome;
