import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings, SettingsStore } from './settings.js';

function openStore(stored?: unknown) {
  const disk = new Map<string, unknown>([['settings', stored]]);
  const cabinet = {
    get: async (name: string) => disk.get(name),
    set: async (name: string, value: unknown) => void disk.set(name, value),
    remove: async (name: string) => void disk.delete(name),
  };
  return new SettingsStore(cabinet, () => 0);
}

describe('settings', () => {
  it('lose no change to another one of the same moment: a person says stop while a site gets a budget', async () => {
    const store = openStore();
    const allow = (current: Settings) => ({ ...current, sites: { 'https://blog.example': { automatic: true } } });
    await Promise.all([
      store.change((current) => ({ ...current, paused: true })),
      store.change(allow),
      store.change((current) => ({ ...current, perMinute: 3 })),
    ]);
    expect(await store.get()).toMatchObject({
      paused: true,
      perMinute: 3,
      sites: { 'https://blog.example': { automatic: true } },
    });
  });

  it('that cannot be read are an error, and can be set anew', async () => {
    const store = openStore({ perMinute: 'many' });
    await expect(store.get()).rejects.toThrow();
    await expect(store.change((current) => current)).rejects.toThrow();
    await store.set(defaultSettings('stacks:1', 0));
    expect((await store.get()).perMinute).toBe(10);
  });
});
