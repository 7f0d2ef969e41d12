import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop is: what every request waits before anything happens to it. */
export interface EventLoopLag {
  /** Mean over the last window, in milliseconds. */
  meanMs(): number;
  close(): void;
}

const RESOLUTION_MS = 10;
/** Short enough to see an overload within a fraction of a second, long enough to pass over a single collection. */
const WINDOW_MS = 50;

export function createEventLoopLag(): EventLoopLag {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let meanMs = 0;
  const timer = setInterval(() => {
    // What is recorded is the whole time from one tick to the next; an idle loop records the resolution itself.
    if (delay.count > 0) meanMs = Math.max(0, delay.mean / 1e6 - RESOLUTION_MS);
    delay.reset();
  }, WINDOW_MS).unref();
  return {
    meanMs: () => meanMs,
    close() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
