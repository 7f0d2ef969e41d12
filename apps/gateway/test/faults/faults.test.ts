import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createSandbox, keys, type Sandbox } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type Answer, type RunningGateway, startGateway } from '../running-gateway.ts';
import { always, startScriptedUpstream } from '../scripted-upstream.ts';
import { startAlteringProxy } from './altering-proxy.ts';
import { type Elsewhere, type FaultCase, operations, type Seen } from './fault-case.ts';
import { faultCases, readTable, withTables } from './fault-table.ts';

/** Short where the deadline itself is awaited, else long enough for a busy machine. */
const deadlineMsFor = ({ time }: Seen): number => (time === 'at the deadline' ? 400 : 10_000);
/** Texts of the upstream, of proxies, and of the cases: none of them is for the caller. */
const FOREIGN_TEXT = /nginx|<html|Native text|Пётр|Somebody else/;

test('docs/faults.md has a row for each case, and at least 40', async () => {
  const page = await readTable();
  expect(page, 'write it anew: node --conditions=@contacts/source apps/gateway/test/faults/write-table.ts').toBe(
    withTables(page),
  );
  expect(faultCases.flatMap(([, cases]) => cases).length).toBeGreaterThanOrEqual(40);
});

describe.each(faultCases)('%s', (_, cases) => {
  test.concurrent.each(cases)('$fault', async (one) => {
    await using scene = await startScene(one);
    const ask = (): Promise<Answer<Record<string, unknown>>> =>
      scene.gateway.ask(operations[one.asks ?? 'page'], { headers: { 'x-api-key': keys.all, ...one.headers } });
    for (let index = 0; index < (one.before ?? 0); index += 1) await ask();
    const requestsBefore = scene.requests();
    const begun = performance.now();
    const answer = await ask();
    const tookMs = performance.now() - begun;

    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(FOREIGN_TEXT);
    expectData(answer, one.sees);
    expectError(answer, one.sees);
    expect(scene.requests() - requestsBefore).toBe(one.sees.requests ?? 0);
    // A timer may be a millisecond early.
    expect(one.sees.time !== 'at the deadline' || tookMs >= deadlineMsFor(one.sees) - 2).toBe(true);
    expect(scene.gateway.logged).toEqual([]);
  });
});

function expectData({ data, errors }: Answer<Record<string, unknown>>, { data: expected, error }: Seen): void {
  if (expected === 'all') {
    expect(errors).toEqual([]);
    const whole = { contacts: { nodes: [{ contactId: 1 }, { contactId: 2 }] } };
    expect(data).toMatchObject(whole);
  } else if (expected === 'nothing') {
    expect(data).toEqual({ [error?.path ?? 'contacts']: null });
  } else {
    expect(data).toMatchObject(expected.holds as object);
  }
}

function expectError({ errors }: Answer<unknown>, { error }: Seen): void {
  const [first] = errors;
  const { code, upstream, retryAfter } = first?.extensions ?? {};
  expect({
    code,
    path: first?.path?.join('.'),
    upstream: (upstream as { code?: string } | undefined)?.code,
    retryAfter: typeof retryAfter === 'number' ? true : undefined,
  }).toEqual({
    code: error?.code,
    path: error && (error.path ?? 'contacts'),
    upstream: error?.upstream,
    retryAfter: error?.retryAfter,
  });
}

interface Scene extends AsyncDisposable {
  readonly gateway: RunningGateway;
  /** Requests that reached the upstream so far. */
  requests(): number;
}

async function startScene({ by, sees }: FaultCase): Promise<Scene> {
  const stack = new AsyncDisposableStack();
  const { calls } = loadConfig(by.env ?? {});
  const options = {
    operationTimeoutMs: deadlineMsFor(sees),
    calls: { ...calls, retry: { ...calls.retry, baseDelayMs: 10 } },
  };
  const twin: Sandbox = stack.use(await createSandbox({ limits: 'off', contacts: 60 }));
  twin.setFaults(by.faults ?? []);
  const proxy = by.alter && stack.use(await startAlteringProxy(twin.url, by.alter));
  const url = by.elsewhere ? await urlOf(by.elsewhere, stack) : (proxy ?? twin).url;
  const gateway = stack.use(await startGateway(url, options));
  return {
    gateway,
    requests: () => (proxy ?? twin).requests.length,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function urlOf(elsewhere: Elsewhere, stack: AsyncDisposableStack): Promise<string> {
  switch (elsewhere) {
    case 'no such name':
      return 'http://upstream.invalid';
    case 'nobody listens': {
      const closed = await startScriptedUpstream(always(200, {}));
      await closed[Symbol.asyncDispose]();
      return closed.url;
    }
    case 'https to a plain port': {
      const plain = stack.use(await startScriptedUpstream(always(200, {})));
      return plain.url.replace('http:', 'https:');
    }
    case 'not HTTP': {
      const server: Server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end('220 mail.test ESMTP ready\r\n'));
      });
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      stack.defer(() => void server.close());
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    default:
      return elsewhere satisfies never;
  }
}
