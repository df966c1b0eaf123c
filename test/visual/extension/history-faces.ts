import { entry } from '../../browser/scripted-extension.js';
import { type Faces, press, type } from './faces.js';
import { ARABIC, LONG_NAME, payments } from './things.js';

export const historyFaces: Faces = {
  usual: {
    prepare: (extension) => {
      extension.entries = payments();
    },
  },
  'nothing found': {
    prepare: (extension) => {
      extension.entries = payments();
    },
    acts: [type('#search', 'no such thing')],
  },
  'others wait': {
    prepare: (extension) => {
      const at = Date.now() - 5 * 60_000;
      const taken = { cancel: { txid: 'cd'.repeat(32), feeAtomic: '19999' } };
      extension.entries = [entry({ nonce: '5', state: 'sent', ...taken }), entry({ nonce: '3', at })];
    },
    acts: [press('.entry summary')],
  },
  nothing: {},
  locked: {
    prepare: (extension) => {
      extension.vault = 'locked';
    },
  },
  'narrow, long names': {
    width: 360,
    prepare: (extension) => {
      extension.entries = [
        entry({ site: LONG_NAME, description: ARABIC, amountAtomic: '123456789012345', state: 'undelivered' }),
        ...payments().slice(0, 1),
      ];
    },
    acts: [press('.entry summary')],
  },
};
