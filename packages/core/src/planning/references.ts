import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { roomFor } from '../cache-room.ts';
import { type Credentials, credentialKey } from '../credentials.ts';
import { type Filter, filterKey } from '../query/filter.ts';
import type { MultifieldSource } from '../entities/multifield.ts';
import { type Read, readKey } from './reads.ts';

/** Options of the cache of reference data; {@link referencesDefaults} has the defaults. */
export interface ReferencesOptions {
  /** Time for which a known value serves, in milliseconds; 0 keeps nothing. */
  readonly ttlMs?: number;
  /** Maximum number of values, of all callers together. */
  readonly maxEntries?: number;
}

/** The time is what other clients of the upstream use (contract §8). */
export const referencesDefaults = { ttlMs: 300_000, maxEntries: 20_000 } as const satisfies ReferencesOptions;

/** Values that hardly ever change and many operations need: users, dictionaries, the field list, the portal's host. */
export interface References {
  /** The known values of one caller: rights differ by caller, so nothing is shared between two. */
  of(credentials: Credentials): {
    get(read: Read): { readonly value: unknown } | undefined;
    set(read: Read, value: unknown): void;
    /** Number of contacts that passed a filter when they were last grouped. */
    groupedRecords(filter: Filter): number | undefined;
    recordGroupCount(filter: Filter, count: number): void;
    /** The source of the multifields of contacts, by what the caller's lists were seen to have. */
    multifieldSource(): MultifieldSource;
    /** Records if the rows of a list that selects everything have all values of their multifields. */
    recordMultifields(inRows: boolean): void;
  };
}

const kept: ReadonlySet<Read['kind']> = new Set(['users', 'dictionary', 'fields', 'me']);

/** Creates the cache of a gateway for such values; failures are not cached. */
export function createReferences(options: ReferencesOptions = {}): References {
  const { ttlMs, maxEntries } = { ...referencesDefaults, ...options };
  const values =
    ttlMs > 0
      ? new LRUCache<string, { value: unknown }>({
          ...roomFor(maxEntries),
          ttl: ttlMs,
          // Names of people do not stay in memory until they are asked for again.
          ttlAutopurge: true,
        })
      : undefined;
  return {
    of(credentials) {
      const caller = credentialKey(credentials);
      const source = `${caller}|multifields`;
      // Filters hold names and phones: what is kept is a digest of them.
      const recordsKey = (filter: Filter) =>
        `${caller}|grouped|${createHash('sha256').update(filterKey(filter)).digest('base64url')}`;
      return {
        groupedRecords: (filter) => values?.get(recordsKey(filter))?.value as number | undefined,
        recordGroupCount: (filter, count) => void values?.set(recordsKey(filter), { value: count }),
        multifieldSource: () => (values?.get(source)?.value as MultifieldSource | undefined) ?? 'unknown',
        recordMultifields: (inRows) => void values?.set(source, { value: inRows ? 'rows' : 'get' }),
        get: (read) => (isKept(read) ? values?.get(`${caller}|${readKey(read)}`) : undefined),
        set: (read, value) => {
          if (isKept(read)) values?.set(`${caller}|${readKey(read)}`, { value });
        },
      };
    },
  };
}

function isKept(read: Read): boolean {
  return read.kind === 'record' ? read.entity.isReference === true : kept.has(read.kind);
}
