import { describe, expect, it } from 'vitest';
import { plainText } from './plain-text.js';

describe('what others write', () => {
  it.each([
    ['costs \u202e001 XTS\u202c', 'costs  001 XTS'],
    ['\u2067left\u2069\u200f', 'left'],
    ['one\r\n\u2028two\u0000', 'one two'],
    ['a\u200bb\ufeffc', 'a b c'],
    ['می‌خواهم 👩‍💻', 'می‌خواهم 👩‍💻'],
    ['<b>bold</b>', '<b>bold</b>'],
  ])('%j stands on one line, the way its letters run', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('is cut between characters', () => {
    expect(plainText('😀'.repeat(300))).toBe('😀'.repeat(200));
  });
});
