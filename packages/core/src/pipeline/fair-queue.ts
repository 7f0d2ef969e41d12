import type { Priority } from './send.ts';

/** Somebody who waits for a turn. */
export interface Waiter {
  /** Who it is; those of one caller stand in line behind each other. */
  readonly caller: string;
  readonly priority: Priority;
}

/** Out of this many turns the background gets one even while somebody interactive waits, so that it never starves. */
const BACKGROUND_TURN = 8;

/**
 * A queue that is fair between callers: they take turns, however many requests each has waiting. Interactive ones go
 * before background ones.
 */
export class FairQueue<W extends Waiter> {
  readonly #lines: Record<Priority, Map<string, W[]>> = { interactive: new Map(), background: new Map() };
  #size = 0;
  #turns = 0;

  get size(): number {
    return this.#size;
  }

  /** Those of a caller who are waiting, of the same priority. */
  lineOf({ caller, priority }: Waiter): readonly W[] {
    return this.#lines[priority].get(caller) ?? [];
  }

  /** About who goes before somebody who comes now: their own line, and as many of each other one. */
  *ahead(newcomer: Waiter): Iterable<W> {
    const round = this.lineOf(newcomer).length + 1;
    const lines =
      newcomer.priority === 'interactive'
        ? this.#lines.interactive.values()
        : [...this.#lines.interactive.values(), ...this.#lines.background.values()];
    for (const line of lines) yield* line.slice(0, round);
  }

  /** Those who stand in the longest line. */
  longest(): readonly W[] {
    let longest: readonly W[] = [];
    for (const lines of Object.values(this.#lines))
      for (const line of lines.values()) if (line.length > longest.length) longest = line;
    return longest;
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

  /** Whose turn it is, among those who may go now; taken out of the queue. Who may not holds up nobody behind them. */
  next(mayGo: (waiter: W) => boolean): W | undefined {
    const backgroundFirst = (this.#turns + 1) % BACKGROUND_TURN === 0;
    const order: readonly Priority[] = backgroundFirst ? ['background', 'interactive'] : ['interactive', 'background'];
    for (const priority of order) {
      for (const [caller, line] of this.#lines[priority]) {
        const first = line.find(mayGo);
        if (!first) continue;
        this.remove(first);
        this.#turns += 1;
        // To the end of the round: the next turn is another caller's.
        const rest = this.#lines[priority].get(caller);
        if (rest) {
          this.#lines[priority].delete(caller);
          this.#lines[priority].set(caller, rest);
        }
        return first;
      }
    }
    return undefined;
  }
}
