import { LRUCache } from 'lru-cache';
import { roomFor } from '../../../cache-room.ts';

export interface RefCountedCacheOptions<V> {
  /** Maximum number of values that are kept while they are not in use. */
  readonly max: number;
  /** Time for which such a value is kept, in milliseconds. */
  readonly ttlMs: number;
  readonly create: (name: string) => V;
  /** Returns whether a value that is no longer in use has anything to remember. Default: always. */
  readonly isWorthKeeping?: (value: V) => boolean;
}

/**
 * A cache that never evicts a value in use: a budget that is forgotten while requests count in it is one that is
 * exceeded. The users bound the number of values in use.
 */
export class RefCountedCache<V extends object> {
  readonly #inUse = new Map<string, { readonly value: V; users: number }>();
  readonly #idle: LRUCache<string, V>;
  readonly #options: RefCountedCacheOptions<V>;

  constructor(options: RefCountedCacheOptions<V>) {
    this.#options = options;
    // `performance` is looked up at each call, so that fake timers work; no timers of the cache's own.
    this.#idle = new LRUCache({ ...roomFor(options.max), ttl: options.ttlMs, perf: performance });
  }

  /** Returns the value of a name, created if there is none. Release it as often as it is acquired. */
  acquire(name: string): V {
    const used = this.#inUse.get(name);
    if (used) {
      used.users += 1;
      return used.value;
    }
    const idle = this.#idle.get(name);
    if (idle) this.#idle.delete(name);
    const value = idle ?? this.#options.create(name);
    this.#inUse.set(name, { value, users: 1 });
    return value;
  }

  release(name: string): void {
    const used = this.#inUse.get(name);
    if (!used) return;
    used.users -= 1;
    if (used.users > 0) return;
    this.#inUse.delete(name);
    if (this.#options.isWorthKeeping?.(used.value) ?? true) this.#idle.set(name, used.value);
  }

  /** Yields all values, in use or not. */
  *values(): Iterable<V> {
    for (const { value } of this.#inUse.values()) yield value;
    yield* this.#idle.values();
  }
}
