import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type RunningGateway, startGateway } from '../running-gateway.ts';
import { type SmallPortal, startSmallPortal } from './small-portal.ts';

const ids = [2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER];
const others = 2 ** 33;
const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`).toString('base64');

let upstream: SmallPortal;
let gateway: RunningGateway;
beforeAll(async () => {
  upstream = await startSmallPortal({
    contacts: ids.map((id) => ({
      id,
      name: `n${id}`,
      companyId: others,
      assignedById: others,
      createdBy: others,
      updatedBy: others,
      leadId: others,
      sourceId: 'WEB',
    })),
    companies: [{ id: others, title: 'Large', assignedById: others }],
    users: [{ id: others, name: 'Anna' }],
    statuses: [{ entityId: 'SOURCE', statusId: 'WEB', sort: others }],
    requisites: ids.map((id) => ({ id: others, entityTypeId: 3, entityId: id })),
    fields: { id: { type: 'integer' } },
  });
  gateway = await startGateway(upstream.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream[Symbol.asyncDispose]();
});

const everyNumber = `contactId companyId assignedById createdById updatedById leadId company { companyId assignedById }
  assignedBy { userId } source { sort } requisites { requisiteId }`;
const expected = (contactId: number): object => ({
  contactId,
  companyId: others,
  assignedById: others,
  createdById: others,
  updatedById: others,
  leadId: others,
  company: { companyId: others, assignedById: others },
  assignedBy: { userId: others },
  source: { sort: others },
  requisites: [{ requisiteId: others }],
});

describe('numbers from 2^31 on', () => {
  test('numbers from 2^31 on are returned as JSON numbers', async () => {
    const { data, errors } = await gateway.ask(`{ contacts(first: 5) { totalCount nodes { ${everyNumber} } } }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({ contacts: { totalCount: 5, nodes: ids.map(expected) } });
  });

  test('numbers from 2^31 on find a contact, by number and by global id', async () => {
    const { data, errors } = await gateway.ask(`{
      byNumber: contact(id: ${2 ** 40}) { contactId }
      byGlobalId: contact(id: "${globalId('Contact', 2 ** 40)}") { id }
      node(id: "${globalId('Contact', Number.MAX_SAFE_INTEGER)}") { ... on Contact { contactId } }
      nodes(ids: ["${globalId('Company', others)}", "${globalId('User', others)}"]) { id }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      byNumber: { contactId: 2 ** 40 },
      byGlobalId: { id: globalId('Contact', 2 ** 40) },
      node: { contactId: Number.MAX_SAFE_INTEGER },
      nodes: [{ id: globalId('Company', others) }, { id: globalId('User', others) }],
    });
  });

  test.each([
    ['eq', 2 ** 40, [2 ** 40]],
    ['in', [2 ** 31, Number.MAX_SAFE_INTEGER], [2 ** 31, Number.MAX_SAFE_INTEGER]],
    ['gt', 2 ** 32, [2 ** 40, Number.MAX_SAFE_INTEGER]],
    ['lte', 2 ** 31, [2 ** 31 - 1, 2 ** 31]],
  ] as const)('contacts are filtered by numbers from 2^31 on, %s', async (operator, value, found) => {
    const literal = await gateway.ask<{ contacts: { nodes: { contactId: number }[] } }>(
      `{ contacts(filter: { contactId: { ${operator}: ${JSON.stringify(value)} } }) { nodes { contactId } } }`,
    );
    expect(literal.errors).toEqual([]);
    expect(literal.data.contacts.nodes.map(({ contactId }) => contactId)).toEqual(found);
    const variable = await gateway.ask(
      'query ($filter: ContactFilter) { contacts(filter: $filter) { nodes { contactId } } }',
      { variables: { filter: { contactId: { [operator]: value } } } },
    );
    expect(variable.data).toEqual(literal.data);
  });

  test.each(['CONTACT_ID', 'COMPANY_ID'])('a walk passes numbers from 2^31 on, by %s', async (field) => {
    const walked: number[] = [];
    let after: string | null = null;
    do {
      const { data, errors }: Answer<NumberedPage> = await gateway.ask(
        `query ($after: String) { contacts(first: 2, after: $after, orderBy: { field: ${field}, direction: DESC }) {
          nodes { contactId } pageInfo { endCursor hasNextPage } } }`,
        { variables: { after } },
      );
      expect(errors).toEqual([]);
      walked.push(...data.contacts.nodes.map(({ contactId }) => contactId));
      after = data.contacts.pageInfo.hasNextPage ? data.contacts.pageInfo.endCursor : null;
    } while (after !== null && walked.length < 20);
    expect(walked.toSorted((a, b) => a - b)).toEqual(ids);
  });

  test.each(['9007199254740992', '1.5', '"17"', 'true'])(
    'the argument %s is rejected: it is not such a number',
    async (value) => {
      const { errors } = await gateway.ask(`{ contacts(filter: { contactId: { eq: ${value} } }) { nodes { id } } }`);
      expect(errors).toEqual([
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
      ]);
      expect(errors[0]?.message).toContain('from -9007199254740991 to 9007199254740991');
      expect(errors[0]?.extensions).toMatchObject({ argument: 'filter', value, allowed: 'SafeInt' });
    },
  );
});

interface NumberedPage {
  readonly contacts: {
    readonly nodes: readonly { readonly contactId: number }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}
