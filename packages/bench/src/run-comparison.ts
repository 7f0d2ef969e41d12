import { loadavg } from 'node:os';
import { compare } from './compare.ts';
import { pinLoad } from './cores.ts';
import type { Options } from './options.ts';
import { ratioTable, workloadTable } from './report/comparison-report.ts';
import { startStacks } from './start-stacks.ts';
import { startUpstream } from './upstream/upstream-process.ts';

/** Runs the comparison. Returns its report as Markdown. */
export async function runComparison(options: Options, say: (line: string) => void): Promise<string> {
  const pinned = pinLoad();
  const loadBefore = loadavg();
  await using upstream = await startUpstream();
  await using started = await startStacks(options.stacks, upstream.url, say);
  const results = await compare({ ...options, servers: started.servers, upstream, say });
  const load = [loadBefore, loadavg()].map(([minute = 0]) => minute.toFixed(1)).join(' before, ');
  return [
    ratioTable(results),
    ...started.missing,
    ...results.map((result) => `**${result.workload.name}**: ${result.workload.title}\n\n${workloadTable(result)}`),
    `Node ${process.version}, ${pinned}; load average ${load} after.`,
  ].join('\n');
}
