import { type Clock, sleep } from '../clock.ts';
import type { Churning } from '../churn.ts';
import type { ActiveLimits } from '../limits/limits.ts';
import type { Release } from '../limits/portal-queue.ts';
import type { BeforeRead, NativeRead } from '../native-read.ts';
import type { Switches } from '../switches.ts';

/** What native calls wait for. */
export interface NativeConditions {
  clock: Clock;
  limits: ActiveLimits | null;
  latencyMs: number;
  hooks: ReadonlySet<BeforeRead>;
  churning: Churning;
}

/** One request's turn at the portal: it holds a slot of the queue from its first native call to its end. */
export interface Turn {
  beforeRead(read: NativeRead): Promise<void> | undefined;
  end(): void;
}

/** Makes the turn of a request; `abandoned` says that the client went away. */
export function createTurn(conditions: NativeConditions, switches: Switches, abandoned: () => AbortSignal): Turn {
  const { clock, limits, hooks } = conditions;
  let release: Release | null = null;
  let ended = false;

  async function wait(read: NativeRead): Promise<void> {
    if (limits !== null) {
      if (release === null) {
        const slot = await limits.queue.enter(abandoned());
        if (ended) slot();
        release = slot;
        limits.rate.take(switches);
      } else {
        const ms = limits.rate.reserve(switches);
        if (ms > 0) await sleep(clock, ms);
      }
    }
    if (conditions.latencyMs > 0) await sleep(clock, conditions.latencyMs);
    conditions.churning.beforeRead();
    for (const hook of hooks) await hook(read);
  }
  return {
    beforeRead(read) {
      if (limits === null && conditions.latencyMs === 0 && hooks.size === 0 && !conditions.churning.active)
        return undefined;
      return wait(read);
    },
    end() {
      ended = true;
      release?.();
    },
  };
}
