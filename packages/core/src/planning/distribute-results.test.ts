import { describe, expect, test } from 'vitest';
import { companies } from '../entities/company.ts';
import { contacts } from '../entities/contact.ts';
import { UpstreamError } from '../errors.ts';
import type { ListQuery } from '../query/list-query.ts';
import { planWave } from './plan-wave.ts';
import { type Read, type ReadOf, userRead } from './reads.ts';
import type { Outcome } from './run-wave.ts';
import { distributeResults } from './distribute-results.ts';

/** Returns the answer to each read if the calls of its wave come out as they say, in the order of the wave. */
function answersTo(reads: readonly Read[], outcomes: readonly Outcome[]): readonly unknown[] {
  const wave = planWave(reads);
  let index = 0;
  const answerTo = distributeResults(
    wave,
    wave.map((request) => request.map(() => outcomes[index++] as Outcome)),
  );
  return reads.map((read) => {
    const answer = answerTo(read);
    return read.kind === 'records' && answer instanceof Map ? answer.get(read.ids[0]) : answer;
  });
}

const elements = (ids: readonly number[]) => ids.map((id) => ({ id, title: `c${id}` }));
const listed = (
  ids: readonly number[],
  more: Partial<{ hasMore: boolean | undefined; total: number }> = {},
): Outcome => ({
  list: { elements: elements(ids), hasMore: false, ...more },
});
const window = (limit: number, parts: Partial<ListQuery> = {}): ReadOf<'list'> => ({
  kind: 'list',
  query: {
    entity: contacts,
    filter: [],
    order: [{ field: 'id', direction: 'asc' }],
    offset: 0,
    limit,
    fields: new Set(),
    withTotal: false,
    ...parts,
  },
  includeCompany: false,
});
const company = (id: number): Read => ({
  kind: 'records',
  entity: companies,
  ids: [id],
  fields: new Set(['title']),
  includeCompany: false,
});
const failed = new UpstreamError('forbidden', 'no');
const badResponse = expect.objectContaining({ code: 'bad_response' });
const ids = (answer: unknown): unknown => (answer as { rows: readonly { id: number }[] }).rows.map(({ id }) => id);

describe('windows of one call', () => {
  test('windows of one call each have their own rows, hasMore, and the total if they need it', () => {
    const reads = [window(2), window(4, { withTotal: true }), window(3)];
    const [short, long, middle] = answersTo(reads, [listed([1, 2, 3], { total: 3 })]);
    expect([short, long, middle].map(ids)).toEqual([
      [1, 2],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(short).toMatchObject({ hasMore: true });
    expect(long).toMatchObject({ hasMore: false, total: 3 });
    expect(middle).toMatchObject({ hasMore: false });
    expect(short).not.toHaveProperty('total');
  });

  test('a list without rows that says hasMore is an error', () => {
    expect(answersTo([window(3)], [listed([], { hasMore: true })])).toEqual([badResponse]);
  });

  test('a full list without hasMore is an error for the longest window, and an answer for shorter ones', () => {
    const [long, short] = answersTo([window(3), window(2)], [listed([1, 2, 3], { hasMore: undefined })]);
    expect(long).toEqual(badResponse);
    expect(short).toMatchObject({ hasMore: true });
  });
});

describe('records by their ids', () => {
  test('records are matched by their ids in any order; a missing one is null', () => {
    const [third, first, missing] = answersTo(
      [company(3), company(1), company(2)],
      [listed([1, 3], { hasMore: undefined })],
    );
    expect(third).toMatchObject({ id: 3 });
    expect(first).toMatchObject({ id: 1 });
    expect(missing).toBeNull();
  });

  test('a missing record is null even if the upstream says hasMore, as it does on final pages', () => {
    const [first, missing] = answersTo([company(1), company(2)], [listed([1], { hasMore: true })]);
    expect(first).toMatchObject({ id: 1 });
    expect(missing).toBeNull();
  });

  test('records of one read that several calls look up are matched with those of their own call', () => {
    const requested = Array.from({ length: 60 }, (_, index) => index + 1);
    const wave = planWave([{ ...company(1), ids: requested } as Read]);
    const answerTo = distributeResults(wave, [[listed([2, 1]), failed]]);
    const found = answerTo(wave[0]?.[0].reads[0] as Read) as ReadonlyMap<number, unknown>;
    expect([...found.keys()]).toEqual(requested);
    expect([found.get(1), found.get(3), found.get(50)]).toMatchObject([{ id: 1 }, null, null]);
    expect([found.get(51), found.get(60)]).toEqual([failed, failed]);
  });

  test('an empty list is null for each record, whatever its hasMore', () => {
    expect(answersTo([company(1), company(2)], [listed([], { hasMore: true })])).toEqual([null, null]);
  });

  test('a record without an id is an error of each missing record, and of no other', () => {
    const outcomes: Outcome[] = [{ list: { elements: [{ id: 1 }, { title: 'x' }], hasMore: false } }, listed([5])];
    const [one, two, user] = answersTo([company(1), company(2), userRead(5)], outcomes);
    expect(one).toMatchObject({ id: 1 });
    expect(two).toEqual(badResponse);
    expect(user).toMatchObject({ id: 5 });
  });

  test('a full object answers for its contact; a deleted contact is null, and any other failure an error', () => {
    const gone = new UpstreamError('not_found', 'no');
    const reads: Read[] = [7, 8, 9, 10].map((contactId) => ({ kind: 'multifields', contactId }));
    const outcomes: Outcome[] = [{ data: { id: 7, fm: [] } }, gone, failed, { data: { id: 11, fm: [] } }];
    expect(answersTo(reads, outcomes)).toEqual([{ id: 7, raw: { id: 7, fm: [] } }, null, failed, badResponse]);
  });

  test('requisites are matched by their owner; none are an empty list; a cut list is an error', () => {
    const reads: Read[] = [7, 8].map((contactId) => ({ kind: 'requisites', contactId }));
    const rows = [
      { id: 1, entityId: 8 },
      { id: 2, entityId: '8' },
    ];
    expect(answersTo(reads, [{ list: { elements: rows, hasMore: false } }])).toMatchObject([
      [],
      [{ id: 1 }, { id: 2 }],
    ]);
    expect(answersTo(reads, [{ list: { elements: rows, hasMore: true } }])).toEqual([badResponse, badResponse]);
  });

  test('a requisite without an id is an error of its owner; one without an owner is an error of all', () => {
    const reads: Read[] = [7, 8].map((contactId) => ({ kind: 'requisites', contactId }));
    const answer = (rows: readonly unknown[]) => answersTo(reads, [{ list: { elements: rows, hasMore: false } }]);
    expect(answer([{ entityId: 7 }, { id: 2, entityId: 8 }])).toMatchObject([badResponse, [{ id: 2 }]]);
    expect(answer([{ id: 1 }, { id: 2, entityId: 8 }])).toEqual([badResponse, badResponse]);
  });

  test('an entry without a code is an error of each missing code, and of no other', () => {
    const rows = [{ entityId: 'SOURCE', statusId: 'WEB' }, { entityId: 'SOURCE' }, 'x'];
    const [source] = answersTo(
      [{ kind: 'dictionary', name: 'SOURCE' }],
      [{ list: { elements: rows, hasMore: false } }],
    );
    const dictionary = source as ReadonlyMap<string, unknown>;
    expect(dictionary.get('WEB')).toMatchObject({ statusId: 'WEB' });
    expect([...dictionary.keys()]).toEqual(['WEB']);
    expect(() => dictionary.get('CALL')).toThrow(badResponse);
  });

  test('a user without an id is left out of the list of all users', () => {
    const rows = [{ id: 1 }, { id: 'x' }, { ID: '3' }];
    expect(answersTo([{ kind: 'users' }], [{ list: { elements: rows, hasMore: false } }])).toEqual([[1, 3]]);
  });

  test('entries are sorted into their dictionaries, by code', () => {
    const reads: Read[] = [
      { kind: 'dictionary', name: 'SOURCE' },
      { kind: 'dictionary', name: 'HONORIFIC' },
    ];
    const rows = [{ entityId: 'SOURCE', statusId: 'WEB', name: 'Site' }];
    const [source, honorific] = answersTo(reads, [{ list: { elements: rows, hasMore: false } }]);
    expect(source).toEqual(new Map([['WEB', expect.objectContaining({ name: 'Site' })]]));
    expect(honorific).toEqual(new Map());
  });
});

test('a failed call is the error of the reads that it served, and of no other', () => {
  const reads: Read[] = [company(1), userRead(1), company(2)];
  const [one, user, two] = answersTo(reads, [listed([1, 2]), failed]);
  expect([one, two]).toMatchObject([{ id: 1 }, { id: 2 }]);
  expect(user).toBe(failed);
});

describe('aggregates', () => {
  const groups: Read = { kind: 'groups', entity: contacts, filter: [], groupBy: 'typeId' };

  test('one aggregate answers for both the groups and the count', () => {
    const data = {
      count: 3,
      groups: [{ typeId: 'CLIENT', count: 2 }, { typeId: null, count: 1 }, { count: 0 }],
    };
    expect(answersTo([groups, { kind: 'count', entity: contacts, filter: [] }], [{ data }])).toEqual([
      {
        count: 3,
        groups: [
          { key: 'CLIENT', count: 2 },
          { key: null, count: 1 },
          { key: null, count: 0 },
        ],
      },
      3,
    ]);
  });

  const group = (count: number) => ({ typeId: 'CLIENT', count });

  test.each([
    ['that the upstream cut', { count: 12_000, groups: [group(5000)], meta: { truncated: true } }],
    ['that it cut without a word', { count: 12_000, groups: [group(5001)] }],
    ['that changed while they were loaded', { count: 3, groups: [group(4)] }],
    ['that say to be cut, whatever they add up to', { count: 4, groups: [group(4)], meta: { truncated: true } }],
  ])('groups %s answer neither for the groups nor for the count', (_name, data) => {
    expect(answersTo([groups, { kind: 'count', entity: contacts, filter: [] }], [{ data }])).toEqual([null, null]);
  });

  test.each([
    [{ code: 'OPERATION_TIME_LIMIT' }, expect.objectContaining({ code: 'rate_limited' })],
    [{ code: 'Some text' }, badResponse],
    ['an error', badResponse],
  ])('groups of records that could not all be loaded are the error %j', (pageErrorSample, expected) => {
    const data = { count: 4, groups: [group(4)], meta: { truncated: false, pageErrorSample } };
    expect(answersTo([groups, { kind: 'count', entity: contacts, filter: [] }], [{ data }])).toEqual([expected, null]);
  });

  test('a plain count is exact, whatever its answer says about records', () => {
    const counts: Read[] = [{ kind: 'count', entity: contacts, filter: [] }];
    expect(answersTo(counts, [{ data: { count: 12_000, meta: { recordsProcessed: 0 } } }])).toEqual([12_000]);
  });

  test.each([
    [{}],
    [null],
    [{ count: '3', groups: [] }],
    [{ count: 3 }],
    [{ count: 3, groups: [{ typeId: 'X' }] }],
    [{ count: 3, groups: [{ typeId: { x: 1 }, count: 2 }] }],
    [{ count: 3, groups: [{ typeId: true, count: 2 }] }],
  ])('an aggregate of the form %j is outside the contract', (data) => {
    expect(answersTo([groups], [{ data }])).toEqual([badResponse]);
  });
});
