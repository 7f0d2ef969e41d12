import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, keys, type Sandbox } from '../index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ limits: 'off' });
});
afterAll(() => sandbox.close());

async function list(query: string, from: Sandbox = sandbox) {
  const response = await fetch(`${from.url}/v1/contacts?${query}`, { headers: { 'X-Api-Key': keys.all } });
  return (await response.json()) as {
    data: Record<string, unknown>[];
    meta: Record<string, unknown>;
    error?: { code: string; message: string };
  };
}

test.each([
  ['limit=0', 'VALIDATION_ERROR', 'limit: Number must be greater than or equal to 1'],
  ['limit=1.5', 'VALIDATION_ERROR', 'limit: Expected integer, received float'],
  ['limit=1&limit=2', 'VALIDATION_ERROR', 'limit: Expected number, received nan'],
  [
    'limit=x&offset=-1',
    'VALIDATION_ERROR',
    'limit: Expected number, received nan; offset: Number must be greater than or equal to 0',
  ],
  ['withTotal=maybe', 'VALIDATION_ERROR', 'withTotal: Expected boolean, received string'],
  ['include[a]=company', 'VALIDATION_ERROR', 'include: Expected string or array, received object'],
  ['filter[companyId]=fifteen', 'INVALID_FILTER', "Invalid filter: field 'companyId' has invalid value"],
  ['filter[>companyId]=', 'INVALID_FILTER', "Invalid filter: field 'companyId' has invalid value"],
  ['filter[createdTime]=2024-02-30', 'INVALID_FILTER', "Invalid filter: field 'createdTime' has invalid value"],
  [
    'filter[birthdate]=2000-01-01',
    'INVALID_FILTER_FIELD',
    "Invalid filter: field 'birthdate' is not allowed in filter",
  ],
  ['order=lastName', 'INVALID_SORT_TYPE', 'order: expected an object of fields and directions'],
  ['order[birthdate]=asc', 'UNKNOWN_SORT_FIELD', "Invalid order: field 'birthdate' is not allowed in order"],
])('%s is refused with %s', async (query, code, message) => {
  expect((await list(query)).error).toEqual({ code, message });
});

test.each(['filter[~name]=x', 'filter[%typeId]=CLI', 'filter[>phone]=7', 'filter[id][$near]=1'])(
  '%s is rejected for its operator',
  async (query) => {
    expect((await list(query)).error?.code).toBe('INVALID_FILTER_OPERATOR');
  },
);

test('select works comma-separated and as select[], and a repeated select selects all members', async () => {
  const members = async (query: string) => Object.keys((await list(`limit=1&${query}`)).data[0] ?? {});
  expect(await members('select=name,phone')).toEqual(['id', 'name', 'phone']);
  expect(await members('select[]=name&select[]=phone')).toEqual(['id', 'name', 'phone']);
  expect((await members('select=name&select=phone')).length).toBeGreaterThan(40);
  expect(await members('select=UF_CRM_1720019876534')).toEqual(['id', 'ufCrm_1720019876534']);
});

// A value of each kind of custom field finds a contact that has it, and none without a value.
test('custom fields of every type can be filtered', async () => {
  const rows = sandbox.contacts.rows();
  const names = Object.keys(rows[0] ?? {}).filter((name) => name.startsWith('ufCrm_'));
  expect(names).toHaveLength(18);
  for (const name of names) {
    const owner = rows.find((row) => !isBlank(row[name]));
    const shown = owner?.[name];
    const value: unknown = Array.isArray(shown) ? shown[0] : shown;
    // Booleans are shown as Y and N and filtered by 1 and 0; of files only the presence is filtered.
    const sent = value === 'Y' ? '1' : value === 'N' ? '0' : String(value);
    const filter = typeof value === 'object' ? `filter[!${name}]=` : `filter[${name}]=${encodeURIComponent(sent)}`;
    const { data, error } = await list(`limit=5000&select=id&${filter}`);
    expect([name, error, data?.some(({ id }) => id === owner?.['id'])]).toEqual([name, undefined, true]);
    const blanks = await list(`limit=1&select=id&filter[${name}]=`);
    expect(blanks.meta['total']).toBe(rows.filter((row) => isBlank(row[name])).length);
  }
});

test('a list has at most 5000 rows, and meta says if there are more', async () => {
  await using great = await createSandbox({ limits: 'off', contacts: 5001 });
  const cut = await list('limit=5000&select=id', great);
  expect(cut.data).toHaveLength(5000);
  expect(cut.meta).toEqual({ total: 5001, hasMore: true, truncated: true });
  expect(great.requests[0]?.innerPages).toBe(100);
  expect((await list('limit=4999&select=id', great)).meta).toEqual({ total: 5001, hasMore: true });
});

test('the keyset recipe with nextAfterId sees every contact and ends', async () => {
  const seen: unknown[] = [];
  let after: number | undefined = 0;
  for (let page = 0; page < 20 && after !== undefined; page += 1) {
    const { data, meta } = await list(`limit=100&select=id&sort=id&withTotal=false&filter[>id]=${after}`);
    seen.push(...data.map(({ id }) => id));
    const { nextAfterId } = meta;
    after = typeof nextAfterId === 'number' ? nextAfterId : undefined;
  }
  expect(seen).toEqual(sandbox.contacts.rows().map(({ id }) => id));
});

function isBlank(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
