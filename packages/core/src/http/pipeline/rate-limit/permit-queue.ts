import { FairQueue, type Waiter } from './fair-queue.ts';
import type { NewcomerWatch } from './newcomer-watch.ts';

/** A waiter of a caller whose credentials may be made up. */
export interface MaybeProven extends Waiter {
  /** True once the upstream has accepted the credentials of its caller. */
  isProven: boolean;
}

/** Suspect newcomers get every eighth part of the cost while proven callers wait. */
const NEWCOMERS_PART = 8;

/**
 * A fair queue in which newcomers, the callers whose credentials the upstream has never accepted, share one small lane
 * while they are suspect: any number of keys can be made up, and each would have permits of its own. The lane has
 * an eighth of the permits while proven callers wait, and all of them otherwise.
 */
export class PermitQueue<W extends MaybeProven> {
  readonly #queue = new FairQueue<W>();
  readonly #newcomers: NewcomerWatch;
  readonly #maxSize: number;
  #waitingNewcomers = 0;
  /** Cost of the permits of proven callers since the last one of a newcomer. */
  #takenSince = 0;

  /** @param maxSize maximum number of waiters; `Infinity` is no limit */
  constructor(maxSize: number, newcomers: NewcomerWatch) {
    this.#maxSize = maxSize;
    this.#newcomers = newcomers;
  }

  get size(): number {
    return this.#queue.size;
  }

  /** Number of callers that wait. */
  get callers(): number {
    return this.#queue.callers;
  }

  /** Returns true if there is room for a new request. Suspect newcomers have an eighth of the room. */
  hasRoomFor({ isProven }: MaybeProven): boolean {
    if (this.size >= this.#maxSize) return false;
    const maxNewcomers = this.#newcomers.areSuspect ? this.#maxSize / NEWCOMERS_PART : this.#maxSize;
    return isProven || this.#waitingNewcomers < maxNewcomers;
  }

  /** Yields approximately the requests before a new one. */
  *ahead(waiter: MaybeProven): Iterable<W> {
    const skipsNewcomers = waiter.isProven && this.#newcomers.areSuspect;
    for (const other of this.#queue.ahead(waiter)) if (other.isProven || !skipsNewcomers) yield other;
  }

  /** Returns the request to evict from a full queue for a new one; for a proven caller, one of a suspect newcomer. */
  yieldsTo(waiter: MaybeProven): W | undefined {
    if (!this.#newcomers.areSuspect) return this.#queue.yieldsTo(waiter);
    if (!waiter.isProven) return undefined;
    return this.#queue.last(isNewcomer) ?? this.#queue.yieldsTo(waiter);
  }

  add(waiter: W): void {
    this.#queue.add(waiter);
    if (!waiter.isProven) this.#waitingNewcomers += 1;
  }

  /** Removes a request that no longer waits. Returns true if it was in the queue. */
  remove(waiter: W): boolean {
    if (!this.#queue.remove(waiter)) return false;
    if (!waiter.isProven) this.#waitingNewcomers -= 1;
    return true;
  }

  /** Marks the requests of a caller whose credentials have just been accepted. */
  prove(caller: string): void {
    for (const waiter of this.#queue.of(caller)) {
      if (!waiter.isProven) this.#waitingNewcomers -= 1;
      waiter.isProven = true;
    }
  }

  /** Removes and returns the next request that may go now. A request that may not go blocks no other. */
  next(mayGo: (waiter: W) => boolean): W | undefined {
    const next = this.#newcomers.areSuspect ? this.#nextOfLanes(mayGo) : this.#queue.peek(mayGo);
    if (!next) return undefined;
    this.#queue.take(next);
    if (!next.isProven) this.#waitingNewcomers -= 1;
    this.#takenSince = next.isProven ? this.#takenSince + next.cost : 0;
    return next;
  }

  #nextOfLanes(mayGo: (waiter: W) => boolean): W | undefined {
    const proven = this.#queue.peek((waiter) => waiter.isProven && mayGo(waiter));
    if (proven && this.#takenSince < NEWCOMERS_PART - 1) return proven;
    const newcomer = this.#queue.peek((waiter) => !waiter.isProven && mayGo(waiter));
    const isDue = newcomer && this.#takenSince >= (NEWCOMERS_PART - 1) * newcomer.cost;
    return isDue ? newcomer : (proven ?? newcomer);
  }
}

function isNewcomer({ isProven }: MaybeProven): boolean {
  return !isProven;
}
