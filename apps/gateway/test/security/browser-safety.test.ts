import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { browserPath, openBrowser } from '../open-browser.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

const ALLOWED = 'https://crm.example';

let gateway: GatewayWithSandbox;
let open: GatewayWithSandbox;
const refusedOrigins: string[] = [];
const logOrigin = (origin: string) => void refusedOrigins.push(origin);
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({ logOrigin });
  const { security } = loadConfig({
    CORS_ORIGINS: `${ALLOWED}, http://localhost:5173`,
    CORS_HEADERS: 'X-Client-Version, x-tenant',
    GET_QUERIES: 'on',
  });
  open = await startGatewayWithSandbox({ security, logOrigin });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await open[Symbol.asyncDispose]();
});
beforeEach(() => {
  gateway.sandbox.clearRequests();
  open.sandbox.clearRequests();
});

const query = encodeURIComponent('{ contact(id: 17) { name } }');
const json = { 'content-type': 'application/json', 'x-api-key': keys.all };
const body = '{"query":"{ contact(id: 17) { name } }"}';

function corsHeaders({ headers }: Response): Readonly<Record<string, string>> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'));
}

describe('pages of other origins', () => {
  test.each([ALLOWED, 'null', 'https://evil.example'])(
    'by default no page of another origin may call: %s',
    async (origin) => {
      const preflight = await fetch(`${gateway.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' },
      });
      expect([preflight.status, corsHeaders(preflight)]).toEqual([405, {}]);
      const answer = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { ...json, origin }, body });
      expect(corsHeaders(answer)).toEqual({});
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  test('pages of allowed origins may call, without cookies', async () => {
    const preflight = await fetch(`${open.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: ALLOWED,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-api-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(corsHeaders(preflight)).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('x-api-key'),
      vary: 'Origin',
    });
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await fetch(`${open.url}/graphql`, { method: 'POST', headers: { ...json, origin: ALLOWED }, body });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(await answer.json()).toEqual({ data: { contact: { name: 'Ivan' } } });
  });

  test.each([
    'apollographql-client-name',
    'apollographql-client-version',
    'sentry-trace',
    'baggage',
    'traceparent',
    'tracestate',
    'x-client-version',
    'x-tenant',
  ])('pages of allowed origins may send the header %s, of a tool or of CORS_HEADERS', async (name) => {
    const preflight = await fetch(`${open.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: ALLOWED, 'access-control-request-method': 'POST', 'access-control-request-headers': name },
    });
    expect(preflight.headers.get('access-control-allow-headers')?.split(', ')).toContain(name);
  });

  test('a rejected origin is reported for the log, with and without CORS_ORIGINS, and an allowed one is not', async () => {
    refusedOrigins.length = 0;
    const preflight = (url: string, origin: string) =>
      fetch(`${url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    await preflight(gateway.url, ALLOWED);
    await preflight(open.url, 'http://localhost:3000');
    await preflight(open.url, ALLOWED);
    expect(refusedOrigins).toEqual([ALLOWED, 'http://localhost:3000']);
  });

  test('pages of allowed origins can read errors', async () => {
    const answer = await fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ALLOWED },
      body,
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, ALLOWED]);
  });

  test.each([
    'https://evil.example',
    `${ALLOWED}.evil.example`,
    `${ALLOWED}:8443`,
    'http://crm.example',
    'https://CRM.example',
    'null',
    '*',
    '',
    `${ALLOWED}, https://evil.example`,
  ])('an origin like an allowed one is neither accepted nor repeated: %s', async (origin) => {
    const preflight = await fetch(`${open.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(403);
    const answer = await fetch(`${open.url}/graphql`, { method: 'POST', headers: { ...json, origin }, body });
    for (const each of [preflight, answer]) expect(corsHeaders(each)).toEqual({ vary: 'Origin' });
    expect(await preflight.text()).not.toContain('evil');
  });
});

describe('requests that browsers send without a preflight', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'a POST of the type "%s" is rejected',
    async (type) => {
      const answer = await fetch(`${open.url}/graphql`, {
        method: 'POST',
        headers: { 'x-api-key': keys.all, 'content-type': type },
        body,
      });
      expect(answer.status).toBe(415);
      expect(open.calls()).toEqual([]);
    },
  );

  test('a GET is rejected without a header that only programs set', async () => {
    const answer = await fetch(`${open.url}/graphql?query=${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('graphql-require-preflight');
    for (const name of ['graphql-require-preflight', 'x-requested-with', 'authorization']) {
      const value = name === 'authorization' ? 'Bearer x' : '1';
      const answered = await fetch(`${open.url}/graphql?query=${query}`, { headers: { [name]: value } });
      expect(answered.status).toBe(401);
    }
    const sent = await fetch(`${open.url}/graphql?query=${query}`, { headers: { 'x-api-key': keys.all } });
    expect(await sent.json()).toEqual({ data: { contact: { name: 'Ivan' } } });
  });

  test('only queries are accepted by GET', async () => {
    for (const operation of [
      'mutation { __typename }',
      'subscription { __typename }',
      'query Q { __typename } mutation M { __typename }',
    ]) {
      const target = `${open.url}/graphql?operationName=M&query=${encodeURIComponent(operation)}`;
      const answer = await fetch(target, { headers: { 'x-api-key': keys.all } });
      const { errors } = (await answer.json()) as { errors: readonly object[] };
      expect(errors.length).toBeGreaterThan(0);
      expect(answer.status).toBeLessThan(500);
    }
    expect(open.calls()).toEqual([]);
  });

  test.each(['variables=7', 'variables=%5B1%5D', 'variables=%7B', 'extensions=x', 'query=1&query=2', 'x=1', ''])(
    'a GET without an operation is rejected as the caller’s mistake: %s',
    async (parameters) => {
      const answer = await fetch(`${open.url}/graphql?query=${query}&${parameters}`, {
        headers: { 'x-api-key': keys.all },
      });
      expect(answer.status).toBe(parameters === '' ? 200 : 400);
    },
  );
});

test('no response may be cached, sniffed, framed or executed', async () => {
  const requests = [
    fetch(`${gateway.url}/graphql`, { method: 'POST', headers: json, body }),
    fetch(`${gateway.url}/graphql`, { method: 'POST', headers: json, body: '{' }),
    fetch(`${gateway.url}/graphql`, { method: 'POST' }),
    fetch(`${gateway.url}/graphql`, { method: 'DELETE' }),
    fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } }),
    fetch(`${gateway.url}/healthz`),
    fetch(`${gateway.url}/nothing`),
    fetch(`${gateway.url}/metrics`),
    fetch(`${gateway.url}/readyz`, { method: 'POST' }),
  ];
  for (const response of await Promise.all(requests)) {
    // The shutdown waits for clients that are still receiving a response.
    await response.text();
    const found = Object.fromEntries(response.headers);
    expect(found).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
    });
    expect(found).not.toHaveProperty('x-powered-by');
    expect(found).not.toHaveProperty('server');
  }
});

test('GraphiQL’s policy allows the page’s own scripts and nothing else', async () => {
  const page = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
  await page.text();
  const policy = page.headers.get('content-security-policy') ?? '';
  const scripts = /script-src ([^;]+)/.exec(policy)?.[1]?.split(' ') ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  for (const source of scripts) expect(source).toMatch(/^'sha256-[A-Za-z0-9+/]{43}='$/);
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
});

test.skipIf(browserPath === undefined)(
  'a key that is typed into GraphiQL is not stored when the page is closed, and foreign scripts do not run in it',
  async () => {
    await using browser = await openBrowser();
    const { page, complaints } = await browser.newPage();
    await page.goto(`${gateway.url}/graphql`);
    await page.getByRole('button', { name: /execute query/i }).waitFor();
    const headers = page.locator('.graphiql-editor-tool .graphiql-editor:visible').last();
    await headers.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ "X-Api-Key": "vibe_api_typed_canary" }');
    await expect.poll(() => headers.textContent()).toContain('vibe_api_typed_canary');
    // GraphiQL writes its storage a moment after the last key.
    await page.getByRole('button', { name: /execute query/i }).click();
    await expect.poll(() => page.evaluate('JSON.stringify(localStorage)')).toContain('query');
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])');
    expect(kept).not.toContain('typed_canary');
    // The key is unknown, and only that is reported.
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);

    const ran = await page.evaluate(
      `new Promise((resolve) => {
        window.ran = [];
        const inline = document.createElement('script');
        inline.textContent = 'window.ran.push(1)';
        const remote = document.createElement('script');
        remote.src = '/graphql';
        remote.onerror = () => resolve(window.ran.length);
        document.body.append(inline, remote);
      })`,
    );
    expect(ran).toBe(0);
  },
);
