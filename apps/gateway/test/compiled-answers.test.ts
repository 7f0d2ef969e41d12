import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  // Nothing is cached between operations, so that both send the same requests.
  gateway = await startGatewayWithSandbox({
    referenceTtlMs: 0,
    planLimits: { maxUpstreamCalls: 4, maxInnerPages: 30 },
  });
});
afterAll(() => gateway[Symbol.asyncDispose]());

interface Sent {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ query, variables, headers }: Sent) {
  const before = gateway.calls().length;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keys.all, 'x-request-id': 'one', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  // The upstream's own id of its response.
  const body = (await response.text()).replace(/"requestId":"[^"]*"/g, '"requestId":"…"');
  const { date: _, ...others } = Object.fromEntries(response.headers);
  return { status: response.status, headers: others, body, calls: gateway.calls().slice(before) };
}

const page =
  'query Page($first: Int) { contacts(first: $first) { totalCount pageInfo { endCursor } nodes { id phones { value } } } }';

/** Each is executed by graphql-js first, and from then on by its compiled form. */
const cases: readonly (readonly [string, Sent])[] = [
  ['a page', { query: page, variables: { first: 3 } }],
  ['a page without a size', { query: page }],
  [
    'relations',
    {
      query:
        '{ contacts(first: 9) { edges { cursor node { company { title } assignedBy { name } source { name } } } } }',
    },
  ],
  [
    'one contact',
    { query: 'query ($id: ID!) { contact(id: $id) { id cardUrl requisites { rqInn } } }', variables: { id: '17' } },
  ],
  [
    'a contact that does not exist',
    { query: 'query ($id: ID!) { contact(id: $id) { id } }', variables: { id: '99999' } },
  ],
  ['any object', { query: 'query ($id: ID!) { node(id: $id) { __typename id } }', variables: { id: 'Q29udGFjdDox' } }],
  ['a field that is rejected', { query: page, variables: { first: -1 } }],
  [
    'a custom field that does not exist',
    {
      query: 'query ($names: [String!]) { contacts(first: 2) { nodes { customFields(names: $names) { name } } } }',
      variables: { names: ['ufCrm_none'] },
    },
  ],
  ['variables of the wrong type', { query: page, variables: { first: 'three' } }],
  ['a plan that is too large', { query: 'query Wide { contacts(first: 5000) { nodes { company { title } } } }' }],
  ['an operation with a report', { query: page, variables: { first: 1 }, headers: { 'x-upstream-report': 'plan' } }],
  [
    'GraphQL’s own media type',
    { query: page, variables: { first: 2 }, headers: { accept: 'application/graphql-response+json' } },
  ],
  ['an unknown key', { query: page, variables: { first: 2 }, headers: { 'x-api-key': 'vibe_api_unknown' } }],
];

describe('the compiled form of an operation has the same response as its first execution', () => {
  test.each(cases)('the compiled form has the response of the first execution: %s', async (_, sent) => {
    const first = await send(sent);
    const second = await send(sent);
    expect(second).toEqual(first);
    expect(gateway.operations.at(-1)).toEqual({
      ...gateway.operations.at(-2),
      durationMs: expect.any(Number) as number,
    });
  });
});
