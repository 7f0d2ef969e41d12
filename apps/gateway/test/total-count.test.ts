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

test('nobody is counted who was not asked for', async () => {
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

test('on a later page one aggregate counts the whole filter, not what is left behind the cursor', async () => {
  await using gateway = await startGatewayWithSandbox();
  const first = await gateway.ask<Data>(secondPage, { variables: { counted: true } });
  gateway.sandbox.clearRequests();
  const after = first.data.contacts.pageInfo.endCursor;
  const { data } = await gateway.ask<Data>(secondPage, { variables: { after, counted: true } });
  expect(data.contacts.totalCount).toBe(first.data.contacts.totalCount);
  const calls = gateway.calls();
  expect(calls).toHaveLength(2);
  expect(calls).toContain('POST /v1/contacts/aggregate {"filter":{"typeId":"CLIENT"}}');
  expect(calls.filter((call) => call.endsWith('&withTotal=false'))).toHaveLength(1);
});

test('a later page that counts nothing is one call', async () => {
  await using gateway = await startGatewayWithSandbox();
  const first = await gateway.ask<Data>(secondPage, { variables: { counted: false } });
  gateway.sandbox.clearRequests();
  const after = first.data.contacts.pageInfo.endCursor;
  await gateway.ask<Data>(secondPage, { variables: { after, counted: false } });
  expect(gateway.calls()).toHaveLength(1);
});
