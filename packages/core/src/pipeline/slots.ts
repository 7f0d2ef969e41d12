/** For this long after its last request a caller counts as there: others then leave it a slot. */
const PRESENT_MS = 30_000;

/** What a portal works on at a time, and who has how much of it. */
export class Slots {
  readonly #concurrency: number;
  readonly #inFlightOf = new Map<string, number>();
  /** When each caller was last there, the longest ago first. */
  readonly #seenAt = new Map<string, number>();
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

  see(caller: string): void {
    this.#seenAt.delete(caller);
    this.#seenAt.set(caller, performance.now());
  }

  /** Whether a slot is free for a caller: while others are there, one stays out of reach of any single caller. */
  isFreeFor(caller: string): boolean {
    if (this.areFull) return false;
    const own = this.#inFlightOf.get(caller) ?? 0;
    return own < (this.#othersPresent(caller) ? Math.max(1, this.#concurrency - 1) : this.#concurrency);
  }

  take(caller: string): void {
    this.#inFlight += 1;
    this.#inFlightOf.set(caller, (this.#inFlightOf.get(caller) ?? 0) + 1);
  }

  giveBack(caller: string): void {
    this.#inFlight -= 1;
    const left = (this.#inFlightOf.get(caller) ?? 1) - 1;
    if (left === 0) this.#inFlightOf.delete(caller);
    else this.#inFlightOf.set(caller, left);
    this.see(caller);
  }

  #othersPresent(caller: string): boolean {
    const since = performance.now() - PRESENT_MS;
    for (const [other, seenAt] of this.#seenAt) {
      const isThere = seenAt >= since || this.#inFlightOf.has(other);
      if (!isThere) this.#seenAt.delete(other);
      else if (other !== caller) return true;
    }
    return false;
  }
}
