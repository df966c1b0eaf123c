/** The two clients for Redis that people use, as one: types only, so that neither has to be installed. */

import { refuseConfiguration } from '../configuration.js';
import type { RedisScript } from './redis-scripts.js';

/** What is used of a client or cluster of `redis` (node-redis 5 and later). */
export interface NodeRedisClient {
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  info(): Promise<unknown>;
  configGet(parameter: string): Promise<unknown>;
}

/** What is used of a client or cluster of `ioredis` (5 and later). */
export interface IoredisClient {
  evalsha(sha1: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  info(): Promise<unknown>;
  config(subcommand: 'GET', parameter: string): Promise<unknown>;
}

export type RedisClient = NodeRedisClient | IoredisClient;

/** What the store and its check need of Redis. */
export interface RedisPort {
  run(script: RedisScript, keys: string[], values: string[]): Promise<unknown>;
  info(): Promise<string>;
  /** The value of one setting; `undefined` where Redis does not tell. */
  setting(name: string): Promise<string | undefined>;
}

/** @throws `invalid_configuration` for something that is no client */
export function redisPort(client: RedisClient): RedisPort {
  const port = isIoredis(client) ? ioredisCalls(client) : nodeRedisCalls(client);
  return {
    run: async (script, keys, values) => {
      try {
        return await port.evalSha(script.sha1, keys, values);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        // Redis does not know the script, or has forgotten it when it started again.
        return port.eval(script.source, keys, values);
      }
    },
    info: async () => String(await client.info()),
    setting: async (name) => settingIn(name, await port.setting(name)),
  };
}

interface Calls {
  evalSha(sha1: string, keys: string[], values: string[]): Promise<unknown>;
  eval(source: string, keys: string[], values: string[]): Promise<unknown>;
  setting(name: string): Promise<unknown>;
}

function ioredisCalls(client: IoredisClient): Calls {
  return {
    evalSha: (sha1, keys, values) => client.evalsha(sha1, keys.length, ...keys, ...values),
    eval: (source, keys, values) => client.eval(source, keys.length, ...keys, ...values),
    setting: (name) => client.config('GET', name),
  };
}

function nodeRedisCalls(client: NodeRedisClient): Calls {
  if (typeof client?.evalSha !== 'function') {
    refuseConfiguration('client', 'client is a client of the package "redis" (5 or later) or "ioredis" (5 or later).');
  }
  return {
    evalSha: (sha1, keys, values) => client.evalSha(sha1, { keys, arguments: values }),
    eval: (source, keys, values) => client.eval(source, { keys, arguments: values }),
    setting: (name) => client.configGet(name),
  };
}

function isIoredis(client: RedisClient): client is IoredisClient {
  return typeof (client as IoredisClient | undefined)?.evalsha === 'function';
}

/** Name and value one after the other, or an object. */
function settingIn(name: string, answer: unknown): string | undefined {
  const value = Array.isArray(answer) ? answer[1] : (answer as Record<string, unknown> | null)?.[name];
  return value === undefined ? undefined : String(value);
}
