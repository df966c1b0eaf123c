import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PLACE_STYLE } from './place.js';

it('is in the README as it stands, and so is the hash that allows it under a policy', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const text = /^<style>(.*)<\/style>$/.exec(PLACE_STYLE)?.[1] ?? '';
  expect(readme).toContain(PLACE_STYLE);
  expect(readme).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
});
