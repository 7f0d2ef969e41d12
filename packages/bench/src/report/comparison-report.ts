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
