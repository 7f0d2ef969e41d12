import { LRUCache } from 'lru-cache';
import type { CacheKey } from './cache-keys.ts';
import type { CacheStore } from './cache-store.ts';
import { isPurged, type PurgeMark } from './purge-marks.ts';
import type { CacheEntry } from './sealed-entry.ts';

/** Bytes besides the data of an entry, about. */
const ENTRY_BYTES = 500;

/**
 * Creates a store in the memory of this process.
 * @param maxBytes about the size of all answers together
 */
export function createMemoryStore(ttlMs: number, maxBytes: number): CacheStore {
  const entries = new LRUCache<string, { readonly key: CacheKey; readonly entry: CacheEntry }>({
    maxSize: maxBytes,
    sizeCalculation: ({ entry }) => 2 * entry.data.length + 8 * entry.contactIds.length + ENTRY_BYTES,
    perf: performance,
    ttlResolution: 0,
  });
  const listeners: (() => void)[] = [];
  let marks: readonly PurgeMark[] = [];
  return {
    look({ operation }) {
      const found = entries.get(operation);
      return Promise.resolve(
        found
          ? { kind: 'hit', entry: found.entry, remainingMs: entries.getRemainingTTL(operation) }
          : { kind: 'lead', begunAt: performance.now() },
      );
    },
    fill(key, entry, remainingMs) {
      if (!isPurged(entry, key.credential, marks)) entries.set(key.operation, { key, entry }, { ttl: remainingMs });
      return Promise.resolve();
    },
    release: () => Promise.resolve(),
    purge(subjects) {
      const at = performance.now();
      const added = subjects.map((subject) => ({ subject, at }));
      // Older ones are about answers whose time is over.
      marks = [...marks.filter((mark) => mark.at > at - ttlMs), ...added];
      const purged = [...entries.entries()].filter(([, { key, entry }]) => isPurged(entry, key.credential, added));
      for (const [name] of purged) entries.delete(name);
      for (const listener of listeners) listener();
      return Promise.resolve(purged.length);
    },
    onPurge: (listener) => void listeners.push(listener),
  };
}
