export { createRedisBudget, type RedisBudget } from './budget/shared-budget.ts';
export { type CacheIdentity, createCacheKeys } from './cache/cache-keys.ts';
export { createMemoryStore } from './cache/memory-store.ts';
export { createRedisStore } from './cache/redis-store.ts';
export {
  type CacheAnswer,
  type CacheOutcome,
  type CacheRun,
  createResponseCache,
  type ResponseCache,
} from './cache/response-cache.ts';
export { type Link, type LinkState, openLink } from './redis/link.ts';
export { UnusableRedisError } from './redis/open-redis.ts';
