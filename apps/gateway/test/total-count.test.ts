import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from './running-gateway.ts';

interface Data {
  readonly contacts: { readonly totalCount?: number; readonly pageInfo: { readonly endCursor: string } };
}

const secondPage = `query ($after: String, $counted: Boolean!) {
  contacts(first: 10, after: $after, filter: { typeId: { eq: "CLIENT" } }) {
    totalCount @include(if: $counted)
    pageInfo { endCursor }
  }
}`;

test('contacts are not counted if no total is selected', async () => {
  await using gateway = await startGatewayWithSandbox();
  await gateway.ask(secondPage, { variables: { counted: false } });
  expect(gateway.calls()).toEqual([
    'GET /v1/contacts?limit=10&select=id&filter[typeId]=CLIENT&order[id]=asc&withTotal=false',
  ]);
});

test('on a first page the total comes with the rows', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask<Data>(secondPage, { variables: { counted: true } });
  const clients = gateway.sandbox.contacts.rows().filter(({ typeId }) => typeId === 'CLIENT');
  expect(data.contacts.totalCount).toBe(clients.length);
  expect(gateway.calls()).toEqual(['GET /v1/contacts?limit=10&select=id&filter[typeId]=CLIENT&order[id]=asc']);
});

test('on a later page the total is that of the whole filter, in the same request', async () => {
  await using gateway = await startGatewayWithSandbox();
  const first = await gateway.ask<Data>(secondPage, { variables: { counted: true } });
  gateway.sandbox.clearRequests();
  const after = first.data.contacts.pageInfo.endCursor;
  const { data } = await gateway.ask<Data>(secondPage, { variables: { after, counted: true } });
  expect(data.contacts.totalCount).toBe(first.data.contacts.totalCount);
  expect(gateway.sandbox.requests).toMatchObject([
    {
      path: '/v1/batch',
      params: {
        calls: [
          { params: { limit: 10, withTotal: false } },
          { params: { filter: { typeId: 'CLIENT' }, limit: 1, withTotal: true } },
        ],
      },
    },
  ]);
});

test('a later page without a total is one call', async () => {
  await using gateway = await startGatewayWithSandbox();
  const first = await gateway.ask<Data>(secondPage, { variables: { counted: false } });
  gateway.sandbox.clearRequests();
  const after = first.data.contacts.pageInfo.endCursor;
  await gateway.ask<Data>(secondPage, { variables: { after, counted: false } });
  expect(gateway.calls()).toHaveLength(1);
});
