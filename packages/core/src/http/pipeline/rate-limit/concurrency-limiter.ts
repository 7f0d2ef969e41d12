import type { NewcomerWatch } from './newcomer-watch.ts';
import type { Priority } from '../send.ts';
import type { MaybeProven } from './permit-queue.ts';
import { Presence } from './presence.ts';

/** Minimum time between two suspect newcomers that take the last free slot, while a proven caller is present. */
export const NEWCOMER_GAP_MS = 250;

/** A request that takes a slot. */
export type SlotHolder = Pick<MaybeProven, 'caller' | 'priority' | 'isProven'>;

type Presences = Readonly<Record<Priority, Presence>>;

/** Limits the requests of a portal in flight (contract §5, "Portal queue"), and shares the slots among callers. */
export class ConcurrencyLimiter {
  readonly #concurrency: number;
  readonly #newcomers: NewcomerWatch;
  readonly #proven: Presences = { interactive: new Presence(), background: new Presence() };
  readonly #unproven: Presences = { interactive: new Presence(), background: new Presence() };
  #inFlight = 0;
  /** Time at which a newcomer last took the last free slot. */
  #lastTakenAt = Number.NEGATIVE_INFINITY;

  /** @param concurrency maximum number of requests in flight; `Infinity` is no limit */
  constructor(concurrency: number, newcomers: NewcomerWatch) {
    this.#concurrency = concurrency;
    this.#newcomers = newcomers;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get areFull(): boolean {
    return this.#inFlight >= this.#concurrency;
  }

  see(holder: SlotHolder): void {
    if (!this.#isUnlimited) this.#presenceOf(holder).see(holder.caller);
  }

  /**
   * Returns true if a slot is free for a caller. While others are present, no single caller takes the last one. An
   * interactive caller leaves none to background traffic, and a proven caller none to suspect newcomers. These take the
   * last free slot only now and then while a proven caller is present.
   */
  isFreeFor({ caller, priority, isProven }: SlotHolder): boolean {
    if (this.#isUnlimited) return true;
    if (this.areFull || (!isProven && this.#isKeptFromNewcomers())) return false;
    const own = inFlightOf(caller, this.#proven) + inFlightOf(caller, this.#unproven);
    if (own < Math.max(1, this.#concurrency - 1)) return true;
    if (own >= this.#concurrency || this.#isOtherPresent(caller, 'interactive', isProven)) return false;
    return priority === 'interactive' || !this.#isOtherPresent(caller, 'background', isProven);
  }

  acquire(holder: SlotHolder): void {
    this.#inFlight += 1;
    if (this.#isUnlimited) return;
    if (!holder.isProven && this.areFull) this.#lastTakenAt = performance.now();
    this.#presenceOf(holder).begin(holder.caller);
  }

  release(holder: SlotHolder): void {
    this.#inFlight -= 1;
    if (!this.#isUnlimited) this.#presenceOf(holder).end(holder.caller);
  }

  /** True if no slots have to be shared. */
  get #isUnlimited(): boolean {
    return this.#concurrency === Number.POSITIVE_INFINITY;
  }

  #presenceOf({ priority, isProven }: SlotHolder): Presence {
    return (isProven ? this.#proven : this.#unproven)[priority];
  }

  #isKeptFromNewcomers(): boolean {
    if (this.#inFlight < this.#concurrency - 1 || !this.#newcomers.areSuspect) return false;
    if (performance.now() - this.#lastTakenAt >= NEWCOMER_GAP_MS) return false;
    return this.#proven.interactive.hasOther() || this.#proven.background.hasOther();
  }

  #isOtherPresent(caller: string, priority: Priority, isProven: boolean): boolean {
    if (this.#proven[priority].hasOther(caller)) return true;
    const leavesNone = isProven && this.#newcomers.areSuspect;
    return !leavesNone && this.#unproven[priority].hasOther(caller);
  }
}

function inFlightOf(caller: string, { interactive, background }: Presences): number {
  return interactive.inFlightOf(caller) + background.inFlightOf(caller);
}
