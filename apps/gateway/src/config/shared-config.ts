import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

// The part of the configuration that is about what several replicas share, and about answers that are kept.

export interface SharedConfig {
  /** The Redis of all replicas; `null` for a gateway that is alone. */
  readonly redis: { readonly url: string; readonly prefix: string; readonly timeoutMs: number } | null;
  /** `null` keeps no answers. */
  readonly cache: {
    readonly ttlMs: number;
    /** 32 bytes; `null` keeps answers in memory only. */
    readonly secret: Buffer | null;
    /** Maximum size of the answers that are kept in memory, in bytes. */
    readonly maxBytes: number;
  } | null;
  /** The token of `POST /admin/purge`; `null` for none. */
  readonly purgeToken: string | null;
}

export interface SharedConfigOptions {
  /** True if there are real contacts behind it. */
  readonly real: boolean;
  /** Called for each combination that cannot be, with the variable and what is wrong. */
  readonly problem: Problem;
}

export function sharedOf(values: Values, { real, problem }: SharedConfigOptions): SharedConfig {
  const { REDIS_URL, REDIS_PREFIX, REDIS_TIMEOUT, CACHE_TTL, CACHE_KEY, CACHE_MAX_BYTES, PURGE_TOKEN } = values;
  if (REDIS_URL !== undefined && real && values.CURSOR_SECRET === undefined) {
    problem('CURSOR_SECRET', 'must be set with REDIS_URL: replicas reject cursors that are sealed with another secret');
  }
  if (REDIS_URL !== undefined && values.QUEUE_LIMIT === 0) {
    problem('QUEUE_LIMIT', 'must be at least 1 with REDIS_URL: requests wait there for the shared budget');
  }
  if (REDIS_URL !== undefined && CACHE_TTL > 0 && CACHE_KEY === undefined) {
    problem('CACHE_KEY', 'must be set with CACHE_TTL and REDIS_URL: responses are personal data, encrypted in Redis');
  }
  if (PURGE_TOKEN !== undefined && CACHE_TTL === 0) {
    problem('PURGE_TOKEN', 'must not be set without CACHE_TTL: no responses are cached that could be purged');
  }
  return {
    redis: REDIS_URL === undefined ? null : { url: REDIS_URL, prefix: REDIS_PREFIX, timeoutMs: REDIS_TIMEOUT },
    cache: CACHE_TTL === 0 ? null : { ttlMs: CACHE_TTL, secret: CACHE_KEY ?? null, maxBytes: CACHE_MAX_BYTES },
    purgeToken: PURGE_TOKEN ?? null,
  };
}
