import { describe, expect, it, vi } from 'vitest';
import { createRedisClaims } from './redis-claims.js';
import type { IoredisClient, NodeRedisClient } from './redis-client.js';

const HELD = '{"status":"held","fence":"f","settlement":"new","firstHeldAt":1}';
const REQUEST = {
  keys: ['tx:1', 'nonce:1'],
  holder: 'h',
  purpose: 'p',
  txid: '1',
  leaseSeconds: 60,
  retainSeconds: 600,
};

interface Facts {
  readonly policy?: string;
  readonly maxMemory?: string;
  readonly appends?: boolean;
  readonly settings?: Record<string, string>;
}

const info = ({ policy = 'noeviction', maxMemory = '0', appends = false }: Facts) =>
  `# Memory\r\nmaxmemory:${maxMemory}\r\nmaxmemory_policy:${policy}\r\n\r\n# Persistence\r\naof_enabled:${appends ? 1 : 0}\r\n`;

/** A client of `redis` that is configured like this. */
function redisWith(facts: Facts): NodeRedisClient {
  return {
    evalSha: vi.fn(async () => HELD),
    eval: vi.fn(async () => HELD),
    info: async () => info(facts),
    configGet: async (name) => ({ [name]: facts.settings?.[name] }),
  };
}

async function warningsOf(client: NodeRedisClient | IoredisClient): Promise<string[]> {
  const warnings: string[] = [];
  await createRedisClaims({ client, onWarning: (warning) => warnings.push(warning) }).check();
  return warnings;
}

describe('the check of a Redis', () => {
  it('has nothing to say about one that writes each claim down', async () => {
    expect(await warningsOf(redisWith({ appends: true, settings: { appendfsync: 'always' } }))).toEqual([]);
    expect(await warningsOf(redisWith({ appends: true, settings: { appendfsync: 'everysec' } }))).toEqual([]);
  });

  it('warns of one that keeps nothing, and says what to set', async () => {
    const [warning, ...others] = await warningsOf(redisWith({ settings: { save: '' } }));
    expect(warning).toContain('forgets all claims');
    expect(warning).toContain('"appendonly yes"');
    expect(others).toEqual([]);
  });

  it('warns of one that only takes snapshots', async () => {
    const [warning] = await warningsOf(redisWith({ settings: { save: '3600 1' } }));
    expect(warning).toContain('snapshot ("save 3600 1")');
  });

  it('warns of one that does not wait for its disk', async () => {
    const [warning] = await warningsOf(redisWith({ appends: true, settings: { appendfsync: 'no' } }));
    expect(warning).toContain('"appendfsync always"');
  });

  it.each(['allkeys-lru', 'volatile-lru', 'volatile-ttl'])(
    'refuses one that may evict claims by %s',
    async (policy) => {
      const claims = createRedisClaims({ client: redisWith({ policy, maxMemory: '1000000' }), onWarning: () => {} });
      const refusal = expect.objectContaining({ code: 'invalid_configuration', field: 'maxmemory-policy' });
      await expect(claims.check()).rejects.toEqual(refusal);
      await expect(claims.hold(REQUEST)).rejects.toEqual(refusal);
    },
  );

  it('warns of a policy that has no effect yet', async () => {
    const warnings = await warningsOf(redisWith({ policy: 'allkeys-lru', appends: true }));
    expect(warnings).toEqual([expect.stringContaining('"maxmemory-policy noeviction"')]);
  });

  it('says what to look at where it may not look', async () => {
    const client = redisWith({});
    const denied = async () => {
      throw new Error("NOPERM User default has no permissions to run the 'info' command");
    };
    expect(await warningsOf({ ...client, info: denied })).toEqual([expect.stringContaining('noeviction')]);
    expect(await warningsOf({ ...client, configGet: denied })).toEqual([expect.stringContaining('appendonly yes')]);
  });

  it('reads the answers of ioredis too', async () => {
    const client: IoredisClient = {
      evalsha: async () => HELD,
      eval: async () => HELD,
      info: async () => info({}),
      config: async (_get, name) => [name, name === 'save' ? '60 1' : ''],
    };
    expect(await warningsOf(client)).toEqual([expect.stringContaining('"save 60 1"')]);
  });

  it('is done once by the first holds when nobody did it before', async () => {
    const client = redisWith({});
    const asked = vi.spyOn(client, 'info');
    const onWarning = vi.fn();
    const claims = createRedisClaims({ client, onWarning });
    await Promise.all([claims.hold(REQUEST), claims.hold(REQUEST)]);
    await claims.hold(REQUEST);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(onWarning).toHaveBeenCalledTimes(1);
  });

  it('is done again when Redis did not answer, and holds nothing before', async () => {
    const client = redisWith({});
    vi.spyOn(client, 'info').mockRejectedValueOnce(new Error('Connection is closed.'));
    const claims = createRedisClaims({ client, onWarning: () => {} });
    await expect(claims.hold(REQUEST)).rejects.toThrow('Connection is closed.');
    expect(client.evalSha).not.toHaveBeenCalled();
    expect((await claims.hold(REQUEST)).status).toBe('held');
  });
});

describe('claims in a Redis', () => {
  const claimsBy = (evalSha: NodeRedisClient['evalSha'], more: Partial<NodeRedisClient> = {}) =>
    createRedisClaims({ client: { ...redisWith({}), evalSha, ...more }, onWarning: () => {} });
  const failing = (message: string) => async () => {
    throw new Error(message);
  };

  it('send a script that Redis has forgotten', async () => {
    const evaluated = vi.fn(async () => HELD);
    const claims = claimsBy(failing('NOSCRIPT No matching script.'), { eval: evaluated });
    expect((await claims.hold(REQUEST)).status).toBe('held');
    expect(evaluated).toHaveBeenCalledTimes(1);
  });

  it('are full when Redis is', async () => {
    const claims = claimsBy(failing("OOM command not allowed when used memory > 'maxmemory'. script: 1f"));
    expect(await claims.hold(REQUEST)).toEqual({ status: 'full', retryAfterSeconds: 30 });
  });

  it('do not hide that Redis failed', async () => {
    await expect(claimsBy(failing('READONLY')).hold(REQUEST)).rejects.toThrow('READONLY');
    await expect(claimsBy(failing('READONLY')).spend(REQUEST.keys, 'f')).rejects.toThrow('READONLY');
  });

  it('keep all that belongs together in one slot of a cluster', async () => {
    const evalSha = vi.fn(async (_sha1: string, _options: { keys: string[]; arguments: string[] }) => HELD);
    await claimsBy(evalSha).hold(REQUEST);
    const keys = evalSha.mock.calls[0]?.[1].keys;
    expect(keys).toEqual(['{x402pay}:claim:', '{x402pay}:key:tx:1', '{x402pay}:key:nonce:1']);
  });

  it.each([
    { prefix: 'a{b}' },
    { prefix: '' },
    { prefix: 'a b' },
    { client: {} },
    { client: undefined },
    { url: 'redis:' },
  ])('refuse %j', (options) => {
    const create = () => createRedisClaims({ client: redisWith({}), ...options } as never);
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_configuration' }));
  });
});
