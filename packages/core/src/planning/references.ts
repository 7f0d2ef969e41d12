import { hash } from 'node:crypto';
import { type Credentials, credentialKey } from '../credentials.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import { type Filter, filterKey } from '../query/filter.ts';
import type { MultifieldSource } from '../entities/multifield.ts';
import { KeptValues } from './kept-values.ts';
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
  of(credentials: Credentials): CallerReferences;
}

const kept: ReadonlySet<Read['kind']> = new Set(['users', 'dictionary', 'fields', 'me']);

/** Creates the cache of a gateway for such values; failures are not cached. */
export function createReferences(options: ReferencesOptions = {}): References {
  const { ttlMs, maxEntries } = { ...referencesDefaults, ...options };
  const create = (ms: number): KeptValues => new KeptValues({ ttlMs: ms, maxEntries });
  const values = ttlMs > 0 ? create(ttlMs) : undefined;
  return {
    of: (credentials) => new CallerReferences(values ?? create(Number.POSITIVE_INFINITY), credentialKey(credentials)),
  };
}

/** The known values of one caller, in one operation; without a cache, those that the operation itself read. */
export class CallerReferences {
  readonly #values: KeptValues;
  readonly #caller: string;

  constructor(values: KeptValues, caller: string) {
    this.#values = values;
    this.#caller = caller;
  }

  get(read: Read): { readonly value: unknown } | undefined {
    return kept.has(read.kind) ? this.#get(readKey(read)) : undefined;
  }

  set(read: Read, value: unknown): void {
    if (kept.has(read.kind)) this.#set(readKey(read), value);
  }

  /** Returns a record of an entity whose records are kept; its value is `null` if there was none. */
  record(entity: Entity, id: number): { readonly value: UpstreamRow | null } | undefined {
    if (!entity.isReference) return undefined;
    return this.#get(recordKey(entity, id)) as { readonly value: UpstreamRow | null } | undefined;
  }

  setRecord(entity: Entity, id: number, value: UpstreamRow | null): void {
    if (entity.isReference) this.#set(recordKey(entity, id), value);
  }

  isKnown(read: Read): boolean {
    return this.get(read) !== undefined;
  }

  /** Returns the number of contacts that passed a filter when they were last grouped. */
  groupedRecords(filter: Filter): number | undefined {
    return this.#get(groupedKey(filter))?.value as number | undefined;
  }

  recordGroupCount(filter: Filter, count: number): void {
    this.#set(groupedKey(filter), count);
  }

  /** Returns the source of the multifields of contacts, by what the caller's lists were seen to have. */
  multifieldSource(): MultifieldSource {
    return (this.#get('multifields')?.value as MultifieldSource | undefined) ?? 'unknown';
  }

  /** Records if the rows of a list that selects everything have all values of their multifields. */
  recordMultifields(inRows: boolean): void {
    this.#set('multifields', inRows ? 'rows' : 'get');
  }

  #get(key: string): { readonly value: unknown } | undefined {
    return this.#values.get(this.#caller, key);
  }

  #set(key: string, value: unknown): void {
    this.#values.set(this.#caller, key, value);
  }
}

function recordKey({ name }: Entity, id: number): string {
  return `${name}|${id}`;
}

/** Filters hold names and phones: what is kept is a digest of them. */
function groupedKey(filter: Filter): string {
  return `grouped|${hash('sha256', filterKey(filter), 'base64url')}`;
}
