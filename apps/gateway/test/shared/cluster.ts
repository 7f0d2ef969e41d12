import { createSandbox, keys, type SandboxOptions } from '@contacts/sandbox';
import { type RedisServer, startRedis } from '../../../../test/redis-server.ts';
import { freePort } from '@contacts/local-server';
import { type GatewayProcess, runGateway } from '../gateway-process.ts';
import { type CountingProxy, type CountingProxyOptions, startCountingProxy } from './counting-proxy.ts';

/** Gateways as processes of their own, with one Redis and one portal. */
export interface Cluster extends AsyncDisposable {
  readonly redis: RedisServer;
  /** The proxy that counts the calls to the portal. */
  readonly portal: CountingProxy;
  readonly ports: readonly number[];
  urlOf(index: number): string;
  process(index: number): GatewayProcess;
  /** Ends a gateway, if it still runs, and starts it again on its port. */
  restart(index: number, signal: NodeJS.Signals): Promise<void>;
  /** Resolves when all gateways see so many replicas with a budget that is shared. */
  untilShared(replicas: number): Promise<void>;
}

export interface ClusterOptions {
  readonly gateways: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions;
  readonly rewrite?: CountingProxyOptions['rewrite'];
  /** A key that takes the place of every other, so that any key is a portal of its own. */
  readonly apiKey?: string;
}

/** Keys that may read; with any session beside them, each session is a caller of its own. */
export const readingKeys = [keys.all, keys.readOnly, keys.policyReadOnly, keys.crmOnly] as const;

export async function startCluster({
  gateways,
  env = {},
  sandbox: options,
  rewrite,
  apiKey,
}: ClusterOptions): Promise<Cluster> {
  const redis = await startRedis();
  const sandbox = await createSandbox({ limits: 'off', latencyMs: 30, ...options });
  const portal = await startCountingProxy({ upstreamUrl: sandbox.url, apiKey, ...(rewrite ? { rewrite } : {}) });
  const ports = await Promise.all(Array.from({ length: gateways }, () => freePort()));
  const start = (port: number): GatewayProcess =>
    runGateway({
      PORT: String(port),
      VIBECODE_URL: portal.url,
      REDIS_URL: redis.url,
      CURSOR_SECRET: 'a-secret-for-tests-of-32-characters',
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      SHED_LAG: '0',
      ...env,
    });
  const processes = ports.map(start);
  const urlOf = (index: number): string => `http://127.0.0.1:${ports[index]}`;
  await Promise.all(ports.map((_, index) => untilReady(urlOf(index))));
  return {
    redis,
    portal,
    ports,
    urlOf,
    process: (index) => processes[index] as GatewayProcess,
    async restart(index, signal) {
      processes[index]?.kill(signal);
      await processes[index]?.exited;
      processes[index] = start(ports[index] ?? 0);
      await untilReady(urlOf(index));
    },
    async untilShared(replicas) {
      for (const [index] of ports.entries()) {
        await until(async () => {
          const { shared } = await statusOf(urlOf(index));
          return shared?.redis === 'up' && shared.replicas === replicas;
        });
      }
    },
    async [Symbol.asyncDispose]() {
      for (const gateway of processes) await gateway[Symbol.asyncDispose]();
      await portal[Symbol.asyncDispose]();
      await sandbox.close();
      await redis[Symbol.asyncDispose]();
    },
  };
}

interface Status {
  readonly status?: string;
  readonly shared?: { readonly redis: string; readonly replicas: number; readonly budgetCommands: number };
}

/** Returns what `/readyz` says; nothing where no gateway listens. */
export async function statusOf(url: string): Promise<Status> {
  try {
    return (await (await fetch(`${url}/readyz`)).json()) as Status;
  } catch {
    return {};
  }
}

function untilReady(url: string): Promise<void> {
  return until(async () => (await statusOf(url)).status === 'ready');
}

/** Far above what a busy machine needs. */
const PATIENCE_MS = 60_000;

/** Resolves when a condition holds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('What was waited for did not come.');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
