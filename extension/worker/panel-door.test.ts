import { describe, expect, it } from 'vitest';
import type { VaultState } from '../vault/vault.js';
import { PanelDoor, type PanelDoorPorts } from './panel-door.js';
import { defaultSettings } from './settings.js';

const ENTRY = {
  ...{ id: '1', site: 'https://blog.example', resource: 'https://blog.example/a', payTo: 'SP1', symbol: 'STX' },
  ...{ header: 'a whole payment', pass: 'a pass' },
};

function scene(state: VaultState, waiting = 0) {
  const ports = {
    vault: { state: async () => state },
    account: { on: async () => undefined },
    ledger: { state: { entries: [ENTRY], budget: { grants: [{ site: ENTRY.site, upToAtomic: 1n, expiresAt: 1 }] } } },
    settings: { get: async () => defaultSettings('stacks:1', 0) },
    waiting: () => waiting,
    onChange: () => {},
  };
  const door = new PanelDoor(ports as unknown as PanelDoorPorts);
  return (message: object) => door.hear(message);
}

const READ = [{ type: 'history', limit: 10 }, { type: 'history', limit: 10, search: 'blog' }, { type: 'grants' }];

describe('what was read, and who was paid for it', () => {
  it.each(READ)('is not told while the account is locked: %o', async (message) => {
    expect(await scene('locked')(message)).toEqual({ refused: 'locked' });
  });

  it.each(READ)('is told to who has unlocked it, without what only the worker may know: %o', async (message) => {
    const told = JSON.stringify(await scene('open')(message));
    expect(told).toContain('https://blog.example');
    expect(told).not.toMatch(/header|whole payment|a pass/);
  });
});

it('says how many things wait for a person', async () => {
  expect(await scene('locked', 3)({ type: 'status' })).toMatchObject({ ok: { waiting: 3, vault: 'locked' } });
});

it('forgets what every site was allowed with the account that is wiped: the next one is shown to nobody, and pays nobody', async () => {
  const done: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  let set = { ...defaultSettings('stacks:1', 0), sites: { [ENTRY.site]: { automatic: true, seesAddress: true } } };
  const change = async (next: (current: typeof set) => typeof set) => {
    set = next(set);
    done.push('settings');
  };
  const ports = {
    ...{ vault: { reveal: note('reveal'), wipe: note('wipe') }, settings: { change }, onChange: () => {} },
    ...{ account: { forget: note('forget') }, ledger: { clear: note('clear') } },
  };
  const door = new PanelDoor(ports as unknown as PanelDoorPorts);
  expect(await door.hear({ type: 'wipe', passphrase: 'a passphrase of the tests' })).toEqual({ ok: null });
  expect([done, set.sites]).toEqual([['reveal', 'settings', 'wipe', 'forget', 'clear'], {}]);
});
