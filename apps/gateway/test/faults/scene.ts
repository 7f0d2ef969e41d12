import { createServer, type Server } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';
import { createSandbox, type Sandbox } from '@contacts/sandbox';
import { loadConfig } from '../../src/config/config.ts';
import type { GatewayOptions } from '../../src/gateway.ts';
import { type RunningGateway, startGateway } from '../running-gateway.ts';
import { always, startScriptedUpstream } from '../scripted-upstream.ts';
import { startAlteringProxy } from './altering-proxy.ts';
import type { Elsewhere, FaultCase, Seen } from './fault-case.ts';

/** Returns the deadline of a case: short where it is awaited, otherwise long enough for a busy machine. */
export const deadlineMsFor = ({ time }: Seen): number => (time === 'at the deadline' ? 400 : 10_000);

/** One case of the table, with its gateway and upstream. */
export interface Scene extends AsyncDisposable {
  /** The sandbox that holds the upstream's data. */
  readonly sandbox: Sandbox;
  readonly gateway: RunningGateway;
  /** Requests that reached the upstream so far. */
  requests(): number;
}

/** Starts the upstream of a case and a gateway in front of it. */
export async function startScene({ by, sees }: FaultCase, overrides: Partial<GatewayOptions> = {}): Promise<Scene> {
  const stack = new AsyncDisposableStack();
  const { calls } = loadConfig(by.env ?? {});
  const options = {
    operationTimeoutMs: deadlineMsFor(sees),
    calls: { ...calls, retry: { ...calls.retry, baseDelayMs: 10 } },
    ...overrides,
  };
  const sandbox: Sandbox = stack.use(await createSandbox({ limits: 'off', contacts: 60 }));
  sandbox.setFaults(by.faults ?? []);
  const proxy = by.alter && stack.use(await startAlteringProxy(sandbox.url, by.alter));
  const url = by.elsewhere ? await urlOf(by.elsewhere, stack) : (proxy ?? sandbox).url;
  const gateway = stack.use(await startGateway(url, options));
  return {
    sandbox,
    gateway,
    requests: () => (proxy ?? sandbox).requests.length,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function urlOf(elsewhere: Elsewhere, stack: AsyncDisposableStack): Promise<string> {
  switch (elsewhere) {
    case 'no such name':
      return 'http://upstream.invalid';
    case 'no listener':
      // Not a port that was just released: a server of another test may have it by then.
      return 'http://127.0.0.1:1';
    case 'https to a plain port': {
      const plain = stack.use(await startScriptedUpstream(always(200, {})));
      return plain.url.replace('http:', 'https:');
    }
    case 'not HTTP': {
      const server: Server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end('220 mail.test ESMTP ready\r\n'));
      });
      return stack.use(await listenOnFreePort(server)).url;
    }
    default:
      return elsewhere satisfies never;
  }
}
