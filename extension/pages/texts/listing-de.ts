/** German, for being shown as a wallet. */

import type { ListingTexts } from './texts.js';

export const listing: ListingTexts = {
  title: 'Adresse zeigen?',
  wants: 'möchte die Adresse des Kontos sehen',
  lead: 'Wer sie hat, sieht auf Dauer, was das Konto besitzt, bezahlt und bekommt. Es wird nichts unterschrieben und nichts bezahlt.',
  allow: 'Zeigen',
  decline: 'Nicht zeigen',
  unlockFirst: 'Einmal braucht es die Passphrase, um die Adresse zu kennen.',
  option: 'Wallet-Listen',
  optionLead:
    'Seiten, auf denen x402Pay erlaubt ist und die „Welche Wallet?“ fragen, sehen dann, dass es x402Pay gibt, und dürfen nach der Adresse des Kontos fragen; jede Website bekommt sie erst nach einem eigenen Ja. Unterschrieben wird dort nichts.',
  list: 'x402Pay in Wallet-Listen zeigen',
  listHint: 'Gilt für Seiten, die ab jetzt geladen werden.',
  sees: 'Sieht die Adresse des Kontos',
};
