import { ADDRESS, type ScriptedExtension, SITE } from '../../browser/scripted-extension.js';
import type { Faces } from './faces.js';
import { LONG_NAME } from './things.js';

const address = '?address=this';
const asks = (site: string, known: string | undefined) => (extension: ScriptedExtension) => {
  extension.addressQuestions = [{ id: 'this', site, address: known }];
};

export const addressFaces: Faces = {
  usual: { address, prepare: asks(SITE, ADDRESS) },
  'long names, locked': { address, prepare: asks(LONG_NAME, undefined) },
  'twice as large': { address, prepare: asks(SITE, ADDRESS), width: 210, height: 330 },
};
