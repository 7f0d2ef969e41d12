import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

interface Sized {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const anyVariables =
  'query ($ids: [ID!]) { __typename @skip(if: false) ... @include(if: false) { nodes(ids: $ids) { id } } }';

/** Each limit, with an operation of any size; the smallest rejected one exceeds the limit by one. */
const limits: readonly {
  readonly limit: string;
  readonly allowed: number;
  readonly told: boolean;
  readonly of: (size: number) => Sized;
}[] = [
  {
    limit: 'MAX_TOKENS',
    allowed: 1000,
    told: false,
    of: (size) => ({
      query: `{ contacts(filter: { contactId: { in: [${times(size - 20, () => '1')}] } }) { totalCount } }`,
    }),
  },
  {
    limit: 'MAX_DEPTH',
    allowed: 12,
    told: true,
    of: (size) => ({
      query: `{ contacts(filter: ${'{ name: '.repeat(size - 1)}1${' }'.repeat(size - 1)}) { totalCount } }`,
    }),
  },
  {
    limit: 'MAX_ALIASES',
    allowed: 30,
    told: true,
    of: (size) => ({ query: `{ contact(id: 17) { ${times(size, (i) => `a${i}: __typename`)} } }` }),
  },
  {
    limit: 'MAX_DIRECTIVES',
    allowed: 9,
    told: true,
    of: (size) => ({ query: `{ contact(id: 17) { ${times(size, (i) => `a${i}: name @include(if: true)`)} } }` }),
  },
  {
    limit: 'MAX_ROOT_FIELDS',
    allowed: 10,
    told: true,
    of: (size) => ({ query: `{ ${times(size, (i) => `a${i}: __typename`)} }` }),
  },
  {
    limit: 'MAX_FIELDS',
    allowed: 1000,
    told: true,
    of: (size) => ({
      query: `{ contact(id: 17) { ${times(9, () => '...F')} ${times(size - 1 - 9 * 100, () => 'name')} } } fragment F on Contact { ${times(100, () => 'id')} }`,
    }),
  },
  {
    limit: 'MAX_VARIABLE_DEPTH',
    allowed: 6,
    told: false,
    of: (size) => ({ query: anyVariables, variables: { x: nested(size) } }),
  },
  {
    limit: 'MAX_VARIABLE_VALUES',
    allowed: 5000,
    told: false,
    of: (size) => ({ query: anyVariables, variables: { x: Array.from({ length: size - 1 }, () => 1) } }),
  },
];

describe('each limit accepts its maximum and rejects one more', () => {
  test.each(limits)(
    'an operation at $limit is accepted, one above it is rejected',
    async ({ limit, allowed, told, of }) => {
      const { query, variables } = of(allowed);
      const fitting = await gateway.ask(query, { variables: variables ?? {} });
      expect(fitting.errors.map(({ extensions }) => extensions['code'])).not.toContain('OPERATION_TOO_LARGE');
      gateway.sandbox.clearRequests();

      const larger = of(allowed + 1);
      const { status, errors } = await gateway.ask(larger.query, { variables: larger.variables ?? {} });
      expect(status).toBe(200);
      expect(errors).toHaveLength(1);
      expect(errors[0]?.extensions).toEqual({
        code: 'OPERATION_TOO_LARGE',
        limit,
        allowed,
        ...(told ? { value: allowed + 1 } : {}),
      });
      expect(errors[0]?.message).toContain(`allowed: ${allowed} (${limit})`);
      expect(gateway.calls()).toEqual([]);
    },
  );
});

test('a result that could be too large is rejected before anything is sent', async () => {
  const query =
    'query ($n: Int) { contacts(first: $n) { nodes { id name company { contacts(first: 10) { nodes { id name } } } } } }';
  const { errors } = await gateway.ask(query, { variables: { n: 5000 } });
  // Five thousand rows with: the row, id, name, company, its page, and ten rows of three values.
  const values = 1 + 5000 * (1 + 2 + 1 + 1 + 10 * 3);
  expect(values).toBeLessThan(300_000);
  expect(errors[0]?.extensions['code']).toBe('PLAN_TOO_LARGE');

  const more = await gateway.ask(query.replace('first: 10', 'first: 50'), { variables: { n: 5000 } });
  expect(more.errors[0]?.extensions).toEqual({
    code: 'OPERATION_TOO_LARGE',
    limit: 'MAX_RESULT_VALUES',
    allowed: 300_000,
    value: 1 + 5000 * (1 + 2 + 1 + 1 + 50 * 3),
  });
  expect(gateway.calls()).toEqual([]);
});

test('each limit can be configured', async () => {
  const env = Object.fromEntries(limits.map(({ limit }, index) => [limit, String(20 + index)]));
  const { security } = loadConfig({ ...env, MAX_RESULT_VALUES: '30', MAX_BODY_BYTES: '1000' });
  await using strict = await startGatewayWithSandbox({ security });
  const reported = await Promise.all(
    limits.map(async ({ limit }) => {
      await using one = await startGatewayWithSandbox({ security: loadConfig({ [limit]: '1' }).security });
      const { errors } = await one.ask(
        'query { a: contacts { b: nodes { id @skip(if: true) phone @skip(if: true) } } c: __typename }',
        {
          variables: { x: [[1, 2]] },
        },
      );
      return errors[0]?.extensions;
    }),
  );
  expect(reported).toEqual(
    limits.map(({ limit }) => expect.objectContaining({ code: 'OPERATION_TOO_LARGE', limit, allowed: 1 })),
  );
  const large = await strict.ask('{ contacts(first: 15) { nodes { id } } }');
  expect(large.errors[0]?.extensions).toMatchObject({ limit: 'MAX_RESULT_VALUES', allowed: 30, value: 31 });
  const body = await strict.ask(`{ contacts { totalCount } } #${'x'.repeat(1000)}`);
  expect([body.status, body.errors[0]?.extensions['allowed']]).toEqual([413, 1000]);
});

const lists = [
  {
    limit: 'MAX_IDS',
    argument: 'ids',
    things: 'ids',
    allowed: 100,
    query: 'query ($list: [ID!]!) { nodes(ids: $list) { id } }',
    entry: 'Q29udGFjdDoxNw==',
  },
  {
    limit: 'MAX_LIST_LENGTH',
    argument: 'filter.contactId.notIn',
    things: 'values',
    allowed: 500,
    query: 'query ($list: [SafeInt!]!) { contactsAggregate(filter: { contactId: { notIn: $list } }) { count } }',
    entry: 17,
  },
  {
    limit: 'MAX_CUSTOM_FIELDS',
    argument: 'customFields.names',
    things: 'names',
    allowed: 50,
    query: 'query ($list: [String!]) { contact(id: 17) { customFields(names: $list) { name } } }',
    entry: 'ufCrm_1720019876534',
  },
] as const;

describe.each(lists)('lists of $argument', ({ limit, argument, things, allowed: standard, query, entry }) => {
  const listOf = (length: number) => ({ variables: { list: Array.from({ length }, () => entry) } });

  test.each([
    { name: 'by default', allowed: standard, env: {} },
    { name: 'shorter, as configured', allowed: 3, env: { [limit]: '3' } },
    { name: 'longer, as configured', allowed: standard + 20, env: { [limit]: String(standard + 20) } },
  ])(
    'a list is limited $name: $allowed values are accepted, one more is rejected with the name of its limit',
    async ({ allowed, env }) => {
      await using one = await startGatewayWithSandbox({ security: loadConfig(env).security });
      expect((await one.ask(query, listOf(allowed))).errors).toEqual([]);
      const { errors } = await one.ask(query, listOf(allowed + 1));
      expect(errors.map(({ extensions }) => extensions)).toEqual([
        {
          code: 'BAD_USER_INPUT',
          limit,
          argument,
          value: `a list of ${allowed + 1}`,
          allowed: `a list of at most ${allowed} ${things}`,
        },
      ]);
    },
  );
});

test('the introspection query of tools is accepted', async () => {
  const { getIntrospectionQuery } = await import('graphql');
  const { errors } = await gateway.ask(
    getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }),
  );
  expect(errors).toEqual([]);
});
