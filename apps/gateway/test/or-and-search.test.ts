import { keys } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 400 });
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

type Row = GatewayWithSandbox['sandbox']['contacts'] extends { rows(): readonly (infer R)[] } ? R : never;

interface Page {
  readonly totalCount?: number | null;
  readonly nodes: readonly { readonly contactId: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const walkQuery = `query ($filter: ContactFilter, $search: String, $orderBy: [ContactOrder!], $first: Int, $after: String, $counted: Boolean = false) {
  contacts(filter: $filter, search: $search, orderBy: $orderBy, first: $first, after: $after) {
    totalCount @include(if: $counted)
    nodes { contactId name lastName }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Walks from the first page to the last. */
async function walk(variables: Readonly<Record<string, unknown>>): Promise<{ ids: number[]; requests: number[] }> {
  const ids: number[] = [];
  const requests: number[] = [];
  let after: string | null = null;
  for (;;) {
    gateway.sandbox.clearRequests();
    const answer: Answer<{ contacts: Page }> = await gateway.ask(walkQuery, { variables: { ...variables, after } });
    expect(answer.errors).toEqual([]);
    const { nodes, pageInfo }: Page = answer.data.contacts;
    requests.push(gateway.sandbox.requests.length);
    ids.push(...nodes.map(({ contactId }) => contactId));
    if (!pageInfo.hasNextPage) return { ids, requests };
    after = pageInfo.endCursor;
  }
}

const idsOf = (passes: (row: Row) => boolean): readonly number[] =>
  gateway.sandbox.contacts
    .rows()
    .filter(passes)
    .map(({ id }) => Number(id));
const text = (row: Row, field: string): string => textOf(row[field]).toLowerCase();
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const valuesOf = (row: Row, typeId: string): readonly string[] =>
  (row['fm'] as readonly { readonly typeId: string; readonly value: string }[])
    .filter((one) => one.typeId === typeId)
    .map(({ value }) => value);
const ascending = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => a - b);

describe('OR over two companies', () => {
  const filter = { or: [{ companyId: { eq: 15 } }, { companyId: { eq: 16 } }] };

  test('is one list, with its total', async () => {
    const { data } = await gateway.ask<{ contacts: Page }>(walkQuery, { variables: { filter, counted: true } });
    const expected = idsOf(({ companyId }) => companyId === 15 || companyId === 16);
    expect(data.contacts.nodes.map(({ contactId }) => contactId)).toEqual(expected);
    expect(data.contacts.totalCount).toBe(expected.length);
    expect(gateway.calls()).toHaveLength(1);
    expect(gateway.calls()[0]).toContain('filter[companyId][0]=15&filter[companyId][1]=16');
  });

  test('is counted in groups, too', async () => {
    const query = `query ($filter: ContactFilter) {
      contactsAggregate(filter: $filter, groupBy: TYPE_ID) { count groups { count } }
    }`;
    const { data } = await gateway.ask<{
      contactsAggregate: { count: number; groups: readonly { count: number }[] };
    }>(query, { variables: { filter } });
    const expected = idsOf(({ companyId }) => companyId === 15 || companyId === 16).length;
    expect(data.contactsAggregate.count).toBe(expected);
    expect(data.contactsAggregate.groups.reduce((sum, { count }) => sum + count, 0)).toBe(expected);
    expect(gateway.sandbox.requests).toHaveLength(1);
  });
});

describe('OR on two fields', () => {
  const filter = { or: [{ typeId: { eq: 'PARTNER' } }, { assignedById: { eq: 3 } }], opened: { eq: true } };
  const expected = () =>
    idsOf((row) => row['opened'] === true && (row['typeId'] === 'PARTNER' || row['assignedById'] === 3));

  test('by id is one request a page, and each contact comes once', async () => {
    const { ids, requests } = await walk({ filter, first: 20 });
    expect(ids).toEqual(expected());
    expect(new Set(requests)).toEqual(new Set([1]));
  });

  test('by last name is two requests a page, in the order that the upstream alone knows', async () => {
    const { ids, requests } = await walk({ filter, first: 20, orderBy: [{ field: 'LAST_NAME' }] });
    expect(ascending(ids)).toEqual(expected());
    const all = await walk({ first: 500, orderBy: [{ field: 'LAST_NAME' }] });
    expect(ids).toEqual(all.ids.filter((id) => ids.includes(id)));
    const pages = requests.length;
    expect(requests[0]).toBe(2);
    expect(requests.reduce((sum, count) => sum + count, 0) / pages).toBeLessThanOrEqual(3.2);
  });

  test('has its total in the same request, by inclusion and exclusion', async () => {
    const { data } = await gateway.ask<{ contacts: Page }>(walkQuery, {
      variables: { filter, first: 5, counted: true },
    });
    expect(data.contacts.totalCount).toBe(expected().length);
    expect(gateway.sandbox.requests).toMatchObject([{ path: '/v1/batch' }]);
    const [batch] = gateway.sandbox.requests;
    expect(batch?.params).toHaveProperty('calls.length', 2 + 3);
  });

  test('reads the last rows, none, and those of one company as exactly', async () => {
    const query = `query ($filter: ContactFilter) {
      last: contacts(filter: $filter, last: 3) { nodes { contactId } pageInfo { hasPreviousPage } }
      none: contacts(filter: $filter, first: 0) { nodes { contactId } pageInfo { hasNextPage } }
    }`;
    const { data, errors } = await gateway.ask(query, {
      variables: { filter },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      last: {
        nodes: expected()
          .slice(-3)
          .map((contactId) => ({ contactId })),
        pageInfo: { hasPreviousPage: true },
      },
      none: { nodes: [], pageInfo: { hasNextPage: true } },
    });
    const ofCompanies = `query ($filter: ContactFilter) {
      contacts(first: 10, filter: { companyId: { isEmpty: false } }) {
        nodes { company { companyId contacts(filter: $filter) { nodes { contactId companyId } } } }
      }
    }`;
    const below = await gateway.ask<{
      contacts: {
        nodes: readonly {
          company: { companyId: number; contacts: { nodes: readonly { contactId: number }[] } };
        }[];
      };
    }>(ofCompanies, { variables: { filter } });
    expect(below.errors).toEqual([]);
    for (const { company } of below.data.contacts.nodes) {
      const own = new Set(idsOf(({ companyId }) => companyId === company.companyId));
      expect(company.contacts.nodes.map(({ contactId }) => contactId)).toEqual(expected().filter((id) => own.has(id)));
    }
  });

  test.each([[[]], [[{ field: 'LAST_NAME' }]]])('is planned as it is sent, ordered by %j', async (orderBy) => {
    const query = `query ($filter: ContactFilter, $orderBy: [ContactOrder!]) {
      contacts(filter: $filter, orderBy: $orderBy, first: 10) { totalCount nodes { contactId company { title } assignedBy { name } } }
    }`;
    const { text: answer } = await gateway.ask(query, {
      variables: { filter, orderBy },
      headers: { 'x-api-key': keys.all, 'x-upstream-report': '1' },
    });
    const { planned, sent } = (
      JSON.parse(answer) as {
        extensions: { upstream: Record<'planned' | 'sent', { requests: number; waves: readonly unknown[] }> };
      }
    ).extensions.upstream;
    expect(planned.requests).toBe(orderBy.length === 0 ? 2 : 3);
    expect(sent.requests).toBe(planned.requests);
    expect(gateway.sandbox.requests).toHaveLength(planned.requests);
  });

  test('is rejected where it may cost more than an operation may, before anything is sent', async () => {
    await using limited = await startGatewayWithSandbox({ planLimits: { maxUpstreamCalls: 1, maxInnerPages: 200 } });
    const variables = { filter, orderBy: [{ field: 'LAST_NAME' }] };
    const { errors } = await limited.ask(walkQuery, { variables });
    expect(errors).toMatchObject([{ extensions: { allowed: '1 (MAX_UPSTREAM_CALLS)' } }]);
    expect(limited.calls()).toEqual([]);
  });
});

describe('a search box', () => {
  const has = (part: string) => (row: Row) =>
    text(row, 'name').includes(part) ||
    text(row, 'lastName').includes(part) ||
    valuesOf(row, 'EMAIL').some((value) => value.includes(part));

  test('with paging is one request a page', async () => {
    const { ids, requests } = await walk({ search: 'AN', first: 10 });
    expect(ids).toEqual(idsOf(has('an')));
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(requests)).toEqual(new Set([1]));
  });

  test('with paging by last name shows the same contacts', async () => {
    const { ids } = await walk({ search: 'an', first: 10, orderBy: [{ field: 'LAST_NAME' }, { field: 'NAME' }] });
    expect(ascending(ids)).toEqual(idsOf(has('an')));
  });

  test('has the total of one word in the request of the page', async () => {
    const { data } = await gateway.ask<{ contacts: Page }>(walkQuery, {
      variables: { search: 'an', first: 5, counted: true },
    });
    expect(data.contacts.totalCount).toBe(idsOf(has('an')).length);
    expect(gateway.sandbox.requests).toHaveLength(1);
  });

  test('finds a first and a last name in either order, and their total only where the page shows all', async () => {
    const row = gateway.sandbox.contacts
      .rows()
      .find(({ name, lastName }) => /^\w{3,}$/.test(textOf(name)) && /^\w{3,}$/.test(textOf(lastName)));
    const variables = { search: `${textOf(row?.['lastName'])} ${textOf(row?.['name'])}`, counted: true };
    const { data } = await gateway.ask<{ contacts: Page }>(walkQuery, { variables });
    const [first, last] = [text(row as Row, 'name'), text(row as Row, 'lastName')];
    const expected = idsOf((one) => text(one, 'name').includes(first) && text(one, 'lastName').includes(last));
    expect(data.contacts.nodes.map(({ contactId }) => contactId)).toEqual(expect.arrayContaining([...expected]));
    expect(data.contacts.totalCount).toBe(data.contacts.nodes.length);
    expect(gateway.sandbox.requests).toHaveLength(1);

    const cut = await gateway.ask<{ contacts: Page }>(walkQuery, { variables: { ...variables, first: 0 } });
    expect(cut.data.contacts.totalCount).toBeNull();
  });

  test.each(['+7 (812) 555-22-03', '8 812 555 22 03', '78125552203', '8125552203'])(
    'finds a phone number that is written %s',
    async (search) => {
      const { data } = await gateway.ask<{ contacts: Page }>(walkQuery, { variables: { search } });
      const expected = idsOf((row) => valuesOf(row, 'PHONE').some((value) => value.includes('8125552203')));
      expect(expected.length).toBeGreaterThan(0);
      expect(data.contacts.nodes.map(({ contactId }) => contactId)).toEqual(expected);
      expect(gateway.sandbox.requests).toHaveLength(1);
    },
  );

  test('goes together with a filter and its or', async () => {
    const filter = { or: [{ typeId: { eq: 'CLIENT' } }, { assignedById: { eq: 3 } }], opened: { eq: true } };
    const { ids } = await walk({ filter, search: 'an', first: 7 });
    const expected = idsOf(
      (row) => row['opened'] === true && (row['typeId'] === 'CLIENT' || row['assignedById'] === 3) && has('an')(row),
    );
    expect(ids).toEqual(expected);
  });

  test('has cursors of its own', async () => {
    const { data } = await gateway.ask<{ contacts: Page }>(walkQuery, { variables: { search: 'an', first: 2 } });
    gateway.sandbox.clearRequests();
    const variables = { search: 'en', first: 2, after: data.contacts.pageInfo.endCursor };
    const { errors } = await gateway.ask(walkQuery, { variables });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR', argument: 'after' } }]);
    expect(gateway.calls()).toEqual([]);
  });
});

describe('is rejected before anything is sent', () => {
  const ok = { companyId: { eq: 1 } };
  test.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    ['an or of no filters', { filter: { or: [] } }, 'filter.or', /1 to 4 filters/],
    ['an or of five filters', { filter: { or: [ok, ok, ok, ok, ok] } }, 'filter.or', /1 to 4 filters/],
    ['a filter of an or without a condition', { filter: { or: [ok, {}] } }, 'filter.or[1]', /at least one condition/],
    ['an or in an or', { filter: { or: [{ or: [ok] }] } }, 'filter.or[0].or', /side by side/],
    [
      'an empty text in an or',
      { filter: { or: [ok, { name: { contains: '' } }] } },
      'filter.or[1].name.contains',
      /not empty/,
    ],
    [
      'two parts of one text',
      { filter: { name: { contains: 'a' }, or: [{ name: { contains: 'b' } }] } },
      'filter.or',
      /cannot filter by together/,
    ],
    ['a search for one character', { search: 'a' }, 'search', /2 to 100 characters/],
    ['an empty search', { search: '' }, 'search', /2 to 100 characters; null/],
    ['a search for five words', { search: 'a b c d e' }, 'search', /at most 4 words/],
    [
      'a search beside a part of the same name',
      { filter: { name: { contains: 'a' } }, search: 'iva' },
      'search',
      /cannot filter by together/,
    ],
  ])('%s', async (_, variables, argument, allowed) => {
    const { errors } = await gateway.ask(walkQuery, { variables });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument, allowed: expect.stringMatching(allowed) } },
    ]);
    expect(gateway.calls()).toEqual([]);
  });

  test('an or on two fields for numbers of contacts', async () => {
    const filter = '{ or: [{ companyId: { eq: 1 } }, { typeId: { eq: "CLIENT" } }] }';
    const { errors } = await gateway.ask(`{ contactsAggregate(filter: ${filter}) { count } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.or' } }]);
    expect(gateway.calls()).toEqual([]);
  });

  test('an or on two fields with PAGING=anchored-offset', async () => {
    const paging = { cursorSecrets: ['a secret'] as [string], nullsOrder: 'low', form: 'anchored-offset' } as const;
    await using offset = await startGatewayWithSandbox({ paging });
    const filter = { or: [{ companyId: { eq: 1 } }, { typeId: { eq: 'CLIENT' } }] };
    const { errors } = await offset.ask(walkQuery, { variables: { filter } });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'filter.or', allowed: expect.stringMatching(/PAGING/) } },
    ]);
    expect(offset.calls()).toEqual([]);
    const oneField = { or: [{ companyId: { eq: 1 } }, { companyId: { eq: 2 } }] };
    expect((await offset.ask(walkQuery, { variables: { filter: oneField } })).errors).toEqual([]);
  });
});
