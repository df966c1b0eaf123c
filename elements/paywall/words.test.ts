import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENGLISH } from './texts.js';

const never = () => new Promise<never>(() => {});

/** The modules anew, as on a page that has just been opened. */
async function openPage() {
  vi.resetModules();
  vi.stubGlobal('document', {});
  vi.stubGlobal(
    'MutationObserver',
    class {
      observe(): void {}
    },
  );
  const { follow, wordsFor } = await import('./words.js');
  const reader = { requestUpdate: vi.fn() };
  follow(reader);
  return { reader, wordsFor };
}

describe('words that do not come', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.doUnmock('../languages/translate.js');
    vi.doUnmock('../languages/de.js');
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('are not waited for by English readers, who have theirs', async () => {
    const { wordsFor } = await openPage();
    expect(wordsFor('en-GB', { once: 'One time.' })).toMatchObject({ ...ENGLISH, once: 'One time.', language: 'en' });
  });

  it.each(['translate', 'de'])('are English after a while, and the reader is told: %s', async (module) => {
    vi.doMock(`../languages/${module}.js`, never);
    const { reader, wordsFor } = await openPage();
    expect(wordsFor('de', {})).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1400);
    // What asks for German is there; German is not.
    if (module === 'de') await import('../languages/translate.js');
    expect(wordsFor('de', {})).toBeUndefined();
    reader.requestUpdate.mockClear();
    await vi.advanceTimersByTimeAsync(3000);
    expect(reader.requestUpdate).toHaveBeenCalled();
    expect(wordsFor('de', {})).toMatchObject({ title: ENGLISH.title });
  });

  it('are English at once when they cannot be had', async () => {
    vi.doMock('../languages/translate.js', () => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    const { reader, wordsFor } = await openPage();
    expect(wordsFor('de', {})).toBeUndefined();
    // However long that takes to find out, no time has passed for the reader.
    while (reader.requestUpdate.mock.calls.length === 0) await new Promise((turn) => setImmediate(turn));
    expect(wordsFor('de', {})).toMatchObject({ title: ENGLISH.title, language: 'en' });
  });
});
