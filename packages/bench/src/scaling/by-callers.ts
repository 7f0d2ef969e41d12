import { checkAnswer } from '../check-answers.ts';
import { manyKeys } from '../compare.ts';
import { duration, figure, megabytes } from '../report/figures.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { type Rounds, runRounds, type Series } from '../rounds.ts';
import type { ServerProcess } from '../server-process.ts';
import type { Upstream } from '../upstream/upstream-process.ts';
import type { Workload } from '../workloads.ts';

type Callers = Pick<Series, 'label' | 'keys' | 'connections'>;

const callers: readonly Callers[] = [
  { label: '64 keys in turn', keys: manyKeys },
  { label: '10,000 keys in turn', keys: { kind: 'in turn', count: 10_000 } },
  { label: 'a new key each request', keys: { kind: 'new each' } },
  { label: '32 callers of one key', keys: { kind: 'in turn', count: 1 } },
  { label: '1 connection', keys: manyKeys, connections: 1 },
  { label: '256 connections', keys: { kind: 'in turn', count: 256 }, connections: 256 },
];

/** Measures a server with different callers. Returns a table; ratios are to the floor with 64 keys in turn. */
export async function costByCallers(
  floor: ServerProcess,
  server: ServerProcess,
  upstream: Upstream,
  workload: Workload,
  rounds: Rounds,
): Promise<string> {
  const { answer, bodyBytes: floorBytes } = await checkAnswer(floor, workload);
  const { bodyBytes } = await checkAnswer(server, workload, answer);
  const series: readonly Series[] = [
    { label: floor.stack.title, server: floor, upstream, workload, keys: manyKeys, bodyBytes: floorBytes },
    ...callers.map((one) => ({ ...one, server, upstream, workload, bodyBytes })),
  ];
  const outcomes = await runRounds(series, rounds);
  const usual = outcomes[1]?.cpuMicros ?? Number.NaN;
  return markdownTable(
    [`${workload.name}: ${workload.title}`, 'CPU/operation', 'to the floor', 'to 64 keys', 'upstream calls', 'memory'],
    outcomes.map((one) => [
      one.label,
      duration(one.cpuMicros),
      figure(one.ratio),
      figure(one.cpuMicros / usual),
      figure(one.upstreamCalls),
      megabytes(one.rss),
    ]),
  );
}
