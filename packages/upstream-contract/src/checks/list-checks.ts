import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import type { ContractApi } from '../run/contract-api.ts';
import { coded } from './make-checks.ts';
import { documented, ids, idOf, isAscending, sampleOf, same, totalOf } from './sample.ts';
import { instant } from './values.ts';

const contacts = '/v1/contacts';

/** GET /v1/contacts: its parameters and its response. */
export const listChecks: readonly Check[] = [
  {
    id: 'list.envelope',
    source: 'SEED "Response fields"',
    expected: 'success true, 2 rows, total number, hasMore boolean',
    async run(api) {
      const { success, data, meta } = await api.get(`${contacts}?limit=2`);
      if (Number(meta['total']) < 2) inconclusive('2 contacts');
      const rows = Array.isArray(data) ? `${data.length} rows` : typeof data;
      return `success ${String(success)}, ${rows}, total ${typeof meta['total']}, hasMore ${typeof meta['hasMore']}`;
    },
  },
  {
    id: 'list.limit.default',
    source: 'SEED "Parameters": limit 50',
    expected: '50 rows',
    async run(api) {
      const { rows, meta } = await api.get(contacts);
      if (Number(meta['total']) <= 50) inconclusive('more than 50 contacts');
      return `${rows.length} rows`;
    },
  },
  {
    id: 'list.limit.auto-pagination',
    source: 'SEED "Known specifics": limit > 50; §1 limit',
    expected: 'all of 120 rows, none twice',
    async run(api) {
      await atLeast(api, 120);
      const { rows } = await api.get(`${contacts}?limit=120&select=id&order[id]=asc`);
      return rows.length === 120 && isAscending(rows) ? 'all of 120 rows, none twice' : `${rows.length} rows`;
    },
  },
  rejected('list.limit.zero', 'limit=0'),
  rejected('list.limit.negative', 'limit=-1'),
  rejected('list.limit.not-a-number', 'limit=many'),
  rejected('list.offset.negative', 'offset=-1'),
  rejected('list.offset.not-a-number', 'offset=x'),
  {
    id: 'list.limit.above-5000',
    source: '§9 "limit > 5000"',
    expected: '200, every row',
    async run(api) {
      await atLeast(api, 1);
      // The filter matches few contacts, since a real portal might not stop at 5000 rows.
      const few = await api.get(`${contacts}?limit=60&select=id&order[id]=asc`);
      const { status, rows } = await api.get(
        `${contacts}?limit=5001&select=id&order[id]=asc&filter[<=id]=${idOf(few.rows.at(-1))}`,
      );
      return `${status}, ${same(ids(rows), ids(few.rows), 'every row')}`;
    },
  },
  {
    id: 'list.offset',
    source: 'SEED "Parameters": offset',
    expected: 'the rows after the skipped ones',
    async run(api) {
      await atLeast(api, 12);
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
      await atLeast(api, 1);
      const { rows } = await api.get(`${contacts}?limit=1&select=id,name,lastName,phone`);
      return Object.keys(rows[0] ?? {}).join();
    },
  },
  {
    id: 'list.select.unknown',
    source: '§9 "unknown select name"',
    expected: 'id',
    async run(api) {
      await atLeast(api, 1);
      const { rows } = await api.get(`${contacts}?limit=1&select=noSuchField`);
      return Object.keys(rows[0] ?? {}).join();
    },
  },
  {
    id: 'list.select.absent',
    source: 'SEED "Parameters": select, default all fields',
    expected: 'every documented member',
    async run(api) {
      await atLeast(api, 1);
      const { rows } = await api.get(`${contacts}?limit=5`);
      const missing = documented.split(',').filter((name) => !rows.every((row) => name in row));
      return rows.length > 0 && missing.length === 0 ? 'every documented member' : `without ${missing.join()}`;
    },
  },
  {
    id: 'list.has-more',
    source: 'SEED "Response fields"; §1 "meta.hasMore"',
    expected: 'true on the first page',
    async run(api) {
      await atLeast(api, 3);
      const { meta } = await api.get(`${contacts}?limit=2&select=id&order[id]=asc`);
      return `${String(meta['hasMore'])} on the first page`;
    },
  },
  {
    id: 'list.has-more.last-page',
    source: '§1 "meta.hasMore"; §9',
    expected: '2 rows, hasMore false',
    async run(api) {
      await atLeast(api, 3);
      // The last page of a short list.
      const few = await api.get(`${contacts}?limit=6&select=id&order[id]=desc`);
      const last = `filter[>=id]=${idOf(few.rows.at(-1))}&limit=2&offset=${few.rows.length - 2}`;
      const { rows, meta } = await api.get(`${contacts}?select=id&order[id]=asc&${last}`);
      return `${rows.length} rows, hasMore ${String(meta['hasMore'])}`;
    },
  },
  {
    id: 'list.total',
    source: 'SEED "Response fields": total',
    expected: 'the number of rows that there are',
    async run(api) {
      await atLeast(api, 51);
      const { rows } = await api.get(`${contacts}?limit=50&select=id&order[id]=desc`);
      const total = await totalOf(api, `filter[>id]=${idOf(rows.at(-1))}`);
      return same(total, 49, 'the number of rows that there are');
    },
  },
  {
    id: 'list.past-the-end',
    source: 'SEED "Parameters": offset',
    expected: '200, 0 rows, hasMore false',
    async run(api) {
      await atLeast(api, 1);
      const few = await api.get(`${contacts}?limit=3&select=id&order[id]=asc`);
      const { status, rows, meta } = await api.get(
        `${contacts}?limit=3&offset=50&select=id&filter[<=id]=${idOf(few.rows.at(-1))}`,
      );
      return `${status}, ${rows.length} rows, hasMore ${String(meta['hasMore'])}`;
    },
  },
  {
    id: 'list.flat-phone',
    source: 'SEED "Response example"; §1 "phone/email in list rows"',
    expected: 'string or null',
    async run(api) {
      const values = (await sampleOf(api)).rows.flatMap((row) => [row['phone'], row['email']]);
      const odd = values.find((value) => value !== null && typeof value !== 'string');
      if (odd !== undefined) return JSON.stringify(odd);
      if (!values.some((value) => value !== null && value !== '')) inconclusive('a contact with a phone or an e-mail');
      return 'string or null';
    },
  },
  {
    id: 'list.dates',
    source: '§1 "Dates"',
    expected: 'ISO 8601 with an offset',
    async run(api) {
      const texts = (await sampleOf(api)).rows.map(({ createdTime }) => String(createdTime));
      const odd = texts.find(
        (text) =>
          !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/.test(text) || Number.isNaN(instant(text)),
      );
      return odd ?? 'ISO 8601 with an offset';
    },
  },
  {
    id: 'list.whole-seconds',
    source: '§11.7 "Time columns are whole seconds"',
    expected: 'whole seconds',
    async run(api) {
      const { rows } = await sampleOf(api);
      const finer = rows.find(({ updatedTime }) => instant(updatedTime) % 1000 !== 0);
      return finer === undefined ? 'whole seconds' : String(finer['updatedTime']);
    },
  },
];

function rejected(id: string, query: string): Check {
  return coded(id, '§9 "limit ≤0 / NaN / offset <0 / NaN"', '400 VALIDATION_ERROR', query);
}

/** Ends the check without a result on a portal with fewer contacts. */
export async function atLeast(api: ContractApi, count: number): Promise<void> {
  if ((await sampleOf(api)).total < count) inconclusive(`${count} contacts`);
}
