import { keys } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';

const CONTACTS = 12_000;
const { sandbox, ...gateway } = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: CONTACTS });
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  sandbox.setSwitches({ aggregatePages: 'whole' });
  sandbox.clearRequests();
});

interface Group {
  readonly key: string | null;
  readonly count: number;
  readonly isOther: boolean;
}
interface Aggregated {
  readonly contactsAggregate: { readonly count: number; readonly groups: readonly Group[] | null } | null;
}

const fieldOf = { TYPE_ID: 'typeId', SOURCE_ID: 'sourceId', ASSIGNED_BY_ID: 'assignedById' } as const;
const grouped = (args: string): string => `{ contactsAggregate(${args}) { count groups { key count isOther } } }`;

/** Returns the groups of the sandbox's own rows. */
function expected(field: string, passes: (row: Readonly<Record<string, unknown>>) => boolean = () => true) {
  const rows = sandbox.contacts.rows().filter(passes);
  return [...Map.groupBy(rows, (row) => row[field])]
    .map(([key, { length }]) => ({
      key: key === null ? null : `${key as string | number}`,
      count: length,
      isOther: false,
    }))
    .toSorted(byKey);
}

function byKey(a: Group, b: Group): number {
  return String(a.key) < String(b.key) ? -1 : 1;
}

const pathsOf = (requests: typeof sandbox.requests): readonly string[] => requests.map(({ path }) => path);

describe('more contacts than the upstream groups', () => {
  test.each(Object.entries(fieldOf))(
    'more contacts than the upstream groups are grouped exactly by %s',
    async (name, field) => {
      const { data, errors } = await gateway.ask<Aggregated>(grouped(`groupBy: ${name}`));
      expect(errors).toEqual([]);
      expect(data.contactsAggregate?.count).toBe(CONTACTS);
      expect(data.contactsAggregate?.groups?.toSorted(byKey)).toEqual(expected(field));
    },
  );

  test('more contacts than the upstream groups are grouped exactly with a filter, also on the field itself', async () => {
    const filter = 'filter: { typeId: { in: ["CLIENT", "PARTNER"] }, contactId: { gt: 100 } }, groupBy: TYPE_ID';
    const { data, errors } = await gateway.ask<Aggregated>(grouped(filter));
    expect(errors).toEqual([]);
    const groups = expected(
      'typeId',
      ({ id, typeId }) => (id as number) > 100 && (typeId === 'CLIENT' || typeId === 'PARTNER'),
    );
    expect(data.contactsAggregate?.groups?.toSorted(byKey)).toEqual(groups);
    expect(data.contactsAggregate?.count).toBe(groups.reduce((sum, { count }) => sum + count, 0));
  });

  test('contacts with a value that the portal no longer lists are in the group of others', async () => {
    for (const { id } of sandbox.contacts.rows().slice(-7)) sandbox.contacts.update(id as number, { typeId: 'GONE' });
    const { data, errors } = await gateway.ask<Aggregated>(grouped('groupBy: TYPE_ID'));
    expect(errors).toEqual([]);
    const others = data.contactsAggregate?.groups?.filter(({ isOther }) => isOther);
    expect(others).toEqual([{ key: null, count: 7, isOther: true }]);
    const sum = data.contactsAggregate?.groups?.reduce((total, { count }) => total + count, 0);
    expect(sum).toBe(CONTACTS);
    sandbox.reset();
  });

  test('groups read the aggregate once: with a known total, each value is counted at once', async () => {
    await using remembering = await startGatewayWithSandbox({}, { contacts: 5001 });
    const paths = async (): Promise<readonly string[]> => {
      remembering.sandbox.clearRequests();
      expect((await remembering.ask(grouped('groupBy: SOURCE_ID'))).errors).toEqual([]);
      return pathsOf(remembering.sandbox.requests);
    };
    expect(await paths()).toEqual(['/v1/contacts/aggregate', '/v1/batch', '/v1/batch']);
    expect(await paths()).toEqual(['/v1/batch']);
  });
});

describe('groups that cannot be counted', () => {
  test('counts that the upstream calls partial are an error at the groups; the count is returned', async () => {
    sandbox.setSwitches({ aggregatePages: 'failing' });
    const { data, errors } = await gateway.ask<Aggregated>(
      grouped('filter: { contactId: { lt: 1000 } }, groupBy: TYPE_ID'),
    );
    const count = sandbox.contacts.rows().filter(({ id }) => (id as number) < 1000).length;
    expect(data.contactsAggregate).toEqual({ count, groups: null });
    expect(errors).toMatchObject([
      {
        path: ['contactsAggregate', 'groups'],
        extensions: { code: 'RATE_LIMITED', upstream: { code: 'OPERATION_TIME_LIMIT' } },
      },
    ]);
  });

  test('without the right to read users, groups of more than 5,000 contacts are an error; the count is returned', async () => {
    const { data, errors } = await gateway.ask<Aggregated>(grouped('groupBy: ASSIGNED_BY_ID'), {
      headers: { 'x-api-key': keys.crmOnly },
    });
    expect(data.contactsAggregate).toEqual({ count: CONTACTS, groups: null });
    expect(errors).toMatchObject([
      {
        path: ['contactsAggregate', 'groups'],
        extensions: { code: 'FORBIDDEN', upstream: { requiredScope: 'user' } },
      },
    ]);
  });
});

describe('the cost of groups', () => {
  const planned = async (query: string, from: Pick<typeof gateway, 'ask'> = gateway): Promise<unknown> => {
    const { text } = await from.ask(query, { headers: { 'x-api-key': keys.all, 'x-upstream-report': 'plan' } });
    const { extensions } = JSON.parse(text) as {
      extensions: { upstream: { planned: { requests: number; innerPages: number } } };
    };
    const { requests, innerPages } = extensions.upstream.planned;
    return { requests, innerPages };
  };

  test('groups are planned and limited with up to a hundred reads of 50', async () => {
    expect(await planned(grouped('groupBy: TYPE_ID'))).toEqual({ requests: 1, innerPages: 100 });
    const three = Object.keys(fieldOf).map((name) => `${name}: contactsAggregate(groupBy: ${name}) { groups { key } }`);
    const { errors } = await gateway.ask(`{ ${three.join(' ')} }`);
    expect(errors).toMatchObject([
      { extensions: { code: 'PLAN_TOO_LARGE', allowed: expect.stringContaining('MAX_INNER_PAGES') } },
    ]);
    expect(sandbox.requests).toEqual([]);
  });

  test('groups cost as many reads as there are contacts, once their number is known, and the report has them', async () => {
    await using remembering = await startGatewayWithSandbox({}, { contacts: 300 });
    const query = grouped('groupBy: TYPE_ID');
    const { text } = await remembering.ask(query, { headers: { 'x-api-key': keys.all, 'x-upstream-report': '1' } });
    expect(JSON.parse(text)).toMatchObject({
      extensions: { upstream: { planned: { innerPages: 100 }, sent: { requests: 1, innerPages: 6 } } },
    });
    expect(await planned(query, remembering)).toEqual({ requests: 1, innerPages: 6 });
  });

  test('an aggregate without groups costs only its count', async () => {
    expect(await planned('{ contactsAggregate(groupBy: TYPE_ID) { count } }')).toEqual({ requests: 1, innerPages: 1 });
    const { data } = await gateway.ask('{ contactsAggregate(groupBy: TYPE_ID) { count } }');
    expect(data).toEqual({ contactsAggregate: { count: CONTACTS } });
    expect(sandbox.requests).toMatchObject([{ path: '/v1/contacts/aggregate', params: { filter: {} }, innerPages: 1 }]);
  });
});
