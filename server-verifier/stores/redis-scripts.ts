/**
 * The claim store's methods as Redis runs them: each script is atomic, and reads Redis' own clock.
 *
 * A claim is one hash. Each of its keys is a string that holds the claim's id, so a claim is freed by deleting its hash: a key that leads nowhere is free. All
 * of it expires by itself. `KEYS[1]` is how the names of the hashes begin: a client that prefixes keys then prefixes these as well.
 */

import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export interface RedisScript {
  readonly source: string;
  /** By which Redis knows a script that it ran before. */
  readonly sha1: string;
}

const CLOCK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * KEYS: how hashes' names begin, keys of the request. ARGV: holder, purpose, txid, fence, supersedes, lease and retention in milliseconds. Answers a
 * `HoldOutcome` as JSON.
 */
export const HOLD: RedisScript = script(`${CLOCK}
local holder, purpose, txid, fence, supersedes = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local lease, retain = tonumber(ARGV[6]), tonumber(ARGV[7])
local id, own
for index = 2, #KEYS do
  local other = redis.call('GET', KEYS[index])
  if other and other ~= id then
    local claim = redis.call('HMGET', KEYS[1] .. other,
      'holder', 'purpose', 'txid', 'settlement', 'fence', 'leaseUntil', 'firstHeldAt', 'spent')
    if claim[1] and claim[3] == supersedes and claim[8] == '0' then
      redis.call('DEL', KEYS[1] .. other)
    elseif claim[1] then
      if own or claim[1] ~= holder or claim[2] ~= purpose then
        return cjson.encode({ status = 'taken', txid = claim[3], settlement = claim[4] })
      end
      id, own = other, claim
    end
  end
end

local settlement, firstHeldAt = 'new', time[1]
if own then
  settlement, firstHeldAt = own[4], own[7]
  if own[8] == '1' then
    return cjson.encode({ status = 'spent', settlement = settlement, firstHeldAt = tonumber(firstHeldAt) })
  end
  -- The same fence is the same request: clients send it again when a connection broke before the answer came.
  if tonumber(own[6]) > now and own[5] ~= fence then
    local left = math.ceil((tonumber(own[6]) - now) / 1000)
    return cjson.encode({ status = 'busy', retryAfterSeconds = math.min(left, 2) })
  end
  -- Another transaction of the same nonce: nothing is known of it yet, but the earlier one may still land.
  if own[3] ~= txid and settlement ~= 'new' then settlement = 'unknown' end
else
  id = fence
end

local ttl = string.format('%.0f', math.max(lease, retain))
redis.call('HSET', KEYS[1] .. id, 'holder', holder, 'purpose', purpose, 'txid', txid, 'settlement', settlement,
  'fence', fence, 'leaseUntil', string.format('%.0f', now + lease), 'firstHeldAt', firstHeldAt,
  'retain', ARGV[7], 'spent', '0')
redis.call('PEXPIRE', KEYS[1] .. id, ttl)
for index = 2, #KEYS do
  redis.call('SET', KEYS[index], id, 'PX', ttl)
end
return cjson.encode({ status = 'held', fence = fence, settlement = settlement, firstHeldAt = tonumber(firstHeldAt) })
`);

/** KEYS: how hashes' names begin, keys of the request. ARGV: what to do, fence, settlement or lease in milliseconds. Answers 0 when the fence is no longer the current one, else 1. */
export const CHANGE: RedisScript = script(`${CLOCK}
local change, fence = ARGV[1], ARGV[2]
local id = redis.call('GET', KEYS[2])
if not id or fence == '' then return 0 end
local name = KEYS[1] .. id
local claim = redis.call('HMGET', name, 'fence', 'spent', 'retain', 'leaseUntil')
if claim[1] ~= fence then return 0 end
local retain = tonumber(claim[3])
local ttl = math.max(retain, tonumber(claim[4]) - now)

if change == 'record' then
  redis.call('HSET', name, 'settlement', ARGV[3])
elseif change == 'renew' then
  if claim[2] == '1' then return 0 end
  local lease = tonumber(ARGV[3])
  redis.call('HSET', name, 'leaseUntil', string.format('%.0f', now + lease))
  ttl = math.max(retain, lease)
elseif change == 'spend' then
  redis.call('HSET', name, 'spent', '1', 'leaseUntil', '0')
elseif change == 'release' then
  redis.call('HSET', name, 'fence', '', 'leaseUntil', '0')
else
  if claim[2] == '1' then return 0 end
  ttl = 0
end

-- Redis deletes at once what is to live for no time.
ttl = string.format('%.0f', ttl)
redis.call('PEXPIRE', name, ttl)
for index = 2, #KEYS do
  if redis.call('GET', KEYS[index]) == id then redis.call('PEXPIRE', KEYS[index], ttl) end
end
return 1
`);

/** KEYS: of the access. ARGV: its end in Unix seconds, transaction id, retention in milliseconds. */
export const REMEMBER: RedisScript = script(`
local known = redis.call('GET', KEYS[1])
if known and tonumber(string.match(known, '^%d+')) >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
return 1
`);

/** KEYS: of the access. */
export const RECALL: RedisScript = script(`return redis.call('GET', KEYS[1])`);

function script(source: string): RedisScript {
  return { source, sha1: bytesToHex(sha1(utf8ToBytes(source))) };
}
