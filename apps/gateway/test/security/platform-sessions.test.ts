import { keys, sessions } from '@contacts/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';

const everything = '{ contacts(first: 5000) { totalCount } }';
const bearer = (session: string): string => `Bearer ${session}`;

async function started(env: Readonly<Record<string, string>>): Promise<GatewayWithSandbox> {
  return startGatewayWithSandbox({ security: loadConfig(env).security });
}

let hosted: GatewayWithSandbox;
beforeAll(async () => {
  hosted = await started({
    VIBECODE_API_KEY: keys.app,
    VIBE_AUTHORIZATION: 'on',
    GET_QUERIES: 'on',
    CORS_ORIGINS: 'https://crm.example',
  });
});
beforeEach(() => hosted.sandbox.clearRequests());
afterAll(() => hosted[Symbol.asyncDispose]());

describe('a gateway that the platform hosts', () => {
  test.each(['x-vibe-authorization', 'X-VIBE-AUTHORIZATION', 'authorization'])(
    'a hosted gateway reads the session in %s, and sends it upstream as Authorization only',
    async (header) => {
      const one = await hosted.ask(everything, { headers: { [header]: bearer(sessions.one) } });
      const two = await hosted.ask(everything, { headers: { [header]: bearer(sessions.two) } });
      expect([one.errors, two.errors]).toEqual([[], []]);
      expect(one.data).not.toEqual(two.data);
      for (const { headers } of hosted.sandbox.requests) {
        expect(headers).toHaveProperty('authorization');
        expect(Object.keys(headers).filter((name) => name.startsWith('x-vibe'))).toEqual([]);
      }
    },
  );

  test('the same session in both headers is accepted, in any letter case of the scheme', async () => {
    const both = { authorization: bearer(sessions.one), 'x-vibe-authorization': `bearer ${sessions.one}` };
    expect((await hosted.ask(everything, { headers: both })).errors).toEqual([]);
  });

  test('two different sessions are rejected before anything is sent, without repeating them', async () => {
    const both = { authorization: bearer(sessions.one), 'x-vibe-authorization': bearer(sessions.two) };
    const { status, errors, text } = await hosted.ask(everything, { headers: both });
    expect([status, errors[0]?.extensions['code']]).toEqual([400, 'BAD_REQUEST']);
    expect(errors[0]?.message).toBe(
      'The headers Authorization and X-Vibe-Authorization differ: send one of them, or the same in both.',
    );
    expect(text).not.toContain('vibe_session');
    expect(hosted.calls()).toEqual([]);
  });

  test.each([
    'Basic aHVudGVyMg==',
    'hunter2',
    'Bearer  hunter2',
    'Bearer hunter2,hunter3',
    `Bearer ${'s'.repeat(4096)}`,
  ])('the malformed session %.20s is rejected with the name of the header', async (value) => {
    const { status, errors, text } = await hosted.ask(everything, { headers: { 'x-vibe-authorization': value } });
    expect(status).toBe(400);
    expect(errors[0]?.message).toMatch(/^The header X-Vibe-Authorization /);
    expect(text).not.toMatch(/hunter|aHVu/);
  });

  test('X-Vibe-Authorization does not allow a query by GET: the platform adds it to requests of foreign pages, too', async () => {
    const url = `${hosted.url}/graphql?query=${encodeURIComponent(everything)}`;
    const headers = { 'x-vibe-authorization': bearer(sessions.one) };
    expect((await fetch(url, { headers })).status).toBe(400);
    expect((await fetch(url, { headers: { ...headers, 'x-requested-with': 'program' } })).status).toBe(200);
  });

  test('pages of allowed origins may send X-Vibe-Authorization', async () => {
    const { headers } = await fetch(`${hosted.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://crm.example', 'access-control-request-method': 'POST' },
    });
    expect(headers.get('access-control-allow-headers')).toContain('x-vibe-authorization');
  });

  test('X-Vibe-Authorization works with a key that callers send', async () => {
    await using gateway = await started({ VIBE_AUTHORIZATION: 'on' });
    const headers = { 'x-api-key': keys.app, 'x-vibe-authorization': bearer(sessions.one) };
    expect((await gateway.ask(everything, { headers })).errors).toEqual([]);
  });
});

test('by default X-Vibe-Authorization is not read, and the error says so', async () => {
  await using gateway = await started({ VIBECODE_API_KEY: keys.app });
  const headers = { 'x-vibe-authorization': bearer(sessions.one) };
  const { status, errors } = await gateway.ask(everything, { headers });
  expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
  expect(errors[0]?.message).toContain('X-Vibe-Authorization is not read (VIBE_AUTHORIZATION)');
  // Nor does it contribute to the credentials.
  const both = { ...headers, authorization: bearer(sessions.two) };
  expect((await gateway.ask(everything, { headers: both })).errors).toEqual([]);
  expect(gateway.calls()).toHaveLength(1);
});

test('X-Vibe-Authorization with a personal key stops the start: its callers have no sessions', () => {
  expect(() => loadConfig({ VIBECODE_API_KEY: keys.all, VIBE_AUTHORIZATION: 'on' })).toThrow('VIBE_AUTHORIZATION');
});
