import { keys } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

interface Page {
  readonly nodes: readonly { readonly id: string; readonly number: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number;
}

const numbers = { contacts: 'contactId', companies: 'companyId', users: 'userId' } as const;

/** Walks a connection from its first page to its last. */
async function walk(gateway: GatewayWithSandbox, entity: keyof typeof numbers, args: string, first: number) {
  const ids: number[] = [];
  let after: string | null = null;
  for (let pages = 1; ; pages += 1) {
    const query = `query ($after: String) {
      ${entity}(first: ${first}, after: $after${args}) { nodes { id number: ${numbers[entity]} } pageInfo { hasNextPage endCursor } }
    }`;
    const { data, errors } = await gateway.ask<Record<string, Page>>(query, { variables: { after } });
    expect(errors).toEqual([]);
    const { nodes, pageInfo } = data[entity] as Page;
    ids.push(...nodes.map(({ number }) => number));
    if (!pageInfo.hasNextPage) return { ids, pages };
    after = pageInfo.endCursor;
  }
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('companies and users as connections', () => {
  test.each([
    { entity: 'companies', args: '', first: 25, all: upTo(60), pages: 3 },
    { entity: 'companies', args: ', orderBy: [{ field: TITLE, direction: DESC }]', first: 20, all: upTo(60), pages: 3 },
    { entity: 'companies', args: ', orderBy: [{ field: INDUSTRY }]', first: 20, all: upTo(60), pages: 3 },
    { entity: 'users', args: '', first: 3, all: upTo(8), pages: 3 },
    { entity: 'users', args: ', orderBy: [{ field: LAST_NAME }]', first: 3, all: upTo(8), pages: 3 },
  ] as const)(
    'all pages of $entity($args) with $first rows each are the whole list',
    async ({ entity, args, first, all, pages }) => {
      await using gateway = await startGatewayWithSandbox();
      const walked = await walk(gateway, entity, args, first);
      expect(walked.ids.toSorted((a, b) => a - b)).toEqual(all);
      expect(walked.pages).toBe(pages);
      // A page is one request, but for those at whose border records without a value begin.
      expect(gateway.calls().length).toBeLessThanOrEqual(pages + 2);
    },
  );

  test('conditions of companies of every kind are sent upstream, revenue as a number', async () => {
    await using gateway = await startGatewayWithSandbox();
    const filter = '{ revenue: { gte: 100000, lt: 500000 }, title: { contains: "1" }, opened: { eq: true } }';
    const { data, errors } = await gateway.ask<{
      companies: {
        readonly totalCount: number;
        readonly nodes: readonly { readonly revenue: number; readonly title: string }[];
      };
    }>(`{ companies(filter: ${filter}) { totalCount nodes { title revenue } } }`);
    expect(errors).toEqual([]);
    const { nodes, totalCount } = data.companies;
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.every(({ revenue, title }) => revenue >= 100_000 && revenue < 500_000 && title.includes('1'))).toBe(
      true,
    );
    expect(totalCount).toBe(nodes.length);
    expect(gateway.calls()).toHaveLength(1);
  });

  test('a cursor of one entity is rejected by another before anything is sent', async () => {
    await using gateway = await startGatewayWithSandbox();
    const { data } = await gateway.ask<{ users: Page }>('{ users(first: 2) { pageInfo { endCursor } } }');
    const after = data.users.pageInfo.endCursor;
    const sent = gateway.calls().length;
    const { errors } = await gateway.ask('query ($after: String) { companies(after: $after) { nodes { id } } }', {
      variables: { after },
    });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_CURSOR']);
    expect(gateway.calls()).toHaveLength(sent);
  });

  test('the number of users is that of a list, since the upstream has no aggregate of them', async () => {
    await using gateway = await startGatewayWithSandbox();
    const { data, errors } = await gateway.ask<{ users: Page; companies: Page }>(
      '{ users(first: 0) { totalCount } companies(first: 0) { totalCount } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ users: { totalCount: 8 }, companies: { totalCount: 60 } });
    expect(gateway.calls()).toEqual([expect.stringMatching(/^POST \/v1\/batch/)]);
  });
});

describe('one company and one user', () => {
  test.each([
    { type: 'Company', number: 15, field: 'title' },
    { type: 'User', number: 3, field: 'name' },
    { type: 'Contact', number: 17, field: 'name' },
  ])('a $type is the same by its number and by its global id, and is read once', async ({ type, number, field }) => {
    await using gateway = await startGatewayWithSandbox();
    const id = Buffer.from(`${type}:${number}`).toString('base64');
    const name = type.toLowerCase();
    const { data, errors } = await gateway.ask(
      `{ a: ${name}(id: ${number}) { id ${field} } b: ${name}(id: "${id}") { id ${field} } node(id: "${id}") { id } }`,
    );
    expect(errors).toEqual([]);
    expect(data['a']).toEqual({ id, [field]: expect.any(String) });
    expect(data['b']).toEqual(data['a']);
    expect(data['node']).toEqual({ id });
    expect(gateway.calls()).toHaveLength(1);
  });

  test.each([
    ['company(id: 99999)', null],
    ['user(id: 99999)', null],
  ])('%s that does not exist is null', async (field, expected) => {
    await using gateway = await startGatewayWithSandbox();
    const { data, errors } = await gateway.ask(`{ one: ${field} { id } }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({ one: expected });
  });

  test.each(['company(id: "x")', 'user(id: 0)', `company(id: "${Buffer.from('User:1').toString('base64')}")`])(
    'the field %s is rejected before anything is sent',
    async (field) => {
      await using gateway = await startGatewayWithSandbox();
      const { data, errors } = await gateway.ask(`{ one: ${field} { id } }`);
      expect(data).toEqual({ one: null });
      expect(errors).toMatchObject([{ path: ['one'], extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
      expect(gateway.calls()).toEqual([]);
    },
  );
});

test('a key without the scope of users reads everything else, with an error at the users', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data, errors } = await gateway.ask(
    '{ users(first: 2) { nodes { name } } companies(first: 1) { nodes { companyId } } }',
    { headers: { 'x-api-key': keys.crmOnly } },
  );
  expect(data).toEqual({ users: null, companies: { nodes: [{ companyId: 1 }] } });
  expect(errors).toMatchObject([
    { path: ['users'], extensions: { code: 'FORBIDDEN', upstream: { requiredScope: 'user' } } },
  ]);
});
