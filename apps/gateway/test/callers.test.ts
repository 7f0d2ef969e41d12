import { keys, sessions } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { startGateway, startGatewayWithSandbox } from './running-gateway.ts';
import { startScriptedUpstream } from './scripted-upstream.ts';

interface Data {
  readonly contacts: { readonly totalCount: number; readonly nodes: readonly { readonly contactId: number }[] };
}

const everything = '{ contacts(first: 5000) { totalCount nodes { contactId } } }';
const as = (session: string): Record<string, string> => ({
  'x-api-key': keys.app,
  authorization: `Bearer ${session}`,
});

test('two users of one app each see their own contacts and totals', async () => {
  await using gateway = await startGatewayWithSandbox();
  const [one, two] = await Promise.all([
    gateway.ask<Data>(everything, { headers: as(sessions.one) }),
    gateway.ask<Data>(everything, { headers: as(sessions.two) }),
  ]);
  const idsOf = ({ data }: typeof one): Set<number> => new Set(data.contacts.nodes.map(({ contactId }) => contactId));
  expect(one.data.contacts.totalCount).toBe(idsOf(one).size);
  expect(two.data.contacts.totalCount).toBe(idsOf(two).size);
  expect(one.data.contacts.totalCount).not.toBe(two.data.contacts.totalCount);
  expect(idsOf(one).difference(idsOf(two)).size).toBeGreaterThan(0);
  expect(idsOf(two).difference(idsOf(one)).size).toBeGreaterThan(0);
});

test('a contact that a user may not see is null for that user, by id and by node', async () => {
  await using gateway = await startGatewayWithSandbox();
  const { data: one } = await gateway.ask<Data>(everything, { headers: as(sessions.one) });
  const { data: two } = await gateway.ask<Data>(everything, { headers: as(sessions.two) });
  const seenByTwo = new Set(two.contacts.nodes.map(({ contactId }) => contactId));
  const hidden = one.contacts.nodes.find(({ contactId }) => !seenByTwo.has(contactId))?.contactId;
  const query = 'query ($id: ID!) { contact(id: $id) { contactId } nodes(ids: [$id]) { id } }';
  const asked = { variables: { id: Buffer.from(`Contact:${hidden}`).toString('base64') } };
  expect((await gateway.ask(query, { ...asked, headers: as(sessions.two) })).data).toEqual({
    contact: null,
    nodes: [null],
  });
  expect((await gateway.ask(query, { ...asked, headers: as(sessions.one) })).data).toMatchObject({
    contact: { contactId: hidden },
  });
});

test('a cursor of one user is a position in the order without rights: another user continues with their own rows', async () => {
  await using gateway = await startGatewayWithSandbox();
  const query = `query ($after: String) {
    contacts(first: 100, after: $after) { nodes { contactId } pageInfo { endCursor } }
  }`;
  interface Page {
    readonly contacts: Data['contacts'] & { readonly pageInfo: { readonly endCursor: string } };
  }
  const first = await gateway.ask<Page>(query, { headers: as(sessions.one) });
  const after = first.data.contacts.pageInfo.endCursor;
  const { data } = await gateway.ask<Page>(query, { headers: as(sessions.two), variables: { after } });
  const own = await gateway.ask<Data>(everything, { headers: as(sessions.two) });
  const last = first.data.contacts.nodes.at(-1)?.contactId ?? 0;
  expect(data.contacts.nodes).toEqual(
    own.data.contacts.nodes.filter(({ contactId }) => contactId > last).slice(0, 100),
  );
});

test('both headers are sent upstream unchanged, and no other header of the caller', async () => {
  await using upstream = await startScriptedUpstream((_request, response) => {
    response.end(JSON.stringify({ success: true, data: [], meta: { total: 0, hasMore: false } }));
  });
  await using gateway = await startGateway(upstream.url);
  await gateway.ask('{ contacts(first: 1) { nodes { id } } }', {
    headers: { ...as('a_session'), cookie: 'own=1', 'x-forwarded-for': '10.0.0.1', 'x-vibe-user-id': '7' },
  });
  expect(upstream.requests).toHaveLength(1);
  const headers = upstream.requests[0]?.headers ?? {};
  expect(headers).toMatchObject({ 'x-api-key': keys.app, authorization: 'Bearer a_session' });
  expect(Object.keys(headers).filter((name) => /cookie|forwarded|vibe/.test(name))).toEqual([]);
});

test('no response and no log line contains keys or sessions', async () => {
  const secrets = { 'x-api-key': 'vibe_api_secret_key', authorization: 'Bearer vibe_session_secret' };
  // An upstream that repeats what it received, in every member of its response.
  await using upstream = await startScriptedUpstream((request, response) => {
    const echo = `${String(request.headers['x-api-key'])} ${String(request.headers.authorization)}`;
    const status = request.url?.includes('limit=1&') ? 401 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      status === 200
        ? `not JSON: ${echo}`
        : JSON.stringify({ success: false, error: { code: 'INVALID_API_KEY', message: echo, userMessage: echo } }),
    );
  });
  await using gateway = await startGateway(upstream.url);
  const answers = await Promise.all(
    [
      '{ contacts(first: 1) { nodes { id } } }',
      '{ contacts(first: 2) { nodes { id } } }',
      '{ contacts(first: 2) { nodes { cardUrl } } contact(id: 17) { cardUrl } }',
      '{ contacts(first: -1) { nodes { id } } }',
      '{ nonsense }',
    ].map((query) => gateway.ask(query, { headers: secrets })),
  );
  for (const { text, errors } of answers) {
    expect(errors.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/secret/);
  }
  expect(gateway.operations.length).toBeGreaterThan(0);
  expect(JSON.stringify([gateway.logged, gateway.operations])).not.toMatch(/secret/);
});
