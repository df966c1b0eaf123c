import { describe, expect, it } from 'vitest';
import { texts as arabic } from '../languages/ar.js';
import { texts as german } from '../languages/de.js';
import { texts as spanish } from '../languages/es.js';
import { texts as french } from '../languages/fr.js';
import { texts as japanese } from '../languages/ja.js';
import { texts as portuguese } from '../languages/pt-BR.js';
import { texts as chinese } from '../languages/zh-Hans.js';
import { PAY_BUTTON_ENGLISH } from '../pay-button/texts.js';
import { ASIDE_ENGLISH } from './aside-texts.js';
import type { ContentTexts } from './content.js';
import { ENGLISH_EXPLANATIONS, explanationOf } from './explanations.js';
import { PAYMENT_ENGLISH } from './payment-texts.js';
import { SIGN_IN_ENGLISH } from './sign-in-texts.js';
import { ENGLISH, fill } from './texts.js';

const PLACES = new Set(['price', 'missing', 'network', 'wallet', 'payee', 'access', 'txid', 'url', 'date']);
const CONTENT_ENGLISH: ContentTexts = {
  download: 'Download what you paid for',
  damaged: 'A picture could not be opened. Reload the page to try again; you are not charged.',
};
const PARTS = [ENGLISH, PAYMENT_ENGLISH, SIGN_IN_ENGLISH, ASIDE_ENGLISH, PAY_BUTTON_ENGLISH, CONTENT_ENGLISH];
const TRANSLATIONS = { arabic, chinese, french, german, japanese, portuguese, spanish };
/** What stands on buttons, two of them side by side. */
const BUTTONS = ['tryAgain', 'cancel', 'otherWallets', 'back', 'checkAgain', 'payAnyway', 'open', 'done'] as const;

/** Every text by its path: `title`, `errors.aborted.help`. */
function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
}

function placesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

const WHOLE_ENGLISH = Object.fromEntries(flat(Object.assign({}, ...PARTS, { errors: ENGLISH_EXPLANATIONS })));

describe('the texts', () => {
  it('have no place that nobody fills in', () => {
    for (const text of Object.values(WHOLE_ENGLISH)) for (const name of placesIn(text)) expect(PLACES).toContain(name);
  });

  it('have no name twice', () => {
    const names = PARTS.flatMap((part) => Object.keys(part));
    expect(new Set(names).size).toBe(names.length);
  });

  it('explain every error in words of readers: what happened, and what to do', () => {
    for (const [code, { title, help }] of Object.entries(ENGLISH_EXPLANATIONS)) {
      expect(title, code).toMatch(/^\S.{6,60}$/);
      expect(help, code).toMatch(/^\S.{10,}[.]$/);
      expect(`${title} ${help}`, code).not.toMatch(
        /nonce|mempool|\b40\d\b|HTTP|payload|transaction id|undefined|SIP-|_/i,
      );
    }
  });

  it('explain codes that mean the same to a reader with the same words, unless somebody has better ones', () => {
    const better = { title: 'a', help: 'b' };
    expect(explanationOf('invalid_scheme')).toBe(ENGLISH_EXPLANATIONS.invalid_payload);
    expect(explanationOf('invalid_scheme', german.errors)).toBe(german.errors.invalid_payload);
    expect(explanationOf('invalid_scheme', { ...german.errors, invalid_scheme: better })).toBe(better);
    expect(explanationOf('said_by_a_newer_server' as 'aborted', german.errors)).toBeUndefined();
  });

  it('fill in what is known, and leave what is not', () => {
    expect(fill('Pay {price} to {nobody}', { price: '1 STX' })).toBe('Pay 1 STX to {nobody}');
    expect(fill('{price}', { price: '{price} $&' })).toBe('{price} $&');
  });
});

describe.each(Object.entries(TRANSLATIONS))('the %s texts', (_, { direction, ...texts }) => {
  const translated = Object.fromEntries(flat(texts));

  it('say everything, with everything that the English ones fill in', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(WHOLE_ENGLISH).sort());
    for (const [path, text] of Object.entries(translated)) {
      expect(placesIn(text), path).toEqual(placesIn(WHOLE_ENGLISH[path] ?? ''));
      expect(text.trim(), path).not.toBe('');
    }
  });

  it('are not English', () => {
    const same = Object.entries(translated).filter(([path, text]) => text === WHOLE_ENGLISH[path]);
    // French has the same word.
    expect(same.map(([path]) => path).filter((path) => path !== 'transaction')).toEqual([]);
  });

  it('are short where they stand on buttons', () => {
    for (const name of BUTTONS) expect(texts[name].length, name).toBeLessThanOrEqual(18);
  });

  it('end a help as a sentence, and do not scream', () => {
    for (const [code, { title, help }] of Object.entries(texts.errors)) {
      expect(help, code).toMatch(/[.。]$/);
      expect(title, code).not.toMatch(/[.。!！]$/);
    }
  });

  it('are written from where their script begins', () => {
    expect(direction).toBe(texts === TRANSLATIONS.arabic || /[\u0600-\u06ff]/.test(texts.title) ? 'rtl' : 'ltr');
  });
});
