/** Claims in Redis (or Valkey), shared by any number of processes. */

import { bytesToHex } from '@noble/hashes/utils.js';
import type { BoughtAccess, ClaimStore, HoldOutcome, HoldRequest, SettlementState } from '../claims.js';
import { checkNames, refuseConfiguration } from '../configuration.js';
import { FirstLook } from './first-look.js';
import { RedisAccesses } from './redis-accesses.js';
import { redisWarnings } from './redis-check.js';
import { type RedisClient, type RedisPort, redisPort } from './redis-client.js';
import { CHANGE, HOLD } from './redis-scripts.js';

export type { IoredisClient, NodeRedisClient, RedisClient } from './redis-client.js';

export interface RedisClaimsOptions {
  /** A client or cluster of `redis` or `ioredis`, connected by you, with an error listener of yours. */
  readonly client: RedisClient;
  /** Begins every key, in braces, so that a cluster keeps all claims in one slot. Default `x402pay`. */
  readonly prefix?: string;
  /** Gets what the check finds to be unsafe, and what to set, in words. Default `console.warn`. */
  readonly onWarning?: (warning: string) => void;
  /** Fills with random bytes. Default: the platform's generator. */
  readonly random?: (bytes: Uint8Array) => Uint8Array;
}

export interface RedisClaims extends Required<ClaimStore> {
  /**
   * Looks at how Redis is configured, and warns. Call it when your program starts; otherwise the first hold does it.
   *
   * @throws `invalid_configuration` when Redis may evict claims to make room; what the client throws when Redis does not answer
   */
  check(): Promise<void>;
}

const RETRY_WHEN_FULL_SECONDS = 30;

/**
 * A claim store in Redis 6.2 or later. Every method is one script, which Redis runs alone and by its own clock. Claims expire by themselves; about 1 kB each.
 *
 * Redis forgets what it has not written to disk. What that means: a payment for `access: "once"` can be used again by its payer (by nobody else) for as long as
 * its offer is honoured, and an unbound payment that was under way is lost to its payer. With `appendonly yes` and `appendfsync always` nothing is forgotten when
 * Redis dies; with `everysec`, the last second. Replicas lag: a failover may forget the last claims. With `maxmemory-policy` other than `noeviction`, and a limit
 * of memory, no payment is accepted.
 *
 * @throws `invalid_configuration` with the `field` that is wrong
 * @example
 * ```ts
 * import { createClient } from 'redis';
 * import { createVerifier } from 'x402pay/verifier';
 * import { createRedisClaims } from 'x402pay/verifier/redis-claims';
 * const client = createClient({ url: 'redis://127.0.0.1:6379' });
 * client.on('error', (error) => console.error(error.message));
 * const claims = createRedisClaims({ client, prefix: 'blog' });
 * const start = async () => {
 *   await client.connect();
 *   await claims.check();
 * };
 * const verifier = createVerifier({
 *   network: 'stacks:2147483648',
 *   payTo: 'ST1PQHQKV0RJXZFY1DGX8MNSNYVE3VGZJSRTPGZGM',
 *   secret: 'an example only: use 32 random bytes',
 *   origin: 'https://blog.example',
 *   claims,
 * });
 * console.assert(typeof verifier.protect({ price: { STX: '0.50' }, access: 'once' }) === 'function' && start);
 * ```
 */
export function createRedisClaims(options: RedisClaimsOptions): RedisClaims {
  checkNames('an option', options, ['client', 'prefix', 'onWarning', 'random']);
  const prefix = options.prefix ?? 'x402pay';
  if (typeof prefix !== 'string' || !/^[^{}\s]{1,100}$/.test(prefix)) {
    refuseConfiguration('prefix', 'prefix is 1 to 100 characters without braces and spaces, like "x402pay".');
  }
  return new StoredInRedis(
    redisPort(options.client),
    `{${prefix}}`,
    options.onWarning ?? ((warning) => console.warn(`x402pay: ${warning}`)),
    options.random ?? ((bytes) => crypto.getRandomValues(bytes)),
  );
}

class StoredInRedis implements RedisClaims {
  readonly #redis: RedisPort;
  readonly #prefix: string;
  readonly #warn: (warning: string) => void;
  readonly #random: (bytes: Uint8Array) => Uint8Array;
  readonly #accesses: RedisAccesses;
  readonly #look: FirstLook;

  constructor(
    redis: RedisPort,
    prefix: string,
    warn: (warning: string) => void,
    random: (bytes: Uint8Array) => Uint8Array,
  ) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#warn = warn;
    this.#random = random;
    this.#accesses = new RedisAccesses(redis, prefix);
    this.#look = new FirstLook(() => this.#inspect());
  }

  remember(key: string, access: BoughtAccess, retainSeconds: number): Promise<void> {
    return this.#accesses.remember(key, access, retainSeconds);
  }

  recall(key: string): Promise<BoughtAccess | undefined> {
    return this.#accesses.recall(key);
  }

  check(): Promise<void> {
    return this.#look.take();
  }

  async hold(request: HoldRequest): Promise<HoldOutcome> {
    await this.#look.before();
    const { holder, purpose, txid, leaseSeconds, retainSeconds, supersedes = '' } = request;
    const times = [leaseSeconds, retainSeconds].map((seconds) => String(Math.ceil(1000 * seconds)));
    try {
      // Not counted by Redis: after a restart it would give a number a second time.
      const fence = bytesToHex(this.#random(new Uint8Array(16)));
      const values = [holder, purpose, txid, fence, supersedes, ...times];
      return JSON.parse(String(await this.#redis.run(HOLD, this.#keys(request.keys), values)));
    } catch (error) {
      if (error instanceof Error && error.message.includes('OOM command not allowed'))
        return { status: 'full', retryAfterSeconds: RETRY_WHEN_FULL_SECONDS };
      throw error;
    }
  }

  record(keys: readonly string[], fence: string, settlement: SettlementState): Promise<boolean> {
    return this.#change('record', keys, fence, settlement);
  }

  renew(keys: readonly string[], fence: string, leaseSeconds: number): Promise<boolean> {
    return this.#change('renew', keys, fence, String(Math.ceil(1000 * leaseSeconds)));
  }

  spend(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#change('spend', keys, fence);
  }

  release(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#change('release', keys, fence);
  }

  forget(keys: readonly string[], fence: string): Promise<boolean> {
    return this.#change('forget', keys, fence);
  }

  async #change(change: string, keys: readonly string[], fence: string, value = ''): Promise<boolean> {
    return Number(await this.#redis.run(CHANGE, this.#keys(keys), [change, fence, value])) === 1;
  }

  #keys(keys: readonly string[]): string[] {
    return [`${this.#prefix}:claim:`, ...keys.map((key) => `${this.#prefix}:key:${key}`)];
  }

  async #inspect(): Promise<void> {
    for (const warning of await redisWarnings(this.#redis)) this.#warn(warning);
  }
}
