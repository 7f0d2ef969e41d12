export interface RefCountedCacheOptions<V> {
  /** Maximum number of values that are kept while they are not in use. */
  readonly max: number;
  /** Time for which such a value is kept, in milliseconds. */
  readonly ttlMs: number;
  readonly create: (name: string) => V;
  /** Returns whether a value that is no longer in use has anything to remember. Default: always. */
  readonly isWorthKeeping?: (value: V) => boolean;
}

/** A value of a {@link RefCountedCache}, which alone changes these members. */
export class RefCounted {
  users = 0;
  usedAt = 0;
}

/**
 * A cache that never evicts a value in use: a budget that is forgotten while requests count in it is one that is
 * exceeded. The users bound the number of values in use.
 */
export class RefCountedCache<V extends RefCounted> {
  readonly #values = new Map<string, V>();
  readonly #options: RefCountedCacheOptions<V>;
  /** Number of values, in use or not, above which some are evicted. */
  #room: number;

  constructor(options: RefCountedCacheOptions<V>) {
    this.#options = options;
    this.#room = options.max;
  }

  /**
   * Returns the value of a name, created if there is none. Release it as often as it is acquired.
   * @param now on the clock of `performance.now()`
   */
  acquire(name: string, now: number): V {
    let value = this.#values.get(name);
    if (!value || (value.users === 0 && now - value.usedAt > this.#options.ttlMs)) {
      value = this.#options.create(name);
      this.#values.set(name, value);
    }
    value.users += 1;
    value.usedAt = now;
    return value;
  }

  release(value: V): void {
    if (value.users === 0) return;
    value.users -= 1;
    if (value.users === 0 && this.#values.size > this.#room) this.#evict();
  }

  /** Returns all values, in use or not. */
  values(): Iterable<V> {
    return this.#values.values();
  }

  /** Evicts the values with nothing to remember, and of the others those that were not used for the longest time. */
  #evict(): void {
    const { max, isWorthKeeping = () => true } = this.#options;
    const kept: [name: string, value: V][] = [];
    for (const [name, value] of this.#values) {
      if (value.users > 0) continue;
      if (isWorthKeeping(value)) kept.push([name, value]);
      else this.#values.delete(name);
    }
    const latest = kept.toSorted(([, one], [, other]) => other.usedAt - one.usedAt);
    for (const [name] of latest.slice(max)) this.#values.delete(name);
    // Not each release looks at all values.
    this.#room = Math.max(max, this.#values.size) + Math.floor(max / 10);
  }
}
