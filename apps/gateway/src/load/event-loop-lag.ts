/** The lag of the event loop: the time that each request waits before it is handled. */
export interface EventLoopLag {
  /** Returns the moving average of the lag, or the delay of the current iteration if that is longer, in milliseconds. */
  currentMs(): number;
  close(): void;
}

const INTERVAL_MS = 10;
/** Weight of a sample: a single late one is a garbage collection, and the next samples show if it lasts. */
const WEIGHT_OF_LATEST = 0.5;

export interface EventLoopLagOptions {
  /** Called at even intervals, as far as the loop allows, with the moving average of the lag in milliseconds. */
  readonly onSample?: (meanMs: number) => void;
  /** Default: the system clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Measures the lag with a timer. `perf_hooks.monitorEventLoopDelay` reports only iterations that are over. Under load, a
 * single iteration can accept more requests than there is time for (measured: accepted ones then took up to 5 s).
 */
export function createEventLoopLag(options: EventLoopLagOptions = {}): EventLoopLag {
  const { onSample = () => undefined, now = () => performance.now() } = options;
  let meanMs = 0;
  let last = now();
  const lateMs = (): number => Math.max(0, now() - last - INTERVAL_MS);
  const timer = setInterval(() => {
    meanMs += WEIGHT_OF_LATEST * (lateMs() - meanMs);
    last = now();
    onSample(meanMs);
  }, INTERVAL_MS).unref();
  return { currentMs: () => Math.max(meanMs, lateMs()), close: () => clearInterval(timer) };
}
