import { keys, type Sandbox } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startAlteringProxy } from '../faults/altering-proxy.ts';
import { type GatewayWithSandbox, startGateway, startGatewayWithSandbox, placesOf } from '../running-gateway.ts';

const { sandbox, ...gateway } = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 300 });
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  sandbox.reset();
  sandbox.clearRequests();
});

interface Typed {
  readonly value: string;
  readonly type: string;
}
interface Node {
  readonly contactId: number;
  readonly phones: readonly Typed[] | null;
  readonly emails: readonly Typed[] | null;
}
interface Page {
  readonly contacts: { readonly nodes: readonly Node[] };
}

const all = 'contactId phones { value type } emails { value type }';
const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`).toString('base64');

/** Reads a contact's values of one kind from the upstream's own `GET /v1/contacts/:id`. */
async function storedOf({ url }: Sandbox, contactId: number, kind: string): Promise<readonly Typed[]> {
  const response = await fetch(`${url}/v1/contacts/${contactId}`, { headers: { 'x-api-key': keys.all } });
  const { data } = (await response.json()) as {
    data: { fm: readonly { typeId: string; valueType: string; value: string }[] };
  };
  return data.fm.filter(({ typeId }) => typeId === kind).map(({ value, valueType }) => ({ value, type: valueType }));
}

async function stored(from: Sandbox, contactId: number): Promise<Node> {
  const [phones, emails] = await Promise.all(['PHONE', 'EMAIL'].map((kind) => storedOf(from, contactId, kind)));
  return { contactId, phones: phones ?? null, emails: emails ?? null };
}

const nodesOf = async (args: string): Promise<readonly Node[]> => {
  const { data, errors } = await gateway.ask<Page>(`{ contacts(${args}) { nodes { ${all} } } }`);
  expect(errors).toEqual([]);
  return data.contacts.nodes;
};

/** Returns the requests so far: a batch as the numbers of its actions. */
function requestsOf({ requests }: Sandbox): readonly string[] {
  return requests.map(({ path, params, query }) => {
    if (path !== '/v1/batch') return `${path}${/select=/.test(query) ? ' by name' : ''}`;
    const { calls } = params as { calls: readonly { action: string }[] };
    return [...Map.groupBy(calls, ({ action }) => action)].map(([action, { length }]) => `${length} ${action}`).join();
  });
}

describe.each([
  ['where lists have them', { fmInLists: true }, ['/v1/contacts']],
  ['where lists lack them', { fmInLists: false }, ['/v1/contacts', '50 get', '20 get']],
  ['where lists show them as native objects', { fmInLists: false, phoneShape: 'array' as const }, ['/v1/contacts']],
])('phones and e-mails with their types, %s', (_name, switches, requests) => {
  beforeEach(() => sandbox.setSwitches(switches));

  test('all phones and e-mails come with a page', async () => {
    const nodes = await nodesOf('first: 70');
    expect(requestsOf(sandbox).toSorted()).toEqual([...requests].toSorted());
    expect(nodes).toEqual(await Promise.all(nodes.map(({ contactId }) => stored(sandbox, contactId))));
    expect(nodes.some(({ phones }) => (phones?.length ?? 0) > 1)).toBe(true);
    expect(nodes.some(({ emails }) => (emails?.length ?? 0) > 1)).toBe(true);
    expect(nodes.some(({ phones }) => phones?.length === 0)).toBe(true);
  });

  test('all phones and e-mails come with contacts by id, and with those of companies', async () => {
    const { data, errors } = await gateway.ask(`{
      contact(id: 17) { ${all} }
      node(id: "${globalId('Contact', 3)}") { ... on Contact { ${all} } }
      nodes(ids: ["${globalId('Contact', 4)}", "${globalId('Contact', 999_999)}"]) { ... on Contact { ${all} } }
      company: node(id: "${globalId('Company', 1)}") { ... on Company { contacts(first: 3) { nodes { ${all} } } } }
    }`);
    expect(errors).toEqual([]);
    const ofCompany = sandbox.contacts.rows().filter(({ companyId }) => companyId === 1);
    expect(data).toEqual({
      contact: await stored(sandbox, 17),
      node: await stored(sandbox, 3),
      nodes: [await stored(sandbox, 4), null],
      company: {
        contacts: {
          nodes: await Promise.all(ofCompany.slice(0, 3).map(({ id }) => stored(sandbox, id as number))),
        },
      },
    });
  });
});

describe.each([
  ['where lists have them', { fmInLists: true }, 1],
  ['where lists lack them', { fmInLists: false }, 3],
  ['where lists show phones and e-mails alone', { fmInLists: false, phoneShape: 'array' as const }, 3],
])('web addresses and messengers, %s', (_name, switches, requests) => {
  test('web addresses and messengers come with a page, as each contact has them', async () => {
    sandbox.setSwitches(switches);
    const { data, errors } = await gateway.ask<{
      contacts: { nodes: readonly { contactId: number; websites: readonly Typed[]; messengers: readonly Typed[] }[] };
    }>('{ contacts(first: 70) { nodes { contactId websites { value type } messengers { value type } } } }');
    expect(errors).toEqual([]);
    expect(requestsOf(sandbox)).toHaveLength(requests);
    const { nodes } = data.contacts;
    expect(nodes.filter(({ websites }) => websites.length > 0).length).toBeGreaterThan(0);
    expect(nodes.every(({ messengers }) => messengers.length === 0)).toBe(true);
    const expected = await Promise.all(nodes.map(({ contactId }) => storedOf(sandbox, contactId, 'WEB')));
    expect(nodes.map(({ websites }) => websites)).toEqual(expected);
  });
});

describe('the cost of phones and e-mails', () => {
  test('phones and e-mails that are not selected cost nothing: fields are selected by name', async () => {
    await gateway.ask('{ contacts(first: 2) { nodes { phone email } } }');
    expect(requestsOf(sandbox)).toEqual(['/v1/contacts by name']);
  });

  test('phones and e-mails cost nothing if all custom fields are selected, since all fields are read', async () => {
    const { errors } = await gateway.ask('{ contacts(first: 2) { nodes { phones { value } customFields { name } } } }');
    expect(errors).toEqual([]);
    expect(requestsOf(sandbox)).toEqual(['1 list,1 fields']);
  });

  test('phones and e-mails of contacts by id are one batch, once lists are known to lack them', async () => {
    await using remembering = await startGatewayWithSandbox({}, { contacts: 100, switches: { fmInLists: false } });
    const sent = async (query: string): Promise<readonly string[]> => {
      remembering.sandbox.clearRequests();
      expect((await remembering.ask(query)).errors).toEqual([]);
      return requestsOf(remembering.sandbox);
    };
    expect(await sent('{ contact(id: 17) { phones { value } } }')).toEqual(['/v1/contacts', '/v1/contacts/17']);
    expect(await sent('{ contact(id: 17) { phones { value } } }')).toEqual(['1 list,1 get']);
    expect(await sent('{ contact(id: 17) { phones { value } company { title } } }')).toEqual([
      '1 list,1 get',
      '/v1/companies by name',
    ]);
    expect(await sent('{ contacts(first: 30) { nodes { phones { value } company { title } } } }')).toEqual([
      '/v1/contacts by name',
      '30 get,1 list',
    ]);
  });

  test('phones and custom fields of a contact that is known not to exist cost nothing', async () => {
    await using remembering = await startGatewayWithSandbox({}, { contacts: 10, switches: { fmInLists: false } });
    await remembering.ask('{ contact(id: 1) { phones { value } } }');
    remembering.sandbox.clearRequests();
    const named = 'customFields(names: ["ufCrm_1720019876534"]) { name }';
    const { errors } = await remembering.ask(
      `{ a: contact(id: 999999) { customFields { name } } b: contact(id: 999999) { phones { value } ${named} } }`,
    );
    expect(errors).toEqual([]);
    // A later wave, if there were one, would be sent before the next operation.
    await remembering.ask('{ contacts(first: 1) { nodes { name } } }');
    expect(requestsOf(remembering.sandbox)).toEqual(['1 list,1 fields', '/v1/contacts by name']);
  });

  test('phones and e-mails are in the plan as far as is known, and limited by it', async () => {
    const query = '{ contacts(first: 200) { nodes { phones { value } } } }';
    const planned = async (from: GatewayWithSandbox): Promise<unknown> => {
      const { text } = await from.ask(query, { headers: { 'x-api-key': keys.all, 'x-upstream-report': 'plan' } });
      const { requests, innerPages } = (
        JSON.parse(text) as { extensions: { upstream: { planned: Record<string, number> } } }
      ).extensions.upstream.planned;
      return { requests, innerPages };
    };
    const planLimits = { maxUpstreamCalls: 4, maxInnerPages: 100 };
    for (const fmInLists of [true, false]) {
      await using learning = await startGatewayWithSandbox({}, { contacts: 300, switches: { fmInLists } });
      expect(await planned(learning)).toEqual({ requests: 5, innerPages: 8 });
      await learning.ask('{ contacts(first: 1) { nodes { phones { value } } } }');
      expect(await planned(learning)).toEqual(
        fmInLists ? { requests: 1, innerPages: 4 } : { requests: 5, innerPages: 8 },
      );
      learning.sandbox.clearRequests();
      await learning.ask(query);
      expect(learning.sandbox.requests).toHaveLength(fmInLists ? 1 : 5);
    }
    await using strict = await startGatewayWithSandbox({ planLimits }, { contacts: 10 });
    const { errors } = await strict.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'PLAN_TOO_LARGE' } }]);
    expect(strict.sandbox.requests).toEqual([]);
  });
});

describe('a failed read of phones', () => {
  const page = `{ contacts(first: 4) { nodes { contactId name phones { value } } } }`;

  test('a failed read of phones is null with an error at the field of its row; the other rows have theirs', async () => {
    sandbox.setSwitches({ fmInLists: false });
    const expected = await nodesOf('first: 4');
    await using proxy = await startAlteringProxy(sandbox.url, (answer) => {
      if (answer.path !== '/v1/batch') return;
      const { data } = answer.body as { data: { results: Record<string, unknown> } };
      const { call1: _lost, ...results } = data.results;
      const errors = { call1: { code: 'BITRIX_ACCESS_DENIED', message: 'ACCESS_DENIED' } };
      answer.body = { success: true, data: { ...data, results, errors } };
    });
    await using proxied = await startGateway(proxy.url);
    const { data, errors } = await proxied.ask<Page>(page);
    expect(data.contacts.nodes.map(({ phones }) => phones)).toEqual(
      expected.map(({ phones }, index) => (index === 1 ? null : phones?.map(({ value }) => ({ value })))),
    );
    expect(errors).toMatchObject([{ path: ['contacts', 'nodes', 1, 'phones'], extensions: { code: 'FORBIDDEN' } }]);
  });

  test('if all reads of phones fail, the page is returned, and the error names each row', async () => {
    sandbox.setSwitches({ fmInLists: false });
    sandbox.setFaults([{ match: { path: '/v1/batch' }, effect: { kind: 'html', status: 502 } }]);
    const { data, errors } = await gateway.ask<Page>(page);
    expect(data.contacts.nodes).toHaveLength(4);
    expect(errors).toHaveLength(1);
    expect(errors.flatMap(placesOf)).toEqual(
      data.contacts.nodes.map((_node, index) => ['contacts', 'nodes', index, 'phones']),
    );
  });

  test('phones of a contact that was deleted meanwhile are null without an error', async () => {
    sandbox.setSwitches({ fmInLists: false });
    const [, second] = sandbox.contacts.rows();
    let reads = 0;
    const stop = sandbox.contacts.beforeRead(() => {
      reads += 1;
      // Before the second read, which is the batch that reads each contact.
      if (reads === 2) sandbox.contacts.delete(second?.['id'] as number);
    });
    const { data, errors } = await gateway.ask<Page>(page);
    stop();
    expect(errors).toEqual([]);
    expect(data.contacts.nodes.map(({ phones }) => phones === null)).toEqual([false, true, false, false]);
  });

  test('phones are an error if the full object lacks them, too', async () => {
    sandbox.setSwitches({ fmInLists: false });
    await using proxy = await startAlteringProxy(sandbox.url, (answer) => {
      const { data } = answer.body as { data: { fm?: unknown } };
      delete data.fm;
    });
    await using proxied = await startGateway(proxy.url);
    const { data, errors } = await proxied.ask('{ contact(id: 17) { name phones { value } } }');
    expect(data).toEqual({ contact: { name: 'Ivan', phones: null } });
    expect(errors).toMatchObject([{ path: ['contact', 'phones'], extensions: { code: 'BAD_UPSTREAM_RESPONSE' } }]);
  });
});
