/** How late the event loop is: what every request waits before anything happens to it. */
export interface EventLoopLag {
  /** Mean of the last moments, the newest counting most, in milliseconds. */
  meanMs(): number;
  close(): void;
}

const INTERVAL_MS = 20;
/** One late turn among punctual ones is a collection of garbage; the next turns tell. */
const WEIGHT_OF_LATEST = 0.5;

/**
 * Measures by a timer of its own. `perf_hooks.monitorEventLoopDelay` knows the same, but a turn later: its timer runs
 * behind those of JavaScript, and a turn under load is as long as what is to be prevented.
 */
export function createEventLoopLag(now: () => number = () => performance.now()): EventLoopLag {
  let meanMs = 0;
  let last = now();
  const timer = setInterval(() => {
    const at = now();
    const lateMs = Math.max(0, at - last - INTERVAL_MS);
    last = at;
    meanMs += WEIGHT_OF_LATEST * (lateMs - meanMs);
  }, INTERVAL_MS).unref();
  return { meanMs: () => meanMs, close: () => clearInterval(timer) };
}
