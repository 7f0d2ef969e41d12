import type { NewcomerWatch } from './newcomer-watch.ts';
import type { Priority } from '../send.ts';
import type { MaybeProven } from './permit-queue.ts';

/** Minimum time between two suspect newcomers that take the last free slot, while a proven caller is present. */
export const NEWCOMER_GAP_MS = 250;
/** Time for which a caller counts as present after its last request: others then leave it a slot. */
const PRESENT_MS = 30_000;

/** A request that takes a slot. */
export type SlotHolder = Pick<MaybeProven, 'caller' | 'priority' | 'isProven'>;

/** Times of the last requests of callers, the oldest first. */
type SeenAt = Readonly<Record<Priority, Map<string, number>>>;

/** Limits the requests of a portal in flight (contract §5, "Portal queue"), and shares the slots among callers. */
export class ConcurrencyLimiter {
  readonly #concurrency: number;
  readonly #newcomers: NewcomerWatch;
  readonly #inFlightOf = new Map<string, number>();
  readonly #provenAt: SeenAt = { interactive: new Map(), background: new Map() };
  readonly #newcomersAt: SeenAt = { interactive: new Map(), background: new Map() };
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

  see({ caller, priority, isProven }: SlotHolder): void {
    if (this.#isUnlimited) return;
    const seenAt = (isProven ? this.#provenAt : this.#newcomersAt)[priority];
    this.#forgetAbsent(seenAt);
    seenAt.delete(caller);
    seenAt.set(caller, performance.now());
  }

  /**
   * Returns true if a slot is free for a caller. While others are present, no single caller takes the last one. An
   * interactive caller leaves none to background traffic, and a proven caller none to suspect newcomers. These take the
   * last free slot only now and then while a proven caller is present.
   */
  isFreeFor({ caller, priority, isProven }: SlotHolder): boolean {
    if (this.#isUnlimited) return true;
    if (this.areFull || (!isProven && this.#isKeptFromNewcomers())) return false;
    const own = this.#inFlightOf.get(caller) ?? 0;
    if (own < Math.max(1, this.#concurrency - 1)) return true;
    if (own >= this.#concurrency || this.#isOtherPresent(caller, 'interactive', isProven)) return false;
    return priority === 'interactive' || !this.#isOtherPresent(caller, 'background', isProven);
  }

  acquire({ caller, isProven }: SlotHolder): void {
    this.#inFlight += 1;
    if (this.#isUnlimited) return;
    if (!isProven && this.areFull) this.#lastTakenAt = performance.now();
    this.#inFlightOf.set(caller, (this.#inFlightOf.get(caller) ?? 0) + 1);
  }

  release(user: SlotHolder): void {
    this.#inFlight -= 1;
    if (this.#isUnlimited) return;
    const left = (this.#inFlightOf.get(user.caller) ?? 1) - 1;
    if (left === 0) this.#inFlightOf.delete(user.caller);
    else this.#inFlightOf.set(user.caller, left);
    this.see(user);
  }

  /** True if no slots have to be shared. */
  get #isUnlimited(): boolean {
    return this.#concurrency === Number.POSITIVE_INFINITY;
  }

  #isKeptFromNewcomers(): boolean {
    if (this.#inFlight < this.#concurrency - 1 || !this.#newcomers.areSuspect) return false;
    if (performance.now() - this.#lastTakenAt >= NEWCOMER_GAP_MS) return false;
    return this.#isAmong(this.#provenAt.interactive) || this.#isAmong(this.#provenAt.background);
  }

  #isOtherPresent(caller: string, priority: Priority, isProven: boolean): boolean {
    if (this.#isAmong(this.#provenAt[priority], caller)) return true;
    const leavesNone = isProven && this.#newcomers.areSuspect;
    return !leavesNone && this.#isAmong(this.#newcomersAt[priority], caller);
  }

  /** Returns true if a caller other than `besides` is present. */
  #isAmong(seenAt: Map<string, number>, besides?: string): boolean {
    this.#forgetAbsent(seenAt);
    for (const [caller, at] of seenAt) if (caller !== besides && this.#isPresent(caller, at)) return true;
    return false;
  }

  #isPresent(caller: string, seenAt: number): boolean {
    return seenAt >= performance.now() - PRESENT_MS || this.#inFlightOf.has(caller);
  }

  #forgetAbsent(seenAt: Map<string, number>): void {
    for (const [caller, at] of seenAt) {
      if (at >= performance.now() - PRESENT_MS) return;
      if (!this.#isPresent(caller, at)) seenAt.delete(caller);
    }
  }
}
