import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keys } from '@contacts/sandbox';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

const start = (INTROSPECTION: string): Promise<GatewayWithSandbox> =>
  startGatewayWithSandbox({ security: loadConfig({ INTROSPECTION }).security });

const type = '{ __type(name: "Contact") { name kind } }';
const schema = '{ __schema { queryType { name } } }';
const disabled = [expect.objectContaining({ extensions: { code: 'INTROSPECTION_DISABLED' } })];

test('INTROSPECTION=full shows the whole schema', async () => {
  await using gateway = await start('full');
  expect((await gateway.ask(type)).data).toEqual({ __type: { name: 'Contact', kind: 'OBJECT' } });
  expect((await gateway.ask(schema)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
});

test('INTROSPECTION=type shows single types, and the kind of responses', async () => {
  await using gateway = await start('type');
  expect((await gateway.ask(type)).data).toEqual({ __type: { name: 'Contact', kind: 'OBJECT' } });
  expect((await gateway.ask('{ contact(id: 17) { __typename } }')).data).toEqual({
    contact: { __typename: 'Contact' },
  });
  for (const query of [
    schema,
    getIntrospectionQuery(),
    `{ ...F } fragment F on Query { a: __schema { description } }`,
  ]) {
    expect((await gateway.ask(query)).errors).toEqual(disabled);
  }
});

test('INTROSPECTION=off allows only __typename, which every client needs', async () => {
  await using gateway = await start('off');
  for (const query of [type, schema]) expect((await gateway.ask(query)).errors).toEqual(disabled);
  expect((await gateway.ask('{ contact(id: 17) { __typename } }')).data).toEqual({
    contact: { __typename: 'Contact' },
  });
});

test('the sandbox shows its schema; with a real upstream, the gateway does so only if configured', () => {
  const real = { VIBECODE_URL: 'https://vibe.example' };
  expect(loadConfig({}).security.introspection).toBe('full');
  expect(loadConfig(real).security.introspection).toBe('type');
  expect(loadConfig({ ...real, INTROSPECTION: 'full' }).security.introspection).toBe('full');
});

test('a gateway that authenticates its callers itself shows them a real upstream’s schema', async () => {
  const real = { VIBECODE_URL: 'https://vibe.example', VIBECODE_API_KEY: 'vibe_api_x' };
  const token = 'token-of-a-caller';
  const CALLER_TOKENS = createHash('sha256').update(token).digest('hex');
  expect(loadConfig({ ...real, VIBECODE_API_KEY: 'vibe_app_x' }).security.introspection).toBe('type');
  expect(loadConfig(real).security.introspection).toBe('full');
  const { security } = loadConfig({ ...real, CALLER_TOKENS });
  await using gateway = await startGatewayWithSandbox({ security });
  const asked = await gateway.ask<object>(getIntrospectionQuery(), { headers: { authorization: `Bearer ${token}` } });
  expect(asked.errors).toEqual([]);
  expect(buildClientSchema(asked.data as IntrospectionQuery).getType('Contact')?.description).toContain('person');
  expect((await gateway.ask(getIntrospectionQuery(), { headers: { authorization: 'Bearer x' } })).status).toBe(401);
});

describe('the schema as a file', () => {
  const read = (url: string, headers: Record<string, string> = { 'x-api-key': keys.all }, method = 'GET') =>
    fetch(`${url}/schema.graphql`, { headers, method });

  test.each(['full', 'type'])(
    '/schema.graphql is served to requests with credentials, with INTROSPECTION=%s',
    async (mode) => {
      await using gateway = await start(mode);
      const answer = await read(gateway.url);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(await answer.text()).toBe(
        readFileSync(new URL('../../../../packages/schema/schema.graphql', import.meta.url), 'utf8'),
      );
      const head = await read(gateway.url, { 'x-api-key': keys.all }, 'HEAD');
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(gateway.calls()).toEqual([]);
    },
  );

  test('/schema.graphql is rejected without credentials, and by other methods', async () => {
    await using gateway = await start('full');
    const refused = await read(gateway.url, {});
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] },
    ]);
    expect((await read(gateway.url, { 'x-api-key': keys.all }, 'POST')).status).toBe(405);
    expect(gateway.operations).toEqual([expect.objectContaining({ outcome: 'UNAUTHENTICATED', status: 401 })]);
  });

  test('/schema.graphql is not found with INTROSPECTION=off', async () => {
    await using gateway = await start('off');
    const answer = await read(gateway.url);
    expect([answer.status, await answer.json()]).toEqual([403, { errors: disabled }]);
  });
});

test.each([
  { mode: 'type', ways: 'set INTROSPECTION=full, or load /schema.graphql' },
  { mode: 'off', ways: 'set INTROSPECTION=full, or take schema.graphql' },
])('the error of a rejected introspection names the alternatives, with INTROSPECTION=$mode', async ({ mode, ways }) => {
  await using gateway = await start(mode);
  const [error] = (await gateway.ask(getIntrospectionQuery())).errors;
  expect(error?.message).toContain(ways);
});

describe('errors suggest names only where the schema is shown', () => {
  const cases: readonly { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> }[] = [
    { query: '{ contactz { totalCount } }' },
    { query: '{ contacts { nodez { id } } }' },
    { query: '{ contacts(filtr: 1) { totalCount } }' },
    { query: '{ ... on Contakt { id } }' },
    { query: 'query ($f: ContactFiltr) { contacts { totalCount } }' },
    { query: '{ contacts(orderBy: [{ field: LAST_NAM }]) { totalCount } }' },
    {
      query: 'query ($by: [ContactOrder!]) { contacts(orderBy: $by) { totalCount } }',
      variables: { by: [{ field: 'LAST_NAM' }] },
    },
    { query: 'query ($f: ContactFilter) { contacts(filter: $f) { totalCount } }', variables: { f: { lastNam: 1 } } },
  ];

  test.each(['type', 'off'])('errors suggest no names with INTROSPECTION=%s', async (mode) => {
    await using gateway = await start(mode);
    for (const { query, variables } of cases) {
      const { text, errors } = await gateway.ask(query, { variables: variables ?? {} });
      expect(errors.length).toBeGreaterThan(0);
      expect(text).not.toContain('Did you mean');
      expect(errors[0]?.extensions['code']).toMatch(/^(?:GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT)$/);
    }
  });

  test('errors suggest names with INTROSPECTION=full', async () => {
    await using gateway = await start('full');
    for (const { query, variables } of cases) {
      expect(
        (await gateway.ask(query, { variables: variables ?? {}, headers: { 'x-api-key': keys.all } })).text,
      ).toContain('Did you mean');
    }
  });
});

test('a long value that looks like a suggestion is quoted in part, as fast as a plain error', async () => {
  await using gateway = await start('type');
  const value = `${' '.repeat(95_000)}Did you mean`;
  const { text, errors } = await gateway.ask(`{ contacts(first: ${JSON.stringify(value)}) { totalCount } }`);
  expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  expect(text.length).toBeLessThan(2000);
  const unknown = await gateway.ask(`{ ${'x'.repeat(5000)} }`);
  expect(unknown.errors[0]?.message.length).toBeLessThan(300);
});
