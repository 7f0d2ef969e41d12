import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGateway } from '../running-gateway.ts';
import { hang, startScriptedUpstream } from '../scripted-upstream.ts';

const page = (first: number): string => `{ contacts(first: ${first}) { nodes { contactId } } }`;
const oneAtATime = loadConfig({ PORTAL_CONCURRENCY: '1' }).calls;

/** Resolves when a request's connection is aborted. */
function endOf(request: { once(event: 'close', listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => {
    request.once('close', resolve);
  });
}

test('a client that disconnects aborts its upstream request, and the next in the queue is sent', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = await startGateway(upstream.url, { calls: oneAtATime });
  const [leaving, staying] = [new AbortController(), new AbortController()];
  const first = upstream.nextRequest();
  const left = gateway.ask(page(1), { signal: leaving.signal });
  const request = await first;
  const second = upstream.nextRequest();
  const stayed = gateway.ask(page(2), { signal: staying.signal });
  const ended = endOf(request);
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await ended;
  expect((await second).url).toContain('limit=2');
  staying.abort();
  await expect(stayed).rejects.toThrow('aborted');
});

test('for a client that disconnects in the queue, no request is sent', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = await startGateway(upstream.url, { calls: oneAtATime });
  const callers = [1, 2, 3].map(() => new AbortController());
  const arrived = upstream.nextRequest();
  const asked = callers.map(({ signal }, index) =>
    gateway.ask(page(index + 1), { signal, headers: { 'x-api-key': keys.all } }),
  );
  const settled = Promise.allSettled(asked);
  const holding = await arrived;
  const holder = Number(new URL(holding.url ?? '', upstream.url).searchParams.get('limit')) - 1;
  const next = upstream.nextRequest();
  const [leaves, stays] = [0, 1, 2].filter((index) => index !== holder) as [number, number];
  // The client that disconnects must be in the queue first.
  await expect.poll(() => upstream.requests.length).toBe(1);
  callers[leaves]?.abort();
  await expect(asked[leaves]).rejects.toThrow('aborted');
  callers[holder]?.abort();
  expect((await next).url).toContain(`limit=${stays + 1}`);
  callers[stays]?.abort();
  await settled;
  expect(upstream.requests).toHaveLength(2);
});

test('a client that disconnects does not affect another client with the same request', async () => {
  let answer: (() => void) | undefined;
  await using upstream = await startScriptedUpstream((_request, response) => {
    answer = () => response.end('{"success":true,"data":[{"id":1}],"meta":{"hasMore":false}}');
  });
  await using gateway = await startGateway(upstream.url);
  const leaving = new AbortController();
  const arrived = upstream.nextRequest();
  const left = gateway.ask(page(1), { signal: leaving.signal });
  await arrived;
  const stayed = gateway.ask(page(1));
  // Both must wait for the one request before one of them disconnects.
  await gateway.ask('{ __typename }');
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await gateway.ask('{ __typename }');
  answer?.();
  expect((await stayed).data).toEqual({ contacts: { nodes: [{ contactId: 1 }] } });
  expect(upstream.requests).toHaveLength(1);
});
