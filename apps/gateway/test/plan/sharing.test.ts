import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startGateway } from '../running-gateway.ts';
import { startScriptedUpstream } from '../scripted-upstream.ts';

const query = '{ contacts(first: 1) { nodes { contactId } } }';
const rows = { success: true, data: [{ id: 7 }], meta: { hasMore: false } };
const found = { contacts: { nodes: [{ contactId: 7 }] } };
const failure = (status: number, code: string) => ({
  status,
  body: { success: false, error: { code, message: 'no' } },
});

/** An upstream that holds every request until the test responds to it. */
async function startHeld() {
  const held: ServerResponse[] = [];
  const arrivals: (() => void)[] = [];
  const upstream = await startScriptedUpstream((_request, response) => {
    held.push(response);
    for (const arrived of arrivals.splice(0)) arrived();
  });
  const gateway = await startGateway(upstream.url);
  return {
    gateway,
    upstream,
    /** Resolves when this number of requests has arrived. */
    async arrived(count: number): Promise<void> {
      while (upstream.requests.length < count) {
        await new Promise<void>((resolve) => {
          arrivals.push(resolve);
        });
      }
    },
    held,
    answer(index: number, { status = 200, body = rows }: { status?: number; body?: object } = {}): void {
      const response = held[index] as ServerResponse;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    },
    /** Sends an operation, and resolves when the gateway has read it: it has responded to later ones. */
    async ask(key: string, signal?: AbortSignal) {
      const answer = gateway.ask(query, { headers: { 'x-api-key': key }, ...(signal ? { signal } : {}) });
      answer.catch(() => undefined);
      for (let later = 0; later < 3; later += 1) await gateway.ask('{ __typename }');
      return { answer };
    },
    async [Symbol.asyncDispose]() {
      await upstream[Symbol.asyncDispose]();
      await gateway.close();
    },
  };
}

describe('identical reads in flight', () => {
  test('identical reads of the same credentials are one request, whose result all receive', async () => {
    await using held = await startHeld();
    const asked = [await held.ask('one'), await held.ask('one'), await held.ask('one')];
    await held.arrived(1);
    held.answer(0);
    for (const { answer } of asked) expect((await answer).data).toEqual(found);
    expect(held.upstream.requests).toHaveLength(1);
  });

  test('reads of different credentials are never shared, also if only the session differs', async () => {
    await using held = await startHeld();
    const headers = [{ 'x-api-key': 'one' }, { 'x-api-key': 'two' }, { 'x-api-key': 'one', authorization: 'Bearer a' }];
    const answers = headers.map((each) => held.gateway.ask(query, { headers: each }));
    await held.arrived(3);
    for (const index of [0, 1, 2]) held.answer(index);
    for (const answer of answers) expect((await answer).data).toEqual(found);
    const sent = held.upstream.requests.map(
      ({ headers: each }) => `${String(each['x-api-key'])} ${each.authorization ?? ''}`,
    );
    expect(new Set(sent)).toEqual(new Set(['one ', 'two ', 'one Bearer a']));
    expect(sent).toHaveLength(3);
  });

  test('a finished read is not shared with later ones', async () => {
    await using held = await startHeld();
    const first = await held.ask('one');
    await held.arrived(1);
    held.answer(0);
    await first.answer;
    const second = await held.ask('one');
    await held.arrived(2);
    held.answer(1, { body: { ...rows, data: [{ id: 8 }] } });
    expect((await second.answer).data).toEqual({ contacts: { nodes: [{ contactId: 8 }] } });
  });
});

describe('a client that disconnects', () => {
  test.each([
    ['the first', 0],
    ['the second', 1],
  ])('%s of two clients that disconnects does not affect the other', async (_name, leaver) => {
    await using held = await startHeld();
    const callers = [new AbortController(), new AbortController()];
    const asked = [await held.ask('one', callers[0]?.signal), await held.ask('one', callers[1]?.signal)];
    await held.arrived(1);
    callers[leaver]?.abort();
    await expect(asked[leaver]?.answer).rejects.toThrow('abort');
    await held.gateway.ask('{ __typename }');
    expect(held.held[0]?.destroyed).toBe(false);
    held.answer(0);
    expect((await asked[1 - leaver]?.answer)?.data).toEqual(found);
    expect(held.upstream.requests).toHaveLength(1);
  });

  test('the last client that disconnects aborts the request', async () => {
    await using held = await startHeld();
    const callers = [new AbortController(), new AbortController()];
    const asked = [await held.ask('one', callers[0]?.signal), await held.ask('one', callers[1]?.signal)];
    await held.arrived(1);
    const ended = once(held.held[0] as ServerResponse, 'close');
    for (const caller of callers) caller.abort();
    for (const { answer } of asked) await expect(answer).rejects.toThrow('abort');
    await ended;
    // A request that is being aborted is not joined.
    const next = await held.ask('one');
    await held.arrived(2);
    held.answer(1);
    expect((await next.answer).data).toEqual(found);
  });
});

describe('a failure of the shared request', () => {
  test.each([
    ['a failing portal', failure(502, 'BITRIX_UNAVAILABLE')],
    ['a proxy error without the envelope', { status: 503, body: {} }],
    ['a response outside the contract', { status: 200, body: { success: true } }],
  ])(
    'a shared request that fails by %s is an error of its sender; the others retry once, together',
    async (_name, failed) => {
      await using held = await startHeld();
      const asked = [await held.ask('one'), await held.ask('one'), await held.ask('one')];
      await held.arrived(1);
      held.answer(0, failed);
      expect((await asked[0]?.answer)?.errors).toHaveLength(1);
      await held.arrived(2);
      held.answer(1);
      for (const { answer } of asked.slice(1)) expect((await answer).data).toEqual(found);
      expect(held.upstream.requests).toHaveLength(2);
    },
  );

  test('a shared request whose connection breaks is retried by the others', async () => {
    await using held = await startHeld();
    const asked = [await held.ask('one'), await held.ask('one')];
    await held.arrived(1);
    held.held[0]?.destroy();
    expect((await asked[0]?.answer)?.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    await held.arrived(2);
    held.answer(1);
    expect((await asked[1]?.answer)?.data).toEqual(found);
  });

  test.each([
    ['for rights', failure(403, 'SCOPE_DENIED'), 'FORBIDDEN'],
    ['for the key', failure(401, 'INVALID_API_KEY'), 'UNAUTHENTICATED'],
  ])('a shared request that is rejected %s is an error of all', async (_name, refusal, code) => {
    await using held = await startHeld();
    const asked = [await held.ask('one'), await held.ask('one')];
    await held.arrived(1);
    held.answer(0, refusal);
    for (const { answer } of asked) expect((await answer).errors).toMatchObject([{ extensions: { code } }]);
    expect(held.upstream.requests).toHaveLength(1);
  });
});
