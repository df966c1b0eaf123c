import { describe, expect, it } from 'vitest';
import { ASIDE_ENGLISH } from './aside-texts.js';
import { ENGLISH_EXPLANATIONS } from './explanations.js';
import { PAYMENT_ENGLISH } from './payment-texts.js';
import { ENGLISH, fill, registerTexts, textsFor } from './texts.js';

const PLACES = new Set(['price', 'missing', 'network', 'wallet', 'payee', 'access', 'txid']);

describe('the texts', () => {
  it('have no place that nobody fills in', () => {
    const explained = Object.values(ENGLISH_EXPLANATIONS).flatMap(({ title, help }) => [title, help]);
    const all = [...Object.values({ ...ENGLISH, ...PAYMENT_ENGLISH, ...ASIDE_ENGLISH }), ...explained];
    for (const text of all) {
      for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) expect(PLACES).toContain(name);
    }
  });

  it('have no name twice', () => {
    const names = [ENGLISH, PAYMENT_ENGLISH, ASIDE_ENGLISH].flatMap((part) => Object.keys(part));
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

  it('fill in what is known, and leave what is not', () => {
    expect(fill('Pay {price} to {nobody}', { price: '1 STX' })).toBe('Pay 1 STX to {nobody}');
    expect(fill('{price}', { price: '{price} $&' })).toBe('{price} $&');
  });

  it('are taken from the paywall, then its language, then the language in general, then English', () => {
    registerTexts('de', {
      title: 'Weiterlesen',
      pay: '{price} bezahlen',
      errors: { aborted: { title: 'a', help: 'b' } },
    });
    registerTexts('de-AT', { pay: '{price} zahlen', errors: { wallet_failed: { title: 'c', help: 'd' } } });
    const texts = textsFor(ENGLISH, 'de-at', { once: 'Einmal.' });
    expect(texts).toMatchObject({
      title: 'Weiterlesen',
      pay: '{price} zahlen',
      once: 'Einmal.',
      tryAgain: ENGLISH.tryAgain,
    });
    expect(texts.errors).toEqual({ aborted: { title: 'a', help: 'b' }, wallet_failed: { title: 'c', help: 'd' } });
    expect(textsFor(ENGLISH, 'fr', {})).toMatchObject(ENGLISH);
  });
});
