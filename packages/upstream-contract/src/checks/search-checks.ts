import type { Check } from '../run/check.ts';
import type { ContractResponse } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';
import { ids, idOf, same, sampleOf } from './sample.ts';
import { instant, middleValue } from './values.ts';

const search = '/v1/contacts/search';

/** POST /v1/contacts/search: the parameters of a list, and those that only a body can have (contract §2). */
export const searchChecks: readonly Check[] = [
  {
    id: 'search.same-as-list',
    source: 'SEED "When to use search"; §2 "POST /v1/contacts/search"',
    expected: 'the same rows and total',
    async run(api) {
      await atLeast(api, 20);
      const pivot = idOf((await sampleOf(api)).rows.at(-20));
      const byGet = await api.get(`/v1/contacts?limit=5&select=id&filter[<=id]=${pivot}&order[id]=desc`);
      const body = { filter: { id: { $lte: pivot } }, limit: 5, select: ['id'], order: { id: 'desc' } };
      const bySearch = await api.post(search, body);
      if (idOf(byGet.rows[0]) !== pivot) return `the list begins with ${ids(byGet.rows)}`;
      return same(told(bySearch), told(byGet), 'the same rows and total');
    },
  },
  {
    id: 'search.select',
    source: '§2 "select string[]"',
    expected: 'id,lastName',
    async run(api) {
      await atLeast(api, 1);
      const { rows } = await api.post(search, { limit: 1, select: ['id', 'lastName'] });
      return Object.keys(rows[0] ?? {}).join();
    },
  },
  {
    id: 'search.offset',
    source: '§2 "offset (0)"',
    expected: 'the rows after the skipped ones',
    async run(api) {
      await atLeast(api, 8);
      const { rows } = await api.post(search, { limit: 5, offset: 7, select: ['id'], order: { id: 'asc' } });
      const wanted = (await sampleOf(api)).rows.slice(7, 12);
      return same(ids(rows), ids(wanted), 'the rows after the skipped ones');
    },
  },
  ...['-id', 'id:desc', { id: 'desc' }, { id: -1 }, ['-id']].map((sort, at): Check => ({
    id: `search.sort.${['minus', 'colon', 'object', 'number', 'array'][at]}`,
    source: at === 1 ? '§11.2 `sort=id:asc`' : '§2 "sort"',
    expected: 'the same rows as order',
    async run(api) {
      await atLeast(api, 2);
      const bySort = await api.post(search, { limit: 5, select: ['id'], sort });
      const byOrder = await api.post(search, { limit: 5, select: ['id'], order: { id: 'desc' } });
      if (idOf(byOrder.rows[0]) <= idOf(byOrder.rows[1])) return `order gives ${ids(byOrder.rows)}`;
      return same(ids(bySort.rows), ids(byOrder.rows), 'the same rows as order');
    },
  })),
  coded('search.sort-type', '§2 "sort of wrong type"', '400 INVALID_SORT_TYPE', { sort: 5 }),
  coded('search.sort-direction', '§2 "wrong direction"', '400 INVALID_SORT_DIRECTION', { sort: { id: 'up' } }),
  coded('search.limit-type', '§9 "limit ≤0 / NaN"', '400 VALIDATION_ERROR', { limit: 'many' }),
  coded('search.unstable-offset', '§2 "Windowed search"', '400 UNSTABLE_OFFSET_PAGINATION', {
    filter: { createdTime: { $gte: '2024-01-01', $lt: '2024-06-01' } },
    offset: 50,
    limit: 50,
  }),
  {
    id: 'search.wide-range',
    source: '§2 "Windowed search": merged and de-duplicated by id',
    expected: 'the rows and the total of the list',
    async run(api) {
      const sample = await sampleOf(api);
      const from = String(middleValue(sample, 'createdTime'));
      const to = new Date(instant(from) + 60 * 86_400_000).toISOString().replace('.000Z', 'Z');
      const filter = { createdTime: { $gte: from, $lt: to } };
      const windowed = await api.post(search, { filter, limit: 20, select: ['id'], order: { id: 'asc' } });
      const range = `filter[>=createdTime]=${encodeURIComponent(from)}&filter[<createdTime]=${encodeURIComponent(to)}`;
      const byGet = await api.get(`/v1/contacts?limit=20&select=id&order[id]=asc&${range}`);
      const inside = sample.rows.filter((row) => inRange(row['createdTime'], from, to));
      const listed = byGet.rows.filter((row) => idOf(row) <= sample.lastId);
      if (ids(listed) !== ids(inside.slice(0, 20))) return `the list has ${ids(listed)} instead of ${ids(inside)}`;
      return same(told(windowed), told(byGet), 'the rows and the total of the list');
    },
  },
];

function inRange(time: unknown, from: string, to: string): boolean {
  return instant(time) >= instant(from) && instant(time) < instant(to);
}

function coded(id: string, source: string, expected: string, body: unknown): Check {
  return { id, source, expected, run: async (api) => (await api.post(search, body)).outcome };
}

function told({ outcome, rows, meta }: ContractResponse): string {
  return outcome === '200' ? `${ids(rows)} of ${String(meta['total'])}` : outcome;
}
