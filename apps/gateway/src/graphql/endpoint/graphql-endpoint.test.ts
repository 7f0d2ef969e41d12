import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';
import { describe, expect, test } from 'vitest';
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from './graphql-endpoint.ts';
import { createToHttpError, HttpError } from '../../http/http-error.ts';

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
      corsHeaders: [],
      getQueries: false,
      graphiql: { access: 'open', page: () => Promise.reject(new Error('no page')) },
      toHttpError: createToHttpError((error) => `error ${logged.push(error)}`),
      run: (_request, response, context) => response.end(JSON.stringify(context)),
      ...options,
    }),
  );
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  const local = await listenOnFreePort(server);
  return {
    url: `${local.url}/graphql`,
    logged,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ a }"}' };

test('an accepted request is run with its credentials and parameters', async () => {
  await using endpoint = await listen({});
  expect(await (await fetch(endpoint.url, post)).json()).toEqual({
    credentials: { apiKey: 'k' },
    parameters: { query: '{ a }' },
  });
});

test('an unexpected error of a run is logged, and its caller receives the id of the log entry', async () => {
  await using endpoint = await listen({ run: () => Promise.reject(new TypeError('secret of ours')) });
  const response = await fetch(endpoint.url, post);
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('"errorId":"error 1"');
  expect(endpoint.logged).toEqual([new TypeError('secret of ours')]);
});

test('an unexpected error before a run is logged, its caller receives the id, and the process continues', async () => {
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

test('nothing is run for a client that disconnects during authentication', async () => {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  let run = 0;
  let entered = 0;
  await using endpoint = await listen({
    getQueries: true,
    authenticate: async ({ socket }) => {
      socket.once('close', () => leave());
      leaving.abort();
      await left;
      return { apiKey: 'k' };
    },
    acquire: () => void (entered += 1),
    run: () => (run += 1),
  });
  const leaving = new AbortController();
  const asked = fetch(`${endpoint.url}?query={a}`, { headers: { 'x-api-key': 'k' }, signal: leaving.signal });
  await expect(asked).rejects.toThrow('aborted');
  await left;
  await new Promise(setImmediate);
  expect({ run, entered }).toEqual({ run: 0, entered: 0 });
});

describe('a body behind Expect: 100-continue', () => {
  const refuse = () => Promise.reject(new HttpError({ status: 401, code: 'UNAUTHENTICATED', message: 'no' }));

  /** Returns all that a client receives that sends the head of a request, and the body when it is asked for. */
  async function ask(options: Partial<GraphqlEndpointOptions>, length: number): Promise<string> {
    await using endpoint = await listen(options);
    const { hostname, port } = new URL(endpoint.url);
    const socket = connect(Number(port), hostname);
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;
    socket.write(`${head}content-length: ${length}\r\nexpect: 100-continue\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (String(chunk).includes('100 Continue')) socket.end(post.body);
    }
    return text;
  }

  test('100 Continue is sent when the caller is authenticated', async () => {
    expect(await ask({}, post.body.length)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });

  test.each([
    { name: 'the caller is not authenticated', options: { authenticate: refuse }, length: 16, status: 401 },
    { name: 'the body is too large', options: {}, length: 1001, status: 413 },
  ])('100 Continue is not sent if $name', async ({ options, length, status }) => {
    const text = await ask(options, length);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*connection: close\r\n`, 'i'));
  });
});

test('an error is sent in the media type that the caller accepts', async () => {
  await using endpoint = await listen({});
  const accept = 'application/graphql-response+json';
  const response = await fetch(endpoint.url, { ...post, body: '[]', headers: { ...post.headers, accept } });
  expect([response.status, response.headers.get('content-type')]).toEqual([400, `${accept}; charset=utf-8`]);
});
