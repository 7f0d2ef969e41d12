import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@contacts/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

interface Case {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly argument: string;
  readonly value: unknown;
  readonly allowed: RegExp;
  /** Variable of the limit that is exceeded. */
  readonly limit?: string;
}

const page = (args: string): string => `{ contacts(${args}) { nodes { id } } }`;

const cases: readonly Case[] = [
  ...['first', 'last'].flatMap((argument) =>
    [-1, MAX_PAGE_SIZE + 1].map((value) => ({
      name: `${argument}: ${value}`,
      query: page(`${argument}: ${value}`),
      argument,
      value,
      allowed: /^an integer from 0 to 5000$/,
    })),
  ),
  {
    name: 'a page size that is not a number',
    query: page('first: "ten"'),
    argument: 'first',
    value: '"ten"',
    allowed: /^Int$/,
  },
  {
    name: 'a page size that is not a number, in a variable',
    query: 'query ($first: Int) { contacts(first: $first) { nodes { id } } }',
    variables: { first: 'ten' },
    argument: '$first',
    value: 'ten',
    allowed: /^Int$/,
  },
  {
    name: 'a malformed after',
    query: page('first: 1, after: "MTA="'),
    code: 'BAD_CURSOR',
    argument: 'after',
    value: 'MTA=',
    allowed: /cursor that this gateway returned/,
  },
  {
    name: 'an empty after',
    query: page('first: 1, after: ""'),
    code: 'BAD_CURSOR',
    argument: 'after',
    value: '',
    allowed: /cursor that this gateway returned/,
  },
  {
    name: 'a malformed before',
    query: page('last: 1, before: "?"'),
    code: 'BAD_CURSOR',
    argument: 'before',
    value: '?',
    allowed: /cursor that this gateway returned/,
  },
  {
    name: 'an order field that the upstream does not sort by',
    query: page('orderBy: [{ field: PHONE }]'),
    argument: 'orderBy',
    value: 'PHONE',
    allowed: /\bLAST_NAME\b/,
  },
  {
    name: 'an unknown order field in a variable',
    query: 'query ($by: [ContactOrder!]) { contacts(orderBy: $by) { nodes { id } } }',
    variables: { by: [{ field: 'NAME' }, { field: 'SHOE_SIZE' }] },
    argument: '$by.1.field',
    value: 'SHOE_SIZE',
    allowed: /\bLAST_NAME\b/,
  },
  {
    name: 'an unknown direction',
    query: page('orderBy: [{ field: NAME, direction: UP }]'),
    argument: 'orderBy',
    value: 'UP',
    allowed: /^ASC, DESC$/,
  },
  {
    name: 'more than three sort keys',
    query: page('orderBy: [{ field: NAME }, { field: LAST_NAME }, { field: POST }, { field: TYPE_ID }]'),
    argument: 'orderBy',
    value: ['name', 'lastName', 'post', 'typeId'],
    allowed: /^at most 3 fields$/,
  },
  {
    name: 'a repeated sort key',
    query: page('orderBy: [{ field: NAME }, { field: NAME, direction: DESC }]'),
    argument: 'orderBy',
    value: ['name', 'name'],
    allowed: /^each field once$/,
  },
  {
    name: 'a filter operator that the upstream lacks for the field',
    query: page('filter: { companyId: { contains: "1" } }'),
    argument: 'filter',
    value: 'contains: "1"',
    allowed: /^eq, gt, gte, in, isEmpty, lt, lte, ne, notIn$/,
  },
  {
    name: 'an operator that the upstream lacks, in a variable',
    query: 'query ($filter: ContactFilter) { contacts(filter: $filter) { nodes { id } } }',
    variables: { filter: { typeId: { contains: 'CLI' } } },
    argument: '$filter.typeId',
    value: { contains: 'CLI' },
    allowed: /^eq, in, isEmpty, ne, notIn$/,
  },
  {
    name: 'a field that cannot be filtered by',
    query: page('filter: { cardUrl: { eq: "x" } }'),
    argument: 'filter',
    value: 'cardUrl: {eq: "x"}',
    allowed: /\bcompanyId\b/,
  },
  {
    name: 'a filter value of another type',
    query: page('filter: { companyId: { eq: "15" } }'),
    argument: 'filter',
    value: '"15"',
    allowed: /^SafeInt$/,
  },
  {
    name: 'a filter value of another type, in a variable',
    query: 'query ($filter: ContactFilter) { contacts(filter: $filter) { nodes { id } } }',
    variables: { filter: { companyId: { in: [1, 'two'] } } },
    argument: '$filter.companyId.in.1',
    value: 'two',
    allowed: /^\[SafeInt!\]$/,
  },
  {
    name: 'a date that does not exist',
    query: page('filter: { createdTime: { gte: "2024-02-30T00:00:00Z" } }'),
    argument: 'filter',
    value: '"2024-02-30T00:00:00Z"',
    allowed: /^RFC 3339 with an offset, as in "2024-07-22T18:00:08\+03:00"$/,
  },
  {
    name: 'a time without an offset, in a variable',
    query: 'query ($since: DateTime!) { contacts(filter: { updatedTime: { gte: $since } }) { nodes { id } } }',
    variables: { since: '2026-01-01T00:00:00' },
    argument: '$since',
    value: '2026-01-01T00:00:00',
    allowed: /^RFC 3339 with an offset, as in "2024-07-22T18:00:08\+03:00"$/,
  },
  {
    name: 'a time without an offset, in the document',
    query: page('filter: { updatedTime: { gte: "2026-01-01T00:00:00" } }'),
    argument: 'filter',
    value: '"2026-01-01T00:00:00"',
    allowed: /^RFC 3339 with an offset, as in "2024-07-22T18:00:08\+03:00"$/,
  },
  {
    name: 'an empty text, which the upstream would treat as "no value"',
    query: page('filter: { name: { eq: "" } }'),
    argument: 'filter.name.eq',
    value: '',
    allowed: /isEmpty/,
  },
  {
    name: 'null for an operator',
    query: page('filter: { name: { eq: null } }'),
    argument: 'filter.name.eq',
    value: null,
    allowed: /isEmpty/,
  },
  {
    name: 'two operators for one field',
    query: page('filter: { name: { eq: "A", in: ["B"] } }'),
    argument: 'filter.name',
    value: { eq: 'A', in: ['B'] },
    allowed: /^only one of eq, in and isEmpty: true$/,
  },
  {
    name: 'a list of too many values',
    query: 'query ($ids: [SafeInt!]!) { contacts(filter: { contactId: { in: $ids } }) { nodes { id } } }',
    variables: { ids: Array.from({ length: 501 }, (_, index) => index + 1) },
    argument: 'filter.contactId.in',
    value: 'a list of 501',
    allowed: /^a list of at most 500 values$/,
    limit: 'MAX_LIST_LENGTH',
  },
  ...['0', '-1', '1.5', '9007199254740992', 'Q29tcGFueTox', 'nonsense', ''].map((id) => ({
    name: `contact(id: ${JSON.stringify(id)})`,
    query: 'query ($id: ID!) { contact(id: $id) { id } }',
    variables: { id },
    argument: 'id',
    value: id,
    allowed: /global id of a Contact, or its number/,
  })),
  {
    name: 'a global id of another type',
    query: '{ node(id: "RGVhbDox") { id } }',
    argument: 'id',
    value: 'RGVhbDox',
    allowed: /global id/,
  },
  {
    name: 'a malformed id in nodes',
    query: '{ nodes(ids: ["nonsense"]) { id } }',
    argument: 'ids.0',
    value: 'nonsense',
    allowed: /global id/,
  },
  {
    name: 'more than 100 ids',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: { ids: Array.from({ length: 101 }, () => 'Q29udGFjdDoxNw==') },
    argument: 'ids',
    value: 'a list of 101',
    allowed: /^a list of at most 100 ids$/,
    limit: 'MAX_IDS',
  },
];

describe('bad input is rejected with code, argument, value and allowed values, before anything is sent', () => {
  test.each(cases)(
    '$name is rejected before anything is sent',
    async ({ query, variables, code = 'BAD_USER_INPUT', argument, value, allowed, limit }) => {
      const { errors } = await gateway.ask(query, { variables: variables ?? {} });
      expect(errors).toHaveLength(1);
      const [error] = errors;
      expect(error?.extensions).toEqual({ code, argument, value, allowed: expect.stringMatching(allowed), limit });
      expect(error?.message).toContain(`"${argument}"`);
      expect(error?.message).toContain(String(error?.extensions['allowed']));
      expect(gateway.calls()).toEqual([]);
    },
  );
});

test('a cursor of another order or filter is rejected', async () => {
  const query = `query ($after: String, $by: [ContactOrder!], $filter: ContactFilter) {
    contacts(first: 2, after: $after, orderBy: $by, filter: $filter) { pageInfo { endCursor } }
  }`;
  const { data } = await gateway.ask<{ contacts: { pageInfo: { endCursor: string } } }>(query);
  const after = data.contacts.pageInfo.endCursor;
  gateway.sandbox.clearRequests();
  for (const other of [{ by: [{ field: 'NAME' }] }, { filter: { companyId: { eq: 15 } } }]) {
    const { errors } = await gateway.ask(query, { variables: { after, ...other } });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      {
        code: 'BAD_CURSOR',
        argument: 'after',
        value: after,
        allowed: expect.stringContaining('same filter and orderBy'),
      },
    ]);
  }
  expect(gateway.calls()).toEqual([]);
});

test('a cursor that was tampered with is rejected', async () => {
  const query = 'query ($after: String) { contacts(first: 2, after: $after) { pageInfo { endCursor } } }';
  const { data } = await gateway.ask<{ contacts: { pageInfo: { endCursor: string } } }>(query);
  const bytes = Buffer.from(data.contacts.pageInfo.endCursor, 'base64url');
  bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
  gateway.sandbox.clearRequests();
  const { errors } = await gateway.ask(query, { variables: { after: bytes.toString('base64url') } });
  expect(errors[0]?.extensions['code']).toBe('BAD_CURSOR');
  expect(gateway.calls()).toEqual([]);
});

test('a cursor of a gateway with another secret is rejected, with the same secret it is accepted', async () => {
  const paging = { form: 'exact', nullsOrder: 'low' } as const;
  const secret = 'another secret, at least 32 characters';
  await using other = await startGatewayWithSandbox({ paging: { ...paging, cursorSecrets: [secret] } });
  await using rotated = await startGatewayWithSandbox({
    paging: { ...paging, cursorSecrets: ['x'.repeat(32), secret] },
  });
  const query = 'query ($after: String) { contacts(first: 2, after: $after) { pageInfo { endCursor } } }';
  const { data } = await other.ask<{ contacts: { pageInfo: { endCursor: string } } }>(query);
  const variables = { after: data.contacts.pageInfo.endCursor };
  expect((await gateway.ask(query, { variables })).errors[0]?.extensions['code']).toBe('BAD_CURSOR');
  expect((await rotated.ask(query, { variables })).errors).toEqual([]);
});

test.each([
  { name: 'no key', headers: {} },
  { name: 'an empty key', headers: { 'x-api-key': '' } },
  { name: 'a session without a key', headers: { authorization: 'Bearer vibe_session_one' } },
])('without a key an operation is rejected: $name', async ({ headers }) => {
  const { status, data, errors } = await gateway.ask(page('first: 1'), { headers });
  expect({ status, data }).toEqual({ status: 401, data: undefined });
  expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'UNAUTHENTICATED' }]);
  expect(errors[0]?.message).toContain('X-Api-Key');
  expect(gateway.calls()).toEqual([]);
});

test.each([
  { name: 'a syntax error', query: '{ contacts(', code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'an unknown field', query: '{ contacts { nodes { shoeSize } } }', code: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'an unknown argument', query: page('limit: 10'), code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    name: 'two operations without an operation name',
    query: 'query A { __typename } query B { __typename }',
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  { name: 'an operation type that the schema lacks', query: 'mutation { delete }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    name: 'a missing required variable',
    query: 'query ($id: ID!) { contact(id: $id) { id } }',
    code: 'BAD_USER_INPUT',
  },
])('$name is an error with a code', async ({ query, code }) => {
  const { errors } = await gateway.ask(query);
  expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
  expect(gateway.calls()).toEqual([]);
});

test('a field with bad input does not affect other fields', async () => {
  const { data, errors } = await gateway.ask('{ bad: contacts(first: -1) { nodes { id } } contact(id: 17) { name } }');
  expect(data).toEqual({ bad: null, contact: { name: 'Ivan' } });
  expect(errors.map(({ path }) => path)).toEqual([['bad']]);
});

test('a null in place of the default of a list of ids does not affect other fields', async () => {
  const query = 'query ($ids: [ID!] = ["x"]) { nodes(ids: $ids) { id } contact(id: 17) { name } }';
  const { data, errors } = await gateway.ask(query, { variables: { ids: null } });
  expect(data).toEqual({ nodes: null, contact: { name: 'Ivan' } });
  expect(errors).toMatchObject([{ path: ['nodes'], extensions: { code: 'BAD_USER_INPUT', argument: 'ids' } }]);
});

test('the maximum of each limit is accepted', async () => {
  const { data, errors } = await gateway.ask<{ all: { nodes: object[] }; some: { nodes: object[] } }>(
    `{ all: contacts(first: ${MAX_PAGE_SIZE}) { nodes { id } } some: contacts { nodes { id } } none: contacts(first: 0) { nodes { id } } }`,
  );
  expect(errors).toEqual([]);
  expect([data.all.nodes.length, data.some.nodes.length]).toEqual([gateway.sandbox.contacts.size, DEFAULT_PAGE_SIZE]);
});
