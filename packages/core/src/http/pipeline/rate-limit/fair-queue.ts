import type { Priority } from '../send.ts';

/** A request that waits for a permit. */
export interface Waiter {
  /** Identifies the caller; requests of one caller are served in the order in which they came. */
  readonly caller: string;
  readonly priority: Priority;
  /** Share of the rate that its permit takes. */
  readonly cost: number;
}

/** Background requests get one part in so many while interactive ones wait, so that they never starve. */
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

  /** Yields about those that go before one that comes now: those of its caller, and as many of each other one. */
  *ahead(newcomer: Waiter): Iterable<W> {
    const round = this.#lineOf(newcomer).length + 1;
    yield* firstOfEach(this.#lines.interactive, round);
    if (newcomer.priority === 'background') yield* firstOfEach(this.#lines.background, round);
  }

  /**
   * Returns the one that makes room in a full queue for one that comes now: one in the background for an interactive one,
   * else the last of a caller who has more waiting than the newcomer's would have.
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
    const lines = this.#lines[waiter.priority];
    const line = lines.get(waiter.caller);
    if (line) line.push(waiter);
    else lines.set(waiter.caller, [waiter]);
    this.#size += 1;
  }

  /** Removes one that no longer waits. Returns whether it was there. */
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

  /** Returns the next one among those that may go now. One that may not go holds up no other. */
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

  /** Returns the latest one that meets a condition, in the background if there is any. */
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

  /** Moves its caller to the end of the round. */
  #takeOut(waiter: W): void {
    this.remove(waiter);
    const lines = this.#lines[waiter.priority];
    const rest = lines.get(waiter.caller);
    if (rest && lines.delete(waiter.caller)) lines.set(waiter.caller, rest);
  }

  /** Returns those of the same caller and priority. */
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
