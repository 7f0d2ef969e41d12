import * as fc from 'fast-check';
import { keys, sessions } from '../src/index.ts';

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
/** Requests to the sandbox, valid and invalid. */
export const randomRequest = fc.record({
  sent: fc.oneof(get, post),
  credentials,
  contentType: fc.constantFrom(
    'application/json',
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
  ),
});

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
