import { keys, sessions } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type AskOptions, startGatewayWithSandbox } from '../running-gateway.ts';

// Nothing is cached between operations, so that each test counts the requests of a cold operation.
const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 600 });
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

/** Returns the paths of the upstream requests of one operation, which must succeed; a batch with its entities. */
async function requestsFor(query: string, options?: AskOptions): Promise<readonly string[]> {
  const { errors } = await gateway.ask(query, options);
  expect(errors).toEqual([]);
  return gateway.sandbox.requests.map(({ method, path, params }) =>
    path === '/v1/batch' ? `batch: ${entitiesOf(params)}` : `${method} ${path}`,
  );
}

function entitiesOf(params: unknown): string {
  const { calls } = params as { calls: readonly { entity: string; action: string }[] };
  const counts = Map.groupBy(calls, ({ entity, action }) => (action === 'list' ? entity : `${entity} ${action}`));
  return [...counts].map(([name, { length }]) => `${length} ${name}`).join(', ');
}

const leaves = `id contactId name lastName secondName phone email companyId post comments typeId sourceId
  sourceDescription honorificId assignedById createdById updatedById createdTime updatedTime opened export leadId
  phones { value type } emails { value type }`;
const aliases = (count: number, field: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join(' ');

/** Ids of existing contacts. */
const ids = gateway.sandbox.contacts.rows().map(({ id }) => id as number);
const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`).toString('base64');

describe('a page', () => {
  test('a page with any leaf fields is one request', async () => {
    expect(await requestsFor(`{ contacts(first: 50) { nodes { ${leaves} } } }`)).toEqual(['GET /v1/contacts']);
  });

  test('a first page with everything that Relay selects and its total is one request', async () => {
    const page = `{ totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor } edges { cursor node { name } } }`;
    expect(await requestsFor(`{ contacts(first: 50, orderBy: { field: LAST_NAME }) ${page} }`)).toEqual([
      'GET /v1/contacts',
    ]);
  });

  test('a page with its companies is one request: companies come along', async () => {
    expect(await requestsFor('{ contacts(first: 50) { nodes { company { title } } } }')).toEqual(['GET /v1/contacts']);
    expect(gateway.sandbox.requests[0]?.query).toContain('include=company');
  });

  test('a page with companies and responsible users is a list and one batch', async () => {
    const people = 'company { title } assignedBy { name } createdBy { name } updatedBy { name }';
    expect(await requestsFor(`{ contacts(first: 50) { nodes { ${people} } } }`)).toEqual([
      'GET /v1/contacts',
      expect.stringMatching(/^batch: 1 companies, 1 users$/),
    ]);
  });

  test('a page with dictionaries and custom fields is one batch', async () => {
    const words = 'source { name } type { name } honorific { name } customFields { name value { __typename } }';
    expect(await requestsFor(`{ contacts(first: 50) { nodes { ${words} } } }`)).toEqual([
      'batch: 1 contacts, 1 statuses, 1 contacts fields',
    ]);
  });

  test('a page with every relation is two batches', async () => {
    const relations = `company { title } assignedBy { name } source { name } requisites { name } customFields { name }`;
    expect(await requestsFor(`{ contacts(first: 50) { nodes { ${relations} } } }`)).toEqual([
      'batch: 1 contacts, 1 statuses, 1 contacts fields',
      'batch: 1 companies, 1 users, 3 requisites',
    ]);
  });

  test('a page with the responsible users of companies is two requests: companies come along, and then their users', async () => {
    expect(await requestsFor('{ contacts(first: 50) { nodes { company { title assignedBy { name } } } } }')).toEqual([
      'GET /v1/contacts',
      'GET /v1/users',
    ]);
  });

  test('a page of more contacts than companies come along with reads the companies by id', async () => {
    const requests = await requestsFor('{ contacts(first: 201) { nodes { company { title } } } }');
    expect(requests).toEqual(['GET /v1/contacts', expect.stringMatching(/^batch: \d companies$|search$/)]);
  });

  test('a page that can have no contacts is no request, whatever its relations', async () => {
    const none = 'contacts(filter: { contactId: { in: [] } }) { totalCount nodes { source { name } cardUrl } }';
    expect(await requestsFor(`{ ${none} }`)).toEqual([]);
  });

  test('a page of no contacts with a total is only the count', async () => {
    expect(await requestsFor('{ contacts(first: 0) { totalCount nodes { source { name } } } }')).toEqual([
      'POST /v1/contacts/aggregate',
    ]);
  });
});

describe('several fields of one operation', () => {
  test('ten aliases of one page are one request', async () => {
    const windows = aliases(
      10,
      (index) => `contacts(first: ${50 - index}) { nodes { ${leaves.split(/\s+/)[index + 1]} } }`,
    );
    expect(await requestsFor(`{ ${windows} }`)).toEqual(['GET /v1/contacts']);
  });

  test('ten aliases with ten filters are one batch', async () => {
    const filters = aliases(10, (index) => `contacts(filter: { assignedById: { eq: ${index} } }) { nodes { name } }`);
    expect(await requestsFor(`{ ${filters} }`)).toEqual(['batch: 10 contacts']);
  });

  test('a hundred ids are one batch', async () => {
    const wanted = ids.slice(0, 100).map((id) => globalId('Contact', id));
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Contact { name } } }';
    expect(await requestsFor(query, { variables: { ids: wanted } })).toEqual(['batch: 2 contacts']);
  });

  test('one contact three times is one request for one id', async () => {
    await requestsFor(`{ ${aliases(3, (index) => `contact(id: 17) { ${['name', 'email', 'post'][index]} }`)} }`);
    expect(gateway.calls()).toHaveLength(1);
    expect(gateway.calls()[0]).toContain('filter[id][0]=17&order');
  });

  test('one contact with its company is one request', async () => {
    expect(await requestsFor('{ contact(id: 17) { name company { title } } }')).toEqual(['GET /v1/contacts']);
  });

  test('counts are one batch; with groups of the same filter, they cost nothing', async () => {
    const counts = aliases(5, (index) => `contactsAggregate(filter: { assignedById: { eq: ${index} } }) { count }`);
    expect(await requestsFor(`{ ${counts} }`)).toEqual(['batch: 5 contacts']);
    gateway.sandbox.clearRequests();
    const both = 'contactsAggregate { count } b: contactsAggregate(groupBy: TYPE_ID) { groups { key } }';
    expect(await requestsFor(`{ ${both} }`)).toEqual(['POST /v1/contacts/aggregate']);
    gateway.sandbox.clearRequests();
    expect(await requestsFor('{ contactsAggregate { count } contacts { totalCount nodes { name } } }')).toEqual([
      'GET /v1/contacts',
    ]);
  });

  test.each(['TYPE_ID', 'SOURCE_ID', 'ASSIGNED_BY_ID'])('an aggregate by %s is one request', async (field) => {
    expect(await requestsFor(`{ contactsAggregate(groupBy: ${field}) { count groups { key count } } }`)).toEqual([
      'POST /v1/contacts/aggregate',
    ]);
  });
});

describe('relations of companies', () => {
  test('the contacts of the companies of a page are one batch', async () => {
    const query = '{ contacts(first: 10) { nodes { company { contacts(first: 3) { nodes { name } } } } } }';
    const requests = await requestsFor(query);
    expect(requests).toEqual(['GET /v1/contacts', expect.stringMatching(/^batch: [2-9] contacts$/)]);
  });

  test('more than 50 calls are split into several batches', async () => {
    const companies = Array.from({ length: 60 }, (_, index) => globalId('Company', index + 1));
    const query = `{ nodes(ids: ${JSON.stringify(companies)}) { ... on Company { contacts(first: 1) { nodes { name } } } } }`;
    expect((await requestsFor(query)).toSorted()).toEqual([
      'batch: 10 contacts',
      'batch: 2 companies',
      'batch: 50 contacts',
    ]);
  });

  test('a company that came along is not read again in any place', async () => {
    const query =
      '{ contacts(first: 10) { nodes { company { title contacts(first: 2) { nodes { company { email } } } } } } }';
    expect(await requestsFor(query)).toHaveLength(2);
  });

  test('companies and users by global id are one batch with contacts', async () => {
    const list = [globalId('Contact', 17), globalId('Company', 1), globalId('Company', 2), globalId('User', 1)];
    const query = `{ nodes(ids: ${JSON.stringify(list)}) { id ... on Company { title } ... on User { name } } }`;
    expect(await requestsFor(query)).toEqual(['batch: 1 contacts, 1 companies, 1 users']);
  });
});

describe('cached references', () => {
  const query =
    '{ contacts(first: 5) { nodes { assignedBy { name } source { name } cardUrl customFields { name } } } }';

  test('references are cached for the same credentials only', async () => {
    await using remembering = await startGatewayWithSandbox({ referenceTtlMs: 60_000 }, { contacts: 50 });
    const paths = async (headers?: Record<string, string>): Promise<readonly string[]> => {
      remembering.sandbox.clearRequests();
      const { errors } = await remembering.ask(query, headers ? { headers } : {});
      expect(errors).toEqual([]);
      return remembering.sandbox.requests.map(({ path }) => path).toSorted();
    };
    const cold = ['/v1/batch', '/v1/me', '/v1/users'];
    expect(await paths()).toEqual(cold);
    expect(await paths()).toEqual(['/v1/contacts']);
    const app = (session: string) => ({ 'x-api-key': keys.app, authorization: `Bearer ${session}` });
    expect(await paths(app(sessions.one))).toEqual(cold);
    expect(await paths(app(sessions.two))).toEqual(cold);
    expect(await paths(app(sessions.one))).toEqual(['/v1/contacts']);
  });

  test('references are not cached with REFERENCE_TTL=0', async () => {
    const first = await requestsFor(query);
    gateway.sandbox.clearRequests();
    expect(await requestsFor(query)).toEqual(first);
    expect(first).toHaveLength(3);
  });
});
