import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from './running-gateway.ts';

const globalId = (id: number): string => Buffer.from(`Contact:${id}`).toString('base64');
/** The sandbox lacks every 13th number, like a portal with deleted contacts. */
const MISSING = 13;

test('contact accepts the number of the REST API', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask('{ contact(id: 17) { id contactId name lastName } }');
  expect(data).toEqual({ contact: { id: globalId(17), contactId: 17, name: 'Ivan', lastName: 'Petrov' } });
  expect(gateway.calls()).toEqual([
    'GET /v1/contacts?limit=1&select=id,name,lastName&filter[id][0]=17&order[id]=asc&withTotal=false',
  ]);
});

test('contact accepts the global id', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask('query ($id: ID!) { contact(id: $id) { contactId } }', {
    variables: { id: globalId(17) },
  });
  expect(data).toEqual({ contact: { contactId: 17 } });
});

test('every documented field of the page’s example contact has the value of the page', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask(`{
    contact(id: 17) {
      name lastName secondName phone email companyId post comments typeId sourceId sourceDescription assignedById
      createdById updatedById createdTime updatedTime opened export leadId honorificId cardUrl
    }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    contact: {
      name: 'Ivan',
      lastName: 'Petrov',
      secondName: null,
      phone: '74955553546',
      email: 'ivan@company.ru',
      companyId: 1,
      post: null,
      comments: null,
      typeId: 'CLIENT',
      sourceId: 'EMAIL',
      sourceDescription: null,
      assignedById: 1,
      createdById: 1,
      updatedById: 1,
      createdTime: '2024-07-22T18:00:08+03:00',
      updatedTime: '2024-07-23T10:30:00+03:00',
      opened: true,
      export: true,
      leadId: expect.toSatisfy((value: unknown) => value === null || typeof value === 'number'),
      honorificId: null,
      cardUrl: 'https://sandbox.bitrix24.ru/crm/contact/details/17/',
    },
  });
});

test('the portal is read once for any number of card URLs and operations', async () => {
  await using gateway = await startGatewayWithSandbox();
  const query = '{ contacts(first: 30) { nodes { cardUrl } } }';
  await gateway.ask(query);
  await gateway.ask(query);
  expect(gateway.sandbox.requests.filter(({ path }) => path === '/v1/me')).toHaveLength(1);
});

test('a contact that does not exist is null, not an error', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask(
    `query ($id: ID!) { contact(id: ${MISSING}) { name } node(id: $id) { id } }`,
    { variables: { id: globalId(MISSING) } },
  );
  expect({ data, errors }).toEqual({ data: { contact: null, node: null }, errors: [] });
});

test('node finds a contact by its global id', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask('query ($id: ID!) { node(id: $id) { __typename id ... on Contact { phone } } }', {
    variables: { id: globalId(17) },
  });
  expect(data).toEqual({ node: { __typename: 'Contact', id: globalId(17), phone: '74955553546' } });
  expect(gateway.calls()).toEqual([
    'GET /v1/contacts?limit=1&select=id,phone&filter[id][0]=17&order[id]=asc&withTotal=false',
  ]);
});

test('nodes returns the order of its ids, with null for missing ones and repeats in their places', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    variables: { ids: [40, MISSING, 2, 17, 2].map(globalId) },
  });
  expect(data).toEqual({
    nodes: [{ id: globalId(40) }, null, { id: globalId(2) }, { id: globalId(17) }, { id: globalId(2) }],
  });
  expect(gateway.calls()).toHaveLength(1);
});

test('a malformed id is null with an error at its place, and the other ids are returned', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } contactsAggregate { count } }',
    { variables: { ids: [globalId(2), 'nonsense', globalId(17)] } },
  );
  expect(data).toEqual({
    nodes: [{ id: globalId(2) }, null, { id: globalId(17) }],
    contactsAggregate: { count: gateway.sandbox.contacts.size },
  });
  expect(errors).toMatchObject([
    { path: ['nodes', 1], extensions: { code: 'BAD_USER_INPUT', argument: 'ids.1', value: 'nonsense' } },
  ]);
  expect(gateway.calls()).toHaveLength(1);
});

test('too many ids are an error of nodes only', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } contactsAggregate { count } }',
    { variables: { ids: Array.from({ length: 101 }, () => globalId(2)) } },
  );
  expect(data).toEqual({ nodes: null, contactsAggregate: { count: gateway.sandbox.contacts.size } });
  expect(errors).toMatchObject([{ path: ['nodes'], extensions: { code: 'BAD_USER_INPUT', limit: 'MAX_IDS' } }]);
});

test('100 ids are one request with two lists of 50', async () => {
  await using gateway = await startGatewayWithSandbox();
  const ids = Array.from({ length: 100 }, (_, index) => globalId(index + 100)).toReversed();
  const { data } = await gateway.ask<{ nodes: ({ id: string } | null)[] }>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { variables: { ids } },
  );
  const existing = new Set(gateway.sandbox.contacts.rows().map(({ id }) => globalId(id as number)));
  expect(data.nodes.map((node) => node?.id ?? null)).toEqual(ids.map((id) => (existing.has(id) ? id : null)));
  expect(gateway.sandbox.requests).toMatchObject([
    { path: '/v1/batch', params: { calls: [{ params: { limit: 50 } }, { params: { limit: 50 } }] } },
  ]);
});

test('contact, node and nodes of one operation are one call', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask(
    `query ($id: ID!, $ids: [ID!]!) {
      contact(id: 17) { name }
      node(id: $id) { ... on Contact { lastName } }
      nodes(ids: $ids) { ... on Contact { email } }
    }`,
    { variables: { id: globalId(17), ids: [globalId(17)] } },
  );
  expect(data).toEqual({
    contact: { name: 'Ivan' },
    node: { lastName: 'Petrov' },
    nodes: [{ email: 'ivan@company.ru' }],
  });
  expect(gateway.calls()).toEqual([
    'GET /v1/contacts?limit=1&select=id,name,lastName,email&filter[id][0]=17&order[id]=asc&withTotal=false',
  ]);
});
