/** How late the event loop is: what every request waits before anything happens to it. */
export interface EventLoopLag {
  /** Mean of the last moments, the newest counting most, or how late the turn under way already is, in milliseconds. */
  currentMs(): number;
  close(): void;
}

const INTERVAL_MS = 10;
/** One late turn among punctual ones is a collection of garbage; the next turns tell. */
const WEIGHT_OF_LATEST = 0.5;

export interface EventLoopLagOptions {
  /** Told at even intervals, as far as the loop has them, of the mean of the last moments. */
  readonly onSample?: (meanMs: number) => void;
  /** Default: the machine's clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Measures by a timer of its own. `perf_hooks.monitorEventLoopDelay` tells only of turns that are over, and under load
 * a single turn takes in more requests than there is time for (measured: accepted ones then took up to 5 s).
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
