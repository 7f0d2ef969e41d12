import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { companies } from '../entities/company.ts';
import { contacts } from '../entities/contact.ts';
import type { Entity } from '../entities/entity.ts';
import { users } from '../entities/user.ts';
import { runs } from '../../test/property-runs.ts';
import type { Filter } from '../query/filter.ts';
import type { ListQuery } from '../query/list-query.ts';
import type { ListCall } from '../wire/call.ts';
import { MAX_CALLS_PER_BATCH, type PlannedCall, type Wave } from './pack-calls.ts';
import { planWave } from './plan-wave.ts';
import { MAX_IDS_PER_CALL } from './record-calls.ts';
import { type Read, type ReadOf, userRead } from './reads.ts';

function query(parts: Partial<ListQuery> = {}): ListQuery {
  const order = [{ field: 'id', direction: 'asc' }] as const;
  return { entity: contacts, filter: [], order, offset: 0, limit: 50, fields: new Set(), withTotal: false, ...parts };
}

function list(parts: Partial<ListQuery> = {}, includeCompany = false): ReadOf<'list'> {
  return { kind: 'list', query: query(parts), includeCompany };
}

function contact(id: number, fields: readonly 'name'[] = [], includeCompany = false): ReadOf<'records'> {
  return { kind: 'records', entity: contacts, ids: [id], fields: new Set(fields), includeCompany };
}

const user = userRead;
const assignedTo = (id: number): Filter => [{ field: 'assignedById', operator: 'eq', value: id }];
const callsOf = (wave: Wave): readonly PlannedCall[] => wave.flat();
const lists = (wave: Wave): readonly ListCall[] =>
  callsOf(wave).flatMap(({ call }) => (call.kind === 'list' ? [call] : []));

describe('windows', () => {
  test('reads of one window are one call with the fields of all', () => {
    const reads = [list({ fields: new Set(['name']) }), list({ fields: new Set(['email', 'name']) })];
    const wave = planWave(reads);
    expect(lists(wave)).toMatchObject([{ limit: 50, select: ['id', 'name', 'email'] }]);
    expect(callsOf(wave)[0]?.reads).toEqual(reads);
  });

  test('windows that begin at one row are read as the longest of them, with the total if one needs it', () => {
    const wave = planWave([list({ limit: 5 }), list({ limit: 70, withTotal: true }), list({ limit: 20 })]);
    expect(lists(wave)).toMatchObject([{ limit: 70, withTotal: true }]);
  });

  test.each([
    ['filters', list({ filter: assignedTo(1) }), list({ filter: assignedTo(2) })],
    ['orders', list(), list({ order: [{ field: 'id', direction: 'desc' }] })],
    ['offsets', list(), list({ offset: 50 })],
  ])('windows of different %s stay apart', (_name, one, other) => {
    expect(lists(planWave([one, other]))).toHaveLength(2);
  });

  test('the order of the conditions of a filter does not make another window', () => {
    const conditions: Filter = [...assignedTo(1), { field: 'typeId', operator: 'eq', value: 'CLIENT' }];
    expect(lists(planWave([list({ filter: conditions }), list({ filter: conditions.toReversed() })]))).toHaveLength(1);
  });

  test('a window with all fields selects none by name', () => {
    const [call] = lists(planWave([list({ fields: new Set(['*']) }), list({ fields: new Set(['name']) })]));
    expect(call).not.toHaveProperty('select');
  });
});

describe('batches', () => {
  test('calls of one wave travel together; an offset travels alone', () => {
    const wave = planWave([list(), user(1), list({ offset: 10 }), { kind: 'fields' }]);
    expect(wave.map((request) => request.length)).toEqual([3, 1]);
    expect(wave[1]?.[0].call).toMatchObject({ offset: 10 });
  });

  test('a company comes along only with a call that travels alone', () => {
    expect(lists(planWave([list({}, true)]))[0]?.includeCompany).toBe(true);
    expect(lists(planWave([contact(1, [], true)]))[0]?.includeCompany).toBe(true);
    expect(lists(planWave([list({}, true), user(1)])).every(({ includeCompany }) => !includeCompany)).toBe(true);
    expect(lists(planWave([list({ offset: 1 }, true), user(1)])).some(({ includeCompany }) => includeCompany)).toBe(
      true,
    );
  });

  test('a company comes along with up to 200 rows', () => {
    expect([200, 201].map((limit) => lists(planWave([list({ limit }, true)]))[0]?.includeCompany)).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    [50, [50]],
    [51, [50, 1]],
    [120, [50, 50, 20]],
  ])('%i calls are batches of %j', (count, sizes) => {
    const reads = Array.from({ length: count }, (_, index) => list({ filter: assignedTo(index + 1) }));
    expect(planWave(reads).map((request) => request.length)).toEqual(sizes);
  });
});

describe('counts', () => {
  const count = (filter: Filter, entity: Entity = contacts): Read => ({ kind: 'count', entity, filter });

  test('a single count is an aggregate, several counts are lists of one row', () => {
    expect(callsOf(planWave([count([])]))).toMatchObject([{ call: { kind: 'aggregate' } }]);
    const wave = planWave([count([]), count(assignedTo(1))]);
    expect(wave).toHaveLength(1);
    expect(lists(wave)).toMatchObject([
      { limit: 1, withTotal: true },
      { limit: 1, withTotal: true },
    ]);
  });

  test('a single count of users, which have no aggregate, is a list of one row', () => {
    expect(lists(planWave([count([], users)]))).toMatchObject([{ entity: 'users', limit: 1, withTotal: true }]);
    expect(callsOf(planWave([count([], companies)]))).toMatchObject([
      { call: { kind: 'aggregate', entity: 'companies' } },
    ]);
  });

  test('counts of one filter over different entities stay apart', () => {
    const wave = planWave([count([]), count([], companies), count([])]);
    expect(lists(wave).map(({ entity }) => entity)).toEqual(['contacts', 'companies']);
  });

  test('a count with the filter of groups, or of a list with a total, costs no call', () => {
    const filter = assignedTo(3);
    expect(
      callsOf(planWave([count(filter), { kind: 'groups', entity: contacts, filter, groupBy: 'typeId' }])),
    ).toHaveLength(1);
    expect(callsOf(planWave([count(filter), list({ filter, withTotal: true })]))).toHaveLength(1);
    expect(callsOf(planWave([count(filter), list({ filter })]))).toHaveLength(2);
    expect(callsOf(planWave([count(filter), list({ withTotal: true })]))).toHaveLength(2);
  });

  test('a count of its own is not taken from the answer for groups', () => {
    const filter = assignedTo(3);
    const own: Read = { kind: 'count', entity: contacts, filter, own: true };
    const groups: Read = { kind: 'groups', entity: contacts, filter, groupBy: 'typeId' };
    const wave = planWave([own, count(filter), groups]);
    expect(callsOf(wave).map(({ reads }) => reads)).toEqual([[groups, count(filter)], [own]]);
    expect(callsOf(planWave([own, list({ filter, withTotal: true })]))).toHaveLength(1);
  });
});

const arbitraryFilter = fc.integer({ min: 0, max: 4 }).map((id) => (id === 0 ? [] : assignedTo(id)));
const fields = fc.subarray(['name', 'email', 'post'] as const).map((names) => new Set(names));
const id = fc.integer({ min: 1, max: 120 });
const read: fc.Arbitrary<Read> = fc.oneof(
  fc
    .record({
      filter: arbitraryFilter,
      offset: fc.constantFrom(0, 0, 10),
      limit: fc.integer({ min: 1, max: 300 }),
      fields,
      withTotal: fc.boolean(),
      includeCompany: fc.boolean(),
    })
    .map(({ includeCompany, ...parts }) => list(parts, includeCompany)),
  id.map((one) => contact(one)),
  fc.record({ kind: fc.constant('multifields' as const), contactId: id }),
  fc.uniqueArray(id, { minLength: 1, maxLength: 120 }).map((ids): Read => ({
    kind: 'records',
    entity: companies,
    ids,
    fields: new Set(['title']),
    includeCompany: false,
  })),
  id.map(user),
  fc.record({ kind: fc.constant('dictionary' as const), name: fc.constantFrom('SOURCE', 'HONORIFIC') }),
  fc.record({ kind: fc.constant('requisites' as const), contactId: id }),
  arbitraryFilter.map((filter): Read => ({ kind: 'count', entity: contacts, filter })),
  fc.record({
    kind: fc.constant('groups' as const),
    entity: fc.constant(contacts),
    filter: arbitraryFilter,
    groupBy: fc.constantFrom('typeId', 'sourceId'),
  }),
  fc.constantFrom({ kind: 'fields' } as const, { kind: 'me' } as const, { kind: 'users' } as const),
);

/** Returns the minimum number of requests, by the differences of the reads alone. */
function lowerBound(reads: readonly Read[]): number {
  const different = (kind: Read['kind'], key: (read: never) => unknown): number =>
    new Set(reads.filter((one) => one.kind === kind).map((one) => JSON.stringify(key(one as never)))).size;
  const windows = (alone: boolean): number =>
    new Set(
      reads.flatMap((one) =>
        one.kind === 'list' && one.query.offset > 0 === alone
          ? [JSON.stringify([one.query.filter, one.query.order, one.query.offset])]
          : [],
      ),
    ).size;
  const byId = (entity: Entity): number =>
    Math.ceil(
      new Set(reads.flatMap((one) => (one.kind === 'records' && one.entity === entity ? one.ids : []))).size / 50,
    );
  const told = new Set(
    reads.flatMap((one) => {
      if (one.kind === 'groups') return [JSON.stringify(one.filter)];
      return one.kind === 'list' && one.query.withTotal ? [JSON.stringify(one.query.filter)] : [];
    }),
  );
  const counts = new Set(reads.flatMap((one) => (one.kind === 'count' ? [JSON.stringify(one.filter)] : []))).difference(
    told,
  ).size;
  const together =
    windows(false) +
    byId(contacts) +
    byId(companies) +
    byId(users) +
    Math.min(
      1,
      different('dictionary', ({ name }: { name: string }) => name),
    ) +
    different('multifields', ({ contactId }: { contactId: number }) => contactId) +
    Math.ceil(different('requisites', ({ contactId }: { contactId: number }) => contactId) / 20) +
    different('users', () => 0) +
    different('fields', () => 0);
  const alone =
    windows(true) +
    different('groups', ({ filter, groupBy }: ReadOf<'groups'>) => [filter, groupBy]) +
    different('me', () => 0);
  return Math.ceil((together + counts) / 50) + alone;
}

test('any wave serves every read exactly once, within the limits of the upstream, by the fewest requests', () => {
  fc.assert(
    fc.property(fc.array(read, { maxLength: 150 }), (reads) => {
      // The loaders request no read twice.
      const distinct = [...new Map(reads.map((one) => [keyOf(one), one])).values()];
      const wave = planWave(distinct);
      const served = callsOf(wave).flatMap((planned) => planned.reads);
      expect(served.filter((one) => one.kind !== 'records' || one.ids.length === 1)).toHaveLength(
        distinct.filter((one) => one.kind !== 'records' || one.ids.length === 1).length,
      );
      expect(new Set(served)).toEqual(new Set(distinct));
      expect(distinct.filter((one) => !isServedWhole(one, callsOf(wave)))).toEqual([]);
      expect(callsOf(wave).filter(({ call, reads: own }) => !own.every((one) => serves(call, one)))).toEqual([]);
      expect(wave.filter((request) => !canTravel(request.map(({ call }) => call)))).toEqual([]);
      expect(wave).toHaveLength(lowerBound(distinct));
      expect(planWave(distinct)).toEqual(wave);
    }),
    runs(150),
  );
});

/** True for calls that may be one request: a call that a batch does not know travels alone. */
function canTravel(calls: readonly PlannedCall['call'][]): boolean {
  if (calls.length === 1) return true;
  return (
    calls.length <= MAX_CALLS_PER_BATCH &&
    calls.every((call) =>
      call.kind === 'list'
        ? call.offset === 0 && call.includeCompany !== true
        : call.kind === 'fields' || call.kind === 'get',
    )
  );
}

/** True if calls that serve a read look up each of its ids. */
function isServedWhole(one: Read, calls: readonly PlannedCall[]): boolean {
  if (one.kind !== 'records') return true;
  const lookups = calls.flatMap(({ call, reads }) => (call.kind === 'list' && reads.includes(one) ? [call] : []));
  const ids = lookups.flatMap(({ filter }) => (filter['id'] as { $in: readonly number[] }).$in);
  return new Set(one.ids).isSubsetOf(new Set(ids));
}

/** True for a call whose answer serves a read, or a part of its records. */
function serves(call: PlannedCall['call'], one: Read): boolean {
  if (one.kind === 'fields') return call.kind === 'fields';
  if (one.kind === 'multifields') return call.kind === 'get' && call.id === one.contactId;
  if (one.kind === 'me') return call.kind === 'me';
  if (one.kind === 'groups') return call.kind === 'aggregate' && call.groupBy === one.groupBy;
  if (one.kind === 'count') return call.kind === 'aggregate' || (call.kind === 'list' && call.withTotal);
  if (call.kind !== 'list') return false;
  const { $in: ids = [] } = Object(call.filter['id']) as { $in?: readonly number[] };
  const { $in: owners = [] } = Object(call.filter['entityId']) as { $in?: readonly unknown[] };
  const selects = (wanted: ReadonlySet<string>): boolean => wanted.isSubsetOf(new Set(call.select));
  switch (one.kind) {
    case 'list':
      return (
        JSON.stringify([call.order, call.offset]) === JSON.stringify([one.query.order, one.query.offset]) &&
        call.limit >= one.query.limit &&
        selects(one.query.fields) &&
        (call.withTotal || !one.query.withTotal)
      );
    case 'records':
      return call.entity === one.entity.name && isListOf(ids, one.ids, call) && selects(one.fields);
    case 'users':
      return call.entity === 'users' && call.whole === true;
    case 'requisites':
      return owners.includes(one.contactId);
    case 'dictionary':
      return owners.includes(one.name);
    default:
      return one satisfies never;
  }
}

function isListOf(ids: readonly number[], wanted: readonly number[], { limit }: ListCall): boolean {
  return wanted.some((one) => ids.includes(one)) && ids.length <= MAX_IDS_PER_CALL && limit === ids.length;
}

function keyOf(one: Read): string {
  return JSON.stringify(one, (_name, value: unknown) =>
    value instanceof Set ? [...value].map(String).toSorted() : value,
  );
}
