import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from './graphql-endpoint.ts';

interface Listening extends AsyncDisposable {
  readonly url: string;
  readonly logged: readonly unknown[];
}

async function listen(options: Partial<GraphqlEndpointOptions>): Promise<Listening> {
  const logged: unknown[] = [];
  const server = createServer(
    createGraphqlEndpoint({
      authenticate: () => ({ apiKey: 'k' }),
      maxBodyBytes: 1000,
      corsOrigins: [],
      getQueries: false,
      graphiqlPage: () => Promise.reject(new Error('no page')),
      logUnexpected: (error) => `error ${logged.push(error)}`,
      run: (_request, response, context) => response.end(JSON.stringify(context)),
      ...options,
    }),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    logged,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ a }"}' };

test('what passes is run with its credentials and parameters', async () => {
  await using endpoint = await listen({});
  expect(await (await fetch(endpoint.url, post)).json()).toEqual({
    credentials: { apiKey: 'k' },
    parameters: { query: '{ a }' },
  });
});

test('what nobody expected is told to the log; the caller gets its id, and the process goes on', async () => {
  await using endpoint = await listen({
    authenticate: () => {
      throw new TypeError('secret of ours');
    },
  });
  for (const request of [post, { headers: { accept: 'text/html' } }]) {
    const response = await fetch(endpoint.url, request);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: `error ${endpoint.logged.length}` } }],
    });
    expect(text).not.toMatch(/secret|no page/);
  }
  expect(endpoint.logged).toHaveLength(2);
});

test('a refusal comes in the form that the caller reads', async () => {
  await using endpoint = await listen({});
  const accept = 'application/graphql-response+json';
  const response = await fetch(endpoint.url, { ...post, body: '[]', headers: { ...post.headers, accept } });
  expect([response.status, response.headers.get('content-type')]).toEqual([400, `${accept}; charset=utf-8`]);
});
