// Each switch of contract §9 with its default and with another value.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSandbox, defaultSwitches, keys, type Sandbox, sessions, type Switches } from './index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ limits: 'off' });
});
beforeEach(() => sandbox.setSwitches(defaultSwitches));
afterAll(() => sandbox.close());

interface ApiResponse {
  data: Record<string, unknown>[] & Record<string, unknown>;
  meta?: Record<string, unknown>;
  total?: number;
  error?: Record<string, unknown>;
}

async function ask(path: string, init: { body?: unknown; headers?: Record<string, string> } = {}) {
  const { body, headers = { 'X-Api-Key': keys.all } } = init;
  const response = await fetch(`${sandbox.url}/v1${path}`, {
    headers: { ...headers, 'Content-Type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, ...((await response.json()) as ApiResponse) };
}

/** Request, and the part of its response that is compared by default and with the switch. */
async function both<T>(switches: Partial<Switches>, look: () => Promise<T>): Promise<[T, T]> {
  const before = await look();
  sandbox.setSwitches(switches);
  return [before, await look()];
}

const code = async (path: string, body?: unknown) => {
  const { status, error } = await ask(path, { body });
  return typeof error?.['code'] === 'string' ? error['code'] : status;
};
const first = async (path: string) => (await ask(path)).data[0];

test('limitAbove5000 clamps or rejects a greater limit', async () => {
  expect(await both({ limitAbove5000: 'refuse' }, () => code('/contacts?limit=5001&select=id'))).toEqual([
    200,
    'VALIDATION_ERROR',
  ]);
});

test('unknownFilterField, unknownSortField and orderAndSort change the handling of unknown and double parameters', async () => {
  expect(await both({ unknownFilterField: 'BITRIX_ERROR' }, () => code('/contacts?filter[x]=1'))).toEqual([
    'INVALID_FILTER_FIELD',
    'BITRIX_ERROR',
  ]);
  expect(await both({ unknownSortField: 'ignore' }, () => code('/contacts?limit=1&order[phone]=asc'))).toEqual([
    'UNKNOWN_SORT_FIELD',
    200,
  ]);
  const id = async () => (await first('/contacts?limit=1&select=id&order[id]=asc&sort=-id'))?.['id'];
  expect(await both({ orderAndSort: 'order' }, id)).toEqual([1264, 1]);
});

test('blanksAt, blanksInRange and caseSensitive change order and ranges', async () => {
  const name = async () => (await first('/contacts?limit=1&order[lastName]=asc'))?.['lastName'];
  expect(await both({ blanksAt: 'end' }, name)).toEqual([null, 'Abbott']);
  const total = (query: string) => async () => (await ask(`/contacts?limit=1&${query}`)).meta?.['total'];
  const [without, withBlanks] = await both({ blanksInRange: true }, total('filter[<lastName]=B'));
  const blanks = await total('filter[lastName]=')();
  expect(Number(withBlanks) - Number(without)).toBe(blanks);
  const [folded, exact] = await both({ caseSensitive: true }, total('filter[lastName]=petrov'));
  expect(Number(exact)).toBeLessThan(Number(folded));
});

test('dollarOr, dollarEq, dollarNin and emptyIn change the operators that are accepted', async () => {
  const total = (filter: unknown) => async () => {
    const { meta, error } = await ask('/contacts/search', { body: { filter, limit: 1 } });
    return error?.['code'] ?? meta?.['total'];
  };
  expect(await both({ dollarOr: true }, total({ $or: [{ id: 17 }, { id: 18 }] }))).toEqual([
    'INVALID_FILTER_OPERATOR',
    2,
  ]);
  expect(await total({ 0: { logic: 'OR', 0: { id: 17 }, 1: { '>id': 1262, '!name': 'x' } } })()).toBe(3);
  expect(await both({ dollarEq: true }, total({ id: { $eq: 17 } }))).toEqual(['INVALID_FILTER_OPERATOR', 1]);
  expect(await both({ dollarNin: true }, total({ id: { $nin: [17] } }))).toEqual(['INVALID_FILTER_OPERATOR', 1166]);
  expect(await both({ emptyIn: 'refuse' }, total({ id: { $in: [] } }))).toEqual([0, 'INVALID_FILTER']);
});

test('multifieldContains changes $contains on phones', async () => {
  const total = async () => (await ask('/contacts?limit=1&filter[phone][$contains]=495555354')).meta?.['total'];
  const [substring, exact] = await both({ multifieldContains: 'exact' }, total);
  expect(Number(substring)).toBeGreaterThan(0);
  expect(exact).toBe(0);
});

test('phoneShape makes phones of a list texts, native objects, or members as of GET by id', async () => {
  const row = () => first('/contacts?limit=1&filter[id]=17');
  const [text, objects] = await both({ phoneShape: 'array' }, row);
  expect(text).toMatchObject({ phone: '74955553546', phoneWork: '74955553546' });
  expect(objects?.['phone']).toEqual([{ ID: '101', VALUE_TYPE: 'WORK', VALUE: '74955553546', TYPE_ID: 'PHONE' }]);
  sandbox.setSwitches({ phoneShape: 'get' });
  const { data: byId } = await ask('/contacts/17');
  expect(await row()).toEqual(byId);
  expect(byId).toMatchObject({
    PHONE: null,
    EMAIL: null,
    phone: '74955553546',
    fm: [{ typeId: 'PHONE', valueType: 'WORK' }, { typeId: 'EMAIL' }],
  });
});

test('blankValues and dates change the format of empty values and of times', async () => {
  const id = sandbox.contacts.create({ name: 'Alone' });
  const blank = () => first(`/contacts?filter[id]=${id}&select=companyId,lastName,phone`);
  const [nulls, empties] = await both({ blankValues: 'empty' }, blank);
  expect(nulls).toMatchObject({ companyId: null, lastName: null, phone: null });
  expect(empties).toMatchObject({ companyId: 0, lastName: '', phone: '' });
  sandbox.contacts.delete(id);
  const created = async () => (await first('/contacts?limit=1&filter[id]=17&select=createdTime'))?.['createdTime'];
  expect(await both({ dates: 'utc' }, created)).toEqual(['2024-07-22T18:00:08+03:00', '2024-07-22T15:00:08.000Z']);
});

test('fmInLists adds fm to rows with all members, and fm cannot be selected by name', async () => {
  const row = (query: string) => first(`/contacts?limit=1&filter[id]=17${query}`);
  const fm = [
    { id: 101, typeId: 'PHONE', valueType: 'WORK', value: '74955553546' },
    { id: 102, typeId: 'EMAIL', valueType: 'WORK', value: 'ivan@company.ru' },
  ];
  const of = (query: string) => async () => (await row(query))?.['fm'];
  const all = async () => [await of('')(), await of('&select=*')(), await of('&select=phone,fm')()];
  expect(await both({ fmInLists: false }, all)).toEqual([
    [fm, fm, undefined],
    [undefined, undefined, undefined],
  ]);
});

test('totalAt, hasMoreOnExactEnd, nextAfterId and searchMeta change the meta of a list', async () => {
  expect(await both({ totalAt: 'both' }, async () => (await ask('/contacts?limit=1')).total)).toEqual([
    undefined,
    1167,
  ]);
  const last = async () => (await ask('/contacts?limit=2&offset=1165')).meta?.['hasMore'];
  expect(await both({ hasMoreOnExactEnd: true }, last)).toEqual([false, true]);
  const short = async () => (await ask('/contacts?limit=3&offset=1165')).meta?.['hasMore'];
  expect(await both({ hasMoreOnExactEnd: true }, short)).toEqual([false, false]);
  expect(await both({ hasMoreOnExactEnd: 'always' }, short)).toEqual([false, true]);
  const meta = async () => (await ask('/contacts?limit=2&order[id]=asc&withTotal=false')).meta;
  expect(await both({ nextAfterId: false }, meta)).toEqual([{ hasMore: true, nextAfterId: 2 }, { hasMore: true }]);
  expect(
    (await both({ searchMeta: false }, async () => (await ask('/contacts/search', { body: {} })).meta))[1],
  ).toBeUndefined();
});

test('alignedInnerPages starts native reads at multiples of 50', async () => {
  const pages = async () => {
    await ask('/contacts?limit=50&offset=17&select=id');
    return sandbox.requests.at(-1)?.innerPages;
  };
  expect(await both({ alignedInnerPages: true }, pages)).toEqual([1, 2]);
});

test('requisitesKey changes the name of requisites in _included', async () => {
  const included = async () => Object.keys((await first('/contacts?limit=1&include=requisite'))?.['_included'] ?? {});
  expect(await both({ requisitesKey: 'requisite' }, included)).toEqual([['requisites'], ['requisite']]);
});

test('accessDenied, errorDetails, language and requestIdEchoed change errors and headers', async () => {
  const other = sandbox.contacts.create({ assignedById: 5, opened: false });
  const session = { 'X-Api-Key': keys.app, Authorization: `Bearer ${sessions.one}` };
  const denied = async () => (await ask(`/contacts/${other}`, { headers: session })).error?.['code'];
  expect(await both({ accessDenied: 'ACCESS_DENIED' }, denied)).toEqual(['BITRIX_ACCESS_DENIED', 'ACCESS_DENIED']);
  sandbox.contacts.delete(other);
  const noScope = async () => (await ask('/contacts', { headers: { 'X-Api-Key': keys.noScope } })).error?.['details'];
  expect(await both({ errorDetails: true }, noScope)).toEqual([undefined, { requiredScope: 'crm' }]);
  const message = async () => (await ask('/contacts/13')).error?.['message'];
  expect(await both({ language: 'ru' }, message)).toEqual(['Item not found', 'Элемент не найден']);
  const sent = { 'X-Api-Key': keys.all, 'X-Request-Id': 'mine' };
  const echoed = async () => (await ask('/me', { headers: sent })).headers.get('x-request-id') === 'mine';
  expect(await both({ requestIdEchoed: true }, echoed)).toEqual([false, true]);
});

test('usersCasing and missingUser change the responses for users', async () => {
  const user = () => first('/users?limit=1&select=id,lastName');
  expect(await both({ usersCasing: 'upper' }, user)).toEqual([
    { id: 1, lastName: 'Barros' },
    { ID: '1', LAST_NAME: 'Barros' },
  ]);
  const missing = async () => {
    const { status, data } = await ask('/users/99');
    return data ?? status;
  };
  expect(await both({ missingUser: 'empty' }, missing)).toEqual([404, []]);
});

test('an unknown switch is rejected', () => {
  expect(() => sandbox.setSwitches({ blanks: 'end' } as Partial<Switches>)).toThrow('blanks');
});
