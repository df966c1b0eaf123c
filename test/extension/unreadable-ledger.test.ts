/** A line of the ledger is damaged: nothing is paid, and a person still gets at the words, and can begin anew. */

import { describe, expect, it } from 'vitest';
import { accountOf } from '../../extension/seed/seed.js';
import { PASSPHRASE, WORDS } from './profile.js';
import { prepareTheft, statusOf, until } from './theft.js';

const theft = prepareTheft();

describe('an account whose ledger is damaged', () => {
  it('pays nothing, shows its words, and is wiped with all that sites were allowed; the next one pays', async () => {
    const { profile } = theft;
    const thief = await theft.seller();
    const page = await theft.visit(thief.url);
    expect(await statusOf(page, '/before')).toBe(200);
    await profile.panel.evaluate(async () => {
      const opening = indexedDB.open('ledger');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const transaction = opening.result.transaction(['entries'], 'readwrite');
      transaction.objectStore('entries').put({ id: 'damaged', state: 'spent' });
      await new Promise((resolve) => transaction.addEventListener('complete', resolve));
      opening.result.close();
    });
    await profile.kill();
    expect(await statusOf(page, '/after')).toBe(402);
    await expect(profile.ask({ type: 'history', limit: 1 })).rejects.toThrow('unreadable_ledger');
    await profile.ask({ type: 'touch' });
    await until(() => profile.panel.evaluate(async () => (await chrome.action.getBadgeText({})) === '!'));
    const { entropy } = accountOf(WORDS);
    expect(await profile.ask({ type: 'reveal', passphrase: PASSPHRASE })).toEqual({ entropy });
    await profile.ask({ type: 'wipe', passphrase: PASSPHRASE });
    expect((await profile.ask({ type: 'status' })).settings.sites).toEqual({});
    await profile.ask({ type: 'store', ...accountOf(WORDS), passphrase: PASSPHRASE });
    expect([await profile.ask({ type: 'history', limit: 1 }), await statusOf(page, '/after')]).toEqual([[], 402]);
    await profile.allow(thief.url);
    await thief.cashIn();
    expect(await statusOf(page, '/again')).toBe(200);
  });
});
