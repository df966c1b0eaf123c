import { PAYEE, type ScriptedExtension, SITE } from '../../browser/scripted-extension.js';
import { type Faces, press, type } from './faces.js';
import { LONG_NAME } from './things.js';

const known = (extension: ScriptedExtension) => {
  extension.settings = {
    ...extension.settings,
    sites: {
      [SITE]: { automatic: true, assets: { STX: { perMonthAtomic: '1500000' } } },
      [LONG_NAME]: { blocked: true },
    },
  };
  const grant = { site: SITE, seller: SITE, asset: 'stacks:2147483648/STX', payTo: PAYEE, upToAtomic: '500000' };
  extension.grants = [
    { ...grant, at: 0, expiresAt: Date.UTC(2030, 0, 15) },
    { ...grant, seller: LONG_NAME, at: 0, expiresAt: 1 },
  ];
};

export const optionsFaces: Faces = {
  'nothing set up yet': {
    prepare: (extension) => {
      extension.vault = 'empty';
    },
  },
  usual: { prepare: known },
  'saved, sent back': {
    prepare: known,
    acts: [
      press('.own summary'),
      press('.general .main'),
      type('#to', PAYEE),
      type('#amount', '1.5'),
      press('[aria-labelledby="send"] .quiet'),
      type('#reveal', 'a passphrase of the tests'),
      press('[aria-labelledby="backup"] .quiet'),
    ],
  },
  'narrow, refused': {
    width: 360,
    prepare: known,
    acts: [type('#perDay', 'much'), press('.main')],
  },
};
