/** Something that ends at a time on the clock of `performance.now()`. */
export interface Timed {
  readonly endsAt: number;
  /** Called at that time. */
  onTime(): void;
  /** Neighbours in the list of its timer, which alone changes them. */
  newer: Timed | undefined;
  older: Timed | undefined;
}

/**
 * One timer for many deadlines, nearly none of which is ever reached. It is set again only for one that is earlier than
 * all others, and cleared with the last.
 */
export class DeadlineTimer {
  #newest: Timed | undefined;
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  /** @param now the time on the same clock */
  add(timed: Timed, now: number): void {
    timed.older = this.#newest;
    if (this.#newest) this.#newest.newer = timed;
    this.#newest = timed;
    if (timed.endsAt < this.#firesAt) this.#set(timed.endsAt, now);
  }

  /** Removes something that no longer ends; does nothing the second time. */
  remove(timed: Timed): void {
    const { newer, older } = timed;
    if (newer) newer.older = older;
    else if (this.#newest === timed) this.#newest = older;
    if (older) older.newer = newer;
    // One that is removed would otherwise keep its neighbours in memory.
    timed.newer = undefined;
    timed.older = undefined;
    if (!this.#newest) this.#clear();
  }

  #set(at: number, now: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = at;
    this.#timer = setTimeout(() => this.#fire(), Math.ceil(at - now));
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    const now = performance.now();
    this.#clear();
    const over: Timed[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (let timed = this.#newest; timed; timed = timed.older) {
      if (timed.endsAt <= now) over.unshift(timed);
      else next = Math.min(next, timed.endsAt);
    }
    if (next < Number.POSITIVE_INFINITY) this.#set(next, now);
    for (const timed of over) {
      this.remove(timed);
      timed.onTime();
    }
  }
}
