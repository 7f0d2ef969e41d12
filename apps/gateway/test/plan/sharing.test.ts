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

/** An upstream that holds every request until the test answers it. */
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
    /** Resolves once so many requests have come. */
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
    /** Asks, and resolves when the gateway has seen it: it has answered others that came later. */
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

describe('identical reads under way', () => {
  test('of the same credentials are one request, and all have its answer', async () => {
    await using held = await startHeld();
    const asked = [await held.ask('one'), await held.ask('one'), await held.ask('one')];
    await held.arrived(1);
    held.answer(0);
    for (const { answer } of asked) expect((await answer).data).toEqual(found);
    expect(held.upstream.requests).toHaveLength(1);
  });

  test('of different credentials are never one, not even by the session alone', async () => {
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

  test('that are over are not shared with who comes later', async () => {
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

describe('who goes away', () => {
  test.each([
    ['the first', 0],
    ['the second', 1],
  ])('%s takes nobody along', async (_name, leaver) => {
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

  test('the last one ends the request', async () => {
    await using held = await startHeld();
    const callers = [new AbortController(), new AbortController()];
    const asked = [await held.ask('one', callers[0]?.signal), await held.ask('one', callers[1]?.signal)];
    await held.arrived(1);
    const ended = once(held.held[0] as ServerResponse, 'close');
    for (const caller of callers) caller.abort();
    for (const { answer } of asked) await expect(answer).rejects.toThrow('abort');
    await ended;
    // Nobody joins what is being ended.
    const next = await held.ask('one');
    await held.arrived(2);
    held.answer(1);
    expect((await next.answer).data).toEqual(found);
  });
});

describe('a failure of the shared request', () => {
  test.each([
    ['a failing portal', failure(502, 'BITRIX_UNAVAILABLE')],
    ['a proxy without the envelope', { status: 503, body: {} }],
    ['an answer outside the contract', { status: 200, body: { success: true } }],
  ])('by %s is that of the one who sent it; the others try once more, together', async (_name, failed) => {
    await using held = await startHeld();
    const asked = [await held.ask('one'), await held.ask('one'), await held.ask('one')];
    await held.arrived(1);
    held.answer(0, failed);
    expect((await asked[0]?.answer)?.errors).toHaveLength(1);
    await held.arrived(2);
    held.answer(1);
    for (const { answer } of asked.slice(1)) expect((await answer).data).toEqual(found);
    expect(held.upstream.requests).toHaveLength(2);
  });

  test('a connection that breaks too', async () => {
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
    ['of rights', failure(403, 'SCOPE_DENIED'), 'FORBIDDEN'],
    ['of the key', failure(401, 'INVALID_API_KEY'), 'UNAUTHENTICATED'],
  ])('that is a refusal %s holds for all', async (_name, refusal, code) => {
    await using held = await startHeld();
    const asked = [await held.ask('one'), await held.ask('one')];
    await held.arrived(1);
    held.answer(0, refusal);
    for (const { answer } of asked) expect((await answer).errors).toMatchObject([{ extensions: { code } }]);
    expect(held.upstream.requests).toHaveLength(1);
  });
});
