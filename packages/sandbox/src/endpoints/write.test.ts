import { expect, test } from 'vitest';
import { createManualClock, createSandbox, keys, type Sandbox, sessions } from '../index.ts';

const json = { 'X-Api-Key': keys.all, 'Content-Type': 'application/json' };

async function send(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = json,
) {
  const response = await fetch(`${sandbox.url}/v1/contacts${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { data = {}, error } = (text === '' ? {} : JSON.parse(text)) as {
    data?: Record<string, unknown>;
    error?: { code: string; message: string };
  };
  return { status: response.status, data, code: error?.code, message: error?.message, text };
}

test('a new contact is returned in full with 201, a new id, and the time and the user of its creation', async () => {
  await using sandbox = await createSandbox({ limits: 'off', clock: createManualClock(Date.UTC(2026, 0, 15, 9)) });
  const session = { ...json, 'X-Api-Key': keys.app, Authorization: `Bearer ${sessions.one}` };
  const body = {
    name: 'Анна',
    phone: ['71', '72'],
    email: [{ value: 'a@b.example', typeId: 'MAILING' }],
    companyId: '15',
    ufCrm_1720019876535: 7,
    junk: 1,
  };
  const { status, data } = await send(sandbox, 'POST', '', body, session);
  expect(status).toBe(201);
  expect(data).toMatchObject({
    id: 1265,
    name: 'Анна',
    phone: '71',
    emailMailing: 'a@b.example',
    companyId: 15,
    createdBy: 2,
    assignedById: 2,
    createdTime: '2026-01-15T12:00:00+03:00',
    ufCrm_1720019876535: 7,
  });
  expect(data['fm']).toMatchObject([{ value: '71' }, { value: '72' }, { typeId: 'EMAIL', valueType: 'MAILING' }]);
  expect(data).not.toHaveProperty('junk');
});

test('an update changes only the sent members, and adds a phone instead of replacing one', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const { status, data } = await send(sandbox, 'PATCH', '/17', {
    post: 'Chief',
    phone: '75550000001',
    UF_CRM_1720019876534: 'old style',
  });
  expect(status).toBe(200);
  expect(data).toMatchObject({
    id: 17,
    name: 'Ivan',
    post: 'Chief',
    phone: '74955553546',
    ufCrm_1720019876534: 'old style',
  });
  expect(data['fm']).toHaveLength(3);
});

test('a delete returns 204 without a body, and then 404', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  expect(await send(sandbox, 'DELETE', '/17')).toMatchObject({ status: 204, text: '' });
  expect(await send(sandbox, 'DELETE', '/17')).toMatchObject({ status: 404, code: 'ENTITY_NOT_FOUND' });
  expect(await send(sandbox, 'PATCH', '/17', {})).toMatchObject({ status: 404, code: 'ENTITY_NOT_FOUND' });
});

test.each([
  [{ id: 5 }, 'READONLY_FIELD', 'id'],
  [{ updatedTime: '2026-01-01' }, 'READONLY_FIELD', 'updatedTime'],
  [{ name: 5 }, 'INVALID_REQUEST', 'name'],
  [{ companyId: 'x' }, 'INVALID_REQUEST', 'companyId'],
  [{ companyId: 1e12 }, 'INVALID_REQUEST', 'companyId'],
  [{ opened: 'maybe' }, 'INVALID_REQUEST', 'opened'],
  [{ ufCrm_1720019876538: 'soon' }, 'INVALID_REQUEST', 'ufCrm_1720019876538'],
  [{ phone: [{ VALUE: '1', VALUE_TYPE: 'WORK' }] }, 'INVALID_MULTIFIELD_SHAPE', 'phone'],
  [{ email: [{ value: 'a', typeId: 'PAGER' }] }, 'INVALID_MULTIFIELD_SHAPE', 'email'],
  [[], 'VALIDATION_ERROR', 'body'],
])('a write of %j is rejected with %s, naming %s', async (body, code, name) => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 20 });
  const answer = await send(sandbox, 'POST', '', body);
  expect(answer).toMatchObject({ status: 400, code });
  expect(answer.message).toContain(name);
  expect(sandbox.contacts.size).toBe(20);
});

test('a user cannot change a contact that the user cannot read', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const id = sandbox.contacts.create({ assignedById: 5, opened: false });
  const session = { ...json, 'X-Api-Key': keys.app, Authorization: `Bearer ${sessions.two}` };
  expect(await send(sandbox, 'PATCH', `/${id}`, { name: 'x' }, session)).toMatchObject({
    status: 403,
    code: 'BITRIX_ACCESS_DENIED',
  });
  expect(await send(sandbox, 'DELETE', `/${id}`, undefined, session)).toMatchObject({ status: 403 });
});

test('an updated sort key moves the row in an order that was read before', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const order = '?limit=1&order[lastName]=desc&select=lastName';
  await send(sandbox, 'GET', order);
  await send(sandbox, 'PATCH', '/17', { lastName: 'Яяя' });
  expect((await send(sandbox, 'GET', order)).data).toEqual([{ id: 17, lastName: 'Яяя' }]);
});
