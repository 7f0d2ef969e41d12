import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, keys, type Sandbox } from '@contacts/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../../test/redis-server.ts';
import { loadConfig } from '../../src/config/config.ts';
import { type RunningGateway, startGateway } from '../running-gateway.ts';

const TOKEN = 'a token for purges, 32 characters!'.replaceAll(/[ ,]/g, '-');
const known = 'query Known($first: Int) { contacts(first: $first) { nodes { id name } } }';
/** Holds a text, so that it is never compiled: Yoga answers it each time. */
const literal = '{ contacts(first: 3, filter: { name: { contains: "a" } }) { nodes { name } } }';

describe.each([
  ['in memory', false],
  ['in Redis', true],
])('answers that are kept %s', (_, inRedis) => {
  let redis: RedisServer | undefined;
  let sandbox: Sandbox;
  let folder: string;
  let gateways: RunningGateway[] = [];
  let run = 0;

  beforeAll(async () => {
    if (inRedis && hasRedis) redis = await startRedis();
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
    writeFileSync(join(folder, 'documents.json'), JSON.stringify({ known }));
  });
  afterAll(async () => {
    await redis?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    run += 1;
    sandbox = await createSandbox({ limits: 'off' });
  });
  afterEach(async () => {
    for (const gateway of gateways) await gateway.close();
    gateways = [];
    await sandbox.close();
  });

  async function start(): Promise<RunningGateway> {
    const { shared, security } = loadConfig({
      CACHE_TTL: '60',
      CACHE_KEY: 'ab'.repeat(32),
      PURGE_TOKEN: TOKEN,
      DOCUMENTS_MANIFEST: join(folder, 'documents.json'),
      ...(redis ? { REDIS_URL: redis.url, REDIS_PREFIX: `cached-${run}` } : {}),
    });
    const gateway = await startGateway(sandbox.url, { shared, security });
    gateways.push(gateway);
    return gateway;
  }

  const get = (gateway: RunningGateway, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql?documentId=known&variables=${encodeURIComponent('{"first":2}')}`, {
      headers: { 'x-api-key': keys.all, ...headers },
    });
  const purge = (gateway: RunningGateway, body: unknown, token = TOKEN) =>
    fetch(`${gateway.url}/admin/purge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  test.skipIf(inRedis && !hasRedis).each([
    ['that are compiled', known, { first: 2 }],
    ['that Yoga answers', literal, undefined],
  ])('of operations %s are the same text, and ask the upstream once', async (_name, query, variables) => {
    const gateway = await start();
    const options = variables ? { variables } : {};
    const answers = [];
    for (let index = 0; index < 4; index += 1) answers.push(await gateway.ask(query, options));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.errors).toEqual([]);
    expect(sandbox.requests).toHaveLength(1);
  });

  test.skipIf(inRedis && !hasRedis)('are read anew for another credential, and where a report is wanted', async () => {
    const gateway = await start();
    for (const apiKey of [keys.all, keys.readOnly]) await gateway.ask(known, { headers: { 'x-api-key': apiKey } });
    await gateway.ask(known, { headers: { 'x-api-key': keys.all, 'x-upstream-report': '1' } });
    expect(sandbox.requests).toHaveLength(3);
  });

  test.skipIf(inRedis && !hasRedis)('do not hold errors', async () => {
    const gateway = await start();
    for (let index = 0; index < 3; index += 1) {
      const { errors } = await gateway.ask(known, { headers: { 'x-api-key': keys.noScope } });
      expect(errors).not.toEqual([]);
    }
    expect(sandbox.requests).toHaveLength(3);
  });

  test.skipIf(inRedis && !hasRedis)(
    'of trusted documents by GET have an ETag, and are 304 while they are unchanged',
    async () => {
      const gateway = await start();
      // Yoga answers the first one, the compiled operation the others.
      for (let index = 0; index < 3; index += 1) {
        const first = await get(gateway);
        expect(first.status).toBe(200);
        expect(first.headers.get('cache-control')).toMatch(/^private, max-age=(?:60|5\d)$/);
        expect(first.headers.get('vary')?.toLowerCase()).toContain('x-api-key, authorization');
        const etag = first.headers.get('etag') ?? '';
        expect(etag).toMatch(/^"[\w-]{27}"$/);
        const again = await get(gateway, { 'if-none-match': etag });
        expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
        expect((await get(gateway, { 'if-none-match': '"other"' })).status).toBe(200);
      }
      expect(sandbox.requests).toHaveLength(1);
      const post = await gateway.ask(known, { variables: { first: 2 } });
      expect(post.status).toBe(200);
    },
  );

  test.skipIf(inRedis && !hasRedis)(
    'are forgotten by contact and by credential, whose token is asked for',
    async () => {
      const gateway = await start();
      const read = async () =>
        (await gateway.ask<{ contacts: { nodes: { id: string }[] } }>(known, { variables: { first: 2 } })).text;
      await read();
      expect((await purge(gateway, { contactIds: [1] }, 'wrong')).status).toBe(401);
      expect((await fetch(`${gateway.url}/admin/purge`)).status).toBe(405);
      const [contact] = sandbox.requests.length === 1 ? await firstContacts() : [];
      expect(await (await purge(gateway, { contactIds: [contact, '999999'] })).json()).toEqual({ purged: 1 });
      await read();
      expect(await (await purge(gateway, { credentials: [{ apiKey: keys.all }] })).json()).toEqual({ purged: 1 });
      await read();
      expect(await (await purge(gateway, { credentials: [{ apiKey: 'other' }] })).json()).toEqual({ purged: 0 });
      await read();
      expect(sandbox.requests.filter(({ headers }) => headers['user-agent'] !== 'node')).toHaveLength(3);
    },
  );

  test.skipIf(inRedis && !hasRedis).each([
    ['a contact by its id', '{ contact(id: 5) { lastName company { title } } }'],
    [
      'several lists in one batch',
      '{ a: contacts(first: 1, filter: { contactId: { eq: 5 } }) { nodes { name } } b: contacts(first: 1, filter: { contactId: { eq: 6 } }) { nodes { name } } }',
    ],
    ['a node that shows no id', '{ contacts(first: 1, filter: { contactId: { eq: 5 } }) { nodes { phone } } }'],
  ])('of %s are forgotten by the contact, though they do not name it', async (_name, query) => {
    const gateway = await start();
    for (let index = 0; index < 3; index += 1) expect((await gateway.ask(query)).errors).toEqual([]);
    const once = sandbox.requests.length;
    expect(await (await purge(gateway, { contactIds: [7] })).json()).toEqual({ purged: 0 });
    expect(await (await purge(gateway, { contactIds: [5] })).json()).toEqual({ purged: 1 });
    await gateway.ask(query);
    expect(sandbox.requests.length).toBeGreaterThan(once);
  });

  async function firstContacts(): Promise<number[]> {
    const response = await fetch(`${sandbox.url}/v1/contacts?limit=2&select=id`, {
      headers: { 'x-api-key': keys.all },
    });
    const { data } = (await response.json()) as { data: { id: number }[] };
    return data.map(({ id }) => id);
  }

  test
    .skipIf(inRedis && !hasRedis)
    .each([
      '',
      '[]',
      '{}',
      '{"contactIds":[]}',
      '{"contactIds":[0]}',
      '{"contactIds":["1; DROP"]}',
      '{"contactIds":[1],"x":1}',
    ])('are not purged by the body %s, and the error says what is allowed', async (body) => {
    const response = await purge(await start(), body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('contactIds');
  });

  // In memory, replicas share nothing.
  test.skipIf(!hasRedis).each(inRedis ? ['the other replica'] : [])('by one replica are hits for %s', async () => {
    const [a, b] = [await start(), await start()];
    const first = await a.ask(known, { variables: { first: 2 } });
    const second = await b.ask(known, { variables: { first: 2 } });
    expect(second.text).toBe(first.text);
    expect(sandbox.requests).toHaveLength(1);
    const metrics = await (await fetch(`${b.url}/metrics`)).text();
    expect(metrics).toContain('gateway_cache_total{outcome="hit"} 1');
    expect(metrics).toContain('gateway_shared_budget_up 1');
    await expect
      .poll(async () => (await fetch(`${b.url}/readyz`)).json())
      .toMatchObject({ status: 'ready', shared: { redis: 'up', replicas: 2 } });
  });
});
