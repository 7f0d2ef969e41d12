import { expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

/** Returns the fields that the only call selected. */
function selected(gateway: GatewayWithSandbox): readonly string[] {
  expect(gateway.calls()).toHaveLength(1);
  return /[?&]select=([^&]*)/.exec(gateway.calls()[0] ?? '')?.[1]?.split(',') ?? [];
}

test.each([
  {
    name: 'a named fragment',
    query: `{ contacts(first: 1) { nodes { ...Names } } } fragment Names on Contact { name ...Last }
      fragment Last on Contact { lastName }`,
    expected: ['id', 'name', 'lastName'],
  },
  {
    name: 'an inline fragment, with and without a type',
    query: '{ contacts(first: 1) { nodes { ... on Contact { name } ... { post } ... on Node { id } } } }',
    expected: ['id', 'name', 'post'],
  },
  {
    name: 'an alias, which changes nothing upstream',
    query: '{ contacts(first: 1) { people: nodes { first: name again: name } } }',
    expected: ['id', 'name'],
  },
  {
    name: 'fields of nodes and of edges together',
    query: '{ contacts(first: 1) { nodes { name } edges { node { email } } } }',
    expected: ['id', 'name', 'email'],
  },
  {
    name: 'the same field selected in several places of the document',
    query: `{ contacts(first: 1) { nodes { name } } ...More } fragment More on Query { contacts(first: 1) { nodes { phone } } }`,
    expected: ['id', 'name', 'phone'],
  },
  {
    name: 'only fields that the gateway computes itself',
    query: '{ contacts(first: 1) { nodes { __typename id contactId } } }',
    expected: ['id'],
  },
  {
    name: 'the sort keys, shown or not: cursors need them',
    query:
      '{ contacts(first: 1, orderBy: [{ field: LAST_NAME, direction: DESC }, { field: POST }]) { nodes { name } } }',
    expected: ['id', 'name', 'lastName', 'post'],
  },
])('the upstream’s select has the fields of $name', async ({ query, expected }) => {
  await using gateway = await startGatewayWithSandbox();
  const { errors } = await gateway.ask(query);
  expect(errors).toEqual([]);
  expect(selected(gateway)).toEqual(expected);
});

test.each([
  { with: { phones: true, names: true }, expected: ['id', 'name', 'phone', 'email'] },
  { with: { phones: false, names: true }, expected: ['id', 'name', 'email'] },
  { with: { phones: true, names: false }, expected: ['id', 'phone', 'email'] },
  { with: { phones: false, names: false }, expected: ['id', 'email'] },
])('@include and @skip follow their variables: $with', async ({ with: { phones, names }, expected }) => {
  await using gateway = await startGatewayWithSandbox();
  const { errors } = await gateway.ask(
    `query ($phones: Boolean!, $noNames: Boolean!) {
      contacts(first: 1) { nodes { ...Names @skip(if: $noNames) phone @include(if: $phones) email } }
    }
    fragment Names on Contact { name }`,
    { variables: { phones, noNames: !names } },
  );
  expect(errors).toEqual([]);
  expect(selected(gateway)).toEqual(expected);
});

test('a directive on pageInfo or edges applies to all fields below it', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask(
    'query ($no: Boolean = false) { contacts(first: 1) { edges @include(if: $no) { node { name } } nodes { contactId } } }',
  );
  expect(data).toEqual({ contacts: { nodes: [{ contactId: 1 }] } });
  expect(selected(gateway)).toEqual(['id']);
});
