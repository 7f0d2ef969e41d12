import { checkAnswer, type CheckedAnswer } from './check-answers.ts';
import type { Keys } from './load/post-request.ts';
import type { WorkloadOutcome } from './report/comparison-report.ts';
import { type Rounds, runRounds, type Series } from './rounds.ts';
import type { ServerProcess } from './server-process.ts';
import type { Upstream } from './upstream/upstream-process.ts';
import type { Workload } from './workloads.ts';

export interface Comparison {
  /** The floor first. */
  readonly servers: readonly ServerProcess[];
  readonly upstream: Upstream;
  readonly workloads: readonly Workload[];
  readonly rounds: Rounds;
  /** Called with a line of progress. */
  readonly say: (line: string) => void;
  /** Called with a sentence about a stack that has no right answer to a workload. */
  readonly leaveOut: (sentence: string) => void;
}

/** The callers of the main comparison. */
export const manyKeys: Keys = { kind: 'in turn', count: 64 };
/** Other callers, for the gateway alone. */
const otherKeys: readonly Pick<Series, 'label' | 'keys' | 'connections'>[] = [
  { label: 'a new key each request', keys: { kind: 'new each' } },
  { label: '32 callers of one key', keys: { kind: 'in turn', count: 1 }, connections: 32 },
];

/** Checks that all servers give equal answers, then measures them workload by workload. */
export async function compare({
  servers,
  upstream,
  workloads,
  rounds,
  say,
  leaveOut,
}: Comparison): Promise<readonly WorkloadOutcome[]> {
  const results: WorkloadOutcome[] = [];
  for (const workload of workloads) {
    const series: Series[] = [];
    let expected: CheckedAnswer | undefined;
    for (const server of servers) {
      if (server.stack.request(workload) === undefined) continue;
      try {
        const checked = await checkAnswer(server, workload, expected?.answer);
        expected ??= checked;
        series.push(...seriesOf(server, upstream, workload, checked.bodyBytes));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        leaveOut(`${server.stack.title} was left out of ${workload.name}: ${reason.slice(0, 300)}`);
      }
    }
    const outcomes = await runRounds(series, rounds);
    const [first] = outcomes;
    say(
      `${workload.name}: ${outcomes.map(({ label, ratio }) => `${label} ${ratio.toFixed(1)}`).join(', ')} (${first?.cpuMicros.toFixed(0)} µs)`,
    );
    results.push({ workload, outcomes });
  }
  return results;
}

function seriesOf(server: ServerProcess, upstream: Upstream, workload: Workload, bodyBytes: number): readonly Series[] {
  const { name, title } = server.stack;
  const common = { server, upstream, workload, bodyBytes };
  const main: Series = { ...common, label: title, keys: manyKeys };
  if (name !== 'gateway') return [main];
  return [main, ...otherKeys.map((other) => ({ ...common, ...other, label: `${title}, ${other.label}` }))];
}
