/**
 * What is done in Redis in one step. Times are Redis's own, so that the clocks of the nodes do not matter. Every key that is written
 * gets an end.
 */

const NOW_MS = "local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)\n";

/** As `createMemoryRateLimiter`: KEYS drained-at; ARGV cost, burst's worth, both in microseconds. Answers allowed, drains in. */
export const TAKE = `
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local cost, full = tonumber(ARGV[1]), tonumber(ARGV[2])
local before = tonumber(redis.call('GET', KEYS[1]) or now)
if before < now then before = now end
-- A clock that was set back keeps nobody out for longer than a full burst does.
if before > now + full then before = now + full end
local after = before + cost
if after - now > full then return {0, before - now} end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000) + 1)
return {1, after - now}`;

/** KEYS lock; ARGV failures before a lock, its ms, most doublings, memory in ms. Answers ms of the lock that this failure set, or -1. */
export const FAIL = `${NOW_MS}
local known = redis.call('HMGET', KEYS[1], 'failures', 'lockouts', 'until')
local failures, lockouts, ends = (tonumber(known[1]) or 0) + 1, tonumber(known[2]) or 0, tonumber(known[3]) or 0
local set = -1
if failures >= tonumber(ARGV[1]) then
  set = tonumber(ARGV[2]) * 2 ^ math.min(lockouts, tonumber(ARGV[3]))
  failures, lockouts, ends = 0, lockouts + 1, now + set
end
redis.call('HSET', KEYS[1], 'failures', failures, 'lockouts', lockouts, 'until', string.format('%.0f', ends))
redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[4]), ends - now))
return set`;

/** KEYS lock. Answers ms until it ends; not above 0 where there is none. */
export const LOCKED = `${NOW_MS}return (tonumber(redis.call('HGET', KEYS[1], 'until')) or now) - now`;

/** KEYS pass, passes of the node; ARGV login, token, life in ms, most tokens of a login, ms that a list of passes lasts. */
export const PUBLISH = `${NOW_MS}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[5])`;

/** KEYS pass, passes of the node; ARGV login. */
export const WITHDRAW = "redis.call('DEL', KEYS[1]) redis.call('SREM', KEYS[2], ARGV[1])";

/** KEYS pass, lease of its node; ARGV token. Answers ms for which it is good, 0 when it is not, -1 when its node does not show up. */
export const ASK = `${NOW_MS}
local ends = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]))
if not ends or ends <= now then return 0 end
if redis.call('EXISTS', KEYS[2]) == 0 then return -1 end
return ends - now`;

/** KEYS pass and lease of the login's node, in pairs. Answers for each whether it lets anybody in. */
export const LASTING = `
local lasting = {}
for at = 1, #KEYS, 2 do lasting[(at + 1) / 2] = redis.call('EXISTS', KEYS[at]) * redis.call('EXISTS', KEYS[at + 1]) end
return lasting`;

/**
 * A node shows up: KEYS its lease, its orders, all nodes; ARGV node, lease in ms, ms that a node is remembered. While orders wait for
 * it, its lease is not renewed: nobody takes a token of a login that it was asked to end for longer than that. Answers nodes, and orders
 * with their ids.
 */
export const SHOW_UP = `${NOW_MS}
redis.call('ZADD', KEYS[3], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[3])
redis.call('PEXPIRE', KEYS[3], ARGV[3])
local orders = redis.call('HGETALL', KEYS[2])
if #orders == 0 then redis.call('SET', KEYS[1], '1', 'PX', ARGV[2]) end
return {redis.call('ZRANGE', KEYS[3], 0, -1), orders}`;

/** KEYS orders of a node, confirmation, pass; ARGV order id, order, ms that both last. Answers whether it is confirmed. */
export const ORDER = `
if redis.call('DEL', KEYS[2]) == 1 then return 1 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('DEL', KEYS[3])
return 0`;

/** KEYS orders of a node, confirmation; ARGV order id, ms that it lasts. */
export const CONFIRM = "redis.call('SET', KEYS[2], '1', 'PX', ARGV[2]) redis.call('HDEL', KEYS[1], ARGV[1])";

/** KEYS notices, their ends. Answers names with their texts; what has come to its end goes. */
export const HEAR = `${NOW_MS}
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do redis.call('HDEL', KEYS[1], name) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local heard = {}
for _, name in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local text = redis.call('HGET', KEYS[1], name)
  if text then heard[#heard + 1] = name heard[#heard + 1] = text end
end
return heard`;

/** KEYS notices, their ends; ARGV name, text, life in ms, name of what it is instead of, ms that both keys last. */
export const TELL = `${NOW_MS}
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[1])
if ARGV[4] ~= '' then redis.call('HDEL', KEYS[1], ARGV[4]) redis.call('ZREM', KEYS[2], ARGV[4]) end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[5])`;
