import { expect, test } from 'vitest';
import { createSandbox, keys, type Sandbox } from '../index.ts';

async function post(sandbox: Sandbox, path: string, body: unknown, key: string = keys.all) {
  const response = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'X-Api-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { data: Batch & EntityBatch; error?: { code: string } };
  return { status: response.status, ...answer };
}

interface Batch {
  results: Record<string, unknown>;
  totals: Record<string, number>;
  errors: Record<string, { code: string }> | [];
  summary: Record<string, number>;
  meta: Record<string, unknown>;
}
type EntityBatch = { success: boolean; id?: number; data?: Record<string, unknown>; error?: { code: string } }[];

test('a batch has calls to several entities, and its lists have totals and meta', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const { data } = await post(sandbox, '/v1/batch', {
    calls: [
      { id: 'list', entity: 'contacts', action: 'list', params: { limit: 2, select: ['name'] } },
      { id: 'long', entity: 'contacts', action: 'list', params: { limit: 120, select: ['id'], withTotal: false } },
      { id: 'one', entity: 'contacts', action: 'get', entityId: '17' },
      { id: 'company', entity: 'companies', action: 'get', entityId: 3, params: { include: 'requisite' } },
      { id: 'fields', entity: 'statuses', action: 'fields' },
    ],
  });
  expect(data.summary).toEqual({ total: 5, succeeded: 5, failed: 0 });
  expect(data.errors).toEqual({});
  expect(data.totals).toEqual({ list: 1167 });
  expect(data.meta).toMatchObject({ list: { total: 1167, returned: 2, hasMore: true, truncated: false } });
  expect(data.results['one']).toMatchObject({ id: 17, lastName: 'Petrov', PHONE: null });
  expect(data.results['company']).toMatchObject({
    id: 3,
    _included: { requisites: [{ entityTypeId: 4, entityId: 3 }] },
  });
  // One merged native batch, and three pages of the long list.
  expect(sandbox.requests[0]?.innerPages).toBe(1 + 3 + 3);
});

test('a call that fails has an error of its own, and the other calls have results', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const calls = [
    { id: 'ok', entity: 'contacts', action: 'get', entityId: 17 },
    { id: 'missing', entity: 'contacts', action: 'get', entityId: 13 },
    { id: 'entity', entity: 'foobar', action: 'get', entityId: 1 },
    { id: 'action', entity: 'users', action: 'delete', entityId: 1 },
    { id: 'id', entity: 'contacts', action: 'get' },
    { id: 'filter', entity: 'contacts', action: 'list', params: { filter: { nope: 1 } } },
    'not a call',
  ];
  const { status, data } = await post(sandbox, '/v1/batch', { calls });
  expect(status).toBe(200);
  expect(Object.fromEntries(Object.entries(data.errors).map(([id, { code }]) => [id, code]))).toEqual({
    missing: 'ENTITY_NOT_FOUND',
    entity: 'UNKNOWN_ENTITY',
    action: 'ACTION_NOT_SUPPORTED',
    id: 'MISSING_ENTITY_ID',
    filter: 'INVALID_FILTER_FIELD',
    6: 'INVALID_CALL',
  });
  expect(data.summary).toEqual({ total: 7, succeeded: 1, failed: 6 });
});

test('switches change the responses of a batch on which the documents disagree', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const noId = {
    calls: [
      { entity: 'contacts', action: 'get' },
      { entity: 'contacts', action: 'fields' },
    ],
  };
  sandbox.setSwitches({
    batchMissingEntityId: 'request',
    batchEmptyErrors: 'array',
    batchMissingRecord: 'BITRIX_ERROR',
  });
  expect((await post(sandbox, '/v1/batch', noId)).error?.code).toBe('MISSING_ENTITY_ID');
  const fine = await post(sandbox, '/v1/batch', { calls: [{ entity: 'contacts', action: 'get', entityId: 17 }] });
  expect(fine.data.errors).toEqual([]);
  const twice = { calls: [1, 2].map(() => ({ id: 'x', entity: 'contacts', action: 'fields' })) };
  expect((await post(sandbox, '/v1/batch', twice)).error?.code).toBe('INVALID_REQUEST');
  sandbox.setSwitches({ batchDuplicateIds: 'last' });
  expect((await post(sandbox, '/v1/batch', twice)).status).toBe(200);
});

test('each call needs its own scope, and the request fails only if all calls lack theirs', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const users = { id: 'u', entity: 'users', action: 'get', entityId: 1 };
  const contact = { id: 'c', entity: 'contacts', action: 'get', entityId: 17 };
  const some = await post(sandbox, '/v1/batch', { calls: [users, contact] }, keys.crmOnly);
  expect(some.data.errors).toMatchObject({ u: { code: 'SCOPE_NOT_ALLOWED' } });
  expect(some.data.results).toHaveProperty('c');
  const none = await post(sandbox, '/v1/batch', { calls: [users] }, keys.crmOnly);
  expect([none.status, none.error?.code]).toEqual([403, 'SCOPE_NOT_ALLOWED']);
});

test('a batch creates, updates and deletes', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const { data } = await post(sandbox, '/v1/batch', {
    calls: [
      { id: 'a', entity: 'contacts', action: 'create', params: { fields: { name: 'Made' } } },
      { id: 'b', entity: 'contacts', action: 'update', entityId: 17, params: { fields: { post: 'Chief' } } },
      { id: 'c', entity: 'contacts', action: 'delete', entityId: 18 },
    ],
  });
  expect(data.results).toMatchObject({ a: { name: 'Made' }, b: { id: 17, post: 'Chief' }, c: null });
  expect(sandbox.contacts.size).toBe(1167);
  expect(
    (
      await post(
        sandbox,
        '/v1/batch',
        { calls: [{ entity: 'contacts', action: 'delete', entityId: 1 }] },
        keys.readOnly,
      )
    ).data.errors,
  ).toMatchObject({ 0: { code: 'WRITE_BLOCKED_READONLY_KEY' } });
});

test('a batch of one entity has a result for each row', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const path = '/v1/contacts/batch';
  const made = await post(sandbox, path, { action: 'create', items: [{ name: 'A' }, { createdBy: 1 }, 'x'] });
  expect(made.data.map(({ success, error }) => (success ? 'made' : error?.code))).toEqual([
    'made',
    'READONLY_FIELD',
    'VALIDATION_ERROR',
  ]);
  const id = made.data[0]?.id;
  const changed = await post(sandbox, path, { action: 'update', items: [{ id, name: 'B' }] });
  expect(changed.data[0]).toMatchObject({ success: true, id, data: { name: 'B' } });
  const read = await post(sandbox, path, { action: 'get', calls: [{ id }, { id: 13 }] });
  expect(read.data.map(({ success }) => success)).toEqual([true, false]);
  const listed = await post(sandbox, path, { action: 'list', calls: [{ limit: 3, select: ['id'] }] });
  expect(listed.data[0]?.data).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  const gone = await post(sandbox, path, { action: 'delete', ids: [id, id] });
  expect(gone.data.map(({ error }) => error?.code)).toEqual([undefined, 'ENTITY_NOT_FOUND']);
});

test('a batch of one entity has at most 500 rows, or 50 by the switch', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const ids = Array.from({ length: 51 }, () => 13);
  expect((await post(sandbox, '/v1/contacts/batch', { action: 'delete', ids })).status).toBe(200);
  sandbox.setSwitches({ entityBatchLimit: 50 });
  expect((await post(sandbox, '/v1/contacts/batch', { action: 'delete', ids })).error?.code).toBe(
    'BATCH_LIMIT_EXCEEDED',
  );
});
