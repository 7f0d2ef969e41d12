export interface CircuitBreakerOptions {
  /** Share of the calls that must fail to open it, above 0 and at most 1. */
  readonly threshold: number;
  /** First reset timeout in milliseconds. It doubles with each failed probe, up to {@link maxResetTimeoutMs}. */
  readonly resetTimeoutMs: number;
  /** Maximum reset timeout in milliseconds. After a probe that took longer to fail, the timeout is that time. */
  readonly maxResetTimeoutMs: number;
  /** Returns a number from 0 to 1 for the jitter. */
  readonly random: () => number;
  readonly onState: (state: 'open' | 'half-open' | 'closed') => void;
}

const WINDOW_S = 30;
/** Minimum number of calls before the breaker can open: a few failures among a few calls say nothing. */
const MIN_CALLS = 5;
/**
 * A failure counts once, and once more for each such interval that it took. Calls that hang end so seldom that the window
 * would never hold enough of them, and each keeps a slot of the portal from all others. With this interval it always does,
 * however long they hang one after the other: also the 30 s after which the upstream's own queue gives up (contract §5).
 */
const COUNTS_EVERY_MS = (WINDOW_S * 1000) / (MIN_CALLS - 1);
/** Retry time of a call that is rejected while the probe is in flight, in milliseconds. */
const PROBING_MS = 1000;

/** The calls of one second. */
interface Second {
  readonly at: number;
  calls: number;
  failed: number;
}

/**
 * A circuit breaker: it opens when too many calls of the last 30 s failed. After the reset timeout it is half-open: one
 * call is let through as a probe, and the others are rejected until its outcome is known. cockatiel does not fit: its
 * half-open breaker keeps the others waiting, counts a call that was never sent as a success, and its sampling window does
 * not move on while nothing is sent.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #seconds: readonly Second[] = [];
  /** The time at which it opened, and its reset timeout. */
  #open: { readonly at: number; readonly timeoutMs: number } | undefined;
  #isProbing = false;
  #opened = 0;
  /** Number of times that it has opened since it was last closed. */
  #openedInARow = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  /** True while calls are rejected and no probe is let through. */
  get isOpen(): boolean {
    return this.#timeoutLeftMs() > 0;
  }

  /**
   * Returns 0 if a call may be sent, or the milliseconds after which to try again. One of the three functions below is
   * called with the outcome of each call that is sent, and with {@link opened} as it was then.
   */
  acquire(): number {
    if (!this.#open) return 0;
    const leftMs = this.#timeoutLeftMs();
    if (leftMs > 0) return leftMs;
    if (this.#isProbing) return PROBING_MS;
    this.#isProbing = true;
    this.#options.onState('half-open');
    return 0;
  }

  onSuccess(opened: number): void {
    if (opened !== this.#opened) return;
    if (this.#open) this.#close();
    else this.#now().calls += 1;
  }

  /** @param tookMs the time that the call took, without its wait in our own queue */
  onFailure(opened: number, tookMs: number): void {
    if (opened !== this.#opened) return;
    if (!this.#open) return this.#countFailure(tookMs);
    this.#isProbing = false;
    this.#openFor(tookMs);
  }

  /** Called if the outcome says nothing about the portal: the call was not sent, or was aborted. */
  onIgnored(opened: number): void {
    if (opened === this.#opened) this.#isProbing = false;
  }

  #timeoutLeftMs(): number {
    if (!this.#open) return 0;
    return Math.max(0, this.#open.at + this.#open.timeoutMs - performance.now());
  }

  #close(): void {
    this.#isProbing = false;
    this.#open = undefined;
    this.#openedInARow = 0;
    this.#seconds = [];
    this.#options.onState('closed');
  }

  /** Number of times that it has opened. A call that was sent before it last opened says nothing new. */
  get opened(): number {
    return this.#opened;
  }

  /** Counts a failure, by the time that it took; opens the breaker if there were too many. */
  #countFailure(tookMs: number): void {
    const second = this.#now();
    const weight = Math.min(MIN_CALLS, 1 + Math.floor(tookMs / COUNTS_EVERY_MS));
    second.calls += weight;
    second.failed += weight;
    const calls = this.#seconds.reduce((sum, each) => sum + each.calls, 0);
    const failed = this.#seconds.reduce((sum, each) => sum + each.failed, 0);
    if (calls >= MIN_CALLS && failed >= calls * this.#options.threshold) this.#openFor(tookMs);
  }

  /** Returns the counts of this second, and forgets those that have left the window. */
  #now(): Second {
    const now = Math.floor(performance.now() / 1000);
    const latest = this.#seconds.at(-1);
    if (latest?.at === now) return latest;
    const second: Second = { at: now, calls: 0, failed: 0 };
    this.#seconds = [...this.#seconds.filter(({ at }) => at >= now - WINDOW_S), second];
    return second;
  }

  /** Opens the breaker after a call that took so long to fail. */
  #openFor(tookMs: number): void {
    this.#opened += 1;
    this.#openedInARow += 1;
    // At least as long as the failed call took, so that calls that hang hold a slot for half of the time at most.
    this.#open = { at: performance.now(), timeoutMs: Math.max(this.#resetTimeoutMs(), tookMs) };
    this.#options.onState('open');
  }

  /** Returns the reset timeout. Up to half of it is random, so that the breakers of a portal's callers do not all probe at once. */
  #resetTimeoutMs(): number {
    const { resetTimeoutMs, maxResetTimeoutMs, random } = this.#options;
    const longestMs = Math.min(maxResetTimeoutMs, resetTimeoutMs * 2 ** (this.#openedInARow - 1));
    return longestMs / 2 + (longestMs / 2) * random();
  }
}
