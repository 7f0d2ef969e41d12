import { LRUCache } from 'lru-cache';

export interface KeptOptions<V> {
  /** Most values that are kept while nobody uses them. */
  readonly max: number;
  /** How long one is kept then, in milliseconds. */
  readonly ttlMs: number;
  readonly create: () => V;
  /** Whether one that nobody uses has anything to remember. Default: always. */
  readonly isWorthIt?: (value: V) => boolean;
}

/**
 * Values by name, of which one that is in use is never dropped: a budget that is forgotten while requests count in it is
 * one that is passed. How many are in use at a time is bounded by whoever uses them.
 */
export class Kept<V extends object> {
  readonly #inUse = new Map<string, { readonly value: V; users: number }>();
  readonly #idle: LRUCache<string, V>;
  readonly #options: KeptOptions<V>;

  constructor(options: KeptOptions<V>) {
    this.#options = options;
    // The clock as it is now, which in tests is a faked one, and no timers of the cache's own.
    this.#idle = new LRUCache({ max: options.max, ttl: options.ttlMs, perf: performance, ttlResolution: 0 });
  }

  /** The value of this name, made if there is none; to be released as often as it is used. */
  use(name: string): V {
    const used = this.#inUse.get(name);
    if (used) {
      used.users += 1;
      return used.value;
    }
    const value = this.#idle.get(name) ?? this.#options.create();
    this.#idle.delete(name);
    this.#inUse.set(name, { value, users: 1 });
    return value;
  }

  release(name: string): void {
    const used = this.#inUse.get(name);
    if (!used) return;
    used.users -= 1;
    if (used.users > 0) return;
    this.#inUse.delete(name);
    if (this.#options.isWorthIt?.(used.value) ?? true) this.#idle.set(name, used.value);
  }

  /** All that are known, in use or not. */
  *values(): Iterable<V> {
    for (const { value } of this.#inUse.values()) yield value;
    yield* this.#idle.values();
  }
}
