/** Collects the next waiting requests, those of different callers first. */
export class NextInQueue<W extends { readonly caller: string }> {
  readonly #max: number;
  readonly #heads: W[] = [];
  readonly #others: W[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  get list(): readonly W[] {
    return [...this.#heads, ...this.#others].slice(0, this.#max);
  }

  /** Returns true if a request after all added ones would be among the next. */
  hasRoomFor(waiter: W): boolean {
    return this.#heads.length < this.#max && this.#listOf(waiter).length < this.#max;
  }

  /** Adds a request that comes after all others. */
  add(waiter: W): void {
    if (this.hasRoomFor(waiter)) this.#listOf(waiter).push(waiter);
  }

  #listOf({ caller }: W): W[] {
    return this.#heads.every((head) => head.caller !== caller) ? this.#heads : this.#others;
  }
}
