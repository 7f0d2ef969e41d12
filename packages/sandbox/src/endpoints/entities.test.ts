// Entities other than contacts, and the endpoints that describe entities: /v1/me, fields, custom fields.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, keys, portal, type Sandbox, sessions } from '../index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ limits: 'off' });
});
afterAll(() => sandbox.close());

async function ask(path: string, headers: Record<string, string> = { 'X-Api-Key': keys.all }) {
  const response = await fetch(`${sandbox.url}/v1${path}`, { headers });
  const body = (await response.json()) as { data: Record<string, unknown> & Record<string, unknown>[]; meta: unknown };
  return { status: response.status, ...body };
}

test('/v1/me shows portal, scopes and access of a personal key', async () => {
  expect((await ask('/me')).data).toMatchObject({
    type: 'personal',
    portal,
    scopes: ['crm', 'user'],
    accessMode: 'READWRITE',
    rateLimit: { requestsPerSecond: 10 },
  });
  expect((await ask('/me', { 'X-Api-Key': keys.readOnly })).data).toMatchObject({ accessMode: 'READONLY' });
  expect((await ask('/me', { 'X-Api-Key': keys.noTokens })).status).toBe(200);
});

test('/v1/me answers an app with and without a session, and a management key', async () => {
  expect((await ask('/me', { 'X-Api-Key': keys.app })).data).toMatchObject({ type: 'oauth_app', currentUser: null });
  const session = { 'X-Api-Key': keys.app, Authorization: `Bearer ${sessions.two}` };
  expect((await ask('/me', session)).data).toMatchObject({ currentUser: { bitrixUserId: 3 } });
  expect((await ask('/me', { 'X-Api-Key': keys.management })).data).toMatchObject({
    type: 'management',
    portals: [{ domain: portal }],
  });
});

test('companies have the documented members and are found by title', async () => {
  const { data, meta } = await ask('/companies?limit=2&select=id,title,phone,email,assignedById,industry');
  expect(data).toHaveLength(2);
  expect(Object.keys(data[0] ?? {})).toEqual(['id', 'title', 'phone', 'email', 'assignedById', 'industry']);
  expect(meta).toEqual({ total: 60, hasMore: true });
  expect((await ask('/companies?filter[%title]=мост&limit=1')).data).toHaveLength(1);
});

test('users need the scope user, and a dismissed user is listed as inactive', async () => {
  expect((await ask('/users', { 'X-Api-Key': keys.crmOnly })).status).toBe(403);
  const { data } = await ask('/users?select=id,active,departmentId&limit=500');
  expect(data.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(data.at(-1)).toEqual({ id: 8, active: false, departmentId: [3] });
});

test('statuses are in the order of their dictionary and have two members in upper case', async () => {
  const { data } = await ask('/statuses?filter[entityId]=CONTACT_TYPE&order[sort]=asc');
  expect(data.map(({ statusId }) => statusId)).toEqual(['CLIENT', 'SUPPLIER', 'PARTNER', 'OTHER']);
  expect(data[0]).toMatchObject({ SYSTEM: 'Y', CATEGORY_ID: 0, semantics: null });
});

test('every code and user of a contact exists', async () => {
  const dictionary = async (name: string) =>
    new Set((await ask(`/statuses?filter[entityId]=${name}&limit=100`)).data.map(({ statusId }) => statusId));
  const [sources, types, honorifics] = [
    await dictionary('SOURCE'),
    await dictionary('CONTACT_TYPE'),
    await dictionary('HONORIFIC'),
  ];
  const orphans = sandbox.contacts
    .rows()
    .filter(
      ({ sourceId, typeId, honorific, companyId, assignedById }) =>
        (sourceId !== null && !sources.has(sourceId)) ||
        !types.has(typeId) ||
        (honorific !== null && !honorifics.has(honorific)) ||
        Number(companyId) > 60 ||
        Number(assignedById) > 8,
    );
  expect(orphans).toEqual([]);
});

test('requisites are found by company, and their empty members are null', async () => {
  const { data } = await ask('/requisites?filter[entityTypeId]=4&filter[entityId]=10');
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({ entityTypeId: 4, entityId: 10, rqName: null, RQ_VAT_ID: null });
});

test('GET …/fields has the three shapes that the pages show', async () => {
  expect((await ask('/contacts/fields')).data).toMatchObject({
    fields: {
      id: { type: 'number', isReadOnly: true },
      phone: { type: 'multifield' },
      ufCrm_1720019876540: { type: 'enumeration', items: [{ ID: '51' }, {}, {}] },
    },
    include: ['company', 'requisite'],
  });
  expect((await ask('/requisites/fields')).data).toMatchObject({
    fields: { id: { type: 'number', readonly: true, label: 'ID' } },
  });
  expect((await ask('/statuses/fields')).data).toMatchObject({
    ENTITY_ID: { readonly: false },
    STATUS_ID: {},
    CATEGORY_ID: {},
  });
});

test('GET /v1/userfields/contacts defines every custom field of contacts', async () => {
  const { data, meta } = await ask('/userfields/contacts');
  expect(meta).toEqual({ total: 18 });
  expect(data[0]).toMatchObject({
    fieldName: 'UF_CRM_1720019876534',
    userTypeId: 'string',
    sort: '100',
    multiple: 'N',
  });
});
