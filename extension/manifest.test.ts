import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifest } from './manifest.js';

const EXPLAINED = readFileSync(new URL('PERMISSIONS.md', import.meta.url), 'utf8');

/** Everything in the first column of its table. */
const explained = EXPLAINED.split('\n').flatMap((line) => {
  const [, first = ''] = /^\| (`.+?`.*?) \|/.exec(line) ?? [];
  return [...first.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
});

describe('PERMISSIONS.md', () => {
  it.each(['chromium', 'firefox'] as const)(
    'explains each permission that %s is asked for, and no other one',
    (browser) => {
      const { permissions, optional_host_permissions, optional_permissions, host_permissions } = manifest({
        ...{ browser, version: '1.0.0', pages: ['popup', 'options'] },
      });
      expect([optional_permissions, host_permissions]).toEqual([undefined, undefined]);
      const asked = [...(permissions as string[]), ...(optional_host_permissions as string[])];
      expect([...explained].sort()).toEqual(asked.sort());
    },
  );
});
