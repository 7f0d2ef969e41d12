/** Something in a {@link RecencyList}, which alone changes its neighbours. */
export interface Linked<T> {
  newer: T | undefined;
  older: T | undefined;
}

/** Items in the order in which they were added or used last. No operation takes longer where there are more. */
export class RecencyList<T extends Linked<T>> {
  #newest: T | undefined;
  #oldest: T | undefined;
  #size = 0;

  get newest(): T | undefined {
    return this.#newest;
  }

  get oldest(): T | undefined {
    return this.#oldest;
  }

  get size(): number {
    return this.#size;
  }

  add(item: T): void {
    item.older = this.#newest;
    if (this.#newest) this.#newest.newer = item;
    else this.#oldest = item;
    this.#newest = item;
    this.#size += 1;
  }

  /** Makes an item of the list the newest. */
  use(item: T): void {
    if (item === this.#newest) return;
    this.remove(item);
    this.add(item);
  }

  /** Removes an item; does nothing the second time. */
  remove(item: T): void {
    const { newer, older } = item;
    if (!newer && this.#newest !== item) return;
    if (newer) newer.older = older;
    else this.#newest = older;
    if (older) older.newer = newer;
    else this.#oldest = newer;
    // An item that is removed would otherwise keep its neighbours in memory.
    item.newer = undefined;
    item.older = undefined;
    this.#size -= 1;
  }
}
