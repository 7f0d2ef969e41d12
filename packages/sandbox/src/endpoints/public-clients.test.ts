// Requests of public clients of the upstream (contract §11.1-11.3) that no document shows.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSandbox, defaultSwitches, keys, type Sandbox, sessions } from '../index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ limits: 'off' });
});
beforeEach(() => sandbox.setSwitches(defaultSwitches));
afterAll(() => sandbox.close());

interface ApiResponse {
  data: Record<string, unknown>[];
  meta: Record<string, unknown>;
  error?: { code: string };
}

async function ask(path: string, headers: Record<string, string> = { 'X-Api-Key': keys.all }) {
  const response = await fetch(`${sandbox.url}/v1${path}`, { headers });
  return { status: response.status, ...((await response.json()) as ApiResponse) };
}

const ids = async (query: string) => (await ask(`/contacts?select=id&${query}`)).data.map(({ id }) => id);
const encoded = (filter: unknown) => `filter=${encodeURIComponent(JSON.stringify(filter))}`;

test.each([
  [{ id: { $in: [17, 18] } }, 'filter[id][$in][]=17&filter[id][$in][]=18'],
  [{ '%lastName': 'pet' }, 'filter[%lastName]=pet'],
  [{ '!id': [1, 2, 3], '<id': 9 }, 'filter[!id][]=1&filter[!id][]=2&filter[!id][]=3&filter[<id]=9'],
])('a filter may be one JSON text: %j', async (filter, brackets) => {
  const found = await ids(`${encoded(filter)}&order[id]=asc`);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(await ids(`${brackets}&order[id]=asc`));
});

test.each(['filter=%7Bid', 'filter=17', 'filter=%5B5%5D', 'filter=null', 'filter[]=5'])(
  '%s is rejected as a filter',
  async (query) => {
    expect((await ask(`/contacts?${query}`)).error?.code).toBe('INVALID_FILTER');
  },
);

test.each(['sort[id]=DESC', 'sort=id:desc', 'sort=id:DESC', 'sort=-id', 'order[id]=DESC'])(
  '%s sorts by descending id',
  async (query) => {
    expect(await ids(`limit=3&${query}`)).toEqual([1264, 1263, 1262]);
  },
);

test('several sort keys may have their directions after a colon', async () => {
  const bySort = await ids('sort=assignedById:desc,id:asc&limit=30');
  expect(bySort).toEqual(await ids('order[assignedById]=desc&order[id]=asc&limit=30'));
  expect((await ask('/contacts?sort=id:up')).error?.code).toBe('INVALID_SORT_DIRECTION');
});

test('a list of 50 ids with an index each is accepted, or rejected above 20 as by the default of the parser', async () => {
  const indexed = (count: number) => Array.from({ length: count }, (_, at) => `filter[id][${at}]=${at + 1}`).join('&');
  // Every 13th id is missing.
  expect(await ids(indexed(50))).toHaveLength(47);
  sandbox.setSwitches({ longIndexedLists: 'object' });
  expect(await ids(indexed(20))).toHaveLength(19);
  expect((await ask(`/contacts?${indexed(50)}`)).error?.code).toBe('INVALID_FILTER_OPERATOR');
});

test.each([
  ['a lone group', 'filter[0][logic]=OR&filter[0][0][id]=17&filter[0][1][id]=18', [17, 18]],
  ['a group beside a condition', 'filter[0][logic]=OR&filter[0][0][id]=17&filter[0][1][id]=18&filter[<id]=18', [17]],
  ['a group without logic', 'filter[0][0][id]=17&filter[0][1][companyId]=1', [17]],
])('a query string with %s finds its contacts', async (_name, query, found) => {
  expect(await ids(`${query}&order[id]=asc`)).toEqual(found);
});

test('GET /v1/users/me returns the owner of the key, or the user of the session', async () => {
  const byKey = await ask('/users/me');
  expect(byKey.data).toMatchObject({ id: 1 });
  expect(byKey.data).toEqual((await ask('/users/1')).data);
  const session = { 'X-Api-Key': keys.app, Authorization: `Bearer ${sessions.two}` };
  expect((await ask('/users/me', session)).data).toMatchObject({ id: 3 });
  expect(await ask('/users/me', { 'X-Api-Key': keys.crmOnly })).toMatchObject({ error: { code: 'SCOPE_DENIED' } });
  expect(await ask('/users/me', { 'X-Api-Key': keys.app })).toMatchObject({ error: { code: 'TOKEN_MISSING' } });
});
