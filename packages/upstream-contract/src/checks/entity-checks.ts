import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractApi, membersOf, type Row } from '../run/contract-api.ts';
import { status } from './make-checks.ts';
import { ids, idOf, same, sampleOf } from './sample.ts';
import { commonValue, isEmpty } from './values.ts';

/** Dictionaries, companies, users, requisites, and /v1/me (contract §6, §7). */
export const entityChecks: readonly Check[] = [
  {
    id: 'statuses.dictionary',
    source: '§7 "Statuses"',
    expected: 'statusId and name of each source, and of sources only',
    async run(api) {
      const [{ rows }, all] = [
        await api.get('/v1/statuses?filter[entityId]=SOURCE&order[sort]=asc'),
        await api.get('/v1/statuses?limit=200'),
      ];
      const kinds = new Set(all.rows.map(({ entityId }) => entityId));
      if (all.rows.length > 0 && kinds.size < 2) inconclusive('two dictionaries');
      const whole = rows.length > 0 && rows.every(isStatus) && rows.every(({ entityId }) => entityId === 'SOURCE');
      const sorts = rows.map(({ sort }) => Number(sort));
      const sorted = sorts.every((sort, at) => at === 0 || (sorts[at - 1] ?? 0) <= sort);
      return whole && sorted ? 'statusId and name of each source, and of sources only' : `${rows.length} rows`;
    },
  },
  {
    id: 'statuses.codes-of-contacts',
    source: '§7 "statusId (the code stored in contacts)"',
    expected: 'the dictionary has the code of a contact',
    async run(api) {
      const code = commonValue(await sampleOf(api), 'sourceId');
      const { rows } = await api.get('/v1/statuses?filter[entityId]=SOURCE&order[sort]=asc');
      return rows.some(({ statusId }) => statusId === code) ? 'the dictionary has the code of a contact' : String(code);
    },
  },
  status('statuses.missing', '§7 "Missing id"', '404 NOT_FOUND', '/v1/statuses/999999999'),
  {
    id: 'companies.in',
    source: '§2 "Search for a DataLoader"',
    expected: 'the rows of the ids',
    async run(api) {
      const { rows } = await api.get('/v1/companies?limit=8&select=id,title&order[id]=asc');
      if (rows.length < 8) inconclusive('8 companies');
      const some = [rows[1], rows[4], rows[7]].map(idOf);
      const body = { filter: { id: { $in: some } }, limit: 5, select: ['id'], order: { id: 'asc' } };
      return same(ids((await api.post('/v1/companies/search', body)).rows), some.join(), 'the rows of the ids');
    },
  },
  {
    id: 'companies.titles',
    source: '§7 "Companies"',
    expected: 'id and title of the company',
    async run(api) {
      const id = commonValue(await sampleOf(api), 'companyId');
      const { title, id: own } = membersOf((await api.get(`/v1/companies/${id}`)).data);
      return own === Number(id) && typeof title === 'string' && title !== ''
        ? 'id and title of the company'
        : String(own);
    },
  },
  status('companies.missing', '§7 "Errors as for contacts"', '404 ENTITY_NOT_FOUND', '/v1/companies/999999999'),
  {
    id: 'users.responsible',
    source: '§7 "Users"',
    expected: 'the user of a contact, with a name',
    async run(api) {
      const id = Number(commonValue(await sampleOf(api), 'assignedById'));
      const { rows } = await api.get('/v1/users?limit=500');
      const user = rows.find((row) => idOf(lower(row)) === id);
      if (user === undefined) return `no user ${id} among ${rows.length}`;
      return isEmpty(lower(user)['name']) ? JSON.stringify(user) : 'the user of a contact, with a name';
    },
  },
  pageBack('companies.page', '/v1/companies'),
  pageBack('users.page', '/v1/users'),
  {
    id: 'users.me',
    source: '§11.3 `GET /v1/users/me`',
    expected: 'the user that the key acts for',
    async run(api) {
      const [mine, { data: key }] = [await api.get('/v1/users/me'), await api.get('/v1/me')];
      const { owner, currentUser } = membersOf(key);
      const id = membersOf(currentUser)['bitrixUserId'] ?? membersOf(owner)['userId'];
      const own = idOf(lower(membersOf(mine.data)));
      if (mine.outcome !== '200') return mine.outcome;
      if (id !== undefined) return same(own, Number(id), 'the user that the key acts for');
      return own > 0 ? 'the user that the key acts for' : 'no user';
    },
  },
  {
    id: 'users.missing',
    source: '§9 "GET /v1/users missing id"',
    expected: ['404 ENTITY_NOT_FOUND', '200 and nothing'],
    async run(api) {
      const { outcome, data } = await api.get('/v1/users/999999999');
      if (outcome !== '200') return outcome;
      return Array.isArray(data) && data.length === 0 ? '200 and nothing' : JSON.stringify(data);
    },
  },
  {
    id: 'requisites.of-owner',
    source: '§7 "Requisites"',
    expected: 'those of one owner only',
    async run(api) {
      const { rows } = await api.get('/v1/requisites?limit=50&select=id,entityTypeId,entityId&order[id]=asc');
      const [first, other] = [rows[0], rows.find(({ entityId }) => entityId !== rows[0]?.['entityId'])];
      if (first === undefined || other === undefined) inconclusive('requisites of two owners');
      const { entityTypeId, entityId } = other;
      const owner = `filter[entityTypeId]=${String(entityTypeId)}&filter[entityId]=${String(entityId)}`;
      const found = await api.get(`/v1/requisites?limit=50&select=id,entityTypeId,entityId&${owner}`);
      const right =
        found.rows.some(({ id }) => id === other['id']) &&
        found.rows.every((row) => row['entityTypeId'] === entityTypeId && row['entityId'] === entityId);
      return right ? 'those of one owner only' : ids(found.rows);
    },
  },
  {
    id: 'userfields.named',
    source: '§2 "UF": definitions at GET /v1/userfields/contacts',
    expected: 'each is a field of contacts',
    async run(api) {
      const { rows, outcome } = await api.get('/v1/userfields/contacts');
      if (outcome !== '200') return outcome;
      const fields = Object.keys(await fieldsOf(api)).map(withoutCase);
      const custom = fields.filter((name) => name.startsWith('ufcrm')).length;
      if (rows.length === 0 && custom === 0) inconclusive('custom fields');
      const unknown = rows.map((row) => String(row['fieldName'])).find((name) => !fields.includes(withoutCase(name)));
      if (unknown !== undefined) return unknown;
      return rows.length === custom ? 'each is a field of contacts' : `${rows.length} of ${custom} custom fields`;
    },
  },
  {
    id: 'me.portal',
    source: '§6 "GET /v1/me"',
    expected: 'a host, scopes with crm',
    async run(api) {
      const { portal, scopes } = membersOf((await api.get('/v1/me')).data);
      const host = typeof portal === 'string' && /^[a-z\d.-]+\.[a-z]+$/i.test(portal) ? 'a host' : String(portal);
      return `${host}, scopes ${Array.isArray(scopes) && scopes.includes('crm') ? 'with' : 'without'} crm`;
    },
  },
  {
    id: 'me.rate',
    source: '§5 "Portal rate": value in /v1/me',
    expected: 'requests a second',
    async run(api) {
      const { rateLimit } = membersOf((await api.get('/v1/me')).data);
      const rate = membersOf(rateLimit)['requestsPerSecond'];
      return typeof rate === 'number' && rate > 0 ? 'requests a second' : JSON.stringify(rateLimit);
    },
  },
];

function isStatus({ statusId, name }: Row): boolean {
  return typeof statusId === 'string' && statusId !== '' && typeof name === 'string' && name !== '';
}

/** Returns a row with names in lower case: users have one of two casings (contract §7, "Users"). */
function lower(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Returns one spelling of `UF_CRM_1` and `ufCrm_1`, which are the same name (contract §2, "UF"). */
function withoutCase(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

async function fieldsOf(api: ContractApi): Promise<Row> {
  return membersOf(membersOf((await api.get('/v1/contacts/fields')).data)['fields']);
}

/** Checks the filter and the order that a walk by number sends, which no page about the entity itself shows. */
function pageBack(id: string, path: string): Check {
  const expected = 'the rows behind a number, from the greatest';
  return {
    id,
    source: '§3 "same for GET list"',
    expected,
    async run(api) {
      const all = (await api.get(`${path}?limit=6&order[id]=asc`)).rows.map((row) => idOf(lower(row)));
      if (all.length < 6) inconclusive('6 rows');
      const [, bound, ...behind] = all;
      const query = `filter[id][$gt]=${bound}&filter[id][$lte]=${behind.at(-1)}&order[id]=desc&limit=3&withTotal=false`;
      const { rows } = await api.get(`${path}?${query}`);
      const found = rows.map((row) => idOf(lower(row)));
      return same(found.join(), behind.toReversed().slice(0, 3).join(), expected);
    },
  };
}
