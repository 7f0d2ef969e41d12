// Random requests, valid and invalid: every response is JSON in the envelope, with a code of the contract.
// `SANDBOX_FUZZ=10000` in the environment makes a long run.
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSandbox, keys, sessions } from '../src/index.ts';

// oxlint-disable-next-line node/no-process-env -- the length of a test run is no configuration of the program
const runs = Number(process.env['SANDBOX_FUZZ'] ?? 250);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const name = fc.constantFrom(
  'id',
  'name',
  'lastName',
  'phone',
  'companyId',
  'createdTime',
  'ufCrm_1720019876541',
  '>=id',
  '!name',
  '%phone',
  '@id',
  'zz',
  '',
  '__proto__',
  'constructor',
  '$or',
  '$gte',
  '0',
  'toString',
);
const operator = fc.constantFrom('$gte', '$in', '$contains', '>', '!=', '$eq', '', '0', '[', 'x', '__proto__', 'logic');
const scalar = fc.oneof(
  fc.constantFrom(
    '',
    '17',
    '-1',
    '0',
    'abc',
    'null',
    'OR',
    '2024-01-01',
    '2024-02-31',
    '1e400',
    'é%F0%9F',
    'true',
    '9'.repeat(400),
    '\u0000',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.integer().map(String),
);
const pair = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'limit',
        'offset',
        'select',
        'sort',
        'include',
        'withTotal',
        'filter',
        'order',
        'autoWindow',
        'junk',
      ),
      scalar,
    )
    .map(([key, value]) => `${key}=${encode(value)}`),
  fc.tuple(name, scalar).map(([field, value]) => `filter[${encode(field)}]=${encode(value)}`),
  fc
    .tuple(name, operator, scalar)
    .map(([field, op, value]) => `filter[${encode(field)}][${encode(op)}]=${encode(value)}`),
  fc
    .tuple(name, fc.constantFrom('asc', 'desc', 'DESC', 'up', ''))
    .map(([field, direction]) => `order[${encode(field)}]=${direction}`),
  fc.string({ maxLength: 10 }).map((text) => text.replaceAll(/[#\s]/g, '')),
);
const path = fc.oneof(
  { weight: 6, arbitrary: fc.constant('/v1/contacts') },
  fc.constantFrom(
    '/v1/contacts/fields',
    '/v1/contacts/17',
    '/v1/contacts/0',
    '/v1/contacts/999999999999999999999',
    '/v1/companies',
    '/v1/users/99',
    '/v1/statuses',
    '/v1/requisites',
    '/v1/me',
    '/v1/none',
    '/',
    '/v1/contacts/%E0%A4%A',
    '/v1//contacts',
    '/v1/contacts/%2e%2e/x',
  ),
);
const get = fc.record({
  method: fc.constantFrom('GET', 'DELETE', 'PUT', 'OPTIONS'),
  path: fc.tuple(path, fc.array(pair, { maxLength: 5 })).map(([base, pairs]) => `${base}?${pairs.join('&')}`),
  body: fc.constant(null),
});

const json = fc.jsonValue({ maxDepth: 4 });
const value = fc.oneof(
  json,
  scalar,
  fc.constantFrom(17, -1, 0.5, true, null),
  fc.array(fc.integer(), { maxLength: 60 }),
);
const filter = fc.oneof(
  json,
  fc.dictionary(name, fc.oneof(value, fc.dictionary(operator, value, { maxKeys: 3 })), { maxKeys: 4 }),
);
const searchBody = fc.record(
  {
    filter,
    limit: value,
    offset: value,
    select: value,
    order: value,
    sort: value,
    include: value,
    autoWindow: value,
    withTotal: value,
  },
  { requiredKeys: [] },
);
const call = fc.record(
  {
    id: fc.oneof(fc.constantFrom('a', 'b', '__proto__'), value),
    entity: fc.oneof(fc.constantFrom('contacts', 'users', 'none'), value),
    action: fc.oneof(fc.constantFrom('list', 'get', 'search', 'create', 'update', 'delete', 'fields'), value),
    entityId: value,
    params: fc.oneof(searchBody, value),
  },
  { requiredKeys: ['entity', 'action'] },
);
const bodyOf: Record<string, fc.Arbitrary<unknown>> = {
  '/v1/contacts/search': searchBody,
  '/v1/contacts/aggregate': fc.record(
    { filter, groupBy: fc.oneof(name, fc.array(name, { maxLength: 7 }), value), aggregate: value },
    { requiredKeys: [] },
  ),
  '/v1/contacts': fc.dictionary(name, value, { maxKeys: 5 }),
  '/v1/contacts/batch': fc.record(
    {
      action: fc.constantFrom('create', 'update', 'delete', 'list', 'get', 'fields', 'x'),
      items: fc.array(value, { maxLength: 3 }),
      ids: value,
      calls: fc.array(fc.oneof(searchBody, value), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
  '/v1/batch': fc.record({ calls: fc.oneof(fc.array(call, { maxLength: 4 }), value) }),
  '/v1/users/search': json,
};
const post = fc.constantFrom(...Object.keys(bodyOf)).chain((target) =>
  fc.record({
    method: fc.constantFrom('POST', 'POST', 'PATCH'),
    path: fc.constant(target),
    body: fc.oneof(
      { weight: 8, arbitrary: (bodyOf[target] ?? json).map((body) => JSON.stringify(body)) },
      fc.constantFrom('{', '', '[]', 'nul', '"x"', `{"__proto__":{"a":1}}`, '['.repeat(2000)),
    ),
  }),
);
const credentials = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ 'x-api-key': keys.all }) },
  fc.constantFrom(
    { 'x-api-key': keys.app, authorization: `Bearer ${sessions.one}` },
    { 'x-api-key': keys.noScope },
    { 'x-api-key': 'x' },
    { authorization: 'Basic a' },
    {},
  ),
);
const request = fc.record({
  sent: fc.oneof(get, post),
  credentials,
  contentType: fc.constantFrom(
    'application/json',
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
  ),
});

const knownCodes = new Set(
  `VALIDATION_ERROR INVALID_PARAMS INVALID_REQUEST INVALID_FILTER INVALID_FILTER_FIELD INVALID_FILTER_OPERATOR UNKNOWN_SORT_FIELD
  INVALID_SORT_TYPE INVALID_SORT_DIRECTION UNSTABLE_OFFSET_PAGINATION BATCH_LIMIT_EXCEEDED INCLUDE_LIMIT_EXCEEDED INVALID_INCLUDE
  READONLY_FIELD INVALID_MULTIFIELD_SHAPE MISSING_API_KEY INVALID_API_KEY TOKEN_MISSING INVALID_SESSION SCOPE_DENIED SCOPE_NOT_ALLOWED
  BITRIX_ACCESS_DENIED ENTITY_NOT_FOUND NOT_FOUND ROUTE_NOT_FOUND UNKNOWN_ENTITY ACTION_NOT_SUPPORTED MISSING_ENTITY_ID INVALID_CALL`.split(
    /\s+/,
  ),
);

test('every response to a random request is in the envelope', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 60 });
  await fc.assert(
    fc.asyncProperty(request, async ({ sent, credentials: who, contentType }) => {
      const { body } = sent;
      const response = await fetch(`${sandbox.url}${sent.path}`, {
        method: sent.method,
        headers: { ...who, ...(body !== null && { 'content-type': contentType }) },
        ...(body !== null && { body }),
      });
      expect(envelopeFaults(response.status, await response.text())).toEqual([]);
    }),
    { numRuns: runs },
  );
  // No request has affected a later one.
  const after = await fetch(`${sandbox.url}/v1/contacts?limit=1&filter[id]=17`, { headers: { 'X-Api-Key': keys.all } });
  expect(after.status).toBe(200);
}, 600_000);

test('memory does not grow over many requests', async () => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 60 });
  const ask = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1) {
      const response = await fetch(`${sandbox.url}/v1/contacts?limit=5&filter[%name]=${at}&order[lastName]=asc`, {
        headers: { 'X-Api-Key': keys.all },
      });
      await response.text();
    }
  };
  await ask(100);
  sandbox.clearRequests();
  const before = heapUsed();
  await ask(runs);
  sandbox.clearRequests();
  expect(heapUsed() - before).toBeLessThan(20_000_000);
}, 600_000);

test.each([
  ['input that is not HTTP', 'HELLO\r\n\r\n'],
  ['a request line that never ends', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`],
  ['a header without a name', 'GET /v1/me HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n'],
  [
    'a body shorter than its Content-Length',
    'POST /v1/contacts HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nContent-Type: application/json\r\n\r\n{',
  ],
])('%s does not end the process', async (_name, bytes) => {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 20 });
  const { port } = new URL(sandbox.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.once('connect', () => socket.end(bytes, () => resolve()));
  });
  const response = await fetch(`${sandbox.url}/v1/me`, { headers: { 'X-Api-Key': keys.all } });
  expect(response.status).toBe(200);
  socket.destroy();
});

/** Returns the faults of a response; none if it is right. */
function envelopeFaults(status: number, text: string): string[] {
  if (status === 204) return text === '' ? [] : ['204 with a body'];
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [`${status}: no JSON: ${text.slice(0, 100)}`];
  }
  if (typeof body !== 'object' || body === null || !('success' in body)) return ['no envelope'];
  if (body.success === true) return status < 300 && 'data' in body ? [] : [`success with ${status}`];
  const { error } = body as { error?: { code?: string; message?: string } };
  if (error?.code === undefined || error.message === undefined || error.message === '')
    return ['error without code or message'];
  return knownCodes.has(error.code) ? [] : [`${status} ${error.code}: ${error.message}`];
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
