import { translateRestRequest } from '@contacts/client';
import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Every syntax of the REST API for filters and orders. */
const lists = [
  'limit=10&filter[companyId]=15&select=id,name,lastName,phone&order[id]=asc',
  'filter[typeId]=CLIENT&order[lastName]=desc',
  'filter[id][$gte]=5&filter[id][$lt]=30',
  'filter[>=id]=5&filter[<id]=30&sort=-id',
  'filter[id][>=]=5&filter[id][<]=30&sort=id:desc',
  'filter[$lte][id]=12',
  'filter[id][0]=1&filter[id][1]=17&filter[id][2]=99',
  'filter[typeId][]=CLIENT&filter[typeId][]=PARTNER',
  'filter[!typeId]=CLIENT&limit=20&order[id]=asc',
  'filter[!typeId][0]=CLIENT&filter[!typeId][1]=PARTNER&limit=20&order[id]=asc',
  'filter[%25lastName]=ov&limit=20&order[id]=asc',
  'filter[lastName][$contains]=ov&limit=20&order[id]=asc',
  'filter[lastName]=&limit=20&order[id]=asc',
  'filter[!=lastName]=&limit=20&order[id]=asc',
  'filter[opened]=1&limit=7&order[id]=asc',
  'filter={"id":{"$in":[1,2,3]}}',
  'filter[0][logic]=OR&filter[0][0][id]=1&filter[0][1][id]=17',
  'filter[>=createdTime]=2024-07-22T00:00:00%2B03:00&filter[<createdTime]=2024-09-01T00:00:00%2B03:00&order[createdTime]=asc&order[id]=asc',
  'sort=-createdTime,id&limit=30',
  'sort[typeId]=ASC&sort[id]=DESC&limit=30',
];

interface Listed {
  readonly contacts: { readonly totalCount: number; readonly nodes: readonly { readonly contactId: number }[] };
}

test.each(lists)('?%s lists the same contacts as its translation', async (query) => {
  const rest = await fetch(`${gateway.sandbox.url}/v1/contacts?${query}`, { headers: { 'x-api-key': keys.all } });
  const { data, meta } = (await rest.json()) as { data: readonly { id: number }[]; meta: { total: number } };
  const { query: operation, variables } = translateRestRequest(`curl -g '${gateway.sandbox.url}/v1/contacts?${query}'`);
  const answer = await gateway.ask<Listed>(operation, { variables: { ...variables } });
  expect(answer.errors).toEqual([]);
  expect(data.length).toBeGreaterThan(0);
  const ids = answer.data.contacts.nodes.map(({ contactId }) => contactId);
  const expected = data.map(({ id }) => id);
  // Without a sort, the upstream's order is undefined.
  const isSorted = /sort|order/.test(query);
  const ordered = (list: readonly number[]): readonly number[] =>
    isSorted ? list : list.toSorted((one, other) => one - other);
  expect(ordered(ids)).toEqual(ordered(expected));
  expect(answer.data.contacts.totalCount).toBe(meta.total);
});

test('a search with a body lists the same contacts as its translation', async () => {
  const body = JSON.stringify({
    filter: { '>=id': 5, typeId: { $ne: 'CLIENT' } },
    sort: ['-id'],
    limit: 9,
    select: ['id', 'name'],
  });
  const rest = await fetch(`${gateway.sandbox.url}/v1/contacts/search`, {
    method: 'POST',
    headers: { 'x-api-key': keys.all, 'content-type': 'application/json' },
    body,
  });
  const { data } = (await rest.json()) as { data: readonly { id: number }[] };
  const { query, variables } = translateRestRequest(
    `curl https://x.test/v1/contacts/search -H 'X-Api-Key: k' --json '${body}'`,
  );
  const answer = await gateway.ask<Listed>(query, { variables: { ...variables } });
  expect(answer.data.contacts.nodes.map(({ contactId }) => contactId)).toEqual(data.map(({ id }) => id));
});

test('an operation with all columns, custom fields and relations is executed', async () => {
  const { query, variables } = translateRestRequest(
    '/v1/contacts?limit=5&include=company,requisite&filter[>companyId]=0',
  );
  const answer = await gateway.ask<Listed>(query, { variables: { ...variables } });
  expect(answer.errors).toEqual([]);
  expect(answer.data.contacts.nodes).toHaveLength(5);
});
