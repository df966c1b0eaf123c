/** Bought accesses in Redis: one string each, `<endsAt> <txid>`, that expires by itself. */

import type { AccessRecords, BoughtAccess } from '../claims.js';
import type { RedisPort } from './redis-client.js';
import { RECALL, REMEMBER } from './redis-scripts.js';

export class RedisAccesses implements AccessRecords {
  readonly #redis: RedisPort;
  readonly #prefix: string;

  constructor(redis: RedisPort, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async remember(key: string, { txid, endsAt }: BoughtAccess, retainSeconds: number): Promise<void> {
    await this.#redis.run(REMEMBER, [this.#name(key)], [String(endsAt), txid, String(Math.ceil(1000 * retainSeconds))]);
  }

  async recall(key: string): Promise<BoughtAccess | undefined> {
    const value = await this.#redis.run(RECALL, [this.#name(key)], []);
    const [, endsAt, txid] = /^(\d+) (\S+)$/.exec(String(value)) ?? [];
    return endsAt === undefined || txid === undefined ? undefined : { txid, endsAt: Number(endsAt) };
  }

  #name(key: string): string {
    return `${this.#prefix}:${key}`;
  }
}
