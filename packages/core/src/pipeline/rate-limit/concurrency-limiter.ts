import type { NewcomerWatch } from './newcomer-watch.ts';
import type { Priority } from '../send.ts';
import type { MaybeProven } from './permit-queue.ts';

/** Minimum time between two suspect newcomers that take the last free slot, while a proven caller is there. */
export const NEWCOMER_GAP_MS = 250;
/** For this long after its last request a caller counts as there: others then leave it a slot. */
const PRESENT_MS = 30_000;

/** Whose request it is, and how urgent. */
export type SlotUser = Pick<MaybeProven, 'caller' | 'priority' | 'isProven'>;

/** When callers were last there, the longest ago first. */
type SeenAt = Readonly<Record<Priority, Map<string, number>>>;

/** What a portal works on at a time, and who has how much of it. */
export class Slots {
  readonly #concurrency: number;
  readonly #newcomers: NewcomerWatch;
  readonly #inFlightOf = new Map<string, number>();
  readonly #provenAt: SeenAt = { interactive: new Map(), background: new Map() };
  readonly #newcomersAt: SeenAt = { interactive: new Map(), background: new Map() };
  #inFlight = 0;
  /** When a newcomer last took the last free slot. */
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

  see({ caller, priority, isProven }: SlotUser): void {
    const seenAt = (isProven ? this.#provenAt : this.#newcomersAt)[priority];
    this.#forgetThoseGone(seenAt);
    seenAt.delete(caller);
    seenAt.set(caller, performance.now());
  }

  /**
   * Returns whether a slot is free for a caller. While others are there, one stays out of reach of any single caller. A
   * user at a screen leaves none to a walk, and a proven caller none to suspect newcomers. These take the last free slot
   * only now and then while a proven caller is there.
   */
  isFreeFor({ caller, priority, isProven }: SlotUser): boolean {
    if (this.areFull || (!isProven && this.#isKeptFromNewcomers())) return false;
    const own = this.#inFlightOf.get(caller) ?? 0;
    if (own < Math.max(1, this.#concurrency - 1)) return true;
    if (own >= this.#concurrency || this.#isOtherThere(caller, 'interactive', isProven)) return false;
    return priority === 'interactive' || !this.#isOtherThere(caller, 'background', isProven);
  }

  take({ caller, isProven }: SlotUser): void {
    this.#inFlight += 1;
    if (!isProven && this.areFull) this.#lastTakenAt = performance.now();
    this.#inFlightOf.set(caller, (this.#inFlightOf.get(caller) ?? 0) + 1);
  }

  giveBack(user: SlotUser): void {
    this.#inFlight -= 1;
    const left = (this.#inFlightOf.get(user.caller) ?? 1) - 1;
    if (left === 0) this.#inFlightOf.delete(user.caller);
    else this.#inFlightOf.set(user.caller, left);
    this.see(user);
  }

  #isKeptFromNewcomers(): boolean {
    if (this.#inFlight < this.#concurrency - 1 || !this.#newcomers.areSuspect) return false;
    if (performance.now() - this.#lastTakenAt >= NEWCOMER_GAP_MS) return false;
    return this.#isAmong(this.#provenAt.interactive) || this.#isAmong(this.#provenAt.background);
  }

  #isOtherThere(caller: string, priority: Priority, isProven: boolean): boolean {
    if (this.#isAmong(this.#provenAt[priority], caller)) return true;
    const leavesNone = isProven && this.#newcomers.areSuspect;
    return !leavesNone && this.#isAmong(this.#newcomersAt[priority], caller);
  }

  /** Whether a caller is there, besides the one named. */
  #isAmong(seenAt: Map<string, number>, besides?: string): boolean {
    this.#forgetThoseGone(seenAt);
    for (const [caller, at] of seenAt) if (caller !== besides && this.#isThere(caller, at)) return true;
    return false;
  }

  #isThere(caller: string, seenAt: number): boolean {
    return seenAt >= performance.now() - PRESENT_MS || this.#inFlightOf.has(caller);
  }

  #forgetThoseGone(seenAt: Map<string, number>): void {
    for (const [caller, at] of seenAt) {
      if (at >= performance.now() - PRESENT_MS) return;
      if (!this.#isThere(caller, at)) seenAt.delete(caller);
    }
  }
}
