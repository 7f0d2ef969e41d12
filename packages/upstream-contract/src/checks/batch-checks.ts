import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractApi, membersOf, type Row } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';
import { ids, idOf, same, sampleOf } from './sample.ts';
import { commonValue, isEmpty } from './values.ts';

/** POST /v1/batch (contract §4). */
export const batchChecks: readonly Check[] = [
  {
    id: 'batch.partial-failure',
    source: '§4 "Response", "Partial failure"',
    expected: 'success true, 1 of 2, ok ok, error ENTITY_NOT_FOUND',
    async run(api) {
      const calls = [
        { id: 'ok', entity: 'contacts', action: 'list', params: { limit: 1 } },
        { id: 'no', entity: 'contacts', action: 'get', entityId: 999_999_999 },
      ];
      const { success, data } = await api.post('/v1/batch', { calls });
      const { results, errors, summary } = membersOf(data);
      const { succeeded, total } = membersOf(summary);
      const { code } = membersOf(membersOf(errors)['no']);
      const done = Object.keys(membersOf(results)).join();
      return `success ${String(success)}, ${String(succeeded)} of ${String(total)}, ${done} ok, error ${String(code)}`;
    },
  },
  {
    id: 'batch.results-by-id',
    source: '§4 "Response": results:{<id>: …}',
    expected: 'each contact under the id of its call',
    async run(api) {
      const wanted = (await sampleOf(api)).rows.slice(0, 12).map(idOf);
      const calls = wanted.map((id) => ({ id: `c${id}`, entity: 'contacts', action: 'get', entityId: id }));
      const results = await resultsOf(api, calls);
      const wrong = wanted.find((id) => membersOf(results[`c${id}`])['id'] !== id);
      if (wrong === undefined) return 'each contact under the id of its call';
      return `c${wrong}: ${JSON.stringify(results[`c${wrong}`] ?? null).slice(0, 40)}`;
    },
  },
  {
    id: 'batch.default-ids',
    source: '§4 "`id` … default = index as string"',
    expected: 'each company under the index of its call',
    async run(api) {
      const { rows } = await api.get('/v1/companies?limit=3&select=id&order[id]=asc');
      if (rows.length < 2) inconclusive('two companies');
      const calls = rows.map((row) => ({ entity: 'companies', action: 'get', entityId: row['id'] }));
      const results = await resultsOf(api, calls);
      const wrong = rows.findIndex((row, at) => membersOf(results[String(at)])['id'] !== row['id']);
      return wrong === -1 ? 'each company under the index of its call' : `${wrong}: ${Object.keys(results).join()}`;
    },
  },
  {
    id: 'batch.lists',
    source: '§4 "totals", "meta"; "params: list/search"',
    expected: 'rows, totals and meta as of GET, of list and search',
    async run(api) {
      const code = commonValue(await sampleOf(api), 'typeId');
      const wanted = await api.get(
        `/v1/contacts?limit=3&select=id&order[id]=desc&filter[typeId]=${encodeURIComponent(code)}`,
      );
      if (wanted.outcome === '200' && Number(wanted.meta['total']) < 3) inconclusive('three contacts of one type');
      const params = { limit: 3, select: ['id'], order: { id: 'desc' }, filter: { typeId: code } };
      const calls = ['list', 'search'].map((action) => ({ id: action, entity: 'contacts', action, params }));
      const { results, totals, meta } = membersOf((await api.post('/v1/batch', { calls })).data);
      if (wanted.rows.length < 3) return `GET finds ${ids(wanted.rows)}`;
      for (const action of ['list', 'search']) {
        const rows = rowsOf(membersOf(results)[action]);
        const { total, returned, hasMore } = membersOf(membersOf(meta)[action]);
        const got = [ids(rows), membersOf(totals)[action], total, returned, hasMore].map(String).join(' ');
        const { total: right } = wanted.meta;
        const expected = [ids(wanted.rows), right, right, 3, Number(right) > 3].map(String).join(' ');
        if (got !== expected) return `${action}: ${same(got, expected, '')}`;
      }
      return 'rows, totals and meta as of GET, of list and search';
    },
  },
  {
    id: 'batch.without-total',
    source: '§4 "`params`: … `withTotal`"',
    expected: 'rows, and no total',
    async run(api) {
      await atLeast(api, 2);
      const params = { limit: 2, select: ['id'], order: { id: 'asc' }, withTotal: false };
      const { results, totals } = membersOf(
        (await api.post('/v1/batch', { calls: [{ id: 'l', entity: 'contacts', action: 'list', params }] })).data,
      );
      const rows = rowsOf(membersOf(results)['l']);
      const total = typeof membersOf(totals)['l'] === 'number' ? 'a total' : 'no total';
      return `${rows.length === 2 ? 'rows' : `${rows.length} rows`}, and ${total}`;
    },
  },
  {
    id: 'batch.fields',
    source: '§4 "schema(fields)"',
    expected: 'the field list',
    async run(api) {
      const { f } = await resultsOf(api, [{ id: 'f', entity: 'contacts', action: 'fields' }]);
      const wanted = membersOf((await api.get('/v1/contacts/fields')).data);
      return same(JSON.stringify(f), JSON.stringify(wanted), 'the field list');
    },
  },
  {
    id: 'batch.get-include',
    source: '§4 "get → include"',
    expected: 'the company of the contact',
    async run(api) {
      const row = (await sampleOf(api)).rows.find(({ companyId }) => !isEmpty(companyId));
      if (row === undefined) inconclusive('a contact with a company');
      const call = {
        id: 'c',
        entity: 'contacts',
        action: 'get',
        entityId: row['id'],
        params: { include: ['company'] },
      };
      const { c } = await resultsOf(api, [call]);
      const { company } = membersOf(membersOf(c)['_included']);
      return membersOf(company)['id'] === row['companyId'] ? 'the company of the contact' : JSON.stringify(company);
    },
  },
  {
    id: 'batch.users-get',
    source: '§4 "users+get"',
    expected: 'array of one upper-case row',
    async run(api) {
      const { u } = await resultsOf(api, [{ id: 'u', entity: 'users', action: 'get', entityId: 1 }]);
      const upper = Array.isArray(u) && u.length === 1 && 'LAST_NAME' in membersOf(u[0]);
      return upper ? 'array of one upper-case row' : JSON.stringify(u);
    },
  },
  {
    id: 'batch.errors-when-none',
    source: '§4 "`errors` is `{}` in the reference and `[]` in the CLI page"',
    expected: ['{}', '[]'],
    async run(api) {
      const { data } = await api.post('/v1/batch', { calls: [{ entity: 'contacts', action: 'fields' }] });
      return JSON.stringify(membersOf(data)['errors']);
    },
  },
  {
    id: 'batch.unknown-entity',
    source: '§4 "Codes": UNKNOWN_ENTITY, ACTION_NOT_SUPPORTED, MISSING_ENTITY_ID',
    expected: 'UNKNOWN_ENTITY, ACTION_NOT_SUPPORTED; 1 succeeds',
    async run(api) {
      const calls = [
        { id: 'a', entity: 'foobar', action: 'list' },
        { id: 'b', entity: 'contacts', action: 'frobnicate' },
        { id: 'c', entity: 'contacts', action: 'fields' },
      ];
      const { errors, summary } = membersOf((await api.post('/v1/batch', { calls })).data);
      const codes = ['a', 'b'].map((id) => String(membersOf(membersOf(errors)[id])['code'])).join(', ');
      return `${codes}; ${String(membersOf(summary)['succeeded'])} succeeds`;
    },
  },
  rejected('batch.too-many', '§4 ">50 or empty"', many(51)),
  rejected('batch.empty', '§4 ">50 or empty"', []),
  rejected('batch.all-invalid', '§4 "Every call invalid"', [{ entity: 'foobar', action: 'list' }]),
  {
    id: 'batch.fifty',
    source: '§4 "1..50 calls"',
    expected: '50 of 50',
    async run(api) {
      const { summary } = membersOf((await api.post('/v1/batch', { calls: many(50) })).data);
      const { succeeded, total } = membersOf(summary);
      return `${String(succeeded)} of ${String(total)}`;
    },
  },
];

function rejected(id: string, source: string, calls: unknown): Check {
  const run: Check['run'] = async (api) => (await api.post('/v1/batch', { calls })).outcome;
  return { id, source, expected: '400 INVALID_REQUEST', run };
}

function many(count: number): unknown[] {
  return Array.from({ length: count }, () => ({ entity: 'contacts', action: 'fields' }));
}

async function resultsOf(api: ContractApi, calls: unknown): Promise<Row> {
  const { data, outcome } = await api.post('/v1/batch', { calls });
  if (outcome !== '200') throw new Error(outcome);
  return membersOf(membersOf(data)['results']);
}

function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.map(membersOf) : [];
}
