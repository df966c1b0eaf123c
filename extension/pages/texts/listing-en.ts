/** English, for being shown as a wallet. */

import type { ListingTexts } from './texts.js';

export const listing: ListingTexts = {
  title: 'Show the address?',
  wants: 'wants to see the account’s address',
  lead: 'Whoever has it sees what the account holds, and what it pays and gets, for good. Nothing is signed, and nothing is paid.',
  allow: 'Show it',
  decline: 'Do not show it',
  unlockFirst: 'It takes the passphrase once to know the address.',
  option: 'Wallet lists',
  optionLead:
    'Web pages that were let in and ask “which wallet?” can see that x402Pay is there, and may ask for the account’s address; each site only gets it after a yes of its own. Nothing is signed there.',
  list: 'Show x402Pay in lists of wallets',
  listHint: 'Holds for pages that are loaded from now on.',
  sees: 'Sees the account’s address',
};
