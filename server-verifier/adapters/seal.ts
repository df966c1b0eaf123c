/** For build scripts of one's own, and for hooks of site generators that have no plugin here. */

export { type SealBuildOptions, sealBuild } from '../cli/seal/seal-build.js';
export { type SealedEntry, type SealedFolder, type SealFolderOptions, sealFolder } from '../cli/seal/seal-folder.js';
export type { SealSettings } from '../cli/seal/seller.js';
