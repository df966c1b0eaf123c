/** Every page of the extension: how large its window is, and what it is seen in. */

import { addressFaces } from './address-faces.js';
import { approveFaces } from './approve-faces.js';
import type { Faces } from './faces.js';
import { historyFaces } from './history-faces.js';
import { onboardingFaces } from './onboarding-faces.js';
import { optionsFaces } from './options-faces.js';
import { popupFaces } from './popup-faces.js';
import type { SurfaceName } from './sheets.js';
import { wishFaces } from './wish-faces.js';

interface Surface {
  readonly tag: string;
  /** In CSS pixels. */
  readonly width: number;
  /** Where the window does not follow what is in it. */
  readonly height?: number;
  readonly faces: Faces;
}

/** What is left of the window that the worker opens, below its title. */
const QUESTION = { width: 420, height: 690 };

export const SURFACES: Readonly<Record<SurfaceName, Surface>> = {
  popup: { tag: 'x402-popup', width: 360, faces: popupFaces },
  approve: { tag: 'x402-approve', ...QUESTION, faces: approveFaces },
  wish: { tag: 'x402-wish', ...QUESTION, faces: wishFaces },
  address: { tag: 'x402-address', ...QUESTION, faces: addressFaces },
  history: { tag: 'x402-history', width: 1000, faces: historyFaces },
  options: { tag: 'x402-options', width: 720, faces: optionsFaces },
  onboarding: { tag: 'x402-onboarding', width: 720, faces: onboardingFaces },
};
