import { wish } from '../../browser/scripted-extension.js';
import { type Faces, press } from './faces.js';
import { LONG_NAME } from './things.js';

const address = '?wish=this';

export const wishFaces: Faces = {
  usual: {
    address,
    prepare: (extension) => {
      extension.wishes = [wish({ id: 'this' })];
    },
  },
  'long names': {
    address,
    prepare: (extension) => {
      extension.wishes = [wish({ id: 'this', site: LONG_NAME, maxAtomic: '123456789012345', period: 'day' })];
    },
  },
  'foreign name, refused': {
    address,
    prepare: (extension) => {
      extension.wishes = [wish({ id: 'this', site: new URL('https://аpple.example').origin })];
      extension.refuses.answerWish = 'no_such_payment';
    },
    acts: [press('.allow')],
  },
  'twice as large': {
    address,
    prepare: (extension) => {
      extension.wishes = [wish({ id: 'this' })];
    },
    width: 210,
    height: 330,
  },
  nothing: { address },
};
