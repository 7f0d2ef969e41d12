import { describe, expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import type { SelectableField } from '../entities/contact-fields.ts';
import type { CallResult } from '../wire/decode-call.ts';
import type { ListQuery } from '../query/list-query.ts';
import { Loaders } from './loaders.ts';
import type { Call, ListCall } from '../wire/call.ts';
import { createReferences } from './references.ts';

const missing = new Set([7, 60]);

interface Started extends Pick<Loaders, 'load' | 'record'> {
  /** The calls of each wave. */
  readonly waves: readonly (readonly Call[])[];
}

/** Loaders whose upstream has every contact but a few, newest first, and fails as told. */
function start(fails: (call: Call) => boolean = () => false): Started {
  const waves: Call[][] = [];
  const loaders = new Loaders({
    known: createReferences().of({ apiKey: 'k' }),
    run: async (wave) => {
      waves.push(wave.flat().map(({ call }) => call));
      return wave.map((request) => request.map(({ call }) => (fails(call) ? new Error('refused') : answer(call))));
    },
  });
  return { load: loaders.load, record: (one) => loaders.record(one), waves };
}

function answer(call: Call): CallResult {
  if (call.kind !== 'list') return { data: { count: 12 } };
  const wanted = (call.filter['id'] as { $in?: readonly number[] } | undefined)?.$in;
  const ids = wanted ?? Array.from({ length: call.limit }, (_, index) => call.offset + index + 1);
  const elements = ids
    .toReversed()
    .filter((id) => !missing.has(id))
    .map((id) => ({ id, name: `Name ${id}` }));
  return { list: { elements, hasMore: false, ...(call.withTotal ? { total: 99 } : {}) } };
}

const contactsRead = (ids: readonly number[], ...fields: SelectableField[]) =>
  ({ kind: 'records', entity: contacts, ids, fields: new Set<string>(fields), includeCompany: false }) as const;
const contact = async ({ record }: Started, id: number, ...fields: SelectableField[]) =>
  record(contactsRead([id], ...fields));
const idsIn = (call: Call | undefined) => ((call as ListCall).filter['id'] as { $in: readonly number[] }).$in;

describe('contacts by id', () => {
  test('contacts that are needed at the same time are one call, each once, with the union of the fields', async () => {
    const started = start();
    await Promise.all([contact(started, 3, 'name'), contact(started, 1, 'post'), contact(started, 3, 'phone')]);
    expect(started.waves).toHaveLength(1);
    const [call, ...others] = started.waves[0] ?? [];
    expect(others).toEqual([]);
    expect(idsIn(call)).toEqual([3, 1]);
    expect((call as ListCall).select?.toSorted()).toEqual(['id', 'name', 'phone', 'post']);
  });

  test('contacts come in the order of their ids, with null for a missing one', async () => {
    const started = start();
    const rows = await Promise.all([5, 7, 1, 5, 60].map((id) => contact(started, id, 'name')));
    expect(rows.map((row) => row?.id)).toEqual([5, undefined, 1, 5, undefined]);
    expect([rows[1], rows[4]]).toEqual([null, null]);
  });

  test('contacts are read 50 at a time', async () => {
    const started = start();
    const ids = Array.from({ length: 120 }, (_, index) => index + 1);
    const rows = await Promise.all(ids.map((id) => contact(started, id)));
    expect(started.waves.flat().map((call) => idsIn(call).length)).toEqual([50, 50, 20]);
    expect(rows.filter(Boolean).map((row) => row?.id)).toEqual(ids.filter((id) => !missing.has(id)));
  });

  test('contacts fail with their own call, and with no other', async () => {
    const started = start((call) => idsIn(call).includes(51));
    const ids = Array.from({ length: 120 }, (_, index) => index + 1);
    const results = await Promise.allSettled(ids.map((id) => contact(started, id)));
    const failed = ids.filter((_, index) => results[index]?.status === 'rejected');
    expect(failed).toEqual(ids.slice(50, 100));
  });

  test('contacts that were read with the same fields before are not read again', async () => {
    const started = start();
    await contact(started, 1, 'name', 'post');
    await contact(started, 1, 'name');
    expect(started.waves).toHaveLength(1);
    await contact(started, 1, 'phone');
    expect(started.waves).toHaveLength(2);
  });

  test('equal reads of a contact that is being read have one promise', async () => {
    const { record, waves } = start();
    const one = contactsRead([1], 'name');
    const [first, second] = [record(one), record({ ...one })];
    expect(second).toBe(first);
    const row = await first;
    expect(record({ ...one })).toBe(row);
    expect(waves).toHaveLength(1);
  });

  test('of many contacts, those that are known are not read again', async () => {
    const { load, waves } = start();
    await load<'records'>(contactsRead([3, 7, 1], 'name'));
    const rows = await load<'records'>(contactsRead([1, 2, 3, 7], 'name'));
    expect(waves.flat().map((call) => idsIn(call))).toEqual([[3, 7, 1], [2]]);
    expect([1, 2, 3, 7].map((id) => rows.get(id)?.id)).toEqual([1, 2, 3, undefined]);
  });

  test('of more contacts than a call takes, those of a failed call are errors, and are not asked for again', async () => {
    const { load, waves } = start((call) => idsIn(call).includes(51));
    const ids = Array.from({ length: 120 }, (_, index) => index + 1);
    const rows = await load<'records'>(contactsRead(ids, 'name'));
    expect(await load<'records'>(contactsRead([1, 51, 120], 'name'))).toBe(rows);
    expect(waves).toHaveLength(1);
    expect([1, 7, 120].map((id) => rows.get(id)?.id)).toEqual([1, undefined, 120]);
    for (const id of [51, 60, 100]) expect(() => rows.get(id)).toThrow('refused');
  });
});

describe('references', () => {
  test.each([0, 1000])('a dictionary is known after it was read, with a cache of %i ms', async (ttlMs) => {
    const known = createReferences({ ttlMs }).of({ apiKey: 'k' });
    const { load } = new Loaders({
      known,
      run: async (wave) => wave.map((request) => request.map(() => ({ list: { elements: [], hasMore: false } }))),
    });
    const read = { kind: 'dictionary', name: 'SOURCE' } as const;
    expect(known.get(read)).toBeUndefined();
    const dictionary = await load<'dictionary'>(read);
    expect(load<'dictionary'>(read)).toBe(dictionary);
  });

  test('without a cache, an operation knows nothing that another one read', () => {
    const references = createReferences({ ttlMs: 0 });
    const read = { kind: 'dictionary', name: 'SOURCE' } as const;
    references.of({ apiKey: 'k' }).set(read, new Map());
    expect(references.of({ apiKey: 'k' }).get(read)).toBeUndefined();
  });
});

describe('lists', () => {
  const query: ListQuery = {
    entity: contacts,
    filter: [{ field: 'companyId', operator: 'eq', value: 15 }],
    order: [{ field: 'id', direction: 'asc' }],
    offset: 0,
    limit: 5,
    fields: new Set(['name']),
    withTotal: false,
  };
  const list = ({ load }: Started, part: Partial<ListQuery>) =>
    load<'list'>({ kind: 'list', query: { ...query, ...part }, includeCompany: false });

  test('lists of one window are one call with the union of fields, and the total for those that need it', async () => {
    const started = start();
    const [plain, counted] = await Promise.all([
      list(started, {}),
      list(started, { fields: new Set(['post']), withTotal: true, filter: query.filter.toReversed() }),
    ]);
    expect(started.waves.map((calls) => calls.length)).toEqual([1]);
    const call = started.waves[0]?.[0] as ListCall | undefined;
    expect(call?.select?.toSorted()).toEqual(['id', 'name', 'post']);
    expect([plain.total, counted.total]).toEqual([undefined, 99]);
  });

  test('lists of windows that begin at one row are one call, each with its own rows', async () => {
    const started = start();
    const [short, long] = await Promise.all([list(started, { limit: 2 }), list(started, { limit: 5 })]);
    expect(started.waves.map((calls) => calls.length)).toEqual([1]);
    expect([short.rows.length, short.hasMore]).toEqual([2, true]);
    expect([long.rows.length, long.hasMore]).toEqual([5, false]);
  });

  test.each<[string, Partial<ListQuery>]>([
    ['filter', { filter: [] }],
    ['order', { order: [{ field: 'id', direction: 'desc' }] }],
    ['offset', { offset: 1 }],
  ])('lists of another %s are calls of their own', async (_, part) => {
    const started = start();
    await Promise.all([list(started, {}), list(started, part)]);
    expect(started.waves.flat()).toHaveLength(2);
  });

  test('a failed list does not fail the contacts of the same wave', async () => {
    const started = start((call) => call.kind === 'list' && call.filter['companyId'] !== undefined);
    const [asked, row] = await Promise.allSettled([list(started, {}), contact(started, 1)]);
    expect([asked.status, row.status]).toEqual(['rejected', 'fulfilled']);
    expect(started.waves).toHaveLength(1);
  });
});
