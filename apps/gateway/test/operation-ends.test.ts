import { expect, test } from 'vitest';
import { startGateway, startGatewayWithSandbox } from './running-gateway.ts';
import { hang, startScriptedUpstream } from './scripted-upstream.ts';

const query = '{ contacts(first: 1) { nodes { contactId } } }';

test('an upstream that never responds results in UPSTREAM_TIMEOUT, and the call is aborted', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = await startGateway(upstream.url, { operationTimeoutMs: 60 });
  const arrived = upstream.nextRequest();
  const answer = gateway.ask(query);
  const request = await arrived;
  const givenUp = new Promise((resolve) => {
    request.once('close', resolve);
  });
  const { data, errors } = await answer;
  expect(data).toEqual({ contacts: null });
  expect(errors.map(({ path, extensions }) => ({ path, extensions }))).toEqual([
    { path: ['contacts'], extensions: { code: 'UPSTREAM_TIMEOUT' } },
  ]);
  await givenUp;
  expect(upstream.requests).toHaveLength(1);
});

test('a response that stops halfway results in UPSTREAM_TIMEOUT', async () => {
  await using upstream = await startScriptedUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"success":true,"data":[');
  });
  await using gateway = await startGateway(upstream.url, { operationTimeoutMs: 60 });
  const { errors } = await gateway.ask(query);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_TIMEOUT']);
});

test('the deadline is for the whole operation: later calls have the time that earlier ones left', async () => {
  let calls = 0;
  await using upstream = await startScriptedUpstream((_request, response) => {
    calls += 1;
    // The first response promises rows that it does not have, which leads to another call; that one hangs.
    if (calls > 1) return;
    response.end(JSON.stringify({ success: true, data: [{ id: 1, lastName: 'A' }], meta: { hasMore: true } }));
  });
  await using gateway = await startGateway(upstream.url, { operationTimeoutMs: 200 });
  const { errors } = await gateway.ask(
    '{ contacts(first: 2, orderBy: [{ field: LAST_NAME }]) { nodes { contactId } } }',
  );
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_TIMEOUT']);
  expect(calls).toBe(2);
});

test('a client that disconnects aborts the upstream call', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = await startGateway(upstream.url);
  const caller = new AbortController();
  const arrived = upstream.nextRequest();
  const answer = gateway.ask(query, { signal: caller.signal });
  const request = await arrived;
  const ended = new Promise((resolve) => {
    request.once('close', resolve);
  });
  caller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await ended;
  expect(request.complete && !request.socket.destroyed).toBe(false);
  expect(gateway.logged).toEqual([]);
});

test('close waits for requests in flight, and accepts no new ones', async () => {
  const held: (() => void)[] = [];
  await using upstream = await startScriptedUpstream((_request, response) => {
    held.push(() => response.end(JSON.stringify({ success: true, data: [{ id: 1 }], meta: { hasMore: false } })));
  });
  const gateway = await startGateway(upstream.url);
  const arrived = upstream.nextRequest();
  const answer = gateway.ask(query);
  await arrived;
  let closed = false;
  const closing = (async () => {
    await gateway.close();
    closed = true;
  })();
  await expect(fetch(`${gateway.url}/healthz`)).rejects.toThrow('fetch failed');
  expect(closed).toBe(false);
  held.forEach((release) => release());
  expect((await answer).data).toEqual({ contacts: { nodes: [{ contactId: 1 }] } });
  await closing;
});

test('close does not wait for idle connections', async () => {
  const gateway = await startGatewayWithSandbox();
  // fetch keeps the connection of a finished request for the next one.
  await gateway.ask(query);
  await gateway.close();
  await expect(gateway.ask(query)).rejects.toThrow('fetch failed');
  await gateway.sandbox.close();
});

test('a second close has no effect', async () => {
  await using gateway = await startGatewayWithSandbox();
  await expect(Promise.all([gateway.close(), gateway.close()])).resolves.toHaveLength(2);
});
