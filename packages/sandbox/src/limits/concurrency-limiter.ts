import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';

const retryAfter = 10;

/** Returns a permit to the limiter. Further calls have no effect. */
export type Release = () => void;

/** Limit of the requests that run on the portal at the same time; others are queued (contract §5, "Portal queue"). */
export interface ConcurrencyLimiter {
  /**
   * Returns a permit if one is free, else a promise of one. The promise rejects with 504 QUEUE_TIMEOUT after the
   * timeout, and when `signal` aborts.
   */
  acquire(signal: AbortSignal): Release | Promise<Release>;
  /** Number of queued requests. */
  readonly waiting: number;
}

/** Makes a limiter of `limit` requests at a time, each of which is queued for at most `timeoutMs`. */
export function createConcurrencyLimiter(clock: Clock, limit: number, timeoutMs: number): ConcurrencyLimiter {
  let active = 0;
  const queue: { admit: () => void }[] = [];

  function createPermit(): Release {
    active += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      active -= 1;
      queue.shift()?.admit();
    };
  }
  function enqueue(signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      const dequeue = (): void => {
        cancelTimeout();
        signal.removeEventListener('abort', fail);
        const at = queue.indexOf(entry);
        if (at !== -1) queue.splice(at, 1);
      };
      const fail = (): void => {
        dequeue();
        reject(timeout());
      };
      const cancelTimeout = clock.schedule(fail, timeoutMs);
      const entry = {
        admit() {
          dequeue();
          resolve(createPermit());
        },
      };
      signal.addEventListener('abort', fail);
      queue.push(entry);
    });
  }
  return {
    acquire: (signal) => (active < limit ? createPermit() : enqueue(signal)),
    get waiting() {
      return queue.length;
    },
  };
}

function timeout(): ApiError {
  return new ApiError(504, 'QUEUE_TIMEOUT', 'Portal queue saturated — too many concurrent Bitrix24 calls', {
    hint: 'At most 2 requests run at the same time on one portal; send fewer at once',
    userMessage: 'Портал перегружен запросами. Повторите попытку через несколько секунд.',
    retryAfter,
  });
}
