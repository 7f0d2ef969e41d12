import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const GRAPHQL = { accept: 'application/graphql-response+json', 'x-api-key': 'vibe_api_sandbox' };

test.each([
  {
    name: 'a member of an input object',
    query: `query ($d: OrderDirection = ASC) {
      contacts(first: 1, orderBy: [{ field: NAME, direction: $d }]) { nodes { id } } contactsAggregate { count }
    }`,
    variables: { d: null },
    argument: 'orderBy',
    data: { contacts: null, contactsAggregate: { count: 1167 } },
  },
  {
    name: 'a member of a list',
    query:
      'query ($x: SafeInt = 1) { contacts(filter: { companyId: { in: [$x] } }) { totalCount } contactsAggregate { count } }',
    variables: { x: null },
    argument: 'filter',
    data: { contacts: null, contactsAggregate: { count: 1167 } },
  },
  {
    name: 'a required argument',
    query: 'query ($x: ID = 1) { contact(id: $x) { id } contactsAggregate { count } }',
    variables: { x: null },
    argument: 'id',
    data: { contact: null, contactsAggregate: { count: 1167 } },
  },
  {
    name: 'a directive within a field',
    query: 'query ($x: Boolean = true) { contacts { totalCount @include(if: $x) } contactsAggregate { count } }',
    variables: { x: null },
    argument: 'if',
    data: { contacts: null, contactsAggregate: { count: 1167 } },
  },
])('null for a variable with a default, in place of $name, is BAD_USER_INPUT at its field', async (one) => {
  const { data, errors } = await gateway.ask(one.query, { variables: one.variables });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: one.argument,
    value: expect.anything(),
    allowed: expect.any(String),
  });
  expect(data).toEqual(one.data);
});

test.each([
  { place: 'a field', query: 'query ($x: Boolean = true) { contacts @include(if: $x) { totalCount } }' },
  { place: 'a fragment', query: 'query ($x: Boolean = true) { ... @skip(if: $x) { contacts { totalCount } } }' },
])(
  'null for the condition of a directive at the root, on $place, rejects the operation with a code and status 400',
  async ({ query }) => {
    const callsBefore = gateway.calls().length;
    const ask = () => gateway.ask(query, { variables: { x: null }, headers: GRAPHQL });
    const { status, errors, data } = await ask();
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('"if"'),
        extensions: { code: 'BAD_USER_INPUT', argument: 'if', value: '$x', allowed: 'Boolean!' },
      },
    ]);
    expect(gateway.calls()).toHaveLength(callsBefore);
    // The same once the operation is compiled and remembered.
    await gateway.ask(query, { variables: { x: true }, headers: GRAPHQL });
    expect(await ask()).toMatchObject({ status: 400, errors });
  },
);

test.each(['subscription { x }', 'mutation { x }'])(
  'an operation type that the schema lacks has a code, and status 400 in GraphQL’s own media type: %s',
  async (query) => {
    const { status, errors, data } = await gateway.ask(query, { headers: GRAPHQL });
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors[0]).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(errors[0]?.message).toContain('the gateway only reads');
  },
);

test.each([
  { name: 'has the wrong type', variables: { first: 'ten' }, value: 'ten' },
  { name: 'is too large', variables: { first: 3e9 }, value: 3e9 },
  { name: 'is null', variables: { first: null }, value: null },
  { name: 'is missing', variables: {}, value: null },
])('a variable that $name rejects the operation, with status 400 in GraphQL’s own media type', async (one) => {
  const query = 'query ($first: Int!) { contacts(first: $first) { totalCount } }';
  const { status, errors, data } = await gateway.ask(query, { variables: one.variables, headers: GRAPHQL });
  expect({ status, data }).toEqual({ status: 400, data: undefined });
  expect(errors.map(({ extensions }) => extensions)).toEqual([
    { code: 'BAD_USER_INPUT', argument: '$first', value: one.value, allowed: 'Int!' },
  ]);
  const plain = await gateway.ask(query, { variables: one.variables });
  expect({ status: plain.status, errors: plain.errors }).toEqual({ status: 200, errors });
});

test('an empty operation name counts as none', async () => {
  const send = async (query: string): Promise<unknown> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'vibe_api_sandbox' },
      body: JSON.stringify({ query, operationName: '' }),
    });
    return response.json();
  };
  expect(await send('query A { contactsAggregate { count } }')).toEqual({
    data: { contactsAggregate: { count: 1167 } },
  });
  expect(await send('query A { __typename } query B { __typename }')).toMatchObject({
    errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
  });
});
