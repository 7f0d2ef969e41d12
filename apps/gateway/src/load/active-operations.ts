import type { CallerCounts, CallerShares } from './caller-shares.ts';

/** Distinguishes operations that use the process from those that wait for the upstream. */
export interface ActiveOperations {
  /**
   * Begins an operation, which is active at first.
   * @param onRelease called when its permit is released
   */
  begin(caller: CallerCounts, onRelease?: () => void): Permit;
  /** Called at even intervals: removes the operations that have waited for long. */
  sweep(lagMs: number): void;
}

/** The permit of an operation. */
export interface Permit {
  /** Called for each call of the upstream: while calls are in flight, the operation does not count as active. */
  onCall(): void;
  /** Called when it has returned. */
  onReturn(): void;
  /** Called when the response is written: from then on, only its client is waited for. */
  onWritten(): void;
  /** Releases the permit; further calls have no effect. */
  release(): void;
}

/**
 * Time in milliseconds, and multiple of the lag, after which a call in flight counts as a wait for the upstream. The result
 * of a shorter one may have arrived already: events that the loop has not yet handled are work of the process.
 */
const WAITS_AFTER_MS = 250;
const TIMES_LAG = 4;

/** @param shares counts the operations that use the process */
export function createActiveOperations(shares: CallerShares, now: () => number): ActiveOperations {
  const all: AllOperations = { shares, now, out: new Set() };
  return {
    begin: (caller, onRelease) => new Operation(all, caller, onRelease),
    sweep(lagMs) {
      const longest = now() - Math.max(WAITS_AFTER_MS, TIMES_LAG * lagMs);
      for (const operation of all.out) {
        if (operation.outSince > longest) return;
        operation.stopWaiting();
        operation.leave();
      }
    },
  };
}

/** The parts that all operations have in common. */
interface AllOperations {
  readonly shares: CallerShares;
  readonly now: () => number;
  /** Operations that wait and are still counted; the one that has waited for the longest is first. */
  readonly out: Set<Operation>;
}

class Operation implements Permit {
  /** Begin of the wait. */
  outSince = 0;
  readonly #all: AllOperations;
  readonly #caller: CallerCounts;
  #onRelease: (() => void) | undefined;
  #isOut = false;
  #calls = 0;
  #counted = false;
  #ended = false;

  constructor(all: AllOperations, caller: CallerCounts, onRelease: (() => void) | undefined) {
    this.#all = all;
    this.#caller = caller;
    this.#onRelease = onRelease;
    this.#count();
  }

  onCall(): void {
    this.#calls += 1;
    if (!this.#ended && !this.#isOut) this.#waitFromNow();
  }

  onReturn(): void {
    this.#calls -= 1;
    if (this.#ended) return;
    // While some of its calls are in flight, it handles the results of the others, and its wait begins again.
    this.stopWaiting();
    this.#count();
    if (this.#calls > 0) this.#waitFromNow();
  }

  onWritten(): void {
    this.#ended = true;
    this.stopWaiting();
    this.leave();
  }

  release(): void {
    this.onWritten();
    this.#onRelease?.();
    this.#onRelease = undefined;
  }

  stopWaiting(): void {
    if (!this.#isOut) return;
    this.#isOut = false;
    this.#all.out.delete(this);
  }

  /** Stops counting the operation as active. */
  leave(): void {
    if (!this.#counted) return;
    this.#counted = false;
    this.#all.shares.add(this.#caller, 'active', -1);
  }

  #count(): void {
    if (this.#counted) return;
    this.#counted = true;
    this.#all.shares.add(this.#caller, 'active', 1);
  }

  #waitFromNow(): void {
    this.#isOut = true;
    this.outSince = this.#all.now();
    this.#all.out.add(this);
  }
}
