import type { Check } from './check.ts';
import type { ContractApi, Row } from './contract-api.ts';

const contacts = '/v1/contacts';

/** GET /v1/contacts: its parameters and its answer. */
export const listChecks: readonly Check[] = [
  {
    id: 'list.envelope',
    source: 'SEED "Response fields"',
    expected: 'success true, data array, total number, hasMore boolean',
    async run(api) {
      const { success, data, meta } = await api.get(`${contacts}?limit=2`);
      const array = Array.isArray(data) ? 'array' : typeof data;
      return `success ${String(success)}, data ${array}, total ${typeof meta['total']}, hasMore ${typeof meta['hasMore']}`;
    },
  },
  {
    id: 'list.limit.default',
    source: 'SEED "Parameters": limit 50',
    expected: 'as many rows as limit=50',
    async run(api) {
      const absent = await api.get(contacts);
      const fifty = await api.get(`${contacts}?limit=50`);
      return same(absent.rows.length, fifty.rows.length, 'as many rows as limit=50');
    },
  },
  {
    id: 'list.limit.auto-pagination',
    source: 'SEED "Known specifics": limit > 50; §1 limit',
    expected: 'all of 120 rows, none twice',
    async run(api) {
      const { rows, meta } = await api.get(`${contacts}?limit=120&select=id&order[id]=asc`);
      const wanted = Math.min(120, Number(meta['total']));
      const distinct = new Set(rows.map((row) => row['id'])).size;
      return rows.length === wanted && distinct === wanted
        ? 'all of 120 rows, none twice'
        : `${rows.length} rows, ${distinct} distinct`;
    },
  },
  refused('list.limit.zero', 'limit=0'),
  refused('list.limit.negative', 'limit=-1'),
  refused('list.limit.not-a-number', 'limit=many'),
  refused('list.offset.negative', 'offset=-1'),
  refused('list.offset.not-a-number', 'offset=x'),
  {
    id: 'list.limit.above-5000',
    source: '§9 "limit > 5000"',
    expected: '200, at most 5000 rows',
    async run(api) {
      const { status, rows } = await api.get(`${contacts}?limit=5001&select=id&filter[<=id]=100`);
      return `${status}, ${rows.length <= 5000 ? 'at most 5000' : rows.length} rows`;
    },
  },
  {
    id: 'list.offset',
    source: 'SEED "Parameters": offset',
    expected: 'the rows after the skipped ones',
    async run(api) {
      const all = await api.get(`${contacts}?limit=12&select=id&order[id]=asc`);
      const later = await api.get(`${contacts}?limit=5&offset=7&select=id&order[id]=asc`);
      return same(ids(later.rows), ids(all.rows.slice(7)), 'the rows after the skipped ones');
    },
  },
  {
    id: 'list.select',
    source: 'SEED "Parameters": select',
    expected: 'id,name,lastName,phone',
    async run(api) {
      const { rows } = await api.get(`${contacts}?limit=1&select=id,name,lastName,phone`);
      return Object.keys(rows[0] ?? {}).join();
    },
  },
  {
    id: 'list.select.unknown',
    source: '§9 "unknown select name"',
    expected: 'id',
    async run(api) {
      const { rows } = await api.get(`${contacts}?limit=1&select=noSuchField`);
      return Object.keys(rows[0] ?? {}).join();
    },
  },
  {
    id: 'list.has-more.last-page',
    source: '§1 "meta.hasMore"; §9',
    expected: 'false',
    async run(api) {
      const total = await totalOf(api, '');
      const { meta } = await api.get(`${contacts}?limit=2&offset=${Math.max(0, total - 2)}&select=id&order[id]=asc`);
      return String(meta['hasMore']);
    },
  },
  {
    id: 'list.flat-phone',
    source: 'SEED "Response example"; §1 "phone/email in list rows"',
    expected: 'string or null',
    async run(api) {
      const { rows } = await api.get(`${contacts}?limit=50&select=id,phone,email`);
      const odd = rows
        .flatMap((row) => [row['phone'], row['email']])
        .find((value) => value !== null && typeof value !== 'string');
      return odd === undefined ? 'string or null' : JSON.stringify(odd);
    },
  },
  {
    id: 'list.dates',
    source: '§1 "Dates"',
    expected: 'ISO 8601 with an offset',
    async run(api) {
      const { rows } = await api.get(`${contacts}?limit=1&select=createdTime`);
      const text = String(rows[0]?.['createdTime']);
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/.test(text) ? 'ISO 8601 with an offset' : text;
    },
  },
  {
    id: 'list.sort-equals-order',
    source: '§1 "sort"',
    expected: 'the same rows',
    async run(api) {
      const bySort = await api.get(`${contacts}?limit=5&select=id&sort=-id`);
      const byOrder = await api.get(`${contacts}?limit=5&select=id&order[id]=desc`);
      return same(ids(bySort.rows), ids(byOrder.rows), 'the same rows');
    },
  },
  coded('list.order.unknown-field', '§1 "unknown sort field"', '400 UNKNOWN_SORT_FIELD', 'order[noSuchField]=asc'),
  coded('list.order.direction', '§9 "unknown order field"', '400 INVALID_SORT_DIRECTION', 'order[id]=up'),
];

function refused(id: string, query: string): Check {
  return coded(id, '§9 "limit ≤0 / NaN / offset <0 / NaN"', '400 VALIDATION_ERROR', query);
}

/** A check of one GET's status and code. */
export function coded(id: string, source: string, expected: string, query: string): Check {
  return { id, source, expected, run: async (api) => (await api.get(`${contacts}?${query}`)).outcome };
}

/** The ids of rows as text. */
export function ids(rows: readonly Row[]): string {
  return rows.map((row) => String(row['id'])).join();
}

/** `meta.total` of a filter, given as query text such as `filter[companyId]=15`. */
export async function totalOf(api: ContractApi, filter: string): Promise<number> {
  const { meta, outcome } = await api.get(`${contacts}?limit=1&select=id&${filter}`);
  if (typeof meta['total'] !== 'number') throw new Error(`no total for ${filter}: ${outcome}`);
  return meta['total'];
}

/** The text if both are the same, else what they are. */
export function same(got: unknown, wanted: unknown, text: string): string {
  return got === wanted ? text : `${String(got)} instead of ${String(wanted)}`;
}
