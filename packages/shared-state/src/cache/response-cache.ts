import type { CancelSignal, Credentials } from '@contacts/core';
import type { CacheIdentity, CacheKey, CacheKeys } from './cache-keys.ts';
import type { CacheStore, Lookup } from './cache-store.ts';
import { contactSubject, credentialSubject } from './purge-marks.ts';
import type { CacheEntry } from './sealed-entry.ts';

/** `hit`: read from the store. `shared`: read by another request at the same time. `miss`: read from the upstream. `bypass`: read from the upstream since the store failed. */
export type CacheOutcome = 'hit' | 'shared' | 'miss' | 'bypass';

/** An answer that may be kept. */
export interface Cacheable {
  /** The `data` of the answer as JSON: a text of which each character is one byte. */
  readonly data: string;
  /** Contacts whose data it may hold. */
  readonly contactIds: Iterable<number>;
}

export interface CacheRun<R> {
  /** Reads the answer. */
  run(): Promise<R>;
  /** Returns the parts of an answer that are kept, or undefined for one with errors. */
  toCacheable(result: R): Cacheable | undefined;
  /** Returns an answer that was kept. */
  fromData(data: string): R;
}

export interface CacheAnswer<R> {
  readonly result: R;
  /** Time for which the answer may still be kept; 0 if it may not. */
  readonly remainingMs: number;
}

export interface ResponseCache {
  /**
   * Returns the answer of an operation: from the store, from a request at the same time, or by `run`, also if the store fails.
   * @param signal ends the wait for another request's answer; `run` is called then and throws the error of the aborted operation
   * @throws the error of `run`
   */
  through<R>(identity: CacheIdentity, signal: CancelSignal, run: CacheRun<R>): Promise<CacheAnswer<R>>;
  /** Deletes all answers that hold a contact or belong to a credential. Returns their number. */
  purge(subjects: {
    readonly contactIds: readonly number[];
    readonly credentials: readonly Credentials[];
  }): Promise<number>;
}

export interface ResponseCacheOptions {
  readonly store: CacheStore;
  readonly keys: CacheKeys;
  /** Lifetime of an answer in milliseconds. It begins with the read, so that a change in the portal is hidden for no longer. */
  readonly ttlMs: number;
  readonly onOutcome?: ((outcome: CacheOutcome) => void) | undefined;
}

/** Maximum length of an answer that is kept, in characters. */
const MAX_LENGTH = 2_000_000;
/** Maximum number of waits for other replicas; then the answer is read here. */
const MAX_WAITS = 20;

export function createResponseCache({ store, keys, ttlMs, onOutcome }: ResponseCacheOptions): ResponseCache {
  const flights = new Map<string, Promise<Found | undefined>>();
  // A request after a purge must not join a read that began before it.
  store.onPurge(() => flights.clear());

  return {
    async through(identity, signal, run) {
      const key = keys.keyOf(identity);
      const flight = flights.get(key.operation);
      if (flight) {
        const found = await untilAborted(flight, signal);
        return found ? answered(found, run, 'shared') : plain(run);
      }
      const { promise, resolve } = Promise.withResolvers<Found | undefined>();
      flights.set(key.operation, promise);
      try {
        return await lead(key, signal, run, resolve);
      } finally {
        resolve(undefined);
        if (flights.get(key.operation) === promise) flights.delete(key.operation);
      }
    },
    purge: ({ contactIds, credentials }) =>
      store.purge([
        ...contactIds.map(contactSubject),
        ...credentials.map((credential) => credentialSubject(keys.credentialOf(credential))),
      ]),
  };

  async function lead<R>(
    key: CacheKey,
    signal: CancelSignal,
    run: CacheRun<R>,
    share: (found: Found | undefined) => void,
  ): Promise<CacheAnswer<R>> {
    const begun = performance.now();
    const lookup = await settledLookup(key, signal);
    if (lookup?.kind === 'hit') {
      const found = { entry: lookup.entry, until: performance.now() + lookup.remainingMs };
      share(found);
      return answered(found, run, 'hit');
    }
    if (!lookup) return plain(run, 'bypass');
    onOutcome?.('miss');
    let entry: CacheEntry | undefined;
    try {
      const result = await run.run();
      entry = entryOf(run.toCacheable(result), lookup.begunAt);
      const until = begun + ttlMs;
      if (entry) share({ entry, until });
      return { result, remainingMs: entry ? Math.max(0, until - performance.now()) : 0 };
    } finally {
      const remainingMs = begun + ttlMs - performance.now();
      void (entry ? store.fill(key, entry, remainingMs) : store.release(key));
    }
  }

  /** Waits until there is an answer or this request has to read it. Returns undefined if the store fails or the request is aborted. */
  async function settledLookup(key: CacheKey, signal: CancelSignal): Promise<Lead | Hit | undefined> {
    try {
      for (let waits = 0; waits < MAX_WAITS; waits += 1) {
        const lookup = await store.look(key);
        if (lookup.kind !== 'wait') return lookup;
        if (!(await untilAborted(lookup.over, signal))) return undefined;
      }
    } catch {
      // The answer is read without the store.
    }
    return undefined;
  }

  async function plain<R>(run: CacheRun<R>, outcome: CacheOutcome = 'miss'): Promise<CacheAnswer<R>> {
    onOutcome?.(outcome);
    return { result: await run.run(), remainingMs: 0 };
  }

  function answered<R>({ entry, until }: Found, run: CacheRun<R>, outcome: CacheOutcome): CacheAnswer<R> {
    onOutcome?.(outcome);
    return { result: run.fromData(entry.data), remainingMs: Math.max(0, until - performance.now()) };
  }
}

type Hit = Extract<Lookup, { readonly kind: 'hit' }>;
type Lead = Extract<Lookup, { readonly kind: 'lead' }>;

interface Found {
  readonly entry: CacheEntry;
  readonly until: number;
}

function entryOf(cacheable: Cacheable | undefined, begunAt: number): CacheEntry | undefined {
  if (!cacheable || cacheable.data.length > MAX_LENGTH) return undefined;
  return { begunAt, contactIds: [...cacheable.contactIds], data: cacheable.data };
}

/** Resolves with `work`, or with undefined as soon as `signal` aborts. Does not cancel the work. */
async function untilAborted<T>(work: Promise<T>, signal: CancelSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const onAbort = (): void => resolve(undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
