import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { keys, sessions } from '@contacts/sandbox';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';

const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 300 });
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

interface SentRequest {
  readonly endpoint: string;
  readonly calls: number;
  readonly innerPages: number;
  readonly queueWaitMs: number;
  readonly shared: boolean;
  readonly curl: string;
}
interface Plan {
  readonly requests: number;
  readonly innerPages: number;
  readonly waves: readonly { readonly requests: number }[];
}
interface Reported {
  readonly data: unknown;
  readonly errors?: readonly {
    readonly extensions: { readonly code: string; readonly upstream?: { readonly planned: Plan } };
  }[];
  readonly extensions?: {
    readonly upstream: {
      readonly planned: Plan;
      readonly sent?: {
        readonly requests: number;
        readonly innerPages: number;
        readonly queueWaitMs: number;
        readonly waves: readonly (readonly SentRequest[])[];
      };
    };
  };
}

async function report(
  query: string,
  {
    mode = '1',
    headers = {},
    from = gateway,
  }: { mode?: string; headers?: Record<string, string>; from?: typeof gateway } = {},
): Promise<Reported> {
  const all = { 'x-api-key': keys.all, 'x-upstream-report': mode, ...headers };
  return JSON.parse((await from.ask(query, { headers: all })).text) as Reported;
}

const people = '{ contacts(first: 120) { nodes { contactId company { title } assignedBy { name } } } }';

describe('X-Upstream-Report: 1', () => {
  test('a report has the planned and the sent requests, by wave, with the inner pages', async () => {
    const { extensions } = await report(people);
    const { planned, sent } = extensions?.upstream ?? {};
    expect(planned).toMatchObject({ requests: 2, waves: [{ requests: 1, innerPages: 3 }, { requests: 1 }] });
    expect(sent).toMatchObject({
      requests: 2,
      waves: [
        [{ endpoint: 'GET /v1/contacts', calls: 1, innerPages: 3, shared: false }],
        [{ endpoint: 'POST /v1/batch', shared: false }],
      ],
    });
    expect(gateway.sandbox.requests).toHaveLength(2);
    expect(sent?.innerPages).toBeLessThanOrEqual(planned?.innerPages ?? 0);
  });

  test('the report of an operation without requests is empty', async () => {
    const { extensions } = await report('{ __typename }');
    expect(extensions?.upstream).toMatchObject({ planned: { requests: 0 }, sent: { requests: 0, waves: [] } });
  });

  test('without the header, there is no report', async () => {
    expect((await gateway.ask(people)).text).not.toContain('extensions');
    expect((await report('{ __typename }', { mode: 'yes' })).extensions).toBeUndefined();
  });

  test('a report has the waits for a connection: five requests have four', async () => {
    const sizes = [1, 2, 3, 4, 5];
    const aggregates = sizes.map(
      (id) => `a${id}: contactsAggregate(filter: { leadId: { eq: ${id} } }, groupBy: TYPE_ID) { groups { key } }`,
    );
    const planLimits = { maxUpstreamCalls: 5, maxInnerPages: 500 };
    await using slow = await startGatewayWithSandbox({ planLimits }, { contacts: 10, latencyMs: 60 });
    const { extensions } = await report(`{ ${aggregates.join(' ')} }`, { from: slow });
    const waits = extensions?.upstream.sent?.waves.flat().map(({ queueWaitMs }) => queueWaitMs) ?? [];
    expect(waits).toHaveLength(5);
    expect(Math.max(...waits)).toBeGreaterThan(30);
    expect(extensions?.upstream.sent?.queueWaitMs).toBe(Math.max(...waits));
  });

  test('a failed request and its retry are two requests in the report', async () => {
    await using trying = await startGatewayWithSandbox(
      { calls: { ...withoutBudgets, retry: { retries: 1, baseDelayMs: 1 } } },
      { contacts: 10 },
    );
    trying.sandbox.setFaults([{ times: 1, effect: { kind: 'error', status: 502, code: 'BITRIX_UNAVAILABLE' } }]);
    const { data, extensions } = await report('{ contacts(first: 2) { nodes { name } } }', { from: trying });
    expect(data).toMatchObject({ contacts: { nodes: [{}, {}] } });
    expect(extensions?.upstream.sent?.requests).toBe(2);
    expect(trying.sandbox.requests).toHaveLength(2);
  });
});

const withoutBudgets = {
  pace: {
    concurrency: Number.POSITIVE_INFINITY,
    perSecond: Number.POSITIVE_INFINITY,
    keyPerMinute: Number.POSITIVE_INFINITY,
  },
  breaker: { threshold: 0 },
};

describe('curl lines', () => {
  const run = async (curl: string): Promise<unknown> =>
    JSON.parse((await promisify(execFile)('sh', ['-c', curl.replace(/^curl /, 'curl -s ')])).stdout);

  test('curl lines return the same rows once the key is filled in', async () => {
    const query = `{ contacts(first: 3, filter: { post: { ne: "it's $HOME" }, lastName: { contains: "e" } }) { nodes { contactId } } }`;
    const { data, extensions } = await report(query);
    const [sent] = extensions?.upstream.sent?.waves.flat() ?? [];
    const answer = await run(sent?.curl.replace('***', keys.all) ?? '');
    const { nodes } = (data as { contacts: { nodes: readonly { contactId: number }[] } }).contacts;
    expect(nodes).toHaveLength(3);
    expect(answer).toMatchObject({ data: nodes.map(({ contactId }) => ({ id: contactId })) });
  });

  test('curl lines of batches and of a session work, and contain neither key nor session', async () => {
    const authorization = `Bearer ${sessions.two}`;
    const query = '{ contacts(first: 2) { nodes { contactId source { name } } } }';
    const answered = await report(query, { headers: { 'x-api-key': keys.app, authorization } });
    expect(JSON.stringify(answered)).not.toMatch(/vibe_/);
    const [sent] = answered.extensions?.upstream.sent?.waves.flat() ?? [];
    expect(sent?.endpoint).toBe('POST /v1/batch');
    const curl = sent?.curl.replace('X-Api-Key: ***', `X-Api-Key: ${keys.app}`).replace('***', authorization);
    const { nodes } = (answered.data as { contacts: { nodes: readonly { contactId: number }[] } }).contacts;
    const rows = nodes.map(({ contactId }) => ({ id: contactId }));
    expect(await run(curl ?? '')).toMatchObject({ data: { results: { call0: rows } } });
  });
});

describe('X-Upstream-Report: plan', () => {
  test('X-Upstream-Report: plan returns only the plan, and nothing is sent', async () => {
    const answered = await report(people, { mode: 'plan' });
    expect(answered).toMatchObject({ data: null, extensions: { upstream: { planned: { requests: 2 } } } });
    expect(answered.extensions?.upstream).not.toHaveProperty('sent');
    expect(gateway.sandbox.requests).toEqual([]);
  });

  test('the plan has the requests that the operation would send', async () => {
    const nodes = (type: string, on: string) => {
      const ids = Array.from({ length: 60 }, (_, index) => Buffer.from(`${type}:${index + 1}`).toString('base64'));
      return `{ nodes(ids: ${JSON.stringify(ids)}) { ... on ${type} { ${on} } } }`;
    };
    const requests = async (query: string) =>
      (await report(query, { mode: 'plan' })).extensions?.upstream.planned.requests;
    expect(await requests(nodes('Contact', 'name'))).toBe(1);
    expect(await requests(nodes('Company', 'contacts(first: 1) { nodes { name } }'))).toBe(1 + 2);
    expect(await requests(nodes('User', 'name'))).toBe(1);
    expect(await requests('{ contacts(first: 0) { totalCount } }')).toBe(1);
    expect(
      await requests('{ contacts(filter: { contactId: { in: [] } }) { totalCount nodes { source { name } } } }'),
    ).toBe(0);
    expect(await requests('{ a: contactsAggregate { count } b: contactsAggregate(groupBy: TYPE_ID) { count } }')).toBe(
      1,
    );
    expect(gateway.sandbox.requests).toEqual([]);
  });
});

describe('an operation that exceeds the limits of the plan', () => {
  const companies = Array.from({ length: 100 }, (_, index) => Buffer.from(`Company:${index + 1}`).toString('base64'));

  test.each([
    ['more requests', { maxUpstreamCalls: 1, maxInnerPages: 200 }, people, 'MAX_UPSTREAM_CALLS'],
    ['more inner pages', { maxUpstreamCalls: 50, maxInnerPages: 2 }, people, 'MAX_INNER_PAGES'],
    [
      'a full page with relations, by default',
      undefined,
      '{ contacts(first: 1000) { nodes { company { contacts(first: 100) { nodes { name } } } } } }',
      'MAX_',
    ],
    [
      'relations of companies by id',
      undefined,
      `{ nodes(ids: ${JSON.stringify(companies)}) { ... on Company { contacts(first: 1000) { nodes { name } } } } }`,
      'MAX_INNER_PAGES',
    ],
  ])('an operation with %s is rejected with its plan, and nothing is sent', async (_name, planLimits, query, limit) => {
    await using strict = await startGatewayWithSandbox(planLimits ? { planLimits } : {}, { contacts: 10 });
    const { data, errors } = await report(query, { from: strict });
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'PLAN_TOO_LARGE', allowed: expect.stringContaining(limit) } }]);
    expect(errors?.[0]?.extensions.upstream?.planned.requests).toBeGreaterThan(1);
    expect(strict.sandbox.requests).toEqual([]);
  });

  test('an error that a field has in any case is the error of the field, not of the plan', async () => {
    const { errors } = await gateway.ask('query ($id: ID = "1") { contact(id: $id) { name } contactFields { name } }', {
      variables: { id: null },
    });
    expect(errors).toMatchObject([{ path: ['contact'] }]);
  });
});
