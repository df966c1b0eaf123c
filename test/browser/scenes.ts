/** Every face of the paywall, by the shortest way to it. */

import type { NextStep, PaywallPhase } from '../../elements/paywall/state.js';
import { ScriptedWallet } from './scripted-wallet.js';
import { eventually, type Visit } from './visit.js';

/** Puts a paywall into the page, and leads it there. */
export type Scene = (visit: Visit) => Promise<void>;

/** Clicks on the price, and waits for these words. */
const clickFor =
  (words: string, prepare: (visit: Visit) => void): Scene =>
  async (visit) => {
    prepare(visit);
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.says(words);
  };

const ARTICLE = `<h2>The rest</h2><p>It was worth waiting for, as <a href="/more">more of it</a> will be.</p>
  <ul><li>one</li><li>two</li></ul>`;

/** A new phase does not compile without its scene. */
const PHASES: Readonly<Record<Exclude<PaywallPhase, 'failed'>, Scene>> = {
  loading: async (visit) => {
    visit.site.pause();
    await visit.open().updateComplete;
  },
  locked: async (visit) => {
    await visit.openLocked();
  },
  choosing: clickFor('Choose your wallet', (visit) => {
    const icon =
      'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"%3E%3Crect width="1" height="1" fill="%23f60"/%3E%3C/svg%3E';
    visit.install(visit.wallet, new ScriptedWallet(visit.chain, 'Orange Wallet', icon));
  }),
  preparing: clickFor('Preparing', (visit) => {
    visit.chain.pause();
  }),
  wallet: clickFor('Approve in Test Wallet', (visit) => {
    visit.wallet.decision = 'later';
  }),
  presenting: async (visit) => {
    visit.wallet.decision = 'later';
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 1);
    visit.site.pause();
    visit.wallet.approve();
    await visit.reaches('presenting');
  },
  waiting: async (visit) => {
    visit.site.trustsMempool = false;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('waiting');
  },
  unlocked: async (visit) => {
    visit.site.body = ARTICLE;
    await visit.openLocked();
    await visit.click('Pay 0.5');
    await visit.reaches('unlocked');
    await eventually(() => visit.content()?.textContent);
  },
};

/** Neither does a new way out of a failure. */
const FAILURES: Readonly<Record<NextStep, Readonly<Record<string, Scene>>>> = {
  pay: {
    'no wallet': clickFor('You need a Stacks wallet', (visit) => visit.install()),
    rejected: clickFor('You declined', (visit) => {
      visit.wallet.decision = 'reject';
    }),
    'too little money': clickFor('not enough', (visit) => {
      visit.chain.balances.set('STX', 100_000n);
    }),
    'wrong network': clickFor('another network', (visit) => {
      visit.wallet.network = 'stacks:1';
    }),
    'node down': clickFor('cannot be reached', (visit) => {
      visit.chain.isDown = true;
    }),
  },
  retry: {
    'no answer': async (visit) => {
      visit.wallet.decision = 'later';
      await visit.openLocked();
      await visit.click('Pay 0.5');
      await eventually(() => visit.wallet.prompts === 1);
      visit.site.isDown = true;
      visit.wallet.approve();
      await visit.says('does not answer');
    },
  },
  refresh: {
    'site down': async (visit) => {
      visit.site.isDown = true;
      visit.open();
      await visit.says('does not answer');
    },
  },
  decide: {
    unresolved: async (visit) => {
      visit.wallet.sendsByItself = true;
      visit.wallet.decision = 'later';
      await visit.openLocked();
      await visit.click('Pay 0.5');
      await visit.click('Cancel');
      await visit.reaches('locked');
      await visit.click('Pay 0.5');
      await visit.says('Did you pay already?');
    },
  },
};

export const SCENES: Readonly<Record<string, Scene>> = {
  ...PHASES,
  'three prices': async (visit) => {
    visit.site.prices = { STX: '500000', sBTC: '300', USDCx: '250000' };
    await visit.openLocked();
  },
  elsewhere: async (visit) => {
    visit.wallet.decision = 'later';
    const first = await visit.openLocked();
    await visit.click('Pay 0.5');
    await eventually(() => visit.wallet.prompts === 1);
    visit.open();
    await visit.says('is paying for it');
    first.remove();
  },
  ...FAILURES.pay,
  ...FAILURES.retry,
  ...FAILURES.refresh,
  ...FAILURES.decide,
};
