import type { Priority } from '../send.ts';

/** A request that waits for a permit. */
export interface Waiter {
  /** Identifies the caller; requests of one caller are served in the order in which they came. */
  readonly caller: string;
  readonly priority: Priority;
  /** Share of the rate that its permit takes. */
  readonly cost: number;
}

/** Background requests get every eighth part of the cost while interactive ones wait, so that they never starve. */
const BACKGROUND_PART = 8;

/**
 * A queue that serves callers round robin, however many requests each has waiting. Interactive requests go before
 * background ones.
 */
export class FairQueue<W extends Waiter> {
  readonly #lines: Record<Priority, Map<string, W[]>> = { interactive: new Map(), background: new Map() };
  #size = 0;
  /** Cost of the interactive requests since the last one in the background. */
  #takenSince = 0;

  get size(): number {
    return this.#size;
  }

  /** Number of callers that wait; those of background requests count only if no interactive one waits. */
  get callers(): number {
    return this.#lines.interactive.size || this.#lines.background.size;
  }

  /** Yields approximately the requests before a new one: those of its caller, and as many of each other caller. */
  *ahead(newcomer: Waiter): Iterable<W> {
    const round = this.#lineOf(newcomer).length + 1;
    yield* firstOfEach(this.#lines.interactive, round);
    if (newcomer.priority === 'background') yield* firstOfEach(this.#lines.background, round);
  }

  /**
   * Returns the request to evict from a full queue for a new one: a background request for an interactive one, otherwise
   * the last request of a caller that has more requests waiting than the caller of the new one would have.
   */
  yieldsTo(newcomer: Waiter): W | undefined {
    if (newcomer.priority === 'interactive') {
      const inBackground = longestOf(this.#lines.background).at(-1);
      if (inBackground) return inBackground;
    }
    const longest = longestOf(this.#lines[newcomer.priority]);
    return longest.length > this.#lineOf(newcomer).length + 1 ? longest.at(-1) : undefined;
  }

  add(waiter: W): void {
    this.#lines[waiter.priority].getOrInsertComputed(waiter.caller, () => []).push(waiter);
    this.#size += 1;
  }

  /** Removes a request that no longer waits. Returns true if it was in the queue. */
  remove(waiter: W): boolean {
    const lines = this.#lines[waiter.priority];
    const line = lines.get(waiter.caller);
    const at = line?.indexOf(waiter) ?? -1;
    if (!line || at === -1) return false;
    line.splice(at, 1);
    if (line.length === 0) lines.delete(waiter.caller);
    this.#size -= 1;
    return true;
  }

  /** Returns the next request that may go now. A request that may not go blocks no other. */
  peek(mayGo: (waiter: W) => boolean): W | undefined {
    const background = this.#first('background', mayGo);
    const isDue = background && this.#takenSince >= (BACKGROUND_PART - 1) * background.cost;
    return (isDue ? undefined : this.#first('interactive', mayGo)) ?? background;
  }

  /** Removes the one that {@link peek} returned. */
  take(waiter: W): void {
    this.#takeOut(waiter);
    this.#takenSince = waiter.priority === 'background' ? 0 : this.#takenSince + waiter.cost;
  }

  /** Returns the waiting requests of one caller. */
  of(caller: string): readonly W[] {
    return [...(this.#lines.interactive.get(caller) ?? []), ...(this.#lines.background.get(caller) ?? [])];
  }

  /** Returns the latest request that meets a condition; a background request if there is one. */
  last(condition: (waiter: W) => boolean): W | undefined {
    for (const lines of [this.#lines.background, this.#lines.interactive]) {
      const found = [...lines.values()].findLast((line) => line.some(condition))?.findLast(condition);
      if (found) return found;
    }
    return undefined;
  }

  #first(priority: Priority, mayGo: (waiter: W) => boolean): W | undefined {
    for (const line of this.#lines[priority].values()) {
      const first = line.find(mayGo);
      if (first) return first;
    }
    return undefined;
  }

  /** Removes a request and moves its caller to the end of the round. */
  #takeOut(waiter: W): void {
    this.remove(waiter);
    const lines = this.#lines[waiter.priority];
    const rest = lines.get(waiter.caller);
    if (rest && lines.delete(waiter.caller)) lines.set(waiter.caller, rest);
  }

  /** Returns the waiting requests of the same caller and priority. */
  #lineOf({ caller, priority }: Waiter): readonly W[] {
    return this.#lines[priority].get(caller) ?? [];
  }
}

function* firstOfEach<W>(lines: ReadonlyMap<string, readonly W[]>, count: number): Iterable<W> {
  for (const line of lines.values()) {
    for (let at = 0; at < count && at < line.length; at += 1) yield line[at] as W;
  }
}

function longestOf<W>(lines: ReadonlyMap<string, readonly W[]>): readonly W[] {
  let longest: readonly W[] = [];
  for (const line of lines.values()) if (line.length > longest.length) longest = line;
  return longest;
}
