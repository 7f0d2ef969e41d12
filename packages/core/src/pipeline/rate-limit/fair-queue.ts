import type { Priority } from '../send.ts';

/** Somebody who waits for a turn. */
export interface Waiter {
  /** Who it is; those of one caller stand in line behind each other. */
  readonly caller: string;
  readonly priority: Priority;
  /** How much its turn takes of what is shared out. */
  readonly cost: number;
}

/** One part in so many is the background's even while somebody interactive waits, so that it never starves. */
const BACKGROUND_PART = 8;

/**
 * A queue that is fair between callers: they take turns, however many requests each has waiting. Interactive ones go
 * before background ones.
 */
export class FairQueue<W extends Waiter> {
  readonly #lines: Record<Priority, Map<string, W[]>> = { interactive: new Map(), background: new Map() };
  #size = 0;
  /** What interactive ones took since the background's last turn. */
  #takenSince = 0;

  get size(): number {
    return this.#size;
  }

  /** About who goes before somebody who comes now: their own line, and as many of each other one. */
  *ahead(newcomer: Waiter): Iterable<W> {
    const round = this.#lineOf(newcomer).length + 1;
    yield* firstOfEach(this.#lines.interactive, round);
    if (newcomer.priority === 'background') yield* firstOfEach(this.#lines.background, round);
  }

  /**
   * Who makes room in a full queue for somebody who comes now: one in the background for somebody interactive, else the
   * last of a line that is longer than the newcomer's own would be.
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

  /** Takes somebody out who no longer waits; whether they did. */
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

  /** Returns the one whose turn it is among those that may go now. One that may not go holds up no other. */
  peek(mayGo: (waiter: W) => boolean): W | undefined {
    const background = this.#first('background', mayGo);
    const isDue = background && this.#takenSince >= (BACKGROUND_PART - 1) * background.cost;
    return (isDue ? undefined : this.#first('interactive', mayGo)) ?? background;
  }

  /** Takes out the one whose turn it is. */
  take(waiter: W): void {
    this.#takeOut(waiter);
    this.#takenSince = waiter.priority === 'background' ? 0 : this.#takenSince + waiter.cost;
  }

  /** The requests of one caller that wait. */
  of(caller: string): readonly W[] {
    return [...(this.#lines.interactive.get(caller) ?? []), ...(this.#lines.background.get(caller) ?? [])];
  }

  /** Returns the one of the latest caller's that meets a condition, in the background if any there does. */
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

  /** Its caller goes to the end of the round: the next turn is another's. */
  #takeOut(waiter: W): void {
    this.remove(waiter);
    const lines = this.#lines[waiter.priority];
    const rest = lines.get(waiter.caller);
    if (rest && lines.delete(waiter.caller)) lines.set(waiter.caller, rest);
  }

  /** Those of a caller who are waiting, of the same priority. */
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
