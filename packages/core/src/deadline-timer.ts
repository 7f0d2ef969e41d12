import { type Linked, RecencyList } from './recency-list.ts';

/** Something that ends at a time on the clock of `performance.now()`. */
export interface Timed extends Linked<Timed> {
  readonly endsAt: number;
  /** Called at that time. */
  onTime(): void;
}

/**
 * One timer for many deadlines, nearly none of which is ever reached. It is set again only for one that is earlier than
 * all others, and cleared with the last.
 */
export class DeadlineTimer {
  readonly #all = new RecencyList<Timed>();
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;
  readonly #unref: boolean;

  /** @param unref true if the timer must not keep the process running */
  constructor({ unref = false }: { readonly unref?: boolean } = {}) {
    this.#unref = unref;
  }

  /** @param now the time on the same clock */
  add(timed: Timed, now: number): void {
    this.#all.add(timed);
    if (timed.endsAt < this.#firesAt) this.#set(timed.endsAt, now);
  }

  /** Removes something that no longer ends; does nothing the second time. */
  remove(timed: Timed): void {
    this.#all.remove(timed);
    if (this.#all.size === 0) this.#clear();
  }

  /** Ends everything at once, the oldest first. */
  endAll(): void {
    this.#endUntil(Number.POSITIVE_INFINITY);
  }

  #set(at: number, now: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = at;
    this.#timer = setTimeout(() => this.#fire(), Math.ceil(at - now));
    if (this.#unref) this.#timer.unref();
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    const now = performance.now();
    this.#clear();
    let next = Number.POSITIVE_INFINITY;
    for (let timed = this.#all.newest; timed; timed = timed.older) {
      if (timed.endsAt > now) next = Math.min(next, timed.endsAt);
    }
    if (next < Number.POSITIVE_INFINITY) this.#set(next, now);
    this.#endUntil(now);
  }

  #endUntil(time: number): void {
    const over: Timed[] = [];
    for (let timed = this.#all.newest; timed; timed = timed.older) if (timed.endsAt <= time) over.push(timed);
    for (const timed of over.toReversed()) {
      this.remove(timed);
      timed.onTime();
    }
  }
}
