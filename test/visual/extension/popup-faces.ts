import { entry, limit, question, type ScriptedExtension, SITE } from '../../browser/scripted-extension.js';
import { type Faces, press, type } from './faces.js';
import { ARABIC, LONG_NAME, payments } from './things.js';

/** A site that may be paid without asking. */
const letIn = (extension: ScriptedExtension, site: object = { automatic: true }) => {
  const { origin, protocol, hostname } = new URL(extension.url ?? SITE);
  extension.settings = { ...extension.settings, sites: { [origin]: site } };
  extension.access.add(`${protocol}//${hostname}/*`);
};
const paid = (extension: ScriptedExtension) => {
  letIn(extension);
  extension.entries = payments();
};

export const popupFaces: Faces = {
  usual: { prepare: paid },
  'first time': {
    prepare: (extension) => {
      extension.vault = 'empty';
    },
  },
  locked: {
    prepare: (extension) => {
      extension.vault = 'locked';
    },
  },
  'wrong passphrase': {
    prepare: (extension) => {
      extension.vault = 'locked';
    },
    acts: [type('#passphrase', 'not this one'), press('.main')],
  },
  'loading, new site': { prepare: (extension) => void extension.silent.add('balances') },
  'no money': {
    prepare: (extension) => {
      extension.balances = { STX: '0', sBTC: '0', USDCx: '0' };
      extension.refuses.payTab = 'insufficient_funds';
    },
    acts: [press('.choices-row button')],
  },
  'all that waits': {
    prepare: (extension) => {
      paid(extension);
      extension.settings = { ...extension.settings, paused: true };
      extension.backup = 'pending';
      extension.questions = [question(), question()];
    },
  },
  'a part allowed, others wait': {
    prepare: (extension) => {
      const at = Date.now() - 5 * 60_000;
      letIn(extension, { assets: { STX: { automatic: true, perMonthAtomic: '250000' } } });
      extension.entries = [entry({ nonce: '5', state: 'sent' }), entry({ nonce: '3', at })];
    },
  },
  'limits reached, site paused': {
    prepare: (extension) => {
      letIn(extension, { automatic: true, paused: true });
      extension.limits = [
        limit('day', '0', '1000000'),
        limit('month', '400000', '5000000'),
        { ...limit('day', '0', '250000'), level: 'site' },
      ];
    },
  },
  'above a limit': {
    prepare: (extension) => {
      letIn(extension);
      const month = { ...limit('month', '20000', '2500000'), level: 'site' as const };
      extension.limits = [...extension.limits, month];
      extension.refusal = { code: 'over_limit', isPage: true, limit: month };
    },
  },
  'long names, no node': {
    prepare: (extension) => {
      extension.url = `${LONG_NAME}/a`;
      paid(extension);
      extension.settings = { ...extension.settings, network: 'stacks:1' };
      extension.refuses.balances = 'node_unreachable';
      extension.entries = [
        entry({ site: LONG_NAME, description: ARABIC, amountAtomic: '123456789012345', state: 'undelivered' }),
        ...payments(),
      ];
    },
  },
  'blocked, on this computer': {
    prepare: (extension) => {
      extension.url = 'http://localhost:8080/a';
      letIn(extension, { blocked: true });
    },
  },
  'kept out, foreign name': {
    prepare: (extension) => {
      extension.url = 'https://аpple.example/a';
      letIn(extension);
      extension.access.clear();
    },
  },
  'nothing to pay': {
    prepare: (extension) => {
      extension.url = 'chrome://settings';
    },
  },
};
