/** What a call said about the portal; `unknown` if it was not sent, or its caller left. */
export type Health = 'well' | 'failing' | 'unknown';

/** A call that may go. */
export interface Pass {
  /** To be told once what came of it, and how much of the time it waited here, in milliseconds. */
  settle(health: Health, waitedMs?: number): void;
}

export interface CircuitOptions {
  /** Part of the calls that must fail to open it, above 0 and at most 1. */
  readonly threshold: number;
  /** First reset timeout in milliseconds. It doubles with each failed probe, up to {@link maxResetTimeoutMs}. */
  readonly resetTimeoutMs: number;
  /** Maximum reset timeout in milliseconds. A probe that took longer to fail is followed by as long a rest. */
  readonly maxResetTimeoutMs: number;
  /** Returns a number from 0 to 1 for the jitter. */
  readonly random: () => number;
  readonly onState: (state: 'open' | 'half-open' | 'closed') => void;
}

const WINDOW_S = 30;
/** A few failures among a few calls say nothing. */
const MIN_CALLS = 5;
/**
 * A failure counts once, and once more for each such while that it took. Calls that hang come to an end so seldom that
 * there would never be enough of them in the window, and each keeps a slot of the portal from all others meanwhile. With
 * this while there are always enough, however long they hang one after the other: also the 30 s after which the
 * upstream's own queue gives up (contract §5).
 */
const COUNTS_EVERY_MS = (WINDOW_S * 1000) / (MIN_CALLS - 1);
/** What those are told who come while the one call that tries is still under way. */
const TRYING_MS = 1000;

/**
 * Counts what came of the calls of the last 30 s, and stops them when too many fail. After a rest a single call tries;
 * the others are refused until it is known what came of it. cockatiel was looked at and does not fit: its half-open
 * breaker keeps the others waiting, takes a call that was never sent for a good one, and its sampling window does not
 * move on while nothing is sent.
 */
export class Circuit {
  readonly #options: CircuitOptions;
  #seconds: { readonly at: number; calls: number; failed: number }[] = [];
  /** Since when it is open, and for how long at least. */
  #open: { readonly at: number; readonly restMs: number } | undefined;
  #trying = false;
  /** How often it has opened. */
  #opened = 0;
  /** How often it has opened since it was closed for the last time. */
  #openedInARow = 0;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /** Whether calls are refused without one being let through to try. */
  get isOpen(): boolean {
    return this.#restLeftMs() > 0;
  }

  /** A pass, or the milliseconds after which asking again makes sense. */
  enter(): Pass | number {
    const begunAt = performance.now();
    const tookMs = (waitedMs = 0): number => performance.now() - begunAt - waitedMs;
    const opened = this.#opened;
    if (!this.#open) {
      return {
        settle: (health, waitedMs) => {
          // What was sent before it opened says nothing new.
          if (this.#opened === opened) this.#count(health, tookMs(waitedMs));
        },
      };
    }
    const leftMs = this.#restLeftMs();
    if (leftMs > 0) return leftMs;
    if (this.#trying) return TRYING_MS;
    this.#trying = true;
    this.#options.onState('half-open');
    return { settle: (health, waitedMs) => this.#tried(health, tookMs(waitedMs)) };
  }

  #restLeftMs(): number {
    if (!this.#open) return 0;
    return Math.max(0, this.#open.at + this.#open.restMs - performance.now());
  }

  #tried(health: Health, tookMs: number): void {
    this.#trying = false;
    if (health === 'failing') this.#stop(tookMs);
    if (health !== 'well') return;
    this.#open = undefined;
    this.#openedInARow = 0;
    this.#seconds = [];
    this.#options.onState('closed');
  }

  #count(health: Health, tookMs: number): void {
    if (health === 'unknown') return;
    const now = Math.floor(performance.now() / 1000);
    this.#seconds = this.#seconds.filter(({ at }) => at >= now - WINDOW_S);
    let second = this.#seconds.at(-1);
    if (second?.at !== now) this.#seconds.push((second = { at: now, calls: 0, failed: 0 }));
    const weight = health === 'failing' ? Math.min(MIN_CALLS, 1 + Math.floor(tookMs / COUNTS_EVERY_MS)) : 1;
    second.calls += weight;
    if (health !== 'failing') return;
    second.failed += weight;
    const calls = this.#seconds.reduce((sum, each) => sum + each.calls, 0);
    const failed = this.#seconds.reduce((sum, each) => sum + each.failed, 0);
    if (calls >= MIN_CALLS && failed >= calls * this.#options.threshold) this.#stop(tookMs);
  }

  #stop(tookMs: number): void {
    this.#opened += 1;
    this.#openedInARow += 1;
    // At least as long as the call that failed last took, so that calls that hang have half of the time at most.
    this.#open = { at: performance.now(), restMs: Math.max(this.#resetTimeoutMs(), tookMs) };
    this.#options.onState('open');
  }

  /** Up to half of it is random, so that the breakers of a portal's callers do not all send their probes at once. */
  #resetTimeoutMs(): number {
    const { resetTimeoutMs, maxResetTimeoutMs, random } = this.#options;
    const longestMs = Math.min(maxResetTimeoutMs, resetTimeoutMs * 2 ** (this.#openedInARow - 1));
    return longestMs / 2 + (longestMs / 2) * random();
  }
}
