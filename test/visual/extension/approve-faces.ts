import { question } from '../../browser/scripted-extension.js';
import { type Face, type Faces, press, type } from './faces.js';
import { ARABIC, LONG_NAME } from './things.js';

const FORMER = 'ST000000000000000000002AMW42H';
const asked = (...questions: ReturnType<typeof question>[]): Pick<Face, 'prepare'> => ({
  prepare: (extension) => {
    extension.questions = questions;
  },
});

export const approveFaces: Faces = {
  usual: asked(question({ description: 'How a lighthouse keeper taught me to wait' })),
  'another price, from now on': {
    ...asked(question({ why: 'price_changed', formerAtomic: '250000' })),
    acts: [press('.rule:last-of-type input'), type('#up-to-amount', '0.1'), press('.pay')],
    atEnd: true,
  },
  'another payee, told no before': asked(
    question({ why: 'payee_changed', formerPayees: [FORMER], declined: 2 }),
    question(),
    question(),
  ),
  'another seller, on this computer': {
    prepare: (extension) => {
      const site = 'http://localhost:8080';
      extension.questions = [question({ why: 'new_seller', site, resource: `${site}/a`, description: ARABIC })];
    },
  },
  'long names, on the main network': asked(
    question({
      ...{ why: 'above_threshold', site: LONG_NAME, seller: LONG_NAME, network: 'stacks:1' },
      ...{ resource: `${LONG_NAME}/${'a-long-way/'.repeat(12)}`, amountAtomic: '123456789012345' },
      description: 'All that can be said of one afternoon. '.repeat(8),
      payTo: `SP2J6ZY48GV1EZ5V2V5RB9MP66SW86PYKKNRV9EJ7.${'a-contract-with-a-long-name'}`,
    }),
  ),
  'foreign name, refused': {
    prepare: (extension) => {
      const site = new URL('https://аpple.example').origin;
      extension.questions = [question({ site, seller: site, why: 'many_failures' })];
      extension.refuses.answer = 'over_limit';
    },
    acts: [press('.pay')],
  },
  'twice as large': { ...asked(question()), width: 210, height: 330 },
  nothing: {},
};
