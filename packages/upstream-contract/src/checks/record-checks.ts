import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractApi, membersOf, type Row } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';
import { coded, status } from './make-checks.ts';
import { documented, idOf, sampleOf } from './sample.ts';
import { fold, isEmpty } from './values.ts';

/** Single contacts, their phones and e-mails, the field list, and relations (contract §2). */
export const recordChecks: readonly Check[] = [
  {
    id: 'get.full-object',
    source: '§2 "GET /v1/contacts/:id"; "select is ignored here"',
    expected: 'the row of the list, and fm, in spite of select',
    async run(api) {
      const [row = {}] = (await sampleOf(api)).rows;
      const data = await contact(api, row, '?select=id');
      const differing = ['id', 'name', 'lastName', 'companyId', 'typeId', 'createdTime', 'assignedById'].filter(
        (name) => data[name] !== row[name] && !(isEmpty(data[name]) && isEmpty(row[name])),
      );
      if (!Array.isArray(data['fm'])) return 'without fm';
      return differing.length === 0 ? 'the row of the list, and fm, in spite of select' : differing.join();
    },
  },
  {
    id: 'get.fm',
    source: '§2 "data are in fm[]"',
    expected: 'each phone and e-mail with its type, the first as in the list',
    async run(api) {
      const row = (await sampleOf(api)).rows.find(({ phone, email }) => !isEmpty(phone) && !isEmpty(email));
      if (row === undefined) inconclusive('a contact with a phone and an e-mail');
      const fm = entries((await contact(api, row))['fm']);
      const firsts = ['PHONE', 'EMAIL'].map((kind) => fm.find(({ typeId }) => typeId === kind)?.['value']);
      const typed = fm.every(({ typeId, valueType }) => typeof typeId === 'string' && typeof valueType === 'string');
      const right = typed && firsts[0] === row['phone'] && firsts[1] === row['email'];
      return right ? 'each phone and e-mail with its type, the first as in the list' : JSON.stringify(fm);
    },
  },
  {
    id: 'list.fm-with-everything',
    source: '§11.9: list rows carry `fm` when everything is selected',
    expected: ['all of fm', 'no fm'],
    async run(api) {
      const { rows } = await api.get('/v1/contacts?limit=20&order[id]=asc');
      if (rows.every((row) => !('fm' in row))) return 'no fm';
      // The contact with the most entries shows best if all of them are there.
      const [most = {}] = rows.toSorted((a, b) => entries(b['fm']).length - entries(a['fm']).length);
      const several = (await sampleOf(api)).rows.slice(0, 20);
      for (const row of [most, ...several.filter(({ phone }) => !isEmpty(phone)).slice(0, 5)]) {
        const listed = rows.find(({ id }) => id === row['id'])?.['fm'];
        const whole = (await contact(api, row))['fm'];
        if (JSON.stringify(listed) !== JSON.stringify(whole)) return `id ${idOf(row)}: ${JSON.stringify(listed)}`;
      }
      return 'all of fm';
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
      const fields = await fieldsOf(api);
      const missing = documented.split(',').filter((name) => !(name in fields));
      return missing.length === 0 ? 'every documented field' : `without ${missing.join()}`;
    },
  },
  {
    id: 'fields.described',
    source: '§2 "GET /v1/contacts/fields": type, isRequired, isReadOnly, title',
    expected: 'type, title and isReadOnly; id and times are read-only',
    async run(api) {
      const fields = Object.entries(await fieldsOf(api)).map(([name, field]) => ({ name, ...membersOf(field) }));
      const odd = fields.find(
        (field: Row) =>
          typeof field['type'] !== 'string' || typeof field['isReadOnly'] !== 'boolean' || !('title' in field),
      );
      const readOnly = new Set(fields.filter((field: Row) => field['isReadOnly'] === true).map(({ name }) => name));
      const writable = ['id', 'createdTime', 'updatedTime', 'createdBy'].filter((name) => !readOnly.has(name));
      if (odd !== undefined || fields.length === 0) return JSON.stringify(odd);
      if (writable.length > 0 || readOnly.has('lastName')) return `writable: ${writable.join()}`;
      return 'type, title and isReadOnly; id and times are read-only';
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
      await atLeast(api, 1);
      const { rows } = await api.get('/v1/contacts?limit=40&select=id,companyId&order[id]=asc&include=company');
      const linked = rows.filter((row) => !isEmpty(row['companyId']));
      if (rows.length > 0 && (linked.length === 0 || linked.length === rows.length)) {
        inconclusive('contacts with and without a company');
      }
      const wrong = rows.find((row) => {
        const { company } = membersOf(row['_included']);
        return isEmpty(row['companyId']) ? company !== null : membersOf(company)['id'] !== row['companyId'];
      });
      if (rows.length === 0) return 'no rows';
      return wrong === undefined ? 'the company of each row' : JSON.stringify(wrong);
    },
  },
  {
    id: 'include.company.by-id',
    source: '§2 "include": placed in data._included',
    expected: 'the company, with its title',
    async run(api) {
      const row = (await sampleOf(api)).rows.find(({ companyId }) => !isEmpty(companyId));
      if (row === undefined) inconclusive('a contact with a company');
      const { company } = membersOf((await contact(api, row, '?include=company'))['_included']);
      const title = membersOf((await api.get(`/v1/companies/${String(row['companyId'])}`)).data)['title'];
      const { id, title: included } = membersOf(company);
      const right = id === row['companyId'] && typeof title === 'string' && fold(title) === fold(included);
      return right ? 'the company, with its title' : JSON.stringify(company ?? null);
    },
  },
  {
    id: 'include.requisite',
    source: '§2 "include": 1-to-many; §9 "_included key for requisites"',
    expected: ['requisites, a list', 'requisite, a list'],
    async run(api) {
      await atLeast(api, 1);
      const { rows, outcome } = await api.get('/v1/contacts?limit=5&select=id&order[id]=asc&include=requisite');
      const { requisites, requisite } = membersOf(rows[0]?.['_included']);
      if (Array.isArray(requisites)) return 'requisites, a list';
      return Array.isArray(requisite) ? 'requisite, a list' : `${outcome}, ${JSON.stringify(rows[0] ?? null)}`;
    },
  },
  {
    id: 'include.above-200',
    source: '§2 "include": >200 rows',
    expected: 'skipped at 201 rows, there at 200',
    async run(api) {
      if ((await sampleOf(api)).total < 201) inconclusive('201 contacts');
      const path = (limit: number) => `/v1/contacts?limit=${limit}&select=id&order[id]=asc&include=company`;
      const [more, most] = [await api.get(path(201)), await api.get(path(200))];
      const skipped = more.meta['includeSkipped'] === true && more.rows.every((row) => !('_included' in row));
      const there = most.rows.length === 200 && most.rows.every((row) => '_included' in row);
      return `${skipped ? 'skipped' : 'not skipped'} at 201 rows, ${there ? 'there' : 'not there'} at 200`;
    },
  },
];

async function contact(api: ContractApi, row: Row, query = ''): Promise<Row> {
  return membersOf((await api.get(`/v1/contacts/${idOf(row)}${query}`)).data);
}

async function fieldsOf(api: ContractApi): Promise<Row> {
  return membersOf(membersOf((await api.get('/v1/contacts/fields')).data)['fields']);
}

function entries(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.map(membersOf) : [];
}
