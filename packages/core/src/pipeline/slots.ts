import type { Waiter } from './fair-queue.ts';
import type { Priority } from './send.ts';

/** For this long after its last request a caller counts as there: others then leave it a slot. */
const PRESENT_MS = 30_000;

/** Whose request it is, and how urgent. */
export type SlotUser = Pick<Waiter, 'caller' | 'priority'>;

/** What a portal works on at a time, and who has how much of it. */
export class Slots {
  readonly #concurrency: number;
  readonly #inFlightOf = new Map<string, number>();
  /** When each caller was last there, the longest ago first. */
  readonly #seenAt: Record<Priority, Map<string, number>> = { interactive: new Map(), background: new Map() };
  #inFlight = 0;

  /** @param concurrency most requests in flight; `Infinity` is no limit */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get areFull(): boolean {
    return this.#inFlight >= this.#concurrency;
  }

  see({ caller, priority }: SlotUser): void {
    const seenAt = this.#seenAt[priority];
    seenAt.delete(caller);
    seenAt.set(caller, performance.now());
  }

  /**
   * Whether a slot is free for a caller: while others are there, one stays out of reach of any single caller. Nobody who
   * is at a screen leaves one to a walk.
   */
  isFreeFor({ caller, priority }: SlotUser): boolean {
    if (this.areFull) return false;
    const own = this.#inFlightOf.get(caller) ?? 0;
    if (own < Math.max(1, this.#concurrency - 1)) return true;
    if (own >= this.#concurrency || this.#isOtherThere(caller, 'interactive')) return false;
    return priority === 'interactive' || !this.#isOtherThere(caller, 'background');
  }

  take({ caller }: SlotUser): void {
    this.#inFlight += 1;
    this.#inFlightOf.set(caller, (this.#inFlightOf.get(caller) ?? 0) + 1);
  }

  giveBack(user: SlotUser): void {
    this.#inFlight -= 1;
    const left = (this.#inFlightOf.get(user.caller) ?? 1) - 1;
    if (left === 0) this.#inFlightOf.delete(user.caller);
    else this.#inFlightOf.set(user.caller, left);
    this.see(user);
  }

  #isOtherThere(caller: string, priority: Priority): boolean {
    const seenAt = this.#seenAt[priority];
    const since = performance.now() - PRESENT_MS;
    for (const [other, at] of seenAt) {
      const isThere = at >= since || this.#inFlightOf.has(other);
      if (!isThere) seenAt.delete(other);
      else if (other !== caller) return true;
    }
    return false;
  }
}
