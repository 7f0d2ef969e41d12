import { keys } from '@contacts/sandbox';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runs } from '../../../../packages/core/test/property-runs.ts';
import { exampleOperations } from '../../src/graphql/graphiql/example-operations.ts';
import { loadConfig } from '../../src/config/config.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { mutated } from './mutate.ts';
import { sendRaw } from './raw-http.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({ security: loadConfig({ GET_QUERIES: 'on' }).security }, { contacts: 60 });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

const global = Buffer.from('Contact:17').toString('base64');
const bodies: readonly string[] = [
  ...exampleOperations,
  {
    query:
      'query Q($f: ContactFilter, $by: [ContactOrder!], $n: Int = 3) { contacts(filter: $f, orderBy: $by, first: $n) { nodes { ...C } } } fragment C on Contact { id name company { title } }',
    variables: {
      f: { companyId: { in: [15, 16] }, createdTime: { gte: '2024-01-01T00:00:00Z' } },
      by: [{ field: 'LAST_NAME', direction: 'DESC' }],
      n: 5,
    },
    operationName: 'Q',
  },
  {
    query: `{ nodes(ids: ["${global}", "17"]) { id ... on Contact { name @include(if: true) } __typename } node(id: "${global}") { id } }`,
  },
  {
    query:
      'query ($id: ID!) { contact(id: $id) { customFields(names: ["UF_CRM_1"]) { name value { __typename } } cardUrl } }',
    variables: { id: global },
  },
  {
    query:
      '{ contacts(first: 2, after: "abcdefghijklmnopqrstuvwxyz0123456789") { pageInfo { endCursor } } __type(name: "Contact") { name } }',
  },
].map((operation) => JSON.stringify(operation));

const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: ${keys.all}\r\nContent-Type: application/json\r\nAccept: application/json\r\n`;
const requests: readonly string[] = bodies.flatMap((body) => [
  `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  `${head}Transfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
]);

/** Texts that a caller must never receive: internal errors, and their places. */
const ours = /INTERNAL_SERVER_ERROR|\n\s+at |node:internal|node_modules|\.(?:ts|js|mjs):\d+/;

function expectCallersMistake(status: number, text: string): void {
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(ours);
}

const post = (body: Buffer<ArrayBuffer> | string): Promise<Response> =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keys.all },
    body,
  });

test('bodies with a few changed bytes cause no internal error', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(bodies), async (body) => {
      const response = await post(body);
      expectCallersMistake(response.status, await response.text());
      expect(gateway.logged).toEqual([]);
    }),
    runs(160),
  );
});

test('queries in URLs with a few changed bytes cause no internal error', async () => {
  const queries = bodies.map((body) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: object };
    return new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}) }).toString();
  });
  await fc.assert(
    fc.asyncProperty(mutated(queries), async (query) => {
      const target = `${gateway.url}/graphql?${query.toString('latin1').replaceAll('#', '%23')}`;
      const response = await fetch(target, { headers: { 'x-api-key': keys.all, accept: 'application/json' } });
      expectCallersMistake(response.status, await response.text());
      expect(gateway.logged).toEqual([]);
    }),
    runs(40),
  );
});

test('any JSON as a body and as variables causes no internal error', async () => {
  const json = fc.json({ maxDepth: 4 });
  await fc.assert(
    fc.asyncProperty(json, fc.constantFrom('{}', ...bodies), async (value, body) => {
      const { query } = JSON.parse(body) as { query?: string };
      for (const sent of [value, `{"query":${JSON.stringify(query ?? '')},"variables":${value}}`]) {
        const response = await post(sent);
        expectCallersMistake(response.status, await response.text());
      }
      expect(gateway.logged).toEqual([]);
    }),
    runs(20),
  );
});

test('whole requests with a few changed bytes, heads included, cause no internal error', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(requests), async (request) => {
      const answer = await sendRaw(gateway.url, [request], 30);
      // The gateway still waits for a client that announces more than it sends.
      expectCallersMistake(answer?.status ?? 0, answer?.body ?? '');
      expect(gateway.logged).toEqual([]);
    }),
    runs(20),
  );
});
