import { keys } from '@contacts/sandbox';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AskOptions, startGatewayWithSandbox, placesOf } from '../running-gateway.ts';
import { startSkipping } from './skipping-upstream.ts';

const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 300 });
const { sandbox } = gateway;
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => sandbox.clearRequests());
afterEach(() => sandbox.reset());

type Node = Readonly<Record<string, unknown>>;
interface Nodes {
  readonly contacts: { readonly nodes: readonly Node[]; readonly totalCount?: number };
}

/** Returns the nodes of a page without errors. */
async function nodesOf(selection: string, args = 'first: 10', options?: AskOptions): Promise<readonly Node[]> {
  const { data, errors } = await gateway.ask<Nodes>(`{ contacts(${args}) { nodes { ${selection} } } }`, options);
  expect(errors).toEqual([]);
  return data.contacts.nodes;
}

const withPeople =
  '{ contacts(first: 10) { nodes { contactId assignedById companyId company { companyId } assignedBy { userId } } } }';

describe('a part that fails', () => {
  test.each([
    ['in a batch', withPeople],
    ['on its own', '{ contacts(first: 10) { nodes { contactId companyId assignedById assignedBy { userId } } } }'],
  ])(
    'without the right to read users (%s), they are null with one error that names each place; the page is returned',
    async (_name, query) => {
      const { data, errors } = await gateway.ask<Nodes>(query, { headers: { 'x-api-key': keys.crmOnly } });
      const { nodes } = data.contacts;
      expect(nodes).toHaveLength(10);
      expect(nodes.every(({ assignedBy, assignedById }) => assignedBy === null && assignedById !== null)).toBe(true);
      expect(errors).toHaveLength(1);
      expect(errors.flatMap(placesOf)).toEqual(nodes.map((_node, index) => ['contacts', 'nodes', index, 'assignedBy']));
      expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(new Set(['FORBIDDEN']));
      // The companies of the same batch are returned.
      const companies = nodes.filter(({ company }) => company !== undefined && company !== null);
      expect(companies.every(({ company, companyId }) => (company as CompanyNode).companyId === companyId)).toBe(true);
    },
  );

  test('a failed batch is an error in each place that needs it; the page is returned', async () => {
    sandbox.setFaults([
      { match: { path: '/v1/batch' }, effect: { kind: 'error', status: 502, code: 'BITRIX_UNAVAILABLE' } },
    ]);
    const { data, errors } = await gateway.ask<Nodes>(withPeople);
    expect(data.contacts.nodes).toHaveLength(10);
    const wanting = data.contacts.nodes.flatMap(({ companyId }) =>
      companyId === null ? ['assignedBy'] : ['company', 'assignedBy'],
    );
    expect(errors).toHaveLength(2);
    expect(
      errors
        .flatMap(placesOf)
        .map((path) => String(path.at(-1)))
        .toSorted(),
    ).toEqual(wanting.toSorted());
    expect(new Set(errors.map(({ extensions }) => extensions['code']))).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
  });

  test('a failed batch is not cached: the next operation has its data', async () => {
    await using remembering = await startGatewayWithSandbox({}, { contacts: 10 });
    remembering.sandbox.setFaults([{ times: 1, match: { path: '/v1/users*' }, effect: { kind: 'html', status: 502 } }]);
    const query = '{ contacts(first: 1) { nodes { assignedBy { userId } } } }';
    expect((await remembering.ask(query)).errors).toHaveLength(1);
    expect((await remembering.ask(query)).errors).toEqual([]);
  });
});

describe('forms of the upstream', () => {
  const query = `{ contacts(first: 10) { nodes { contactId company { title } assignedBy { lastName } source { name } } } }`;

  test.each([
    ['errors of a batch as an array', { batchEmptyErrors: 'array' }],
    ['users in upper case', { usersCasing: 'upper' }],
    ['search without meta', { searchMeta: false }],
    ['blanks as empty values', { blankValues: 'empty' }],
    ['hasMore on the final page', { hasMoreOnExactEnd: true }],
    ['hasMore on any final page', { hasMoreOnExactEnd: 'always' }],
  ] as const)('relations do not depend on the form of the upstream: %s', async (_name, switches) => {
    const { data } = await gateway.ask(query);
    sandbox.setSwitches(switches);
    expect(await gateway.ask(query)).toMatchObject({ data, errors: [] });
  });

  test('relations are complete and missing records null if every final page claims that more follows', async () => {
    const id = (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64');
    const missing = [id('Contact', 999_999), id('Company', 999_999), id('User', 999_999)];
    const everything = `{
      contact(id: 17) { source { name } type { name } honorific { name } }
      contacts(first: 30) { nodes { contactId requisites { rqName } source { statusId } } }
      nodes(ids: ${JSON.stringify(missing)}) { id }
    }`;
    const { data, errors } = await gateway.ask<Nodes & { readonly nodes: unknown }>(everything);
    expect(errors).toEqual([]);
    expect(data.nodes).toEqual([null, null, null]);
    sandbox.setSwitches({ hasMoreOnExactEnd: 'always' });
    expect(await gateway.ask(everything)).toMatchObject({ data, errors: [] });
    // Each in a wave of its own, too.
    expect(await nodesOf('requisites { rqName }', 'first: 30')).toEqual(
      data.contacts.nodes.map(({ requisites }) => ({ requisites })),
    );
  });

  test('fifty ids are found by a batch of one: of searches a key has fewer a minute', async () => {
    const ids = sandbox.contacts
      .rows()
      .slice(0, 50)
      .map(({ id }) => Buffer.from(`Contact:${String(id)}`).toString('base64'));
    const { data, errors } = await gateway.ask<{ nodes: readonly Node[] }>(
      `{ nodes(ids: ${JSON.stringify(ids)}) { id ... on Contact { name } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.nodes.map((node) => node['id'])).toEqual(ids);
    expect(gateway.calls()).toEqual([expect.stringContaining('POST /v1/batch')]);
  });
});

describe('companies', () => {
  test('companies that the list left out are read by id', async () => {
    const expected = await nodesOf('companyId company { title }');
    await using proxied = await startSkipping(sandbox.url);
    const { data, errors } = await proxied.gateway.ask<Nodes>(
      '{ contacts(first: 10) { nodes { companyId company { title } } } }',
    );
    expect(errors).toEqual([]);
    expect(data.contacts.nodes).toEqual(expected);
    expect(proxied.paths()).toEqual(['/v1/contacts', '/v1/companies']);
  });

  test('the contacts of companies are pages of their own, with cursors that other pages reject', async () => {
    const ofCompany =
      'company { companyId contacts(first: 2) { totalCount nodes { contactId companyId } pageInfo { endCursor hasNextPage } } }';
    const nodes = await nodesOf(ofCompany, 'first: 30, filter: { companyId: { isEmpty: false } }');
    const companies = nodes.map(({ company }) => company as CompanyNode);
    const larger = companies.filter(({ contacts }) => contacts.totalCount > 2);
    expect(larger.length).toBeGreaterThan(3);
    for (const { companyId, contacts } of companies) {
      const all = sandbox.contacts.rows().filter((row) => row['companyId'] === companyId);
      expect(contacts.totalCount).toBe(all.length);
      expect(contacts.nodes.map(({ contactId }) => contactId)).toEqual(all.slice(0, 2).map(({ id }) => id));
    }

    const [company, other] = larger as [CompanyNode, CompanyNode];
    const next = (id: number, cursor: string) =>
      gateway.ask<{ node: CompanyNode }>(
        `{ node(id: "${Buffer.from(`Company:${id}`).toString('base64')}") { ... on Company {
          companyId contacts(first: 2, after: "${cursor}") { totalCount nodes { contactId } } } } }`,
      );
    const second = await next(company.companyId, company.contacts.pageInfo.endCursor);
    const all = sandbox.contacts.rows().filter((row) => row['companyId'] === company.companyId);
    expect(second.errors).toEqual([]);
    expect(second.data.node.contacts).toMatchObject({
      totalCount: all.length,
      nodes: all.slice(2, 4).map(({ id }) => ({ contactId: id })),
    });

    const elsewhere = larger.find(({ companyId }) => companyId !== company.companyId) ?? other;
    const refused = await next(elsewhere.companyId, company.contacts.pageInfo.endCursor);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
    const atRoot = await gateway.ask(
      `{ contacts(after: "${company.contacts.pageInfo.endCursor}") { nodes { name } } }`,
    );
    expect(atRoot.errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
  });

  test('a filter by company for the contacts of one company is rejected, and nothing is sent for it', async () => {
    const query =
      '{ node(id: "Q29tcGFueTox") { ... on Company { contacts(filter: { companyId: { eq: 2 } }) { nodes { name } } } } }';
    const { errors } = await gateway.ask(query);
    expect(errors).toMatchObject([{ path: ['node', 'contacts'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.calls()).toHaveLength(1);
  });
});

interface CompanyNode {
  readonly companyId: number;
  readonly contacts: {
    readonly totalCount: number;
    readonly nodes: readonly Node[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

describe('values', () => {
  test('custom fields of every type are read by name in both styles, and all at once', async () => {
    const values = `name field { type } value { __typename } values { ... on StringValue { string } ... on NumberValue { number }
      ... on BooleanValue { boolean } ... on DateTimeValue { dateTime } ... on MoneyValue { amount currency } ... on OptionValue { optionId title } }`;
    const types = new Map<string, Set<string>>();
    const nodes = await nodesOf(`customFields { ${values} }`, 'first: 100');
    const fields = nodes.flatMap((node) => node['customFields'] as readonly CustomFieldNode[]);
    for (const { field, value } of fields) {
      if (value) types.set(field.type, (types.get(field.type) ?? new Set()).add(value['__typename']));
    }
    const plain = Object.fromEntries([...types].map(([type, names]) => [type, [...names].join()]));
    expect(plain).toMatchObject({
      string: 'StringValue',
      integer: 'NumberValue',
      double: 'NumberValue',
      boolean: 'BooleanValue',
      date: 'DateValue',
      datetime: 'DateTimeValue',
      enumeration: 'OptionValue',
      money: 'MoneyValue',
      url: 'StringValue',
      file: 'StringValue',
      employee: 'NumberValue',
      crm: 'StringValue',
      crm_status: 'StringValue',
      address: 'StringValue',
    });

    sandbox.clearRequests();
    const byName =
      '{ contact(id: 17) { a: customFields(names: ["ufCrm_1720019876534"]) { values { ... on StringValue { string } } } b: customFields(names: ["UF_CRM_1720019876534"]) { name values { ... on StringValue { string } } } } }';
    expect(await gateway.ask(byName)).toMatchObject({
      errors: [],
      data: {
        contact: {
          a: [{ values: [{ string: '321' }] }],
          b: [{ name: 'ufCrm_1720019876534', values: [{ string: '321' }] }],
        },
      },
    });
    // Without a cache: otherwise the field list is read once for all operations of a caller.
    expect(gateway.calls()).toEqual(['GET /v1/contacts/fields', expect.stringMatching(/^GET \/v1\/contacts\?/)]);
  });

  test('an unknown custom field is one error that names those of the portal, before contacts are read', async () => {
    const { data, errors } = await gateway.ask(
      '{ contacts(first: 2) { nodes { contactId customFields(names: ["ufCrm_nothing"]) { name } } } }',
    );
    expect(data).toEqual({ contacts: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      path: ['contacts'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'customFields.names', value: 'ufCrm_nothing' },
    });
    expect(gateway.calls()).toEqual(['GET /v1/contacts/fields']);
    expect(errors[0]?.message).toContain('ufCrm_1720019876534');
  });

  test.each(['string', 'array', 'get'] as const)(
    'phones and e-mails are returned as lists if the upstream sends them as %s',
    async (phoneShape) => {
      sandbox.setSwitches({ phoneShape });
      const [ivan] = await nodesOf(
        'phone email phones { value type } emails { value type }',
        'filter: { contactId: { eq: 17 } }',
      );
      expect(ivan).toEqual({
        phone: '74955553546',
        email: 'ivan@company.ru',
        phones: [{ value: '74955553546', type: 'WORK' }],
        emails: [{ value: 'ivan@company.ru', type: 'WORK' }],
      });
    },
  );

  test('the requisites of many contacts are those of their owners', async () => {
    const nodes = await nodesOf('contactId requisites { rqName }', 'first: 100');
    expect(nodes).toEqual(
      nodes.map(({ contactId }) => ({
        contactId,
        requisites: (contactId as number) % 20 === 0 ? [{ rqName: `Holder ${contactId as number}` }] : [],
      })),
    );
    expect(nodes.some(({ requisites }) => (requisites as readonly unknown[]).length > 0)).toBe(true);
  });

  test('the field list has custom fields, and the options of enumerations', async () => {
    const { data } = await gateway.ask<{ contactFields: readonly (Node & { readonly name: string })[] }>(
      '{ contactFields { name type title isCustom isMultiple isReadOnly isRequired options { optionId value } } }',
    );
    const named = new Map(data.contactFields.map((field) => [field.name, field]));
    expect(named.get('id')).toMatchObject({ isCustom: false, isReadOnly: true });
    expect(named.get('ufCrm_1720019876541')).toMatchObject({ isCustom: true, isMultiple: true, type: 'enumeration' });
    expect(named.get('ufCrm_1720019876541')?.['options']).toContainEqual({ optionId: '61', value: 'Doors' });
  });
});

interface CustomFieldNode {
  readonly name: string;
  readonly field: { readonly type: string };
  readonly value: { readonly __typename: string } | null;
}
