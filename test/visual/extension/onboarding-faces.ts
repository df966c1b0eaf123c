import type { ScriptedExtension } from '../../browser/scripted-extension.js';
import { type Faces, press, type } from './faces.js';

const fresh = (extension: ScriptedExtension) => {
  extension.vault = 'empty';
};
const DRILL = [0, 1, 2].map((place) => type(`.drill .field:nth-of-type(${place + 1}) input`, 'wrong'));
const created = [type('#passphrase', 'correct horse battery'), press('.main')];

export const onboardingFaces: Faces = {
  start: { prepare: fresh, acts: [type('#passphrase', 'correct horse')] },
  'import, refused': {
    prepare: fresh,
    acts: [
      press('.choices.two label:last-child input'),
      type('#seed', 'these are not the words'),
      type('#passphrase', '12345678'),
      press('.main'),
    ],
  },
  words: { prepare: fresh, acts: created },
  'words, wrong': { prepare: fresh, acts: [...created, press('.main'), ...DRILL, press('.main')] },
  'words for later': {
    prepare: (extension) => {
      extension.backup = 'pending';
    },
    address: '#top-up',
  },
  'words once more': {
    prepare: (extension) => {
      extension.backup = 'pending';
    },
    address: '#backup',
  },
  'top up': {
    prepare: (extension) => {
      extension.balances = { STX: '0', sBTC: '0', USDCx: '0' };
    },
  },
  'narrow, arrived': { width: 360 },
};
