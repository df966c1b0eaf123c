/** Whether a Redis keeps what it was told. One that forgets a claim lets its payment be used again. */

import { refuseConfiguration } from '../configuration.js';
import type { RedisPort } from './redis-client.js';

const CONSEQUENCE =
  'then a payment for access "once" can be used again by its payer for as long as its offer is honoured, and an unbound payment that was under way is lost to its payer';

/**
 * What is unsafe about this Redis, in words for its operator.
 *
 * @throws `invalid_configuration` when it may evict claims to make room; what the client throws when Redis does not answer
 */
export async function redisWarnings(redis: RedisPort): Promise<string[]> {
  const info = await permitted(redis.info());
  const facts = new Map(info?.split(/\r?\n/).map((line) => line.split(':', 2) as [string, string]));
  const policy = facts.get('maxmemory_policy');
  const appends = facts.get('aof_enabled');
  if (policy === undefined || appends === undefined) {
    return [
      'Redis does not tell how it is configured (INFO). Make sure that it has "maxmemory-policy noeviction", "appendonly yes" and "appendfsync always": a claim that it forgets is a payment that can be used again.',
    ];
  }
  return [...evictionWarnings(policy, facts.get('maxmemory')), ...(await persistenceWarnings(appends === '1', redis))];
}

function evictionWarnings(policy: string, maxMemory: string | undefined): string[] {
  if (policy === 'noeviction') return [];
  const message = `Redis has "maxmemory-policy ${policy}": when its memory is full it forgets claims, and their payments can be used again. Set "maxmemory-policy noeviction".`;
  if (maxMemory === '0') return [`${message} Now it has no limit of memory ("maxmemory 0"), so nothing happens yet.`];
  return refuseConfiguration('maxmemory-policy', message);
}

async function persistenceWarnings(appends: boolean, redis: RedisPort): Promise<string[]> {
  if (!appends) {
    const saves = await permitted(redis.setting('save'));
    const claims = saves ? `the claims since its last snapshot ("save ${saves}")` : 'all claims';
    return [
      `Redis forgets ${claims} when it dies, since it does not write each one down ("appendonly no"): ${CONSEQUENCE}. Set "appendonly yes" and "appendfsync always", or keep claims in PostgreSQL.`,
    ];
  }
  if ((await permitted(redis.setting('appendfsync'))) !== 'no') return [];
  return [
    `Redis leaves it to the system when claims reach the disk ("appendfsync no"), so a power cut forgets the last half minute: ${CONSEQUENCE}. Set "appendfsync always".`,
  ];
}

/** `undefined` where Redis answers that this client may not ask, as at some hosts. */
async function permitted<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && /^(?:NOPERM|ERR)\b/.test(error.message)) return undefined;
    throw error;
  }
}
