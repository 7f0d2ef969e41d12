import { keys, sessions } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, startGatewayWithSandbox } from '../running-gateway.ts';

const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 });
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

interface Reported {
  readonly extensions: {
    readonly upstream: {
      readonly planned: { readonly requests: number; readonly waves: readonly object[] };
      readonly sent: { readonly requests: number; readonly waves: readonly object[] };
    };
  };
}

interface Screen<Data> extends Pick<Answer<Data>, 'data'> {
  readonly requests: number;
  readonly waves: number;
}

/** Sends an operation, and checks that the planned numbers of requests and waves were sent. */
async function screen<Data>(
  query: string,
  headers: Readonly<Record<string, string>> = { 'x-api-key': keys.all },
  from = gateway,
): Promise<Screen<Data>> {
  const { data, errors, text } = await from.ask<Data>(query, { headers: { ...headers, 'x-upstream-report': '1' } });
  expect(errors).toEqual([]);
  const { planned, sent } = (JSON.parse(text) as Reported).extensions.upstream;
  expect(sent.requests).toBe(planned.requests);
  expect(sent.waves).toHaveLength(planned.waves.length);
  expect(from.calls()).toHaveLength(sent.requests);
  return { data, requests: sent.requests, waves: sent.waves.length };
}

interface Named {
  readonly name: string;
}

test('a drop-down of employees and sources is one request', async () => {
  const { data, requests } = await screen<{
    users: { nodes: readonly (Named & { userId: number; lastName: string; active: boolean })[] };
    statuses: readonly (Named & { statusId: string; sort: number })[];
  }>(`{
    users(filter: { active: { eq: true } }, orderBy: [{ field: LAST_NAME }]) { nodes { userId name lastName active } }
    statuses(dictionary: SOURCE) { statusId name sort }
  }`);
  expect(requests).toBe(1);
  expect(data.users.nodes).toHaveLength(7);
  expect(data.users.nodes.every(({ active }) => active)).toBe(true);
  const lastNames = data.users.nodes.map(({ lastName }) => lastName);
  expect(lastNames).toEqual(lastNames.toSorted((a, b) => a.localeCompare(b)));
  expect(data.statuses.map(({ statusId }) => statusId)).toContain('WEB');
  expect(data.statuses.map(({ sort }) => sort)).toEqual(
    data.statuses.map(({ sort }) => sort).toSorted((a, b) => a - b),
  );
});

describe('counts with names', () => {
  interface Groups {
    readonly contactsAggregate: {
      readonly count: number;
      readonly groups: readonly {
        readonly key: string | null;
        readonly count: number;
        readonly status: Named | null;
        readonly user: (Named & { readonly userId: number }) | null;
      }[];
    };
  }
  const groupsBy = (field: string, args = '') =>
    `{ contactsAggregate(groupBy: ${field}${args}) { count groups { key count status { name } user { userId name } } } }`;

  test.each(['SOURCE_ID', 'TYPE_ID'])(
    'counts by %s with names read the aggregate and the dictionary, at the same time',
    async (field) => {
      const { data, requests, waves } = await screen<Groups>(groupsBy(field));
      expect([requests, waves]).toEqual([2, 1]);
      const { count, groups } = data.contactsAggregate;
      expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(count);
      const named = groups.filter(({ key }) => key !== null);
      expect(named.length).toBeGreaterThan(3);
      expect(named.every(({ status }) => typeof status?.name === 'string')).toBe(true);
      expect(groups.filter(({ key, status }) => key === null && status !== null)).toEqual([]);
      expect(groups.every(({ user }) => user === null)).toBe(true);
    },
  );

  test('counts by user with names read the aggregate, and then the users of its groups', async () => {
    const { data, requests, waves } = await screen<Groups>(groupsBy('ASSIGNED_BY_ID'));
    expect([requests, waves]).toEqual([2, 2]);
    const { groups } = data.contactsAggregate;
    expect(groups).toHaveLength(8);
    expect(groups.map(({ user }) => String(user?.userId))).toEqual(groups.map(({ key }) => key));
    expect(groups.every(({ status }) => status === null)).toBe(true);
  });

  test('counts without names read only the aggregate', async () => {
    const { requests } = await screen('{ contactsAggregate(groupBy: SOURCE_ID) { groups { key count } } }');
    expect(requests).toBe(1);
    gateway.sandbox.clearRequests();
    // Groups by a user have no entries of a dictionary.
    const other = await screen('{ contactsAggregate(groupBy: ASSIGNED_BY_ID) { groups { key status { name } } } }');
    expect(other.requests).toBe(1);
  });

  test('without the scope of users, each user of a count is null with an error at its place', async () => {
    const { data, errors } = await gateway.ask<Groups>(groupsBy('ASSIGNED_BY_ID'), {
      headers: { 'x-api-key': keys.crmOnly },
    });
    expect(data.contactsAggregate.groups).toHaveLength(8);
    expect(data.contactsAggregate.groups.every(({ key, user }) => key !== null && user === null)).toBe(true);
    expect(errors).toMatchObject([
      { path: ['contactsAggregate', 'groups', 0, 'user'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

test('the plan of names of groups that are counted value by value has no more requests than are sent', async () => {
  await using large = await startGatewayWithSandbox({}, { contacts: 6000 });
  const query = '{ contactsAggregate(groupBy: SOURCE_ID) { groups { key count status { name } } } }';
  const first = await large.ask(query);
  expect(first.errors).toEqual([]);
  large.sandbox.clearRequests();
  const { data, text, errors } = await large.ask<{
    contactsAggregate: { groups: readonly { key: string | null; status: Named | null }[] };
  }>(query, { headers: { 'x-api-key': keys.all, 'x-upstream-report': '1' } });
  expect(errors).toEqual([]);
  const { groups } = data.contactsAggregate;
  expect(groups.every(({ key, status }) => (key === null) === (status === null))).toBe(true);
  const { planned, sent } = (JSON.parse(text) as Reported).extensions.upstream;
  expect(sent.requests).toBeLessThanOrEqual(planned.requests);
});

describe('contacts of a company with phones', () => {
  const nodes = 'nodes { name lastName phones { value type } }';

  /** A gateway that knows that lists have all phones; before, a plan includes reads one by one. */
  async function startWarm() {
    const warm = await startGatewayWithSandbox();
    await warm.ask('{ contacts(first: 1) { nodes { phones { value } } } }');
    warm.sandbox.clearRequests();
    return warm;
  }

  test('contacts of a company with phones, as a filter, are one request', async () => {
    await using warm = await startWarm();
    const { data, requests } = await screen<{ contacts: { nodes: readonly { phones: readonly object[] }[] } }>(
      `{ contacts(filter: { companyId: { eq: 15 } }) { ${nodes} } }`,
      undefined,
      warm,
    );
    expect(requests).toBe(1);
    expect(data.contacts.nodes.length).toBeGreaterThan(5);
    expect(data.contacts.nodes.some(({ phones }) => phones.length > 1)).toBe(true);
  });

  test('contacts of a company with phones, beside the company, are two requests', async () => {
    await using warm = await startWarm();
    const { data, requests } = await screen<{ company: { title: string; contacts: { nodes: readonly object[] } } }>(
      `{ company(id: 15) { title industryStatus { name } contacts { ${nodes} } } }`,
      undefined,
      warm,
    );
    expect(requests).toBe(2);
    expect(data.company.title).toEqual(expect.any(String));
    expect(data.company.contacts.nodes.length).toBeGreaterThan(5);
  });
});

describe('readable fields', () => {
  interface Viewer {
    readonly viewer: {
      readonly portal: string;
      readonly scopes: readonly string[] | null;
      readonly accessMode: string | null;
      readonly fields: readonly {
        readonly type: string;
        readonly name: string;
        readonly scope: string;
        readonly isReadable: boolean | null;
      }[];
    };
  }
  const query = '{ viewer { portal scopes accessMode fields { type name scope isReadable } } }';
  const readable = ({ viewer }: Viewer) =>
    new Map(viewer.fields.map(({ type, name, isReadable }) => [`${type}.${name}`, isReadable]));

  test('with every scope all fields are readable, which costs one request', async () => {
    const { data, requests } = await screen<Viewer>(query);
    expect(requests).toBe(1);
    expect(data.viewer).toMatchObject({ portal: 'sandbox.bitrix24.ru', accessMode: 'READWRITE' });
    expect(data.viewer.scopes).toEqual(expect.arrayContaining(['crm', 'user']));
    expect([...readable(data).values()].every((one) => one === true)).toBe(true);
  });

  test('without the scope of users, exactly the fields that are rejected are not readable', async () => {
    const headers = { 'x-api-key': keys.crmOnly };
    const { data } = await screen<Viewer>(query, headers);
    const fields = readable(data);
    const refused = ['Query.users', 'Query.user', 'Contact.assignedBy', 'Company.createdBy', 'User.name'];
    const allowed = ['Query.contacts', 'Query.statuses', 'Contact.name', 'Contact.company', 'Company.contacts'];
    expect(refused.map((field) => fields.get(field))).toEqual(refused.map(() => false));
    expect(allowed.map((field) => fields.get(field))).toEqual(allowed.map(() => true));
    const answer = await gateway.ask('{ contact(id: 17) { name company { title } assignedBy { name } } }', { headers });
    expect(answer.data).toMatchObject({ contact: { name: 'Ivan', company: { title: expect.any(String) } } });
    expect(answer.errors).toMatchObject([{ path: ['contact', 'assignedBy'], extensions: { code: 'FORBIDDEN' } }]);
  });

  test('the field of readable fields requires no scope', async () => {
    const { data } = await screen<Viewer>(query);
    expect(readable(data).has('Query.viewer')).toBe(false);
  });

  test('a management key has no portal, which is an error of that field only', async () => {
    const { data, errors } = await gateway.ask<Viewer>(query, { headers: { 'x-api-key': keys.management } });
    expect(data.viewer.portal).toBeNull();
    expect(errors).toMatchObject([{ path: ['viewer', 'portal'], extensions: { code: 'BAD_UPSTREAM_RESPONSE' } }]);
  });

  test('a read-only key is reported as such, and a session of an app has the scopes of the app', async () => {
    const readOnly = await screen<Viewer>(query, { 'x-api-key': keys.readOnly });
    expect(readOnly.data.viewer.accessMode).toBe('READONLY');
    gateway.sandbox.clearRequests();
    const headers = { 'x-api-key': keys.app, authorization: `Bearer ${sessions.one}` };
    const { data } = await screen<Viewer>(query, headers);
    expect(data.viewer.scopes).toEqual(expect.arrayContaining(['crm']));
  });
});
