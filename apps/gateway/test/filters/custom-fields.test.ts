import { keys } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

/** The sandbox's custom fields, by what they hold. */
const fields = {
  text: 'ufCrm_1720019876534',
  integer: 'ufCrm_1720019876535',
  double: 'ufCrm_1720019876536',
  boolean: 'ufCrm_1720019876537',
  date: 'ufCrm_1720019876538',
  dateTime: 'ufCrm_1720019876539',
  enumeration: 'ufCrm_1720019876540',
  options: 'ufCrm_1720019876541',
  money: 'ufCrm_1720019876542',
  employee: 'ufCrm_1720019876545',
  status: 'ufCrm_1720019876547',
} as const;

const gateway: GatewayWithSandbox = await startGatewayWithSandbox();
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

type Row = Readonly<Record<string, unknown>>;

interface Page {
  readonly contacts: {
    readonly totalCount?: number;
    readonly nodes: readonly { readonly contactId: number }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const document = `query ($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { contactId }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Asked {
  readonly filter?: object;
  readonly orderBy?: readonly object[];
  readonly first?: number;
  readonly after?: string | null;
}

async function page(asked: Asked) {
  return gateway.ask<Page>(document, { variables: { ...asked } });
}

/** Reads all pages, and returns the ids in their order. */
async function walk(asked: Asked): Promise<readonly number[]> {
  const ids: number[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors }: Awaited<ReturnType<typeof page>> = await page({ ...asked, after });
    expect(errors).toEqual([]);
    const { nodes, pageInfo } = data.contacts;
    ids.push(...nodes.map(({ contactId }) => contactId));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

const idsOf = (passes: (row: Row) => boolean, { sandbox } = gateway) =>
  sandbox.contacts
    .rows()
    .filter(passes)
    .map(({ id }) => id as number);

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

describe('custom fields are filtered by', () => {
  const filled = (row: Row, field: string) => row[field] !== null;
  test.each<[string, object, (row: Row) => boolean]>([
    ['a text', { field: fields.text, string: { contains: '1' } }, (row) => textOf(row[fields.text]).includes('1')],
    [
      'a number',
      { field: fields.integer, number: { gte: 3, lt: 200 } },
      (row) => filled(row, fields.integer) && Number(row[fields.integer]) >= 3 && Number(row[fields.integer]) < 200,
    ],
    ['yes', { field: fields.boolean, boolean: { eq: true } }, (row) => row[fields.boolean] === 'Y'],
    ['no', { field: fields.boolean, boolean: { eq: false } }, (row) => row[fields.boolean] === 'N'],
    ['a day', { field: fields.date, date: { gte: '2023-01-01' } }, (row) => textOf(row[fields.date]) >= '2023-01-01'],
    ['no moment', { field: fields.dateTime, dateTime: { isEmpty: true } }, (row) => !filled(row, fields.dateTime)],
    [
      'an option by its title',
      { field: fields.enumeration, code: { eq: 'wholesale' } },
      (row) => row[fields.enumeration] === 52,
    ],
    [
      'an option by its number',
      { field: fields.enumeration, code: { in: ['51', 'Public sector'] } },
      (row) => row[fields.enumeration] === 51 || row[fields.enumeration] === 53,
    ],
    [
      'any one of several options',
      { field: fields.options, code: { eq: 'Roofs' } },
      (row) => (row[fields.options] as readonly number[]).includes(63),
    ],
    [
      'an amount of money',
      { field: fields.money, money: { eq: { amount: 1500, currency: 'RUB' } } },
      (row) => row[fields.money] === '1500|RUB',
    ],
    [
      'a user',
      { field: fields.employee, number: { in: [1, 2] } },
      (row) => [1, 2].includes(Number(row[fields.employee])),
    ],
    ['a code', { field: fields.status, code: { eq: 'WEB' } }, (row) => row[fields.status] === 'WEB'],
  ])('%s', async (_, condition, passes) => {
    const expected = idsOf(passes);
    expect(expected.length).toBeGreaterThan(0);
    expect(await walk({ filter: { custom: [condition] }, first: 500 })).toEqual(expected);
  });
});

describe('a walk sorted by a custom field has each contact once', () => {
  test.each(Object.entries(fields).filter(([kind]) => kind !== 'options' && kind !== 'money'))(
    'of the kind %s, in either direction',
    async (_, custom) => {
      for (const direction of ['ASC', 'DESC']) {
        const ids = await walk({ orderBy: [{ custom, direction }], first: 300 });
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toHaveLength(gateway.sandbox.contacts.rows().length);
      }
    },
  );

  test('natively, where an empty value finds 0, too', async () => {
    gateway.sandbox.setSwitches({ emptyFindsZero: true, storedEmpties: 'two', unequalFindsNull: 'texts' });
    for (const [id, value] of [
      [1, 0],
      [2, 0],
      [3, -4],
      [4, null],
    ] as const) {
      gateway.sandbox.contacts.update(id, { [fields.integer]: value });
    }
    const ids = await walk({ orderBy: [{ custom: fields.integer }], first: 40 });
    expect(new Set(ids).size).toBe(gateway.sandbox.contacts.rows().length);
    const values = new Map(gateway.sandbox.contacts.rows().map((row) => [row['id'], row[fields.integer]]));
    const shown = ids.map((id) => values.get(id)).filter((value) => value !== null) as number[];
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    gateway.sandbox.setSwitches({ emptyFindsZero: false, storedEmpties: 'one', unequalFindsNull: 'always' });
  });
});

describe('upstream calls', () => {
  const asked: Asked = {
    filter: { custom: [{ field: fields.integer, number: { gte: 3 } }] },
    orderBy: [{ custom: fields.integer, direction: 'DESC' }],
    first: 20,
  };

  test('are the field list and the page, and the page alone once the list is known', async () => {
    await using fresh = await startGatewayWithSandbox();
    const ask = (after: string | null = null) => fresh.ask<Page>(document, { variables: { ...asked, after } });
    const { data } = await ask();
    expect(fresh.calls().map((call) => call.slice(0, 24))).toEqual([
      'GET /v1/contacts/fields',
      expect.stringMatching(/^GET \/v1\/contacts\?/),
    ]);
    fresh.sandbox.clearRequests();
    const { errors } = await ask(data.contacts.pageInfo.endCursor);
    expect(errors).toEqual([]);
    expect(fresh.calls()).toHaveLength(1);
    expect(fresh.calls()[0]).toContain(`order[${fields.integer}]=desc`);
  });

  test('are planned as they are sent, the field list included', async () => {
    await using fresh = await startGatewayWithSandbox();
    const headers = { 'x-api-key': keys.all, 'x-upstream-report': '1' };
    const { text } = await fresh.ask(document, { variables: { ...asked }, headers });
    const { upstream } = (
      JSON.parse(text) as { extensions: { upstream: Record<'planned' | 'sent', { requests: number }> } }
    ).extensions;
    expect(upstream.planned.requests).toBe(2);
    expect(upstream.sent.requests).toBe(2);
  });

  test('of an aggregate are the field list and the count', async () => {
    await using fresh = await startGatewayWithSandbox();
    const query =
      'query ($filter: ContactFilter) { contactsAggregate(filter: $filter, groupBy: TYPE_ID) { count groups { key count } } }';
    const { data, errors } = await fresh.ask<{ contactsAggregate: { count: number; groups: { count: number }[] } }>(
      query,
      {
        variables: { filter: asked.filter },
      },
    );
    expect(errors).toEqual([]);
    const { count, groups } = data.contactsAggregate;
    expect(count).toBe(idsOf((row) => Number(row[fields.integer] ?? 0) >= 3, fresh).length);
    expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(count);
    expect(fresh.calls()).toHaveLength(2);
  });
});

describe('what cannot be asked is refused with its argument, its value and what is allowed', () => {
  const refused = async (asked: Asked) => {
    await using fresh = await startGatewayWithSandbox({}, { contacts: 20 });
    const { errors } = await fresh.ask(document, { variables: { ...asked } });
    const [error] = errors;
    return { ...error?.extensions, message: error?.message, calls: fresh.calls() };
  };

  test('a wrong name costs the field list alone, and the most similar names come first', async () => {
    expect(await refused({ filter: { custom: [{ field: 'ufCrm_172001987653', number: { eq: 1 } }] } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'filter.custom[0].field',
      value: 'ufCrm_172001987653',
      allowed: expect.stringMatching(/^a custom field of the portal: ufCrm_172001987653\d, /),
      calls: ['GET /v1/contacts/fields'],
    });
  });

  test('a wrong kind costs the field list alone, and says which kind the field has', async () => {
    expect(await refused({ filter: { custom: [{ field: fields.integer, string: { eq: 'a' } }] } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'filter.custom[0].string',
      allowed: `filter.custom[0].number, since ${fields.integer} is of the type "integer"`,
      calls: ['GET /v1/contacts/fields'],
    });
  });

  test.each<[string, Asked, string]>([
    [
      'a name that no portal can have',
      { filter: { custom: [{ field: 'segment', string: { eq: 'a' } }] } },
      'filter.custom[0].field',
    ],
    ['no conditions', { filter: { custom: [{ field: fields.text }] } }, 'filter.custom[0]'],
    ['both kinds of sort key', { orderBy: [{ field: 'NAME', custom: fields.text }] }, 'orderBy[0]'],
    ['neither kind of sort key', { orderBy: [{ direction: 'DESC' }] }, 'orderBy[0]'],
  ])('%s costs nothing', async (_, asked, argument) => {
    expect(await refused(asked)).toMatchObject({ code: 'BAD_USER_INPUT', argument, calls: [] });
  });

  test('a sort by money', async () => {
    expect(await refused({ orderBy: [{ custom: fields.money }] })).toMatchObject({
      argument: 'orderBy[0].custom',
      allowed: expect.stringContaining('is of the type "money"'),
      calls: ['GET /v1/contacts/fields'],
    });
  });

  test('a cursor of another custom filter or order', async () => {
    const first = await page({ orderBy: [{ custom: fields.integer }], first: 2 });
    const after = first.data.contacts.pageInfo.endCursor;
    const { errors } = await page({ orderBy: [{ custom: fields.double }], first: 2, after });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_CURSOR' });
  });
});

test('contacts of a company are filtered by custom fields, for one more read of the field list', async () => {
  await using fresh = await startGatewayWithSandbox();
  const query = `query ($filter: ContactFilter) { companies(first: 3) { nodes { contacts(filter: $filter, orderBy: [{ custom: "${fields.integer}" }], first: 5) { nodes { contactId } } } } }`;
  const { errors } = await fresh.ask(query, {
    variables: { filter: { custom: [{ field: fields.integer, number: { gte: 1 } }] } },
  });
  expect(errors).toEqual([]);
  expect(fresh.calls()).toHaveLength(3);
});

describe('contacts are counted by a custom field', () => {
  interface Counted {
    readonly contactsAggregate: {
      readonly groups: readonly {
        readonly key: string | null;
        readonly title: string | null;
        readonly count: number;
      }[];
    };
  }
  const grouped = (custom: string) =>
    `query ($filter: ContactFilter) { contactsAggregate(filter: $filter, groupByCustom: "${custom}") { groups { key title count } } }`;
  const countBy = (keyOf: (row: Row) => string | null, { sandbox } = gateway) =>
    Object.fromEntries(
      [...Map.groupBy(sandbox.contacts.rows(), keyOf)].map(([key, rows]) => [String(key), rows.length]),
    );

  test('options by their numbers, with their titles, for the field list and one more call', async () => {
    await using fresh = await startGatewayWithSandbox();
    const { data, errors } = await fresh.ask<Counted>(grouped(fields.enumeration));
    expect(errors).toEqual([]);
    const { groups } = data.contactsAggregate;
    expect(Object.fromEntries(groups.map(({ key, count }) => [String(key), count]))).toEqual(
      countBy((row) => (row[fields.enumeration] === null ? null : String(row[fields.enumeration] as number)), fresh),
    );
    expect(groups.find(({ key }) => key === '52')?.title).toBe('Wholesale');
    expect(fresh.calls()).toHaveLength(2);
  });

  test('yes and no', async () => {
    const { data, errors } = await gateway.ask<Counted>(grouped(fields.boolean));
    expect(errors).toEqual([]);
    const words: Readonly<Record<string, string>> = { Y: 'true', N: 'false' };
    expect(Object.fromEntries(data.contactsAggregate.groups.map(({ key, count }) => [String(key), count]))).toEqual(
      countBy((row) => words[textOf(row[fields.boolean])] ?? null),
    );
  });

  test('more contacts than the upstream groups, by each option', async () => {
    await using large = await startGatewayWithSandbox({}, { contacts: 6000 });
    const { data, errors } = await large.ask<Counted>(grouped(fields.enumeration));
    expect(errors).toEqual([]);
    expect(Object.fromEntries(data.contactsAggregate.groups.map(({ key, count }) => [String(key), count]))).toEqual(
      countBy((row) => (row[fields.enumeration] === null ? null : String(row[fields.enumeration] as number)), large),
    );
    const refused = await large.ask(grouped(fields.integer));
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'groupByCustom',
      allowed: expect.stringContaining('an enumeration where more than 5000 contacts pass the filter'),
    });
  });

  test.each([
    [fields.options, 'has several values'],
    ['ufCrm_1720019876544', 'holds files'],
    ['ufCrm_2', 'a custom field of the portal: '],
  ])('not by %s', async (custom, allowed) => {
    const { errors } = await gateway.ask(grouped(custom));
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'groupByCustom',
      allowed: expect.stringContaining(allowed),
    });
  });

  test('nor by two fields', async () => {
    const { errors } = await gateway.ask(
      `{ contactsAggregate(groupBy: TYPE_ID, groupByCustom: "${fields.boolean}") { count } }`,
    );
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'groupByCustom' });
  });
});

test('values of every type are read as texts and as JSON, without fragments', async () => {
  gateway.sandbox.contacts.update(5, {
    [fields.text]: 'A-1',
    [fields.double]: 2.5,
    [fields.boolean]: 1,
    [fields.date]: '2024-07-22',
    [fields.enumeration]: 52,
    [fields.options]: JSON.stringify([61, 63]),
    [fields.money]: '1500|RUB',
    [fields.integer]: null,
  });
  const names = [
    fields.text,
    fields.double,
    fields.boolean,
    fields.date,
    fields.enumeration,
    fields.options,
    fields.money,
    fields.integer,
  ];
  const query = 'query ($names: [String!]) { contact(id: 5) { customFields(names: $names) { text json } } }';
  const { data, errors } = await gateway.ask<{ contact: { customFields: readonly object[] } }>(query, {
    variables: { names },
  });
  expect(errors).toEqual([]);
  expect(data.contact.customFields).toEqual([
    { text: 'A-1', json: 'A-1' },
    { text: '2.5', json: 2.5 },
    { text: 'true', json: true },
    { text: '2024-07-22', json: '2024-07-22' },
    { text: 'Wholesale', json: 'Wholesale' },
    { text: 'Doors, Roofs', json: ['Doors', 'Roofs'] },
    { text: '1500 RUB', json: { amount: 1500, currency: 'RUB' } },
    { text: null, json: null },
  ]);
});
