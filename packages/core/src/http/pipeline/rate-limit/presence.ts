/** Time for which a caller counts as present after its last request: others then leave it a slot. */
const PRESENT_MS = 30_000;

interface Seen {
  readonly caller: string;
  at: number;
}

/**
 * The callers of one kind that are present: in flight, or seen in the last half minute. It is only asked for others than
 * one caller, so that it remembers the two seen last, however many come.
 */
export class Presence {
  readonly #inFlightOf = new Map<string, number>();
  #last: Seen | undefined;
  /** The last one seen before, of another caller than {@link #last}. */
  #lastOther: Seen | undefined;

  see(caller: string): void {
    const at = performance.now();
    if (this.#last?.caller === caller) {
      this.#last.at = at;
      return;
    }
    this.#lastOther = this.#last;
    this.#last = { caller, at };
  }

  begin(caller: string): void {
    this.#inFlightOf.set(caller, this.inFlightOf(caller) + 1);
  }

  end(caller: string): void {
    const left = this.inFlightOf(caller) - 1;
    if (left > 0) this.#inFlightOf.set(caller, left);
    else this.#inFlightOf.delete(caller);
    this.see(caller);
  }

  /** Returns the number of requests of a caller in flight. */
  inFlightOf(caller: string): number {
    return this.#inFlightOf.get(caller) ?? 0;
  }

  /** Returns true if a caller other than `besides` is present. */
  hasOther(besides?: string): boolean {
    const other = this.#last?.caller === besides ? this.#lastOther : this.#last;
    if (other && other.at >= performance.now() - PRESENT_MS) return true;
    // Calls that last longer than that.
    return this.#inFlightOf.size > (besides !== undefined && this.#inFlightOf.has(besides) ? 1 : 0);
  }
}
