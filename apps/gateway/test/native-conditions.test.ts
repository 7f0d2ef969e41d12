// The forms in which real portals store values, and their conditions (docs/upstream.md §11), set by switches of the sandbox.
import type { Switches } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import { type Answer, type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

interface Page {
  readonly contacts: {
    readonly totalCount?: number;
    readonly nodes: readonly { readonly contactId: number; readonly updatedTime?: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface Asked {
  readonly filter?: object;
  readonly orderBy?: readonly object[];
  readonly first?: number;
}

const document = `query ($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { contactId }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Returns the contacts of a whole walk, or the code of the error that ends it. */
async function walk(gateway: GatewayWithSandbox, asked: Asked): Promise<readonly number[] | string> {
  const ids: number[] = [];
  let after: string | null = null;
  for (let pages = 1; pages < 2000; pages += 1) {
    const answer: Answer<Page> = await gateway.ask<Page>(document, { variables: { ...asked, after } });
    const [error] = answer.errors;
    if (error) return String(error.extensions['code']);
    const { nodes, pageInfo } = answer.data.contacts;
    ids.push(...nodes.map(({ contactId }) => contactId));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
  return 'no end';
}

async function count(gateway: GatewayWithSandbox, filter: object): Promise<number> {
  const query = 'query ($filter: ContactFilter) { contacts(filter: $filter, first: 1) { totalCount } }';
  const { data, errors } = await gateway.ask<{ contacts: { totalCount: number } }>(query, { variables: { filter } });
  expect(errors).toEqual([]);
  return data.contacts.totalCount;
}

const start = (switches: Partial<Switches>, contacts?: number) =>
  startGatewayWithSandbox({}, { switches, ...(contacts === undefined ? {} : { contacts }) });

const idsOf = (gateway: GatewayWithSandbox) => gateway.sandbox.contacts.rows().map(({ id }) => id as number);
const sorted = (ids: readonly number[] | string) => (typeof ids === 'string' ? ids : ids.toSorted((a, b) => a - b));

describe('where "no value" is stored in two forms', () => {
  const native = { storedEmpties: 'two', inFindsNull: false, unequalFindsNull: 'texts' } as const;

  test.each([
    ['ASC', ['a', 'b', 'd', 'c']],
    ['DESC', ['c', 'a', 'b', 'd']],
  ])(
    'with "no value" in two forms, a walk by company finds contacts of the companies none, 0, 1 and 0, %s',
    async (direction, expected) => {
      await using gateway = await start(native, 0);
      for (const [name, companyId] of [
        ['a', null],
        ['b', 0],
        ['c', 1],
        ['d', 0],
      ] as const) {
        gateway.sandbox.contacts.create({ name, companyId });
      }
      const names = new Map(gateway.sandbox.contacts.rows().map(({ id, name }) => [id, name]));
      const ids = await walk(gateway, { first: 1, orderBy: [{ field: 'COMPANY_ID', direction }] });
      expect(typeof ids === 'string' ? ids : ids.map((id) => names.get(id))).toEqual(expected);
    },
  );

  test.each(['ASC', 'DESC'])('all contacts are walked by a second name that many lack, %s', async (direction) => {
    await using gateway = await start(native);
    const orderBy = [{ field: 'SECOND_NAME', direction }];
    expect(sorted(await walk(gateway, { first: 200, orderBy }))).toEqual(idsOf(gateway));
    expect(sorted(await walk(gateway, { first: 37, orderBy }))).toEqual(idsOf(gateway));
  });

  test('a condition and its opposite divide the contacts, and treat both forms of "no value" alike', async () => {
    await using gateway = await start(native);
    const all = idsOf(gateway).length;
    const of = (condition: object) => count(gateway, { companyId: condition });
    const empty = await of({ isEmpty: true });
    expect([await of({ eq: 0 }), await of({ in: [0] })]).toEqual([empty, empty]);
    expect([await of({ isEmpty: false }), await of({ ne: 0 }), await of({ notIn: [0] })]).toEqual(
      Array.from({ length: 3 }, () => all - empty),
    );
    expect((await of({ eq: 15 })) + (await of({ ne: 15 }))).toBe(all);
    expect((await of({ in: [0, 15] })) + (await of({ notIn: [0, 15] }))).toBe(all);
    expect((await of({ gt: 15 })) + (await of({ lte: 15 }))).toBe(all - empty);
    expect(await of({ notIn: [] })).toBe(all);
  });

  test('contacts without a company are in walks with companyId ne, in every order', async () => {
    await using gateway = await start(native);
    const filter = { companyId: { ne: 47 } };
    const meant = gateway.sandbox.contacts.rows().filter(({ companyId }) => companyId !== 47);
    for (const field of ['COMPANY_ID', 'CONTACT_ID', 'LAST_NAME', 'CREATED_TIME']) {
      const ids = await walk(gateway, { first: 100, filter, orderBy: [{ field }] });
      expect([field, sorted(ids)]).toEqual([field, meant.map(({ id }) => id)]);
    }
  });

  test('an empty notIn excludes nothing, on later pages too', async () => {
    await using gateway = await start(native);
    const ids = await walk(gateway, { first: 300, filter: { companyId: { notIn: [] }, name: { notIn: [] } } });
    expect(ids).toEqual(idsOf(gateway));
  });

  test('groups of contacts include one for contacts without a value', async () => {
    await using gateway = await start(native);
    const { data } = await gateway.ask<{ contactsAggregate: { groups: { key: string | null; count: number }[] } }>(
      '{ contactsAggregate(groupBy: SOURCE_ID, filter: { companyId: { ne: 47 } }) { groups { key count } } }',
    );
    const rows = gateway.sandbox.contacts.rows().filter(({ companyId }) => companyId !== 47);
    const { groups } = data.contactsAggregate;
    expect(groups.filter(({ key }) => key === null || key === '')).toEqual([
      { key: null, count: rows.filter(({ sourceId }) => !sourceId).length },
    ]);
    expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(rows.length);
  });
});

describe('where equality is LIKE', () => {
  const native = { equality: 'like' } as const;

  test('where equality is LIKE, names that are patterns of each other are walked and found exactly', async () => {
    await using gateway = await start(native, 0);
    for (let at = 0; at < 66; at += 1) {
      gateway.sandbox.contacts.create({
        lastName: ['ivan_petrov', 'ivan-petrov', 'user_1', 'user-1', 'userx1', '100%'][at % 6] ?? null,
      });
    }
    const orderBy = [{ field: 'LAST_NAME' }];
    expect(sorted(await walk(gateway, { first: 5, orderBy }))).toEqual(idsOf(gateway));
    expect(await count(gateway, { lastName: { eq: 'user_1' } })).toBe(11);
    expect(await count(gateway, { lastName: { in: ['user_1', '100%'] } })).toBe(22);
    expect(await count(gateway, { lastName: { ne: 'user_1' } })).toBe(55);
    expect(await count(gateway, { lastName: { notIn: ['user_1', '100%'] } })).toBe(44);
  });
});

describe('times', () => {
  const changed =
    'query ($at: DateTime!) { contacts(filter: { updatedTime: { eq: $at } }, first: 500) { nodes { contactId } } }';
  const newest =
    '{ contacts(first: 1, orderBy: [{ field: UPDATED_TIME, direction: DESC }]) { nodes { contactId updatedTime } } }';

  test.each<Partial<Switches>>([{}, { storedTimes: 'milliseconds' }])(
    'a contact is found by the time that the upstream shows, with %j',
    async (switches) => {
      await using gateway = await start(switches);
      gateway.sandbox.contacts.update(17, { name: 'Ivan' });
      const { data } = await gateway.ask<Page>(newest);
      const [node] = data.contacts.nodes;
      expect(node?.contactId).toBe(17);
      const found = await gateway.ask<Page>(changed, { variables: { at: node?.updatedTime } });
      expect(found.data.contacts.nodes).toContainEqual({ contactId: 17 });
    },
  );

  test('a walk by times is complete while contacts are edited, or rejected if they are stored finer than shown', async () => {
    for (const storedTimes of ['seconds', 'milliseconds'] as const) {
      await using gateway = await start({ storedTimes });
      for (const id of idsOf(gateway).slice(0, 300)) gateway.sandbox.contacts.update(id, { post: 'Edited' });
      const ids = await walk(gateway, { first: 40, orderBy: [{ field: 'UPDATED_TIME' }] });
      expect(sorted(ids)).toEqual(storedTimes === 'seconds' ? idsOf(gateway) : 'BAD_UPSTREAM_RESPONSE');
    }
  });

  test('contacts of one shown second that are stored finer are all returned if a page ends among them', async () => {
    await using gateway = await start({ storedTimes: 'milliseconds' }, 40);
    // Later than all others. The first page ends after one of them, which is the last by id and the first by milliseconds.
    const latest = [377, 754, 131, 508, 0].map((milliseconds) => {
      const createdTime = new Date(Date.UTC(2035, 6, 22, 15, 0, 8, milliseconds)).toISOString();
      return gateway.sandbox.contacts.create({ createdTime, secondName: null });
    });
    const orderBy = [{ field: 'CREATED_TIME' }, { field: 'SECOND_NAME', direction: 'DESC' }];
    const first = idsOf(gateway).length - latest.length + 1;
    expect(sorted(await walk(gateway, { first, orderBy }))).toEqual(idsOf(gateway));
  });

  test('conditions on times that the upstream ignores are an error that names the field', async () => {
    await using gateway = await start({ dateOffsets: 'ignored' });
    const { errors } = await gateway.ask(
      '{ contacts(filter: { createdTime: { gt: "2024-01-01T00:00:00Z" } }) { nodes { contactId } } }',
    );
    expect(errors).toMatchObject([
      { message: expect.stringContaining('"createdTime"'), extensions: { code: 'BAD_UPSTREAM_RESPONSE' } },
    ]);
  });
});

test('where lists above 50 rows come by id, large pages are read in smaller lists', async () => {
  await using gateway = await start({ orderAbove50: 'id' });
  for (const field of ['LAST_NAME', 'COMPANY_ID', 'CREATED_TIME']) {
    const ids = await walk(gateway, { first: 200, orderBy: [{ field, direction: 'DESC' }] });
    expect([field, sorted(ids)]).toEqual([field, idsOf(gateway)]);
  }
});
