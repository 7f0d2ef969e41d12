import { writeFileSync } from 'node:fs';
import { compare } from './compare.ts';
import { pinLoad } from './cores.ts';
import type { Options } from './options.ts';
import { comparisonChart } from './report/comparison-chart.ts';
import { comparisonReport } from './report/comparison-report.ts';
import { conditions } from './report/conditions.ts';
import { versionsOf } from './stacks/install-peers.ts';
import { startStacks } from './start-stacks.ts';
import { startUpstream } from './upstream/upstream-process.ts';

const docs = new URL('../../../docs/', import.meta.url);

/** Runs the comparison. Returns its report as Markdown; writes it into docs/, with a chart, where that is asked for. */
export async function runComparison(options: Options, say: (line: string) => void): Promise<string> {
  const describe = conditions(pinLoad());
  await using upstream = await startUpstream();
  await using started = await startStacks(options.stacks, upstream.url, say);
  const { servers } = started;
  const missing = [...started.missing];
  const leaveOut = (sentence: string): void => {
    say(sentence);
    missing.push(sentence);
  };
  const results = await compare({ ...options, servers, upstream, say, leaveOut });
  const versions = servers.flatMap(({ stack }) => versionsOf(stack));
  const { rounds, durationMs } = options.rounds;
  const report = comparisonReport({ results, missing, versions, rounds, durationMs, conditions: describe() });
  if (options.write) {
    writeFileSync(new URL('benchmark.md', docs), report);
    writeFileSync(new URL('benchmark.svg', docs), comparisonChart(results));
    say('written: docs/benchmark.md, docs/benchmark.svg');
  }
  return report;
}
