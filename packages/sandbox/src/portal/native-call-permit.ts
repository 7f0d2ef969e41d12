import { type Clock, sleep } from '../clock.ts';
import type { ChurnRunner } from '../churn.ts';
import type { Release } from '../limits/concurrency-limiter.ts';
import type { ActiveLimits } from '../limits/limits.ts';
import type { BeforeRead, NativeRead } from '../native-read.ts';
import type { Switches } from '../switches.ts';

/** Everything that delays, rejects or observes native calls. */
export interface NativeCallSettings {
  clock: Clock;
  limits: ActiveLimits | null;
  latencyMs: number;
  hooks: ReadonlySet<BeforeRead>;
  churnRunner: ChurnRunner;
}

/** Permit of one request to make native calls. It holds one place of the concurrency limit from the first call on. */
export interface NativeCallPermit {
  /** Resolves when the native call may run; undefined if it may run at once. */
  acquire(read: NativeRead): Promise<void> | undefined;
  release(): void;
}

/**
 * Makes the permit of a request.
 * @param disconnected returns the signal that aborts when the client disconnects
 */
export function createNativeCallPermit(
  settings: NativeCallSettings,
  switches: Switches,
  disconnected: () => AbortSignal,
): NativeCallPermit {
  const { clock, limits, latencyMs, hooks, churnRunner } = settings;
  let releasePlace: Release | null = null;
  let released = false;

  async function passLimits(active: ActiveLimits): Promise<void> {
    if (releasePlace !== null) {
      const waitMs = active.rate.reserve(switches);
      if (waitMs > 0) await sleep(clock, waitMs);
      return;
    }
    const release = await active.concurrency.acquire(disconnected());
    if (released) release();
    releasePlace = release;
    active.rate.acquire(switches);
  }
  async function wait(read: NativeRead): Promise<void> {
    if (limits !== null) await passLimits(limits);
    if (latencyMs > 0) await sleep(clock, latencyMs);
    churnRunner.beforeRead();
    for (const hook of hooks) await hook(read);
  }
  return {
    acquire(read) {
      const isImmediate = limits === null && latencyMs === 0 && hooks.size === 0 && !churnRunner.active;
      return isImmediate ? undefined : wait(read);
    },
    release() {
      released = true;
      releasePlace?.();
    },
  };
}
