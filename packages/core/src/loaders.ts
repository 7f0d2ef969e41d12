import DataLoader from 'dataloader';
import type { ContactRow } from './contact.ts';
import type { ContactField } from './contact-fields.ts';
import { type ContactsApi, type ListAnswer, MAX_IDS_PER_CALL } from './contacts.ts';
import { type ContactFilter, filterKey } from './filter.ts';
import { type ListQuery, selectedFields, windowKey } from './list-query.ts';

/** One contact, and what is asked of it. */
export interface ContactKey {
  readonly id: number;
  readonly fields: ReadonlySet<ContactField>;
}

/** The reads of one operation of one caller. Nothing in it outlives the operation or is seen by another caller. */
export interface Loaders {
  /** Reads of the same window become one call with the union of their fields. */
  readonly lists: DataLoader<ListQuery, ListAnswer, string>;
  /** Contacts by id become calls of 50; one that does not exist or is not visible is `null`. */
  readonly contacts: DataLoader<ContactKey, ContactRow | null, string>;
  readonly counts: DataLoader<ContactFilter, number, string>;
}

/** Makes the loaders of one operation. */
export function createLoaders(api: ContactsApi): Loaders {
  return {
    lists: new DataLoader((queries) => loadLists(api, queries), {
      cacheKeyFn: (query) => `${windowKey(query)}|${query.withTotal}|${selectedFields(query).toSorted().join()}`,
    }),
    contacts: new DataLoader((keys) => loadContacts(api, keys), {
      cacheKeyFn: ({ id, fields }) => `${id}|${[...fields].toSorted().join()}`,
    }),
    counts: new DataLoader((filters) => settle(filters.map((filter) => api.count(filter))), { cacheKeyFn: filterKey }),
  };
}

async function loadLists(api: ContactsApi, queries: readonly ListQuery[]): Promise<readonly (ListAnswer | Error)[]> {
  const reads = new Map<string, ListQuery>();
  for (const query of queries) {
    const key = windowKey(query);
    const other = reads.get(key);
    reads.set(key, other ? union(other, query) : query);
  }
  const answers = new Map([...reads].map(([key, read]) => [key, api.list(read)]));
  return settle(queries.map((query) => answers.get(windowKey(query)) as Promise<ListAnswer>));
}

function union(a: ListQuery, b: ListQuery): ListQuery {
  return { ...a, fields: a.fields.union(b.fields), withTotal: a.withTotal || b.withTotal };
}

async function loadContacts(
  api: ContactsApi,
  keys: readonly ContactKey[],
): Promise<readonly (ContactRow | null | Error)[]> {
  const fields = new Set(keys.flatMap((key) => [...key.fields]));
  const ids = [...new Set(keys.map(({ id }) => id))];
  const chunks = Array.from({ length: Math.ceil(ids.length / MAX_IDS_PER_CALL) }, (_, index) =>
    ids.slice(index * MAX_IDS_PER_CALL, (index + 1) * MAX_IDS_PER_CALL),
  );
  const answers = chunks.map((chunk) => api.getByIds(chunk, fields));
  // By id, never by place: the upstream leaves out what it does not have.
  return settle(
    keys.map(async ({ id }) => (await answers[Math.floor(ids.indexOf(id) / MAX_IDS_PER_CALL)])?.get(id) ?? null),
  );
}

/** A failed read is an error for those who asked for it, not for the others of the batch. */
async function settle<T>(promises: readonly Promise<T>[]): Promise<readonly (T | Error)[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error)));
}
