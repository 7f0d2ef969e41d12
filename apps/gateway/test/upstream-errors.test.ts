import { keys, sessions } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { type AnswerError, startGateway, startGatewayWithSandbox } from './running-gateway.ts';
import { always, startScriptedUpstream } from './scripted-upstream.ts';

const query = '{ contacts(first: 1) { nodes { name } } }';
const bearer = (session: string): { authorization: string } => ({ authorization: `Bearer ${session}` });

test.each([
  { headers: { 'x-api-key': keys.noScope }, code: 'FORBIDDEN', upstream: { code: 'SCOPE_DENIED', status: 403 } },
  {
    headers: { 'x-api-key': keys.noTokens },
    code: 'UNAUTHENTICATED',
    upstream: { code: 'TOKEN_MISSING', status: 401 },
  },
  { headers: { 'x-api-key': keys.app }, code: 'UNAUTHENTICATED', upstream: { code: 'TOKEN_MISSING', status: 401 } },
  { headers: { 'x-api-key': keys.expired }, code: 'UNAUTHENTICATED', upstream: { code: 'KEY_EXPIRED', status: 401 } },
  { headers: { 'x-api-key': keys.revoked }, code: 'UNAUTHENTICATED', upstream: { code: 'KEY_INACTIVE', status: 401 } },
  { headers: { 'x-api-key': 'made_up' }, code: 'UNAUTHENTICATED', upstream: { code: 'INVALID_API_KEY', status: 401 } },
  { headers: { 'x-api-key': keys.otherIp }, code: 'FORBIDDEN', upstream: { code: 'IP_NOT_ALLOWED', status: 403 } },
  {
    headers: { 'x-api-key': keys.management },
    code: 'FORBIDDEN',
    upstream: { code: 'MANAGEMENT_KEY_NO_ENTITY_ACCESS', status: 403 },
  },
  {
    headers: { 'x-api-key': keys.app, ...bearer('made_up') },
    code: 'UNAUTHENTICATED',
    upstream: { status: 401 },
  },
  {
    headers: { 'x-api-key': keys.app, ...bearer(sessions.expired) },
    code: 'UNAUTHENTICATED',
    upstream: { code: 'TOKEN_EXPIRED', status: 401 },
  },
])(
  '$upstream.code of the sandbox becomes $code at the field that was selected',
  async ({ headers, code, upstream }) => {
    await using gateway = await startGatewayWithSandbox();
    const { status, data, errors } = await gateway.ask(query, { headers });
    expect({ status, data }).toEqual({ status: 200, data: { contacts: null } });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ path: ['contacts'], extensions: { code, upstream } });
    expect(errors[0]?.extensions['upstream']).toHaveProperty('requestId');
    expect(gateway.calls()).toHaveLength(1);
    expect(gateway.logged).toEqual([]);
  },
);

test.each([
  ['names it', true],
  ['does not', false],
])('a missing scope is named, where the upstream %s', async (_name, errorDetails) => {
  await using gateway = await startGatewayWithSandbox({}, { switches: { errorDetails } });
  const { errors } = await gateway.ask(query, { headers: { 'x-api-key': keys.noScope } });
  expect(errors[0]?.extensions['upstream']).toMatchObject({ code: 'SCOPE_DENIED', requiredScope: 'crm' });
  expect(errors[0]?.message).toBe('These credentials lack the scope "crm" for this. (SCOPE_DENIED)');
});

test.each([
  ['alone', 'assignedBy { name }', 'SCOPE_DENIED'],
  ['in a batch', 'companyId company { title } assignedBy { name } requisites { rqName }', 'SCOPE_NOT_ALLOWED'],
])('the scope of users, read %s, is named at their fields', async (_name, selection, code) => {
  await using gateway = await startGatewayWithSandbox({}, { contacts: 20 });
  const { data, errors } = await gateway.ask(`{ contacts(first: 1) { nodes { ${selection} } } }`, {
    headers: { 'x-api-key': keys.crmOnly },
  });
  expect(data).toMatchObject({ contacts: { nodes: [{ assignedBy: null }] } });
  expect(errors).toMatchObject([
    {
      path: ['contacts', 'nodes', 0, 'assignedBy'],
      message: `These credentials lack the scope "user" for this. (${code})`,
      extensions: { code: 'FORBIDDEN', upstream: { code, requiredScope: 'user' } },
    },
  ]);
});

/** Returns the gateway's error for one response of the upstream. */
async function errorFor(
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<AnswerError> {
  await using upstream = await startScriptedUpstream(always(status, body, headers));
  await using gateway = await startGateway(upstream.url);
  const { data, errors } = await gateway.ask(query);
  expect(data).toEqual({ contacts: null });
  expect(errors).toHaveLength(1);
  expect(gateway.logged).toEqual([]);
  return errors[0] as AnswerError;
}

const refusal = (code: string, more: object = {}): unknown => ({
  success: false,
  error: { code, message: 'Words of the upstream', ...more },
});

test.each([
  {
    status: 400,
    body: refusal('INVALID_FILTER_FIELD'),
    code: 'BAD_USER_INPUT',
    upstream: { code: 'INVALID_FILTER_FIELD' },
  },
  { status: 422, body: refusal('BITRIX_ERROR'), code: 'BAD_USER_INPUT', upstream: { code: 'BITRIX_ERROR' } },
  { status: 402, body: refusal('BILLING_EXHAUSTED'), code: 'FORBIDDEN', upstream: { code: 'BILLING_EXHAUSTED' } },
  { status: 500, body: refusal('INTERNAL_ERROR'), code: 'UPSTREAM_UNAVAILABLE', upstream: { code: 'INTERNAL_ERROR' } },
  {
    status: 502,
    body: refusal('BITRIX_UNAVAILABLE'),
    code: 'UPSTREAM_UNAVAILABLE',
    upstream: { code: 'BITRIX_UNAVAILABLE' },
  },
  {
    status: 404,
    body: refusal('ROUTE_NOT_FOUND'),
    code: 'BAD_UPSTREAM_RESPONSE',
    upstream: { code: 'ROUTE_NOT_FOUND' },
  },
  { status: 502, body: '<html>Bad gateway</html>', code: 'UPSTREAM_UNAVAILABLE', upstream: { status: 502 } },
  { status: 200, body: '<html>Sign in</html>', code: 'BAD_UPSTREAM_RESPONSE', upstream: { status: 200 } },
  { status: 200, body: { success: true, data: {} }, code: 'BAD_UPSTREAM_RESPONSE', upstream: null },
])('an upstream response with status $status and $body becomes $code', async ({ status, body, code, upstream }) => {
  const { extensions } = await errorFor(status, body);
  // A response in the right envelope with the wrong content has no further details.
  expect(extensions).toEqual(upstream === null ? { code } : { code, upstream: { status, ...upstream } });
});

test('if the upstream sends Retry-After, the error has it in seconds', async () => {
  const body = refusal('RATE_LIMITED', { hint: 'Wait 1-2 seconds', retryAfter: 2 });
  const { extensions } = await errorFor(429, body, { 'x-request-id': 'request-1' });
  expect(extensions).toEqual({
    code: 'RATE_LIMITED',
    retryAfter: 2,
    upstream: { code: 'RATE_LIMITED', status: 429, hint: 'Wait 1-2 seconds', retryAfter: 2, requestId: 'request-1' },
  });
});

test('error messages are the gateway’s own: those of the upstream may hold anything', async () => {
  const { message } = await errorFor(500, refusal('INTERNAL_ERROR', { userMessage: 'Что-то пошло не так' }));
  expect(message).not.toContain('Words of the upstream');
  expect(message).not.toContain('Что-то');
});

test('an upstream that refuses connections results in UPSTREAM_UNAVAILABLE', async () => {
  const upstream = await startScriptedUpstream(always(200, {}));
  await upstream[Symbol.asyncDispose]();
  await using gateway = await startGateway(upstream.url);
  const { errors } = await gateway.ask(query);
  expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'UPSTREAM_UNAVAILABLE' }]);
});

test('a malformed field is an error at its own place; the rest of the page is returned', async () => {
  const rows = [
    { id: 1, name: 'Anna', companyId: 1 },
    { id: 2, name: { first: 'Boris' }, companyId: 2 },
  ];
  await using upstream = await startScriptedUpstream(
    always(200, { success: true, data: rows, meta: { total: 2, hasMore: false } }),
  );
  await using gateway = await startGateway(upstream.url);
  const { data, errors } = await gateway.ask('{ contacts(first: 2) { nodes { contactId name companyId } } }');
  expect(data).toEqual({
    contacts: {
      nodes: [
        { contactId: 1, name: 'Anna', companyId: 1 },
        { contactId: 2, name: null, companyId: 2 },
      ],
    },
  });
  expect(errors).toMatchObject([
    { path: ['contacts', 'nodes', 1, 'name'], extensions: { code: 'BAD_UPSTREAM_RESPONSE' } },
  ]);
});

test('a total that cannot be read is null with an error at its place; the rows are returned', async () => {
  await using sandboxed = await startGatewayWithSandbox();
  const page =
    'query ($after: String) { contacts(first: 2, after: $after) { totalCount nodes { contactId } pageInfo { endCursor } } }';
  const { data: first } = await sandboxed.ask<{ contacts: { pageInfo: { endCursor: string } } }>(page);
  await using upstream = await startScriptedUpstream(
    always(200, {
      success: true,
      data: {
        results: { call0: [{ id: 3 }, { id: 4 }] },
        totals: {},
        errors: { call1: { code: 'BITRIX_UNAVAILABLE', message: 'Words of the upstream' } },
        summary: { total: 2, succeeded: 1, failed: 1 },
        meta: { call0: { returned: 2, hasMore: false, truncated: false } },
      },
    }),
  );
  await using gateway = await startGateway(upstream.url);
  const { data, errors } = await gateway.ask(page, { variables: { after: first.contacts.pageInfo.endCursor } });
  expect(data).toMatchObject({ contacts: { totalCount: null, nodes: [{ contactId: 3 }, { contactId: 4 }] } });
  expect(errors).toMatchObject([{ path: ['contacts', 'totalCount'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
});
