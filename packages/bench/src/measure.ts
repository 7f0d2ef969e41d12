import { runLoad } from './load/load.ts';
import { type Keys, requestsWith } from './load/post-request.ts';
import type { ServerProcess } from './server-process.ts';
import { quantile } from './statistics.ts';
import type { Upstream } from './upstream/upstream-process.ts';
import type { Workload } from './workloads.ts';

/** The figures of one round. */
export interface Measurement {
  readonly operations: number;
  /** User and system time of the server for each operation, in microseconds. */
  readonly cpuMicros: number;
  readonly perSecond: number;
  /** Latency in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Upstream requests for each operation. */
  readonly upstreamCalls: number;
  /** Resident bytes right after the load. */
  readonly rss: number;
}

export interface Run {
  readonly server: ServerProcess;
  readonly upstream: Upstream;
  readonly workload: Workload;
  readonly keys: Keys;
  readonly durationMs: number;
  /** Connections, where they are not those of the workload. */
  readonly connections?: number;
  readonly most?: number;
  readonly bodyBytes?: number;
}

/** Puts load on a server and measures what it costs. Throws if any answer is wrong. */
export async function measure({ server, upstream, workload, keys, durationMs, ...more }: Run): Promise<Measurement> {
  const post = server.stack.request(workload);
  if (post === undefined) throw new Error(`${server.stack.title} has no ${workload.name}.`);
  const load = {
    port: server.port,
    connections: workload.connections,
    durationMs,
    request: requestsWith(post, keys),
    ...more,
  };
  const callsBefore = await upstream.requests();
  const before = await server.usage();
  const { operations, wrong, elapsedMs, latencies } = await runLoad(load);
  const after = await server.usage();
  const calls = (await upstream.requests()) - callsBefore;
  if (wrong > 0)
    throw new Error(`${server.stack.title}, ${workload.name}: ${wrong} of ${operations} answers are wrong.`);
  return {
    operations,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / operations,
    perSecond: operations / (elapsedMs / 1000),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    upstreamCalls: calls / operations,
    rss: after.rss,
  };
}
