import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAnswer } from '../src/check-answers.ts';
import { type Measurement, measure } from '../src/measure.ts';
import { type ServerProcess, startServer } from '../src/server-process.ts';
import { floor } from '../src/stacks/floor.ts';
import { gateway } from '../src/stacks/gateway.ts';
import { startUpstream, type Upstream } from '../src/upstream/upstream-process.ts';
import { fewRows, type Workload, workloads } from '../src/workloads.ts';

let upstream: Upstream;
let servers: readonly [floor: ServerProcess, gateway: ServerProcess];
beforeAll(async () => {
  upstream = await startUpstream();
  servers = await Promise.all([startServer(floor, upstream.url), startServer(gateway, upstream.url)]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  await upstream[Symbol.asyncDispose]();
});

test.each([...workloads, fewRows])('floor and gateway give equal answers to $title', async (workload) => {
  const { answer } = await checkAnswer(servers[0], workload);
  expect(answer.rows).toHaveLength(workload.rows);
  await checkAnswer(servers[1], workload, answer);
});

test('an answer that is not the expected one is refused', async () => {
  const [first] = workloads as readonly [Workload];
  const { answer } = await checkAnswer(servers[0], first);
  await expect(checkAnswer(servers[1], first, { ...answer, total: -1 })).rejects.toThrow('total: 6000 instead of -1');
});

test.each([
  { workload: 'W1', calls: 1 },
  { workload: 'W2', calls: 3 },
])('the load counts operations, their CPU and the upstream calls of the floor: $calls for $workload', async (asked) => {
  const workload = workloads.find(({ name }) => name === asked.workload) as Workload;
  const measured: Measurement = await measure({
    server: servers[0],
    upstream,
    workload,
    keys: { kind: 'new each' },
    durationMs: 10_000,
    most: 50,
    connections: 4,
  });
  expect(measured).toMatchObject({ operations: 50, upstreamCalls: asked.calls });
  expect(measured.cpuMicros).toBeGreaterThan(0);
  expect(measured.rss).toBeGreaterThan(10e6);
});
