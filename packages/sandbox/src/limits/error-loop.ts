import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';

const hourMs = 3_600_000;
const retryAfter = 60;
const probeEvery = 50;
const maxRemembered = 5000;

/** Blocks identical calls of a key after repeated failures (contract §5, ERROR_LOOP_DETECTED). */
export interface ErrorLoop {
  /**
   * Lets every 50th blocked call pass as a probe, and any call after 60 seconds.
   * @throws ApiError if the call is blocked
   */
  check(call: string): void;
  record(call: string, failed: boolean): void;
  clear(): void;
  /** True if there are failures to check. */
  readonly active: boolean;
}

interface Failures {
  times: number[];
  blocked: number;
}

/** Makes a guard that blocks a call after `limit` failures within an hour. */
export function createErrorLoop(clock: Clock, limit: number): ErrorLoop {
  const failing = new Map<string, Failures>();
  return {
    check(call) {
      const failures = failing.get(call);
      if (failures === undefined || failures.times.length < limit) return;
      const now = clock.now();
      const recent = failures.times.filter((at) => at > now - hourMs);
      failures.times = recent;
      const last = recent.at(-1) ?? 0;
      if (recent.length < limit || now - last >= retryAfter * 1000) return;
      failures.blocked += 1;
      if (failures.blocked % probeEvery === 0) return;
      throw new ApiError(
        429,
        'ERROR_LOOP_DETECTED',
        `The same call failed ${recent.length} times in the last hour; it is blocked for ${retryAfter} seconds`,
        { hint: 'Fix the request before sending it again', retryAfter },
      );
    },
    record(call, failed) {
      if (!failed) {
        failing.delete(call);
        return;
      }
      const failures = failing.get(call) ?? { times: [], blocked: 0 };
      failures.times.push(clock.now());
      if (failures.times.length > limit * 2) failures.times.splice(0, limit);
      failing.delete(call);
      failing.set(call, failures);
      if (failing.size > maxRemembered) for (const oldest of failing.keys()) if (failing.delete(oldest)) break;
    },
    clear: () => failing.clear(),
    get active() {
      return failing.size > 0;
    },
  };
}
