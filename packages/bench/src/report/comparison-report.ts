import type { Outcome } from '../rounds.ts';
import type { Workload } from '../workloads.ts';
import { duration, figure, megabytes } from './figures.ts';
import { markdownTable } from './markdown-table.ts';

/** The outcomes of one workload; a series that it has not is missing. */
export interface WorkloadOutcome {
  readonly workload: Workload;
  readonly outcomes: readonly Outcome[];
}

/** Returns the table of ratios: a series a line, a workload a column. The first line has times as well. */
export function ratioTable(results: readonly WorkloadOutcome[]): string {
  const labels = [...new Set(results.flatMap(({ outcomes }) => outcomes.map(({ label }) => label)))];
  const rows = labels.map((label, index) => [
    label,
    ...results.map(({ outcomes }) => {
      const own = outcomes.find((one) => one.label === label);
      if (own === undefined) return '–';
      return index === 0 ? `${figure(own.ratio)} (${duration(own.cpuMicros)})` : figure(own.ratio);
    }),
  ]);
  return markdownTable(
    ['CPU per operation, ratio to the floor', ...results.map(({ workload }) => workload.name)],
    rows,
  );
}

/** Returns everything else that was measured of one workload. */
export function workloadTable({ outcomes }: WorkloadOutcome): string {
  const head = ['stack', 'CPU/operation', 'ratio', 'operations/s', 'p50', 'p99', 'upstream calls', 'memory'];
  return markdownTable(
    head,
    outcomes.map((one) => [
      one.label,
      duration(one.cpuMicros),
      figure(one.ratio),
      figure(one.perSecond),
      `${figure(one.p50)} ms`,
      `${figure(one.p99)} ms`,
      figure(one.upstreamCalls),
      megabytes(one.rss),
    ]),
  );
}

/** All that the report says. */
export interface Comparison {
  readonly results: readonly WorkloadOutcome[];
  /** Sentences about stacks that could not be run. */
  readonly missing: readonly string[];
  /** `name version` of all packages. */
  readonly versions: readonly string[];
  readonly rounds: number;
  readonly durationMs: number;
  readonly conditions: string;
}

/** Returns the page of the comparison. */
export function comparisonReport(comparison: Comparison): string {
  const { results, missing, versions, rounds, durationMs } = comparison;
  const parts = [
    '# Benchmark',
    'Written by `npm run bench -- --write`; not edited by hand.',
    `CPU time of the server process for each operation that it answered, as a ratio to the floor: a bare \`node:http\` server
that passes the upstream's bytes through by undici's \`dispatch\`, the least that Node can do. All stacks run at once, on one
core; the load and an upstream of recorded answers are on another. Every answer is compared with the floor's before anything
is timed. ${rounds} interleaved rounds of ${durationMs / 1000} s each, medians. The load comes with 64 keys in turn where
nothing else is said. Latency is that of a core at its limit: the figures to compare are those of CPU.`,
    '![CPU per operation, ratio to the floor](benchmark.svg)',
    ratioTable(results).trimEnd(),
    ...missing,
    ...results.flatMap((result) => [
      `## ${result.workload.name}: ${result.workload.title}`,
      `${result.workload.connections} connections.`,
      workloadTable(result).trimEnd(),
    ]),
    '## Conditions',
    comparison.conditions,
    ...(versions.length > 0 ? [`${versions.join(', ')}.`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}
