import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';
import { keys, sessions } from '@contacts/sandbox';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { type ConfigError, loadConfig } from '../../src/config/config.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { rawRequest, sendRaw } from './raw-http.ts';

const query = '{ contact(id: 17) { name } }';
const answer = { contact: { name: 'Ivan' } };

function start(env: Readonly<Record<string, string>>, demoKey?: string): Promise<GatewayWithSandbox> {
  return startGatewayWithSandbox({ security: loadConfig(env).security, demoKey });
}

const bearer = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` });

describe('the gateway holds an app’s key', () => {
  test('with an app’s key, a caller sends only the session, and reads with its user’s rights', async () => {
    await using gateway = await start({ VIBECODE_API_KEY: keys.app });
    const all = '{ contacts { totalCount } }';
    const one = await gateway.ask(all, { headers: bearer(sessions.one) });
    const two = await gateway.ask(all, { headers: bearer(sessions.two) });
    expect(one.errors).toEqual([]);
    expect(one.data).not.toEqual(two.data);
    expect(new Set(gateway.sandbox.requests.map(({ headers }) => headers['x-api-key'])).size).toBe(1);
  });

  test('with an app’s key, a request without a session or with a key of its own is rejected, and nothing is sent', async () => {
    await using gateway = await start({ VIBECODE_API_KEY: keys.app });
    expect((await gateway.ask(query, { headers: {} })).status).toBe(401);
    expect((await gateway.ask(query, { headers: { 'x-api-key': keys.all } })).status).toBe(400);
    expect((await gateway.ask(query, { headers: { 'x-api-key': keys.app, ...bearer(sessions.one) } })).status).toBe(
      400,
    );
    expect(gateway.calls()).toEqual([]);
  });

  test('with an app’s key, GraphiQL asks for a session, and does not contain the key', async () => {
    await using gateway = await start({ VIBECODE_API_KEY: keys.app }, keys.all);
    const page = await (await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Authorization');
    expect(page).not.toContain(keys.app);
    expect(page).not.toContain(keys.all);
  });
});

describe('the gateway holds a personal key', () => {
  const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

  test('callers of a personal key authenticate with tokens, of which the configuration has only hashes', async () => {
    const env = {
      VIBECODE_API_KEY: keys.all,
      CALLER_TOKENS: `${hash('first-token')}, ${hash('second-token').toUpperCase()}`,
    };
    await using gateway = await start({ ...env, HOST: '0.0.0.0', SANDBOX: 'on' });
    for (const token of ['first-token', 'second-token']) {
      expect((await gateway.ask(query, { headers: bearer(token) })).data).toEqual(answer);
    }
    gateway.sandbox.clearRequests();
    for (const headers of [{}, bearer('third-token'), bearer(hash('first-token')), bearer(keys.all)]) {
      const { status, errors } = await gateway.ask(query, { headers });
      expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    }
    expect(gateway.calls()).toEqual([]);
  });

  test('the caller’s token is not sent upstream', async () => {
    await using gateway = await start({ VIBECODE_API_KEY: keys.all, CALLER_TOKENS: hash('first-token') });
    await gateway.ask(query, { headers: bearer('first-token') });
    expect(gateway.sandbox.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('without tokens or JWTs, a personal key is only for this machine, by its own names', async () => {
    await using gateway = await start({ VIBECODE_API_KEY: keys.all });
    expect((await gateway.ask(query, { headers: {} })).data).toEqual(answer);
    const post = (host: string) =>
      sendRaw(
        gateway.url,
        rawRequest('POST /graphql', [`Host: ${host}`, 'Content-Type: application/json'], JSON.stringify({ query })),
      );
    for (const host of ['localhost', 'localhost:4000', '127.0.0.1:80', '[::1]:4000', '127.1.2.3']) {
      expect((await post(host))?.status).toBe(200);
    }
    // A page whose host name resolves to this machine calls the gateway as if it were its own server.
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      'evil.example:4000',
      '10.0.0.1',
      '0.0.0.0',
      '',
      '127.0.0.1.evil',
    ]) {
      expect((await post(host))?.status).toBe(421);
    }
  });
});

describe('callers with a JWT', () => {
  async function issuer(): Promise<{
    env: Record<string, string>;
    sign: (claims?: JWTPayload, alg?: string) => Promise<string>;
    jwks: { url: string; asked: number; up: boolean };
    [Symbol.asyncDispose](): Promise<void>;
  }> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const jwks = { url: '', asked: 0, up: true };
    const server = createServer((_request, response) => {
      jwks.asked += 1;
      response.writeHead(jwks.up ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'k1', alg: 'ES256', use: 'sig' }] }));
    });
    const local = await listenOnFreePort(server);
    jwks.url = `${local.url}/jwks`;
    return {
      jwks,
      env: {
        VIBECODE_API_KEY: keys.all,
        CALLER_JWKS_URL: jwks.url,
        CALLER_JWT_ISSUER: 'https://login.example',
        CALLER_JWT_AUDIENCE: 'contacts',
      },
      sign: (claims = {}) =>
        new SignJWT({
          iss: 'https://login.example',
          aud: 'contacts',
          sub: 'user 7',
          exp: Math.floor(Date.now() / 1000) + 600,
          ...claims,
        })
          .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
          .sign(privateKey),
      [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
    };
  }

  test('a valid JWT of the issuer for this gateway is accepted; the keys are loaded once', async () => {
    await using trusted = await issuer();
    await using gateway = await start(trusted.env);
    for (let round = 0; round < 3; round += 1) {
      expect((await gateway.ask(query, { headers: bearer(await trusted.sign()) })).data).toEqual(answer);
    }
    expect(trusted.jwks.asked).toBe(1);
  });

  test('any other JWT is rejected', async () => {
    await using trusted = await issuer();
    await using stranger = await issuer();
    await using gateway = await start(trusted.env);
    const now = Math.floor(Date.now() / 1000);
    const good = await trusted.sign();
    const [header = '', payload = '', signature = ''] = good.split('.');
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: 'https://login.example', aud: 'contacts', sub: 'user 7', exp: now + 600 };
    const tokens = [
      await trusted.sign({ exp: now - 120 }),
      await trusted.sign({ nbf: now + 600 }),
      await trusted.sign({ aud: 'another service' }),
      await trusted.sign({ iss: 'https://evil.example' }),
      await new SignJWT({ ...claims, exp: undefined as never })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from('x'.repeat(32))),
      await stranger.sign(),
      `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
      `${encoded({ alg: 'HS256', kid: 'k1' })}.${payload}.${signature}`,
      `${header}.${encoded({ ...claims, sub: 'user 1' })}.${signature}`,
      `${header}.${payload}.`,
      `${good}x`,
      'nonsense',
      '..',
    ];
    for (const token of tokens) {
      const { status, errors } = await gateway.ask(query, { headers: bearer(token) });
      expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    }
    expect(gateway.calls()).toEqual([]);
  });

  test('a JWT without an expiry is rejected', async () => {
    await using trusted = await issuer();
    await using gateway = await start(trusted.env);
    const endless = await trusted.sign({ exp: undefined as never });
    expect((await gateway.ask(query, { headers: bearer(endless) })).status).toBe(401);
  });

  test('if the keys cannot be loaded, callers are rejected with 503', async () => {
    await using trusted = await issuer();
    trusted.jwks.up = false;
    await using gateway = await start(trusted.env);
    const { status, errors } = await gateway.ask(query, { headers: bearer(await trusted.sign()) });
    expect([status, errors[0]?.extensions['code']]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    trusted.jwks.up = true;
    expect((await gateway.ask(query, { headers: bearer(await trusted.sign()) })).data).toEqual(answer);
  });
});

describe('configurations that would give access to all callers', () => {
  const personal = { VIBECODE_API_KEY: keys.all };
  const jwt = { CALLER_JWKS_URL: 'https://login.example/jwks', CALLER_JWT_ISSUER: 'i', CALLER_JWT_AUDIENCE: 'a' };
  const tokens = { CALLER_TOKENS: 'a'.repeat(64) };

  test.each([
    [{ ...personal, HOST: '0.0.0.0' }, /^VIBECODE_API_KEY: must not be a personal key for all callers/],
    [{ ...personal, HOST: 'gateway.example' }, /^VIBECODE_API_KEY: must not be a personal key for all callers/],
    [{ ...personal, HOST: '::' }, /^VIBECODE_API_KEY: must not be a personal key for all callers/],
    [{ VIBECODE_API_KEY: 'of some other form', HOST: '0.0.0.0' }, /^VIBECODE_API_KEY: must be one key/],
    [{ VIBECODE_API_KEY: 'unknown_prefix', HOST: '0.0.0.0' }, /^VIBECODE_API_KEY: must not be a personal key/],
    [{ VIBECODE_API_KEY: keys.management }, /^VIBECODE_API_KEY: must not be a management key/],
    [{ ...personal, ...jwt, ...tokens }, /^CALLER_TOKENS: must not be set beside/],
    [{ ...personal, ...jwt, CALLER_JWT_AUDIENCE: '' }, /^CALLER_JWT_AUDIENCE: must be set/],
    [{ ...personal, ...jwt, CALLER_JWT_ISSUER: '' }, /^CALLER_JWT_ISSUER: must be set/],
    [{ ...personal, ...jwt, CALLER_JWKS_URL: 'http://login.example/jwks' }, /^CALLER_JWKS_URL: must be https/],
    [{ ...personal, CALLER_TOKENS: 'hunter2' }, /^CALLER_TOKENS: must be SHA-256/],
    [{ ...tokens }, /^CALLER_TOKENS: is for a personal VIBECODE_API_KEY/],
    [{ ...jwt, VIBECODE_API_KEY: keys.app }, /^CALLER_JWKS_URL: is for a personal VIBECODE_API_KEY/],
  ])('the start is rejected with %j', (env: Readonly<Record<string, string>>, problem) => {
    const { problems, message } = mistakeIn({ SANDBOX: 'on', ...env });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(message).not.toMatch(/hunter2|vibe_/);
  });

  test.each(['127.0.0.1', 'localhost', '::1', '127.9.9.9'])('a personal key alone is accepted at %s', (HOST) => {
    expect(loadConfig({ ...personal, HOST }).security.access).toEqual({
      mode: 'personal-key',
      apiKey: keys.all,
      callers: null,
    });
  });
});

function mistakeIn(env: Readonly<Record<string, string>>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    return error as ConfigError;
  }
  throw new Error('The configuration has no mistake.');
}
