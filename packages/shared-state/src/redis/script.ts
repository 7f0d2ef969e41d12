import { createHash } from 'node:crypto';
import type { Redis } from './client.ts';

/** A Lua script that Redis caches by its hash. */
export interface Script {
  run(redis: Redis, keys: readonly string[], args: readonly string[]): Promise<unknown>;
}

export function createScript(source: string): Script {
  const sha = createHash('sha1').update(source).digest('hex');
  return {
    async run(redis, keys, args) {
      const options = { keys: [...keys], arguments: [...args] };
      try {
        return await redis.evalSha(sha, options);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        // Redis has no scripts after a restart or SCRIPT FLUSH.
        return redis.eval(source, options);
      }
    },
  };
}
