import type { Check } from './check.ts';
import { membersOf } from './contract-api.ts';
import { coded } from './list-checks.ts';

const documented =
  'id,name,lastName,secondName,phone,email,companyId,post,comments,typeId,sourceId,sourceDescription,assignedById,createdBy,updatedBy,createdTime,updatedTime,opened,export,leadId,honorific';

/** Single records, fields, relations, aggregates, other entities and batches. */
export const entityChecks: readonly Check[] = [
  {
    id: 'get.full-object',
    source: '§2 "GET /v1/contacts/:id"; "select is ignored here"',
    expected: 'its id, createdTime and fm in spite of select',
    async run(api) {
      const first = (await api.get('/v1/contacts?limit=1&select=id&order[id]=asc')).rows[0];
      const data = membersOf((await api.get(`/v1/contacts/${String(first?.['id'])}?select=id`)).data);
      const all = data['id'] === first?.['id'] && 'createdTime' in data && Array.isArray(data['fm']);
      return all ? 'its id, createdTime and fm in spite of select' : Object.keys(data).join();
    },
  },
  status('get.not-a-number', '§2 "id not a positive integer"', '400 INVALID_PARAMS', '/v1/contacts/abc'),
  status('get.zero', '§2 "id not a positive integer"', '400 INVALID_PARAMS', '/v1/contacts/0'),
  status('get.missing', '§2 "Errors: 404"', '404 ENTITY_NOT_FOUND', '/v1/contacts/999999999'),
  {
    id: 'fields.documented',
    source: '§2 "GET /v1/contacts/fields"',
    expected: 'every documented field',
    async run(api) {
      const fields = membersOf(membersOf((await api.get('/v1/contacts/fields')).data)['fields']);
      const missing = documented.split(',').filter((name) => !(name in fields));
      return missing.length === 0 ? 'every documented field' : `without ${missing.join()}`;
    },
  },
  {
    id: 'fields.include',
    source: '§2 "GET /v1/contacts/fields"',
    expected: '["company","requisite"]',
    run: async (api) => JSON.stringify(membersOf((await api.get('/v1/contacts/fields')).data)['include']),
  },
  coded('include.unknown', '§2 "include"', '400 INVALID_INCLUDE', 'limit=1&include=assignedBy'),
  coded('include.four', '§2 "include"', '400 INCLUDE_LIMIT_EXCEEDED', 'limit=1&include=company,requisite,a,b'),
  {
    id: 'include.company',
    source: '§2 "include": object or null',
    expected: 'the company of each row',
    async run(api) {
      const { rows } = await api.get('/v1/contacts?limit=20&select=id,companyId&include=company');
      const wrong = rows.find((row) => {
        const { company } = membersOf(row['_included']);
        return Number(row['companyId'] ?? 0) === 0 ? company !== null : membersOf(company)['id'] !== row['companyId'];
      });
      return wrong === undefined ? 'the company of each row' : JSON.stringify(wrong);
    },
  },
  {
    id: 'include.above-200',
    source: '§2 "include": >200 rows',
    expected: 'skipped',
    async run(api) {
      const { rows, meta } = await api.get('/v1/contacts?limit=201&select=id,companyId&include=company');
      if (rows.length <= 200) return 'skipped';
      return meta['includeSkipped'] === true && !rows.some((row) => '_included' in row) ? 'skipped' : 'not skipped';
    },
  },
  {
    id: 'aggregate.groups',
    source: '§2 "POST /v1/contacts/aggregate"',
    expected: 'groups make the count',
    async run(api) {
      const data = membersOf((await api.post('/v1/contacts/aggregate', { groupBy: 'typeId' })).data);
      const groups = Array.isArray(data['groups']) ? data['groups'].map(membersOf) : [];
      const sum = groups.reduce((total, group) => total + Number(group['count']), 0);
      return sum === data['count'] ? 'groups make the count' : `${sum} of ${String(data['count'])}`;
    },
  },
  {
    id: 'aggregate.bad-group',
    source: '§2 "Bad field"',
    expected: '400 INVALID_PARAMS',
    run: async (api) => (await api.post('/v1/contacts/aggregate', { groupBy: 'name' })).outcome,
  },
  {
    id: 'statuses.dictionary',
    source: '§7 "Statuses"',
    expected: 'statusId and name of each source',
    async run(api) {
      const { rows } = await api.get('/v1/statuses?filter[entityId]=SOURCE&order[sort]=asc');
      const whole =
        rows.length > 0 && rows.every((row) => typeof row['statusId'] === 'string' && typeof row['name'] === 'string');
      return whole ? 'statusId and name of each source' : `${rows.length} rows`;
    },
  },
  status('statuses.missing', '§7 "Missing id"', '404 NOT_FOUND', '/v1/statuses/999999999'),
  {
    id: 'companies.in',
    source: '§2 "Search for a DataLoader"',
    expected: 'the rows of the ids',
    async run(api) {
      const some = (await api.get('/v1/companies?limit=3&select=id,title&order[id]=asc')).rows.map((row) => row['id']);
      const found = await api.post('/v1/companies/search', { filter: { id: { $in: some } }, limit: 3, select: ['id'] });
      const got = found.rows.map((row) => Number(row['id'])).toSorted((a, b) => a - b);
      return got.join() === some.join() ? 'the rows of the ids' : got.join();
    },
  },
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
    id: 'batch.users-get',
    source: '§4 "users+get"',
    expected: 'array of one upper-case row',
    async run(api) {
      const { data } = await api.post('/v1/batch', {
        calls: [{ id: 'u', entity: 'users', action: 'get', entityId: 1 }],
      });
      const { u } = membersOf(membersOf(data)['results']);
      const upper = Array.isArray(u) && u.length === 1 && 'LAST_NAME' in membersOf(u[0]);
      return upper ? 'array of one upper-case row' : JSON.stringify(u ?? data);
    },
  },
  {
    id: 'batch.too-many',
    source: '§4 ">50 or empty"',
    expected: '400 INVALID_REQUEST',
    async run(api) {
      const calls = Array.from({ length: 51 }, () => ({ entity: 'contacts', action: 'fields' }));
      return (await api.post('/v1/batch', { calls })).outcome;
    },
  },
  {
    id: 'batch.all-invalid',
    source: '§4 "Every call invalid"',
    expected: '400 INVALID_REQUEST',
    run: async (api) => (await api.post('/v1/batch', { calls: [{ entity: 'foobar', action: 'list' }] })).outcome,
  },
  {
    id: 'me.portal',
    source: '§6 "GET /v1/me"',
    expected: 'a host, scopes with crm',
    async run(api) {
      const { portal, scopes } = membersOf((await api.get('/v1/me')).data);
      const host = typeof portal === 'string' && portal.includes('.') ? 'a host' : String(portal);
      return `${host}, scopes ${Array.isArray(scopes) && scopes.includes('crm') ? 'with' : 'without'} crm`;
    },
  },
];

function status(id: string, source: string, expected: string, path: string): Check {
  return { id, source, expected, run: async (api) => (await api.get(path)).outcome };
}
