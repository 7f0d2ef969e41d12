import { createScript } from '../redis/script.ts';

// KEYS of each but the last: the answer, the lock of the replica that reads it, the replicas that wait for it, and the purges.

const now = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Returns the answer with its remaining time and the purges, or takes the lock, or joins the waiting replicas. */
export const lookScript = createScript(`${now}
local value = redis.call('GET', KEYS[1])
if value then
  return {'hit', now, redis.call('PTTL', KEYS[1]), redis.call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES'), value}
end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'lead', now} end
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('PEXPIRE', KEYS[3], 60000)
return {'wait', now, redis.call('PTTL', KEYS[2])}`);

const wake = `if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
for _, id in ipairs(redis.call('SMEMBERS', KEYS[3])) do redis.call('PUBLISH', ARGV[2] .. id, ARGV[3]) end
redis.call('DEL', KEYS[3])
return 1`;

/** Stores the answer, and notifies the waiting replicas. */
export const fillScript = createScript(`redis.call('SET', KEYS[1], ARGV[5], 'PX', ARGV[4])
${wake}`);

/** Notifies the waiting replicas that there is nothing to share. */
export const releaseScript = createScript(wake);

/** Marks subjects as purged. KEYS: the purges. ARGV: lifetime of the marks, channel, then the subjects. */
export const markScript = createScript(`${now}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1])
for index = 3, #ARGV do redis.call('ZADD', KEYS[1], now, ARGV[index]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PUBLISH', ARGV[2], '')
return now`);
