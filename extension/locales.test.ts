import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifest } from './manifest.js';

const FOLDER = new URL('_locales/', import.meta.url);
const messagesIn = (language: string) =>
  JSON.parse(readFileSync(new URL(`${language}/messages.json`, FOLDER), 'utf8')) as Record<string, { message: string }>;

describe('what the browser itself says of the extension', () => {
  const languages = readdirSync(FOLDER).sort();
  const { default_locale, ...described } = manifest({ browser: 'chromium', version: '1.0.0', pages: [] });

  it('is there in the languages of our pages, all of it', () => {
    expect(languages).toEqual(['de', 'en']);
    expect(languages).toContain(default_locale);
    for (const language of languages) {
      const messages = messagesIn(language);
      expect(Object.keys(messages)).toEqual(Object.keys(messagesIn('en')));
      for (const { message } of Object.values(messages)) expect(message).not.toBe('');
      // The Chrome Web Store cuts it off there.
      expect(messages.description?.message.length).toBeLessThanOrEqual(132);
    }
  });

  it('has everything that the manifest names', () => {
    const named = [...JSON.stringify(described).matchAll(/__MSG_(\w+)__/g)].map(([, name]) => name);
    expect(named).toEqual(['description']);
    expect(Object.keys(messagesIn('en'))).toEqual(expect.arrayContaining(named));
  });
});
