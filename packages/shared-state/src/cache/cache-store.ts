import type { CacheKey } from './cache-keys.ts';
import type { CacheEntry } from './sealed-entry.ts';

/** Result of a lookup. */
export type Lookup =
  | { readonly kind: 'hit'; readonly entry: CacheEntry; readonly remainingMs: number }
  /** This process reads it: it calls {@link CacheStore.fill} or {@link CacheStore.release} in the end. */
  | { readonly kind: 'lead'; readonly begunAt: number }
  /** Another process reads it. Resolves when that is over, with false if that process has no answer to share. */
  | { readonly kind: 'wait'; readonly over: Promise<boolean> };

/** Keeps answers for a time, and lets one process at a time read each of them from the upstream. */
export interface CacheStore {
  /** @throws the error of the store */
  look(key: CacheKey): Promise<Lookup>;
  /** Keeps an answer for the rest of its time. Never throws. */
  fill(key: CacheKey, entry: CacheEntry, remainingMs: number): Promise<void>;
  /** Lets another process read the answer. Never throws. */
  release(key: CacheKey): Promise<void>;
  /**
   * Deletes answers, and keeps none of those that are being read now.
   * @returns the number of answers that were kept
   * @throws the error of the store
   */
  purge(subjects: readonly string[]): Promise<number>;
  /** Calls a listener when answers were purged by any process. */
  onPurge(listener: () => void): void;
}
