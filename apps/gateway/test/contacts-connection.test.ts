import { expect, test } from 'vitest';
import { startGatewayWithSandbox } from './running-gateway.ts';

interface Edge {
  readonly cursor: string;
  readonly node: { readonly contactId: number };
}
interface Connection {
  readonly totalCount: number;
  readonly nodes: readonly { readonly contactId: number }[];
  readonly edges: readonly Edge[];
  readonly pageInfo: PageInfo;
}
interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}
interface Data {
  readonly contacts: Connection;
}

test('a page with simple fields is one upstream request that selects no more than these fields', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { status, data, errors } = await gateway.ask<{ contacts: { totalCount: number; nodes: object[] } }>(
    '{ contacts(first: 10, filter: { companyId: { eq: 15 } }) { totalCount nodes { id name lastName phone } } }',
  );

  expect({ status, errors }).toEqual({ status: 200, errors: [] });
  const inCompany = gateway.sandbox.contacts.rows().filter(({ companyId }) => companyId === 15);
  expect(data.contacts.totalCount).toBe(inCompany.length);
  expect(data.contacts.nodes).toEqual(
    inCompany.slice(0, 10).map(({ id, name, lastName, phone }) => ({
      id: Buffer.from(`Contact:${String(id)}`).toString('base64'),
      name,
      lastName,
      phone,
    })),
  );
  expect(gateway.calls()).toEqual([
    'GET /v1/contacts?limit=10&select=id,name,lastName,phone&filter[companyId]=15&order[id]=asc',
  ]);
});

test('edges, nodes and pageInfo describe the same rows', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask<Data>(`{
    contacts(first: 3) {
      nodes { contactId }
      edges { cursor node { contactId } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`);
  const { nodes, edges, pageInfo } = data.contacts;
  expect(nodes).toEqual([{ contactId: 1 }, { contactId: 2 }, { contactId: 3 }]);
  expect(edges.map(({ node }) => node)).toEqual(nodes);
  expect(new Set(edges.map(({ cursor }) => cursor)).size).toBe(3);
  expect(pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: edges[0]?.cursor,
    endCursor: edges[2]?.cursor,
  });
  expect(gateway.calls()).toEqual(['GET /v1/contacts?limit=3&select=id&order[id]=asc&withTotal=false']);
});

test('a page of which only __typename is selected costs one call for ids', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask('{ contacts(first: 5) { __typename } }');
  expect(data).toEqual({ contacts: { __typename: 'ContactConnection' } });
  expect(gateway.calls()).toEqual(['GET /v1/contacts?limit=5&select=id&order[id]=asc&withTotal=false']);
});

test('a page has 50 rows by default', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask<Data>('{ contacts { nodes { contactId } } }');
  expect(data.contacts.nodes).toHaveLength(50);
});

test('first: 0 reads no rows', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask(
    '{ contacts(first: 0) { nodes { contactId } pageInfo { startCursor endCursor } } }',
  );
  expect(data).toEqual({ contacts: { nodes: [], pageInfo: { startCursor: null, endCursor: null } } });
  expect(gateway.calls()).toEqual([]);
});

test('a page without rows has no cursors and no next page', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask(`{
    contacts(first: 5, filter: { lastName: { eq: "Nobody has this name" } }) {
      totalCount
      edges { cursor }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`);
  expect(data).toEqual({
    contacts: {
      totalCount: 0,
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    },
  });
  expect(gateway.calls()).toHaveLength(1);
});

test('a filter with an empty list matches nothing, and sends no request', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask('{ contacts(filter: { companyId: { in: [] } }) { totalCount nodes { name } } }');
  expect(data).toEqual({ contacts: { totalCount: 0, nodes: [] } });
  expect(gateway.calls()).toEqual([]);
});

test('the pages of a walk are the whole list, with one call for each page', async () => {
  await using gateway = await startGatewayWithSandbox({}, { contacts: 230 });
  const query = `query ($after: String) {
    contacts(first: 40, after: $after) { nodes { contactId } pageInfo { hasNextPage hasPreviousPage endCursor } }
  }`;
  const seen: number[] = [];
  const infos: PageInfo[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { contacts }: Data = (await gateway.ask<Data>(query, { variables: { after } })).data;
    seen.push(...contacts.nodes.map(({ contactId }) => contactId));
    infos.push(contacts.pageInfo);
    ({ hasNextPage: more, endCursor: after } = contacts.pageInfo);
  }
  expect(seen).toEqual(gateway.sandbox.contacts.rows().map(({ id }) => id));
  expect(infos.map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, true, true, true, false]);
  expect(infos.map(({ hasPreviousPage }) => hasPreviousPage)).toEqual([false, true, true, true, true, true]);
  expect(gateway.calls()).toHaveLength(6);
});

test('a walk sees each contact once although rows before its cursor are created and deleted', async () => {
  await using gateway = await startGatewayWithSandbox({}, { contacts: 60 });
  const { contacts } = gateway.sandbox;
  const before = contacts.rows().map(({ id }) => id as number);
  const query = `query ($after: String) {
    contacts(first: 9, after: $after, orderBy: [{ field: LAST_NAME }]) {
      nodes { contactId } pageInfo { hasNextPage endCursor }
    }
  }`;
  const seen: number[] = [];
  const deleted: number[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: Data = (await gateway.ask<Data>(query, { variables: { after } })).data;
    seen.push(...page.contacts.nodes.map(({ contactId }) => contactId));
    ({ hasNextPage: more, endCursor: after } = page.contacts.pageInfo);
    const gone = seen.find((id) => !deleted.includes(id));
    if (gone !== undefined && contacts.delete(gone)) deleted.push(gone);
    contacts.create({ name: 'New', lastName: '' });
  }
  const delivered = seen.filter((id) => before.includes(id)).toSorted((a, b) => a - b);
  expect(delivered).toEqual(before);
});

test('last and before read pages from the other end', async () => {
  await using gateway = await startGatewayWithSandbox({}, { contacts: 30 });
  const ids = gateway.sandbox.contacts.rows().map(({ id }) => id as number);
  const query = `query ($before: String) {
    contacts(last: 4, before: $before) { nodes { contactId } pageInfo { hasPreviousPage startCursor } }
  }`;
  const { data: final } = await gateway.ask<Data>(query);
  expect(final.contacts.nodes.map(({ contactId }) => contactId)).toEqual(ids.slice(-4));
  expect(final.contacts.pageInfo.hasPreviousPage).toBe(true);
  const { data } = await gateway.ask<Data>(query, { variables: { before: final.contacts.pageInfo.startCursor } });
  expect(data.contacts.nodes.map(({ contactId }) => contactId)).toEqual(ids.slice(-8, -4));
  expect(gateway.calls()).toHaveLength(2);
});

test('orderBy sorts by several keys in the given order', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask<{ contacts: { nodes: { typeId: string; contactId: number }[] } }>(
    `{ contacts(first: 5000, orderBy: [{ field: TYPE_ID, direction: DESC }, { field: CONTACT_ID, direction: DESC }]) {
      nodes { typeId contactId }
    } }`,
  );
  expect(errors).toEqual([]);
  const { nodes } = data.contacts;
  expect(nodes).toHaveLength(1167);
  const sorted = nodes.toSorted((a, b) =>
    a.typeId === b.typeId ? b.contactId - a.contactId : a.typeId < b.typeId ? 1 : -1,
  );
  expect(nodes).toEqual(sorted);
});

test('two connections over the same rows share a call, with the fields of both', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data } = await gateway.ask(
    '{ a: contacts(first: 1) { nodes { name } } b: contacts(first: 1) { nodes { lastName } totalCount } }',
  );
  const [row] = gateway.sandbox.contacts.rows();
  expect(data).toEqual({
    a: { nodes: [{ name: row?.['name'] }] },
    b: { nodes: [{ lastName: row?.['lastName'] }], totalCount: 1167 },
  });
  expect(gateway.calls()).toEqual(['GET /v1/contacts?limit=1&select=id,name,lastName&order[id]=asc']);
});

test.each([
  { field: 'companyId', path: '/v1/contacts/search' },
  // A key has fewer searches a minute than reads; lookups by ids do not need a search.
  { field: 'contactId', path: '/v1/batch' },
])('a filter by $field that is too long for a URL is sent by POST $path', async ({ field, path }) => {
  await using gateway = await startGatewayWithSandbox();
  const ids = Array.from({ length: 200 }, (_, index) => index + 1);
  const { data } = await gateway.ask<Data>(
    `query ($ids: [SafeInt!]!) { contacts(first: 5, filter: { ${field}: { in: $ids } }) { totalCount nodes { contactId } } }`,
    { variables: { ids } },
  );
  const upstreamField = field === 'contactId' ? 'id' : field;
  const matches = gateway.sandbox.contacts.rows().filter((row) => ids.includes(Number(row[upstreamField])));
  expect(matches.length).toBeGreaterThan(5);
  expect(data.contacts.totalCount).toBe(matches.length);
  expect(data.contacts.nodes).toHaveLength(5);
  expect(gateway.sandbox.requests.map((request) => `${request.method} ${request.path}`)).toEqual([`POST ${path}`]);
});
